package ajar.faults;

import ajar.Api;
import ajar.engine.sql.Database;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// `ajar serve` in a process of its own, as people run it.
final class ServerProcess implements AutoCloseable {
    /// The key of the administrator of every such server.
    static final String KEY = "api_faults";

    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    private final Path folder;
    private final Process process;
    private final StringBuffer said = new StringBuffer();
    private final CompletableFuture<String> url = new CompletableFuture<>();
    private final Thread reader;

    /// Starts a server on a folder.
    ///
    /// @param options more of the command line
    ServerProcess(Path folder, int port, String... options) {
        this.folder = folder;
        try {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "ajar.Main",
                    "serve",
                    "--port",
                    Integer.toString(port),
                    "--data",
                    folder.toString(),
                    "--api-key",
                    KEY));
            command.addAll(List.of(options));
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        reader = Thread.ofVirtual().start(this::read);
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.append(line).append('\n');
                var address = ADDRESS.matcher(line);
                if (line.startsWith("Ajar is ready") && address.find()) {
                    url.complete(address.group());
                }
            }
        } catch (IOException ended) {
            said.append(ended).append('\n');
        }
        url.completeExceptionally(new IllegalStateException("the server ended: " + said));
    }

    /// Everything it wrote so far.
    String said() {
        return said.toString();
    }

    /// Its API, once it is ready.
    Api api() {
        try {
            return new Api(url.get(30, TimeUnit.SECONDS), KEY);
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            throw new IllegalStateException(said.toString(), failed);
        }
    }

    /// Where its database is.
    Database.Address database() {
        return new Database.Address(
                "jdbc:postgresql://127.0.0.1:" + read("postgres.port") + "/postgres",
                "ajar",
                read("postgres.password"));
    }

    /// A connection to its database, past the server.
    Connection connect() throws SQLException {
        var address = database();
        return DriverManager.getConnection(address.url(), address.user(), address.password());
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file)).strip();
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /// The process id of its PostgreSQL.
    long postmaster() {
        try {
            return Long.parseLong(Files.readAllLines(folder.resolve("database/postmaster.pid"))
                    .getFirst()
                    .strip());
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /// SIGTERM.
    void stop() {
        process.destroy();
    }

    /// SIGKILL.
    void kill() {
        process.destroyForcibly();
        exitCode(Duration.ofSeconds(10));
    }

    /// Waits for its end and returns the exit code.
    int exitCode(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + patience + ": " + said);
            }
            reader.join(Duration.ofSeconds(5));
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /// Stops it in good order, and its database with it.
    @Override
    public void close() {
        stop();
        exitCode(Duration.ofSeconds(30));
    }
}
