package ajar.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.Api;
import ajar.Patience;
import ajar.Server;
import ajar.TestServer;
import ajar.engine.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two servers on one database share the work.
class TwoServersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestServer first = TestServer.start();
    private final Receiver receiver = new Receiver();

    @AfterEach
    void close() {
        first.close();
        receiver.close();
    }

    private void subscribe(String path) {
        var body = Json.object().put("url", receiver.url() + path);
        var events = body.putArray("events");
        for (var action : List.of("created", "scheduled", "canceled")) {
            events.addObject().put("object_type", "activity.meeting").put("action", action);
        }
        first.api().post("/webhook/", body).orFail();
    }

    private static String lead(Api api) {
        return api.post("/lead/", Json.object().put("name", "Acme"))
                .orFail()
                .path("id")
                .asString();
    }

    /// Three events in a row that are all sent at once.
    private static String meeting(Api api, String lead) {
        var body = Json.object()
                .put("lead_id", lead)
                .put("title", "Demo")
                .put("starts_at", "2091-02-10T10:00:00Z")
                .put("ends_at", "2091-02-10T11:00:00Z");
        String id = api.post("/activity/meeting/", body).orFail().path("id").asString();
        api.put("/activity/meeting/" + id + "/", Json.object().put("status", "canceled"))
                .orFail();
        return id;
    }

    @Test
    void eachDeliveryIsSentOnceAndInOrder() {
        try (var second = new Server(first.another())) {
            second.start("127.0.0.1", 0);
            var there = new Api("http://127.0.0.1:" + second.port(), first.api().key());
            for (var path : List.of("/a", "/b", "/c")) {
                subscribe(path);
            }
            String lead = lead(first.api());
            List<String> meetings = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                meetings.add(meeting(i % 2 == 0 ? first.api() : there, lead));
            }

            receiver.await(40 * 3 * 3);
            Patience.until(
                    "everything is written down", PATIENCE, () -> log(there).equals(Map.of("delivered", 40 * 3 * 3)));

            assertThat(receiver.deliveries()).hasSize(40 * 3 * 3);
            for (var path : List.of("/a", "/b", "/c")) {
                for (var meeting : meetings) {
                    assertThat(receiver.deliveries().stream()
                                    .filter(it -> it.path().equals(path))
                                    .filter(it -> it.event()
                                            .path("object_id")
                                            .asString()
                                            .equals(meeting))
                                    .map(it -> it.event().path("action").asString()))
                            .containsExactly("created", "scheduled", "canceled");
                }
            }
        }
    }

    private static Map<String, Integer> log(Api api) {
        Map<String, Integer> statuses = new HashMap<>();
        for (var webhook : api.get("/webhook/").orFail().path("data")) {
            var log = api.get("/webhook/" + webhook.path("id").asString() + "/delivery/?_limit=1000")
                    .orFail();
            log.path("data").forEach(it -> statuses.merge(it.path("status").asString(), 1, Integer::sum));
        }
        return statuses;
    }

    @Test
    void whatAServerLeavesBehindWhenItStopsIsSentByAnother() {
        var never = new CountDownLatch(1);
        var arrived = new CountDownLatch(1);
        receiver.answers(_ -> {
            arrived.countDown();
            awaitQuietly(never);
            return 200;
        });
        subscribe("/");
        String lead = lead(first.api());
        first.close();
        try (var second = new Server(first.another())) {
            second.start("127.0.0.1", 0);
            meeting(new Api("http://127.0.0.1:" + second.port(), first.api().key()), lead);
            awaitQuietly(arrived);
            receiver.answers(200);
        }
        try (var third = new Server(first.another())) {
            third.start("127.0.0.1", 0);

            receiver.await(3);
            never.countDown();
        }

        assertThat(receiver.story()).extracting(it -> it.split(" ")[0]).startsWith("created", "scheduled", "canceled");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
