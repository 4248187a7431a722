package ajar.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.Api;
import ajar.Patience;
import ajar.engine.json.Json;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Killing the server twice under fifty writers: every event still reaches every healthy receiver, in
/// order for each object, whatever the sick ones do. `bench/webhooks` does the same at full size.
class WebhooksSurviveTest {
    private static final int BETWEEN_KILLS = 250;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Longer than a claim lasts.
    private static final Duration UNTIL_CLAIMS_RUN_OUT = Duration.ofSeconds(90);

    private static final List<String> HEALTHY = List.of("/healthy-1", "/healthy-2", "/healthy-3", "/healthy-4");
    private static final List<String> SICK = List.of("/failing", "/hanging");

    @Test
    void nothingIsLostAndNothingIsOutOfOrder(@TempDir Path folder) throws Exception {
        try (var receiver = new Receivers()) {
            var process = new AtomicReference<>(start(folder, 0));
            var api = new AtomicReference<>(process.get().api());
            int port = URI.create(api.get().url()).getPort();
            try {
                subscribe(api.get(), receiver);
                var writers = new Writers(api::get);
                writers.start();
                writers.awaitAcknowledged(BETWEEN_KILLS, PATIENCE);
                for (int kill = 0; kill < 2; kill++) {
                    process.get().kill();
                    process.set(start(folder, port));
                    api.set(process.get().api());
                    writers.awaitAcknowledged(BETWEEN_KILLS, PATIENCE);
                }
                assertThat(writers.stop()).allSatisfy(Writers::tellsToTryAgain);

                try (var database = process.get().connect()) {
                    List<String> events = column(database, "select id from event order by seq");
                    for (var path : HEALTHY) {
                        Patience.until(
                                path + " has everything, " + events.size(),
                                UNTIL_CLAIMS_RUN_OUT,
                                () -> receiver.seen(path).size() == events.size());
                    }
                    assertDelivered(database, receiver, events);
                }
            } finally {
                receiver.release();
                process.get().close();
            }
        }
    }

    private static ServerProcess start(Path folder, int port) {
        return new ServerProcess(folder, port, "--allow-private-network", "--event-consolidation", "0");
    }

    private static void subscribe(Api api, Receivers receiver) {
        for (var paths : List.of(HEALTHY, SICK)) {
            for (var path : paths) {
                var body = Json.object().put("url", receiver.url() + path);
                var events = body.putArray("events");
                for (var type : List.of("lead", "contact", "activity.note")) {
                    for (var action : List.of("created", "updated")) {
                        events.addObject().put("object_type", type).put("action", action);
                    }
                }
                api.post("/webhook/", body).orFail();
            }
        }
    }

    private static void assertDelivered(Connection database, Receivers receiver, List<String> events)
            throws SQLException {
        Map<String, List<String>> ofObject = new HashMap<>();
        try (var statement = database.createStatement();
                var rows = statement.executeQuery("select object_id, id from event order by seq")) {
            while (rows.next()) {
                ofObject.computeIfAbsent(rows.getString(1), _ -> new ArrayList<>())
                        .add(rows.getString(2));
            }
        }
        for (var path : HEALTHY) {
            assertThat(receiver.seen(path).keySet()).as(path).containsExactlyInAnyOrderElementsOf(events);
            Map<String, List<String>> got = new HashMap<>();
            receiver.received(path)
                    .forEach(one -> got.computeIfAbsent(one.objectId(), _ -> new ArrayList<>())
                            .add(one.eventId()));
            // What was being sent when the server was killed comes twice; what comes first is in order.
            got.forEach((object, ids) ->
                    assertThat(ids.stream().distinct().toList()).as(object).isEqualTo(ofObject.get(object)));
        }
        int perEvent = HEALTHY.size() + SICK.size();
        assertThat(column(
                        database,
                        "select e.id from event e left join webhook_delivery d on d.event_id = e.id group by e.id"
                                + " having count(*) <> " + perEvent))
                .as("events without exactly one delivery for each subscription")
                .isEmpty();
        int duplicates = HEALTHY.stream()
                .mapToInt(path -> receiver.received(path).size() - events.size())
                .sum();
        assertThat(duplicates).as("twice, for two kills").isLessThanOrEqualTo(2 * HEALTHY.size() * 2 * 16);
    }

    private static List<String> column(Connection database, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    /// Several receivers on one port, by path.
    private static final class Receivers implements AutoCloseable {
        private final HttpServer server;
        private final CountDownLatch never = new CountDownLatch(1);
        private final Map<String, Queue<Received>> received = new ConcurrentHashMap<>();
        private final Map<String, Map<String, Boolean>> seen = new ConcurrentHashMap<>();

        private record Received(String eventId, String objectId) {}

        Receivers() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", this::receive);
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        private void receive(HttpExchange exchange) throws IOException {
            String path = exchange.getRequestURI().getPath();
            var event = Json.parse(exchange.getRequestBody().readAllBytes()).path("event");
            if (path.equals("/hanging")) {
                awaitRelease();
            }
            if (!SICK.contains(path)) {
                String id = event.path("id").asString();
                received.computeIfAbsent(path, _ -> new ConcurrentLinkedQueue<>())
                        .add(new Received(id, event.path("object_id").asString()));
                seen.computeIfAbsent(path, _ -> new ConcurrentHashMap<>()).put(id, true);
            }
            exchange.sendResponseHeaders(SICK.contains(path) ? 500 : 204, -1);
            exchange.close();
        }

        private void awaitRelease() {
            try {
                never.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        List<Received> received(String path) {
            return List.copyOf(received.getOrDefault(path, new ConcurrentLinkedQueue<>()));
        }

        Map<String, Boolean> seen(String path) {
            return seen.getOrDefault(path, Map.of());
        }

        void release() {
            never.countDown();
        }

        @Override
        public void close() {
            release();
            server.stop(0);
        }
    }
}
