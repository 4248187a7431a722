package ajar.calendar.caldav;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// A real CalDAV server on loopback for tests, of one user with one calendar, in a folder of its own.
/// Radicale has a second user, with the same password.
/// Needs nothing but the JDK and the server's Debian package.
public final class CalDavServer implements AutoCloseable {
    public static final String USER = "ada";
    public static final String SECOND_USER = "bob";
    public static final String PASSWORD = "correct horse";

    /// The servers that tests can run against.
    public enum Kind {
        RADICALE("radicale", "/ada/office/"),
        XANDIKOS("xandikos", "/user/calendars/office/");

        private final String program;
        private final String calendar;

        Kind(String program, String calendar) {
            this.program = program;
            this.calendar = calendar;
        }
    }

    private final Kind kind;
    private final Path folder;
    private final int port;
    private final Process process;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private CalDavServer(Kind kind, Path folder, int port, Process process) {
        this.kind = kind;
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /// Starts a server, and makes the calendar "Work" on it.
    public static CalDavServer start(Kind kind) throws IOException, InterruptedException {
        Path program = List.of("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin").stream()
                .map(it -> Path.of(it, kind.program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("The calendar tests need " + kind.program
                        + " and do not find it. On Debian: apt-get install " + kind.program));
        Path folder = Files.createTempDirectory("ajar-" + kind.program);
        int port = freePort();
        Process process = new ProcessBuilder(command(kind, program, folder, port))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        var server = new CalDavServer(kind, folder, port, process);
        try {
            server.awaitStart();
            server.makeCalendar("office", "Work");
            return server;
        } catch (IOException | InterruptedException | RuntimeException | AssertionError failed) {
            server.close();
            throw failed;
        }
    }

    private static List<String> command(Kind kind, Path program, Path folder, int port) throws IOException {
        if (kind == Kind.XANDIKOS) {
            return List.of(
                    program.toString(),
                    "--defaults",
                    "-d",
                    folder.resolve("data").toString(),
                    "-l",
                    "127.0.0.1",
                    "-p",
                    String.valueOf(port));
        }
        Path users = Files.writeString(
                folder.resolve("users"), USER + ":" + PASSWORD + "\n" + SECOND_USER + ":" + PASSWORD + "\n");
        return List.of(
                program.toString(),
                "--config",
                "",
                "--hosts",
                "127.0.0.1:" + port,
                "--auth-type",
                "htpasswd",
                "--auth-htpasswd-filename",
                users.toString(),
                "--auth-htpasswd-encryption",
                "plain",
                "--storage-filesystem-folder",
                folder.resolve("data").toString());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitStart() throws IOException, InterruptedException {
        for (int attempt = 0; attempt < 300 && process.isAlive(); attempt++) {
            try {
                send("OPTIONS", "/", "", "");
                return;
            } catch (IOException notYet) {
                process.waitFor(100, TimeUnit.MILLISECONDS);
            }
        }
        throw new AssertionError(kind + " does not start: " + Files.readString(folder.resolve("log")));
    }

    /// The address of the server.
    public String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    /// The address of the calendar "Work".
    public String calendarUrl() {
        return url() + kind.calendar.substring(1);
    }

    /// The path of the calendar "Work".
    public String calendarPath() {
        return kind.calendar;
    }

    /// Makes a calendar beside the first.
    public void makeCalendar(String segment, String name) throws IOException, InterruptedException {
        makeCalendar(USER, Path.of(kind.calendar).resolveSibling(segment) + "/", name);
    }

    private void makeCalendar(String user, String path, String name) throws IOException, InterruptedException {
        int status = send(user, "MKCALENDAR", path, "application/xml", """
            <c:mkcalendar xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:d="DAV:">
              <d:set><d:prop>
                <d:displayname>%s</d:displayname>
                <c:supported-calendar-component-set><c:comp name="VEVENT"/></c:supported-calendar-component-set>
              </d:prop></d:set>
            </c:mkcalendar>
            """.formatted(name));
        check("MKCALENDAR", status);
    }

    /// Puts a resource into the calendar "Work".
    ///
    /// @param name such as `one.ics`
    /// @param iCalendar all of its text; lines may end with LF
    public void put(String name, String iCalendar) throws IOException, InterruptedException {
        check("PUT", send("PUT", kind.calendar + name, "text/calendar", iCalendar.replace("\n", "\r\n")));
    }

    /// Deletes a resource of the calendar "Work".
    public void delete(String name) throws IOException, InterruptedException {
        check("DELETE", send("DELETE", kind.calendar + name, "", ""));
    }

    /// The home of the second user, with one calendar in it. Radicale has it once this was called.
    public String makeSecondHome() throws IOException, InterruptedException {
        makeCalendar(SECOND_USER, secondCalendar(), "Work");
        return url() + SECOND_USER + "/";
    }

    private static String secondCalendar() {
        return "/" + SECOND_USER + "/office/";
    }

    /// Puts a resource into the second user's calendar; see [#put].
    public void putForSecond(String name, String iCalendar) throws IOException, InterruptedException {
        check(
                "PUT",
                send(SECOND_USER, "PUT", secondCalendar() + name, "text/calendar", iCalendar.replace("\n", "\r\n")));
    }

    /// Deletes a resource of the second user's calendar.
    public void deleteForSecond(String name) throws IOException, InterruptedException {
        check("DELETE", send(SECOND_USER, "DELETE", secondCalendar() + name, "", ""));
    }

    /// Where the resources of the calendar "Work" are files.
    public Path files() {
        Path data = folder.resolve("data");
        return kind == Kind.RADICALE
                ? data.resolve("collection-root").resolve(kind.calendar.substring(1))
                : data.resolve(kind.calendar.substring(1));
    }

    private void check(String method, int status) {
        if (status / 100 != 2) {
            throw new AssertionError(kind + " answered " + method + " with " + status);
        }
    }

    private int send(String method, String path, String type, String body) throws IOException, InterruptedException {
        return send(USER, method, path, type, body);
    }

    private int send(String user, String method, String path, String type, String body)
            throws IOException, InterruptedException {
        String pair = Base64.getEncoder().encodeToString((user + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Basic " + pair)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        try {
            return http.send(request.build(), BodyHandlers.discarding()).statusCode();
        } catch (IOException closed) {
            // Radicale closes connections without notice. All that is sent here may be sent twice.
            return http.send(request.build(), BodyHandlers.discarding()).statusCode();
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        http.close();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(Objects.requireNonNull(file));
            }
        }
    }
}
