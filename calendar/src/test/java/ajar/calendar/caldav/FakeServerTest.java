package ajar.calendar.caldav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ajar.calendar.CalendarInfo;
import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.calendar.Window;
import ajar.calendar.feed.Mirror;
import ajar.engine.outgoing.OutgoingHttp;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against a server that misbehaves as some in the world do.
class FakeServerTest {
    private static final Window WINDOW =
            new Window(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));
    private static final String CALENDAR = "/cal/";
    private static final Pattern HREF = Pattern.compile("<d:href>([^<]*)</d:href>");

    private final OutgoingHttp http = new OutgoingHttp(true);
    private final Mirror mirror = new Mirror();
    private final Map<String, String> titles = new TreeMap<>();
    private final Map<String, Answer> answers = new HashMap<>();
    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private String poison = "";
    private int poisonStatus = 500;
    private String token = "token-1";
    private String ctag = "";
    private boolean hidesItself;

    /// What is answered instead of what is right.
    private record Answer(int status, String body) {}

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        titles.put("/cal/a.ics", "A");
        titles.put("/cal/b.ics", "B");
        titles.put("/cal/c.ics", "C");
    }

    @AfterEach
    void close() {
        server.stop(0);
        http.close();
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        String request = exchange.getRequestMethod() + " " + path;
        String kind = body.contains("sync-collection") ? " sync" : body.contains("multiget") ? " multiget" : "";
        String depth = "1".equals(exchange.getRequestHeaders().getFirst("Depth")) ? " 1" : "";
        requests.add(request + kind + depth);
        Answer answer = answers.get(request + kind + depth);
        if (answer == null) {
            answer = answer(exchange.getRequestMethod(), path, kind + depth, body);
        }
        if (answer.status() / 100 == 3) {
            exchange.getResponseHeaders().set("Location", answer.body());
        }
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Answer answer(String method, String path, String kind, String body) {
        if (method.equals("GET")) {
            if (path.equals(poison)) {
                return new Answer(poisonStatus, "");
            }
            return titles.containsKey(path) ? new Answer(200, event(path)) : new Answer(404, "");
        }
        return switch (kind) {
            case " multiget" -> multiget(body);
            case " sync" -> new Answer(207, multistatus("<d:sync-token>" + token + "</d:sync-token>"));
            case " 1" -> new Answer(207, multistatus(listing()));
            default ->
                new Answer(
                        207,
                        multistatus(response(
                                CALENDAR,
                                "<d:sync-token>" + token + "</d:sync-token><s:getctag>" + ctag + "</s:getctag>"
                                        + "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>")));
        };
    }

    private Answer multiget(String body) {
        var text = new StringBuilder();
        var hrefs = HREF.matcher(body);
        while (hrefs.find()) {
            String path = hrefs.group(1);
            if (path.equals(poison)) {
                return new Answer(poisonStatus, "");
            }
            text.append(
                    titles.containsKey(path)
                            ? response(
                                    path,
                                    "<d:getetag>" + titles.get(path) + "</d:getetag><c:calendar-data><![CDATA["
                                            + event(path) + "]]></c:calendar-data>")
                            : "<d:response><d:href>" + path
                                    + "</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>");
        }
        return new Answer(207, multistatus(text.toString()));
    }

    private String listing() {
        var text = new StringBuilder();
        if (!hidesItself) {
            text.append(response(CALENDAR, "<d:resourcetype><d:collection/></d:resourcetype>"));
        }
        titles.forEach((path, title) -> text.append(response(path, "<d:getetag>" + title + "</d:getetag>")));
        return text.toString();
    }

    private String event(String path) {
        return "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:" + path + "\r\nDTSTART:20260131T080000Z\r\nSUMMARY:"
                + titles.get(path) + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    }

    private static String multistatus(String content) {
        return "<?xml version=\"1.0\"?><d:multistatus xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:caldav\""
                + " xmlns:s=\"http://calendarserver.org/ns/\">" + content + "</d:multistatus>";
    }

    private static String response(String href, String properties) {
        return "<d:response><d:href>" + href + "</d:href><d:propstat><d:prop>" + properties
                + "</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>";
    }

    private static String status(String href, int status) {
        return "<d:response><d:href>" + href + "</d:href><d:status>HTTP/1.1 " + status + " x</d:status></d:response>";
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private CalDavConnector connector(String path) throws ConnectorException {
        return new CalDavConnector(http, url(path), "ada", "secret", ZoneId.of("Europe/Berlin"));
    }

    private void read() throws ConnectorException {
        mirror.begin();
        requests.clear();
        connector(CALENDAR).changes(url(CALENDAR), mirror.cursor, WINDOW, mirror);
    }

    private ConnectorException failure() {
        return catchThrowableOfType(ConnectorException.class, this::read);
    }

    @Test
    void oneResourceThatBreaksTheServerIsQuarantined() throws ConnectorException {
        poison = "/cal/b.ics";
        read();
        assertThat(mirror.titles()).containsExactly("A", "C");
        assertThat(mirror.quarantined).containsOnlyKeys("/cal/b.ics");
        assertThat(mirror.quarantined.get("/cal/b.ics").reason())
                .startsWith("The server does not give it out.")
                .contains("500");
        poison = "";
        mirror.cursor = new DavCursor(CalDavConnector.COMPARED, token, "").toString();
        read();
        assertThat(mirror.titles()).containsExactly("A", "B", "C");
        assertThat(mirror.quarantined).isEmpty();
        assertThat(mirror.read).containsExactly("/cal/b.ics");
    }

    @Test
    void aServerThatBreaksDownPutsNothingInQuarantine() throws ConnectorException {
        read();
        titles.replaceAll((path, title) -> title + "2");
        mirror.cursor = new DavCursor(CalDavConnector.COMPARED, token, "").toString();
        answers.put("REPORT /cal/ multiget", new Answer(500, ""));
        poison = "/cal/a.ics";
        answers.put("PROPFIND /cal/", new Answer(500, ""));
        var failure = failure();
        assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(mirror.quarantined).isEmpty();
        assertThat(mirror.titles()).containsExactly("A", "B", "C");
    }

    @ParameterizedTest
    @CsvSource({
        "401, REAUTHORIZE",
        "403, FORBIDDEN",
        "404, CALENDAR_GONE",
        "410, CALENDAR_GONE",
        "429, THROTTLED",
        "500, UNAVAILABLE",
        "503, UNAVAILABLE",
        "200, NOT_A_CALENDAR"
    })
    void theStatusSaysWhatIsWrong(int status, Reason reason) throws ConnectorException {
        read();
        answers.put("REPORT /cal/ sync", new Answer(status, ""));
        answers.put("PROPFIND /cal/", new Answer(status, ""));
        assertThat(failure().reason()).isEqualTo(reason);
        assertThat(mirror.titles()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 409, 412, 415, 500, 501, 507})
    void aRefusedTokenLeadsToAComparison(int status) throws ConnectorException {
        read();
        answers.put("REPORT /cal/ sync", new Answer(status, ""));
        titles.remove("/cal/a.ics");
        titles.put("/cal/b.ics", "B2");
        read();
        assertThat(mirror.startedOver).isFalse();
        assertThat(mirror.read).containsExactly("/cal/b.ics");
        assertThat(mirror.titles()).containsExactly("B2", "C");
    }

    @Test
    void changesInPartsAreAskedForUntilAllAreTold() throws ConnectorException {
        read();
        titles.put("/cal/a.ics", "A2");
        titles.remove("/cal/b.ics");
        answers.put(
                "REPORT /cal/ sync",
                new Answer(
                        207,
                        multistatus(response("/cal/a.ics", "<d:getetag>A2</d:getetag>") + status("/cal/", 507)
                                + "<d:sync-token>token-2</d:sync-token>")));
        var failing = failure();
        assertThat(failing).isNull();
        // The same part over and over is no progress: everything is compared instead.
        assertThat(mirror.titles()).containsExactly("A2", "C");
        assertThat(requests.stream().filter(it -> it.endsWith("sync"))).hasSize(2);
    }

    @Test
    void deletionsAreTold() throws ConnectorException {
        read();
        answers.put(
                "REPORT /cal/ sync",
                new Answer(207, multistatus(status(url("/cal/b.ics"), 404) + "<d:sync-token>token-2</d:sync-token>")));
        read();
        assertThat(mirror.titles()).containsExactly("A", "C");
        assertThat(mirror.cursor).contains("token-2");
    }

    @Test
    void aResourceThatVanishesInBetweenIsGone() throws ConnectorException {
        read();
        answers.put(
                "REPORT /cal/ sync",
                new Answer(
                        207,
                        multistatus(response("/cal/a.ics", "<d:getetag>A2</d:getetag>")
                                + "<d:sync-token>token-2</d:sync-token>")));
        titles.remove("/cal/a.ics");
        read();
        assertThat(mirror.titles()).containsExactly("B", "C");
        assertThat(mirror.quarantined).isEmpty();
    }

    @Test
    void withoutTokensTheTagOfTheCollectionTellsWhetherToLook() throws ConnectorException {
        token = "";
        ctag = "1";
        read();
        read();
        assertThat(requests).containsExactly("PROPFIND /cal/");
        titles.put("/cal/a.ics", "A2");
        ctag = "2";
        read();
        assertThat(mirror.read).containsExactly("/cal/a.ics");
        ctag = "";
        titles.remove("/cal/a.ics");
        read();
        assertThat(mirror.titles()).containsExactly("B", "C");
    }

    @Test
    void aListingThatIsCutDeletesNothing() throws ConnectorException {
        read();
        mirror.cursor = new DavCursor(CalDavConnector.COMPARED, token, "").toString();
        String cut = multistatus(listing());
        for (String listing : new String[] {
            cut.substring(0, cut.length() - 30),
            "",
            "<html>",
            multistatus(""),
            multistatus(response(CALENDAR, "") + status("/cal/", 507)),
            "<!DOCTYPE x [<!ENTITY a \"b\">]>" + multistatus("<d:response>&a;</d:response>")
        }) {
            answers.put("PROPFIND /cal/ 1", new Answer(207, listing));
            assertThat(failure()).as(listing).isNotNull();
            assertThat(mirror.titles()).hasSize(3);
        }
        answers.clear();
        hidesItself = true;
        assertThat(failure().reason()).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void entitiesOfTheAnswerAreNotResolved() throws ConnectorException {
        String bomb = "<?xml version=\"1.0\"?><!DOCTYPE m [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>"
                + multistatus(response(CALENDAR, "<d:displayname>&a;</d:displayname>"))
                        .substring(21);
        answers.put("GET /.well-known/caldav", new Answer(404, ""));
        for (String path : List.of("/cal/", "/.well-known/caldav", "/")) {
            answers.put("PROPFIND " + path, new Answer(207, bomb));
        }
        var connector = connector(CALENDAR);
        var failure = catchThrowableOfType(ConnectorException.class, connector::calendars);
        assertThat(failure.reason()).isEqualTo(Reason.NOT_A_CALENDAR);
    }

    @Test
    void theWellKnownAddressLeadsToTheCalendars() throws ConnectorException {
        answers.put("PROPFIND /", new Answer(405, ""));
        answers.put("PROPFIND /.well-known/caldav", new Answer(405, ""));
        answers.put("GET /.well-known/caldav", new Answer(301, "/dav"));
        answers.put("PROPFIND /dav", new Answer(308, "/dav/"));
        answers.put(
                "PROPFIND /dav/",
                new Answer(
                        207,
                        multistatus(response(
                                "/dav/",
                                "<d:current-user-principal><d:href>/me/</d:href></d:current-user-principal>"))));
        answers.put(
                "PROPFIND /me/",
                new Answer(
                        207,
                        multistatus(response(
                                "/me/",
                                "<c:calendar-home-set><d:href>" + url("/home/") + "</d:href></c:calendar-home-set>"
                                        + "<c:schedule-inbox-URL><d:href>/inbox/</d:href></c:schedule-inbox-URL>"))));
        answers.put(
                "PROPFIND /inbox/",
                new Answer(
                        207,
                        multistatus(response(
                                "/inbox/",
                                "<c:schedule-default-calendar-URL><d:href>/home/main/</d:href>"
                                        + "</c:schedule-default-calendar-URL>"))));
        String type = "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>";
        answers.put(
                "PROPFIND /home/ 1",
                new Answer(
                        207,
                        multistatus(response("/home/", "<d:resourcetype><d:collection/></d:resourcetype>")
                                + response(
                                        "/home/tasks/",
                                        type
                                                + "<c:supported-calendar-component-set><c:comp"
                                                + " name=\"VTODO\"/></c:supported-calendar-component-set>")
                                + response(
                                        "/home/busy/",
                                        type
                                                + "<d:current-user-privilege-set><d:privilege><c:read-free-busy/></d:privilege></d:current-user-privilege-set>")
                                + response("/home/main/", type + "<d:displayname>Main</d:displayname>")
                                + response("/home/contact_birthdays/", type))));
        assertThat(connector("/").calendars())
                .containsExactly(
                        new CalendarInfo(url("/home/busy/"), List.of(), "busy", false, false, true),
                        new CalendarInfo(url("/home/main/"), List.of(), "Main", true, true, true),
                        new CalendarInfo(
                                url("/home/contact_birthdays/"), List.of(), "contact_birthdays", false, true, false));
    }

    @Test
    void aPasswordGoesToNoOtherServer() throws ConnectorException {
        answers.put(
                "PROPFIND /cal/",
                new Answer(301, "http://localhost:" + server.getAddress().getPort() + "/cal/"));
        var connector = connector(CALENDAR);
        var failure = catchThrowableOfType(ConnectorException.class, connector::calendars);
        assertThat(failure.reason()).isEqualTo(Reason.BAD_ADDRESS);
        assertThat(requests).hasSize(1);
        assertThat(catchThrowableOfType(
                                ConnectorException.class,
                                () -> connector.changes("http://localhost/cal/", null, WINDOW, mirror))
                        .reason())
                .isEqualTo(Reason.BAD_ADDRESS);
    }

    @Test
    void aServerWithoutCalDavIsSaidToBeSo() throws ConnectorException {
        for (int status : new int[] {200, 404, 405}) {
            for (String request :
                    new String[] {"PROPFIND /", "PROPFIND /.well-known/caldav", "GET /.well-known/caldav"}) {
                answers.put(request, new Answer(status, "<html>"));
            }
            var connector = connector("/");
            var failure = catchThrowableOfType(ConnectorException.class, connector::calendars);
            assertThat(failure.reason()).isEqualTo(Reason.NOT_A_CALENDAR);
        }
    }

    @Test
    void nothingIsEverWritten() throws ConnectorException {
        read();
        connector("/").calendars();
        poison = "/cal/b.ics";
        mirror.cursor = null;
        read();
        assertThat(requests).allMatch(it -> it.matches("(PROPFIND|REPORT|GET) .*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ftp://example.com", "https://", "https://a:b@example.com/"})
    void whatIsNoAddressIsRefused(String address) {
        var failure = catchThrowableOfType(
                ConnectorException.class, () -> new CalDavConnector(http, address, "a", "b", ZoneId.of("UTC")));
        assertThat(failure.reason()).isEqualTo(Reason.BAD_ADDRESS);
    }
}
