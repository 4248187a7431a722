package ajar.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The server under test. With the system properties `ajar.url` and `ajar.key` it is one that already
/// runs (in test mode); without them one is started for the whole JVM and stopped with it.
final class Ajar {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    private static Ajar running;
    private static IllegalStateException failure;

    private final String url;
    private final String key;

    private Ajar(String url, String key) {
        this.url = url;
        this.key = key;
    }

    /// The address without a path, such as `http://127.0.0.1:8080`.
    static String url() {
        return server().url;
    }

    /// The API as the server's first administrator sees it.
    static Api administrator() {
        return Api.withKey(server().url, server().key);
    }

    /// The API without credentials.
    static Api anonymous() {
        return new Api(server().url, null);
    }

    /// A fresh organization with one administrator.
    static Crm organization(String name) {
        var made = administrator().root().post("/ajar/organization", Json.object("name", name));
        if (made.status() != 200 && made.status() != 201) {
            throw new AssertionError("POST /ajar/organization answered " + made.status() + ": " + made.text());
        }
        return new Crm(url(), (String) made.get("api_key"), (String) made.get("organization_id"), (String)
                made.get("user_id"));
    }

    /// The clock of the whole server; only `ClockTest` may move it.
    static TestClock clock() {
        return new TestClock(administrator().root());
    }

    private static synchronized Ajar server() {
        if (failure != null) {
            throw failure;
        }
        if (running == null) {
            try {
                String url = System.getProperty("ajar.url");
                running =
                        url == null ? start() : new Ajar(url.replaceAll("/+$", ""), System.getProperty("ajar.key", ""));
                awaitHealth(running.url);
            } catch (IOException | RuntimeException | AssertionError e) {
                failure = new IllegalStateException("the server under test is not there", e);
                throw failure;
            }
        }
        return running;
    }

    private static Ajar start() throws IOException {
        Path data = Files.createTempDirectory("ajar-conformance");
        Path log = Files.createDirectories(Path.of("target")).resolve("ajar.log");
        String key = "api_" + UUID.randomUUID().toString().replace("-", "");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "ajar.Main",
                        "serve",
                        "--port",
                        "0",
                        "--data",
                        data.toString(),
                        "--api-key",
                        key,
                        "--test-mode",
                        "--event-consolidation",
                        "5s"))
                .redirectError(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, data)));
        var address = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> readOutput(process, address));
        try {
            return new Ajar(address.get(START.toSeconds(), TimeUnit.SECONDS), key);
        } catch (Exception e) {
            process.destroy();
            throw new IllegalStateException("no address on standard output; standard error is in " + log, e);
        }
    }

    /// Standard output is read to its end, so that the server never blocks on a full pipe.
    private static void readOutput(Process process, CompletableFuture<String> address) {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                var found = ADDRESS.matcher(line);
                if (found.find()) {
                    address.complete(found.group());
                }
            }
            address.completeExceptionally(new IllegalStateException("the server ended"));
        } catch (IOException e) {
            address.completeExceptionally(e);
        }
    }

    private static void awaitHealth(String url) {
        var health = new Api(url, null).root();
        Eventually.within(START, () -> {
            if (health.get("/health").status() != 200) {
                throw new AssertionError("not healthy yet");
            }
        });
    }

    private static void stop(Process process, Path data) {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            try (var files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            // What cannot be deleted stays in the folder for temporary files.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
