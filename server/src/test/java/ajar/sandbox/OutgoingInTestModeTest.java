package ajar.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.Api;
import ajar.Patience;
import ajar.TestServer;
import ajar.engine.Settings;
import ajar.engine.json.Json;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What Ajar does by itself, to servers outside, follows the clock of the organization it does it for,
/// and the faults that are asked for.
class OutgoingInTestModeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] FEED = """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//Test//EN
        END:VCALENDAR
        """.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);

    private final TestServer server = TestServer.inTestMode(Settings.DEFAULTS);
    private final Api root = server.api();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();
    private final HttpServer outside = outside();

    private record Org(String id, Api api) {
        void advance(Duration step) {
            var body = Json.object().put("advance", step.toString());
            api.send("PUT", "/ajar/organization/" + id + "/clock", body).orFail();
        }
    }

    private static HttpServer outside() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @BeforeEach
    void open() {
        outside.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        outside.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            exchange.getRequestBody().readAllBytes();
            asked.computeIfAbsent(path, _ -> new AtomicInteger()).incrementAndGet();
            exchange.getResponseHeaders().add("content-type", "text/calendar");
            exchange.sendResponseHeaders(answers.getOrDefault(path, 200), FEED.length);
            exchange.getResponseBody().write(FEED);
            exchange.close();
        });
        outside.start();
        clock(Json.object().put("frozen", true));
        clock(Json.object().put("now", "2031-01-31T09:00:00Z"));
    }

    @AfterEach
    void close() {
        server.close();
        outside.stop(0);
    }

    private void clock(JsonNode change) {
        root.send("PUT", "/ajar/clock", change).orFail();
    }

    private Org found() {
        var made = server.server().accounts().found("Test", "t@example.com", "T", "E", null);
        return new Org(made.organizationId(), new Api(server.url(), made.apiKey()));
    }

    private String url(String path) {
        return "http://127.0.0.1:" + outside.getAddress().getPort() + path;
    }

    private String subscribe(Org org, String path) {
        var body = Json.object().put("url", url(path));
        body.putArray("events").addObject().put("object_type", "lead").put("action", "created");
        return "/webhook/"
                + org.api().post("/webhook/", body).orFail().path("id").asString() + "/delivery/";
    }

    private int asked(String path) {
        return asked.getOrDefault(path, new AtomicInteger()).get();
    }

    private void await(String path, int times) {
        Patience.until(path + " is asked for " + times + " times", PATIENCE, () -> asked(path) >= times);
    }

    private static JsonNode onlyDelivery(Org org, String log) {
        return org.api().get(log).orFail().path("data").path(0);
    }

    private static void awaitStatus(Org org, String log, String status) {
        Patience.until(
                "the delivery is " + status,
                PATIENCE,
                () -> onlyDelivery(org, log).path("status").asString().equals(status));
    }

    @Test
    void deliveriesAreTriedAgainWhenTheirOrganizationsTimeHasCome() {
        var one = found();
        var other = found();
        answers.putAll(Map.of("/one", 500, "/other", 500));
        String log = subscribe(one, "/one");
        String otherLog = subscribe(other, "/other");
        for (var org : List.of(one, other)) {
            org.api().post("/lead/", Json.object().put("name", "Acme")).orFail();
        }
        awaitStatus(one, log, "retrying");
        awaitStatus(other, otherLog, "retrying");

        answers.clear();
        one.advance(Duration.ofHours(2));

        awaitStatus(one, log, "delivered");
        assertThat(onlyDelivery(one, log).path("last_attempt_at").asString()).startsWith("2031-01-31T11:00:00");
        assertThat(asked("/one")).isEqualTo(2);
        assertThat(asked("/other")).isEqualTo(1);
        other.advance(Duration.ofHours(2));
        awaitStatus(other, otherLog, "delivered");
    }

    @Test
    void calendarsAreReadWhenTheirOrganizationsTimeHasCome() {
        var one = found();
        var other = found();
        for (var org : Map.of("/one.ics", one, "/other.ics", other).entrySet()) {
            var account = Json.object()
                    .put("_type", "ics")
                    .put("url", url(org.getKey()))
                    .put("sync_interval", 3600);
            org.getValue().api().post("/connected_account/", account).orFail();
        }
        for (var org : List.of(one, other)) {
            Patience.until(
                    "it is read",
                    PATIENCE,
                    () -> org.api()
                            .get("/connected_account/")
                            .orFail()
                            .at("/data/0/sync_status/last_complete_sync_at")
                            .isString());
        }

        int before = asked("/one.ics");
        int otherBefore = asked("/other.ics");

        one.advance(Duration.ofHours(2));

        await("/one.ics", before + 1);
        assertThat(asked("/other.ics")).isEqualTo(otherBefore);
    }

    @Test
    void aDeliveryIsStruckAndNeverReachesItsReceiver() {
        var one = found();
        String log = subscribe(one, "/hook");
        root.send(
                        "PUT",
                        "/ajar/faults",
                        Json.parse("[{\"url\": \"*/hook\", \"status\": 502, \"count\": 1},"
                                + " {\"url\": \"*/hook\", \"reset\": true, \"count\": 1}]"))
                .orFail();

        one.api().post("/lead/", Json.object().put("name", "Acme")).orFail();

        awaitStatus(one, log, "retrying");
        assertThat(onlyDelivery(one, log).path("response_status_code").asInt()).isEqualTo(502);
        one.advance(Duration.ofHours(1));
        Patience.until(
                "it is tried twice",
                PATIENCE,
                () -> onlyDelivery(one, log).path("attempts").asInt() == 2);
        assertThat(onlyDelivery(one, log).path("error").asString()).contains("CONNECTION");
        assertThat(asked("/hook")).isZero();
        one.advance(Duration.ofDays(1));
        awaitStatus(one, log, "delivered");
        assertThat(asked("/hook")).isEqualTo(1);
    }
}
