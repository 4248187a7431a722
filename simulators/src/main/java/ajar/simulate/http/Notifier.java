package ajar.simulate.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Sends notifications to the simulator's clients, one after the other, on a thread of its own. Each
/// is tried once: what a client misses it has to find out by asking.
public final class Notifier implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// A notification that was sent.
    ///
    /// @param status of the client's answer; 0 when there was none
    public record Sent(Instant at, String url, Map<String, String> headers, String body, int status) {
        /// The notification as the control interface shows it.
        public ObjectNode describe() {
            ObjectNode shown = Json.object().put("at", at.toString()).put("url", url);
            ObjectNode names = shown.putObject("headers");
            headers.forEach(names::put);
            return shown.put("body", body).put("status", status);
        }
    }

    private final InstantSource clock;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final ExecutorService queue =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
    private final List<Sent> sent = new CopyOnWriteArrayList<>();

    public Notifier(InstantSource clock) {
        this.clock = clock;
    }

    /// Queues a POST.
    public void send(String url, Map<String, String> headers, String body) {
        queue.execute(() -> {
            HttpResponse<String> answer = post(url, headers, body);
            sent.add(new Sent(clock.instant(), url, headers, body, answer == null ? 0 : answer.statusCode()));
        });
    }

    /// POSTs and waits for the answer. Null when there is none within ten seconds.
    public @Nullable HttpResponse<String> post(String url, Map<String, String> headers, String body) {
        try {
            var request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE);
            headers.forEach(request::header);
            return client.send(
                    request.POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return null;
        } catch (IOException | IllegalArgumentException unreachable) {
            return null;
        }
    }

    /// Everything that was sent so far, the oldest first.
    public List<Sent> sent() {
        return List.copyOf(sent);
    }

    /// Forgets what was sent.
    public void clear() {
        sent.clear();
    }

    /// Waits until everything that is queued has been sent and answered.
    public void await() {
        try {
            queue.submit(() -> {}).get();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        queue.shutdownNow();
        client.shutdownNow();
    }
}
