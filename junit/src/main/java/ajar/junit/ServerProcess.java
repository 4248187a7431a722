package ajar.junit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `ajar serve --test-mode` as a process of its own, on a free port and a folder that is deleted
/// afterwards. It shares nothing with the tests but the machine.
final class ServerProcess implements AutoCloseable {
    /// The key of its administrator.
    static final String KEY = "api_" + UUID.randomUUID().toString().replace("-", "");

    /// A launcher may have to build the program first.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Duration STOPPING = Duration.ofSeconds(30);
    private static final Pattern READY = Pattern.compile("Ajar is ready at (http://\\S+)");
    private static final String MAIN = "ajar.Main";
    private static final int LINES_KEPT = 40;

    private final Path folder;
    private final Process process;
    private final CompletableFuture<String> url = new CompletableFuture<>();
    private final ArrayDeque<String> said = new ArrayDeque<>();
    private final Thread stopper = new Thread(this::stop, "stop ajar");

    private ServerProcess(Path folder, List<String> command) throws IOException {
        this.folder = folder;
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        // What configures an Ajar of the developer's must not configure this one.
        builder.environment().keySet().removeIf(name -> name.startsWith("AJAR_") && !name.startsWith("AJAR_JAVA_"));
        process = builder.start();
        Runtime.getRuntime().addShutdownHook(stopper);
        var reader = new Thread(this::read, "ajar output");
        reader.setDaemon(true);
        reader.start();
    }

    /// Starts a server. Throws `IllegalStateException` with what it said when it does not become ready.
    ///
    /// @param launcher the program to start; null to start the classes on the class path
    static ServerProcess start(@Nullable String launcher) {
        try {
            var folder = Files.createTempDirectory("ajar-junit");
            List<String> command = new ArrayList<>(launcher == null ? ownClasses() : List.of(launcher));
            command.addAll(List.of(
                    "serve",
                    "--test-mode",
                    "--port",
                    "0",
                    "--api-key",
                    KEY,
                    "--data",
                    folder.resolve("data").toString()));
            return new ServerProcess(folder, command);
        } catch (IOException failed) {
            throw new IllegalStateException("Ajar cannot be started", failed);
        }
    }

    private static List<String> ownClasses() {
        if (ServerProcess.class.getClassLoader().getResource(MAIN.replace('.', '/') + ".class") == null) {
            throw new IllegalStateException("There is no Ajar to test against. Name its launcher with"
                    + " -Dajar.launcher=/path/to/ajar, or a server that runs with -Dajar.url=… and -Dajar.key=…");
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                MAIN);
    }

    /// Its address, once it is ready.
    String url() {
        try {
            return url.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            close();
            throw new IllegalStateException("Ajar has not started; it said:\n" + lastLines(), failed);
        } catch (InterruptedException interrupted) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private String lastLines() {
        synchronized (said) {
            return String.join("\n", said);
        }
    }

    /// The output is read to its end, so that the server never blocks on a full pipe.
    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                synchronized (said) {
                    said.addLast(line);
                    if (said.size() > LINES_KEPT) {
                        said.removeFirst();
                    }
                }
                var ready = READY.matcher(line);
                if (ready.find()) {
                    url.complete(ready.group(1));
                }
            }
            url.completeExceptionally(new IllegalStateException("the server has ended"));
        } catch (IOException ended) {
            url.completeExceptionally(ended);
        }
    }

    /// Stops it in good order, and its database with it.
    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(stopper);
        } catch (IllegalStateException shuttingDown) {
            // Then the hook finds that nothing is left to do.
        }
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOPPING.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        delete();
    }

    private void delete() {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException remains) {
            // What cannot be deleted stays in the folder for temporary files.
        }
    }
}
