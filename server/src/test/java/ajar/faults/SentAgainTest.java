package ajar.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.Api;
import ajar.Patience;
import ajar.engine.json.Json;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that send a request again with the same key until they get an answer do everything exactly
/// once, whenever the server is killed.
class SentAgainTest {
    private static final int CLIENTS = 16;
    private static final int BETWEEN_KILLS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicReference<Api> api = new AtomicReference<>();
    private final Map<String, String> idsByName = new ConcurrentHashMap<>();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile boolean running = true;

    @Test
    void nothingIsDoneTwiceAndNothingIsLost(@TempDir Path folder) throws Exception {
        var process = new AtomicReference<>(new ServerProcess(folder, 0));
        api.set(process.get().api());
        int port = URI.create(api.get().url()).getPort();
        try {
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                clients.add(Thread.ofVirtual().start(() -> work(number)));
            }
            for (int kill = 0; kill < 3; kill++) {
                awaitMore();
                process.get().kill();
                process.set(new ServerProcess(folder, port));
                api.set(process.get().api());
            }
            awaitMore();
            running = false;
            for (var client : clients) {
                client.join();
            }

            assertThat(leads()).isEqualTo(idsByName);
        } finally {
            running = false;
            process.get().close();
        }
    }

    private void awaitMore() {
        int goal = answered.get() + BETWEEN_KILLS;
        Patience.until(BETWEEN_KILLS + " more answers", PATIENCE, () -> answered.get() >= goal);
    }

    private void work(int client) {
        for (int i = 0; running; i++) {
            String name = "Lead " + client + "/" + i;
            idsByName.put(name, untilAnswered(name));
            answered.incrementAndGet();
        }
    }

    private String untilAnswered(String name) {
        var body = Json.object().put("name", name);
        var headers = Map.of("idempotency-key", name.replace(' ', '-'));
        while (true) {
            try {
                var answer = api.get().send("POST", "/lead/", body, headers);
                if (answer.isSuccess()) {
                    return answer.json().path("id").asString();
                }
            } catch (UncheckedIOException gone) {
                // The server was killed: nobody knows whether it was done.
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private Map<String, String> leads() {
        Map<String, String> leads = new HashMap<>();
        boolean more = true;
        int read = 0;
        while (more) {
            var page = api.get()
                    .get("/lead/?_limit=200&_fields=id,name&_skip=" + read)
                    .orFail();
            page.path("data")
                    .forEach(lead -> assertThat(leads.put(
                                    lead.path("name").asString(),
                                    lead.path("id").asString()))
                            .as(lead.toString())
                            .isNull());
            read += page.path("data").size();
            more = page.path("has_more").asBoolean();
        }
        return leads;
    }
}
