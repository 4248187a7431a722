package ajar.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ajar.Api;
import ajar.Server;
import ajar.TestServer;
import ajar.engine.json.Json;
import ajar.engine.problem.ApiException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
    private static TestServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = TestServer.start(Server.Configuration::inTestMode);
        api = server.api();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void mend() {
        put("[]");
    }

    private static Api.Answer put(String faults) {
        return api.send("PUT", "/ajar/faults", Json.parse(faults));
    }

    @Test
    void aRequestIsAnsweredWithAnotherStatus() {
        put("[{\"path\": \"/activity/*\", \"method\": \"GET\", \"status\": 503}]")
                .orFail();

        var refused = api.get("/activity/note/");

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
        assertThat(refused.json().path("error").asString()).contains("/ajar/faults");
        assertThat(api.get("/lead/").status()).isEqualTo(200);
        assertThat(api.post("/activity/note/", Json.object()).status()).isEqualTo(400);
    }

    @Test
    void aCountIsUsedUpAndTold() {
        put("[{\"path\": \"/me/\", \"status\": 500, \"count\": 2}]").orFail();

        assertThat(List.of(
                        api.get("/me/").status(),
                        api.get("/me/").status(),
                        api.get("/me/").status()))
                .containsExactly(500, 500, 200);
        assertThat(api.get("/ajar/faults").text()).isEqualTo("[{\"path\":\"/me/\",\"status\":500,\"count\":0}]");
    }

    @Test
    void aRequestIsDelayedAndThenAnsweredAsAlways() {
        put("[{\"path\": \"/me/\", \"delay_ms\": 300, \"count\": 1}]").orFail();
        long before = System.nanoTime();

        assertThat(api.get("/me/").status()).isEqualTo(200);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void aConnectionIsHungUp() {
        put("[{\"path\": \"/lead/*\", \"reset\": true, \"count\": 1}]").orFail();
        var lead = Json.object().put("name", "Lost");

        assertThatThrownBy(() -> api.post("/lead/", lead)).isInstanceOf(UncheckedIOException.class);

        assertThat(api.get("/lead/").json().path("data")).isEmpty();
    }

    @Test
    void aFaultMayBeForOneOrganizationAlone() {
        var other = server.server().accounts().found("Other", "o@example.com", "O", "T", null);
        put("[{\"path\": \"*\", \"status\": 502, \"organization_id\": \"" + other.organizationId() + "\"}]")
                .orFail();

        assertThat(api.get("/me/").status()).isEqualTo(200);
        assertThat(new Api(server.url(), other.apiKey()).get("/me/").status()).isEqualTo(502);
    }

    @Test
    void aRateStrikesThatShareOfRequests() {
        var random = new Random(7);
        var fault = Fault.of(Json.parse("{\"path\": \"*\", \"status\": 500, \"rate\": 0.1}"));

        long struck = IntStream.range(0, 10_000)
                .filter(_ -> fault.onRequest("orga_1", "GET", "/me/", random) != null)
                .count();

        assertThat(struck).isBetween(900L, 1100L);
    }

    @Test
    void deliveriesAreStruckByTheirAddress() {
        var fault =
                Fault.of(Json.parse("{\"url\": \"https://*.example.com/hook?a=[1]\", \"status\": 500, \"count\": 1}"));
        var random = new Random(1);

        assertThat(fault.onDelivery("orga_1", "https://example.com/hook?a=[1]", random))
                .isNull();
        assertThat(fault.onRequest("orga_1", "GET", "/hook", random)).isNull();
        assertThat(fault.onDelivery("orga_1", "https://a.b.example.com/hook?a=[1]", random))
                .isEqualTo(new Fault.Strike(500, Duration.ZERO, false));
        assertThat(fault.onDelivery("orga_1", "https://a.b.example.com/hook?a=[1]", random))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\": 500}",
                "{\"path\": \"*\"}",
                "{\"path\": \"*\", \"url\": \"*\", \"status\": 500}",
                "{\"path\": \"*\", \"status\": 200}",
                "{\"path\": \"*\", \"status\": \"500\"}",
                "{\"path\": \"*\", \"delay_ms\": 60001}",
                "{\"path\": \"*\", \"status\": 500, \"rate\": 2}",
                "{\"path\": \"*\", \"status\": 500, \"count\": 0}",
                "7"
            })
    void aFaultThatMakesNoSenseIsRefused(String fault) {
        assertThatThrownBy(() -> Fault.of(Json.parse(fault))).isInstanceOf(ApiException.class);
        assertThat(put("[" + fault + "]").status()).isEqualTo(400);
        assertThat(api.get("/ajar/faults").text()).isEqualTo("[]");
    }

    @Test
    void theSandboxItselfIsNeverStruck() {
        put("[{\"path\": \"*\", \"status\": 500}]").orFail();

        assertThat(api.get("/ajar/clock").status()).isEqualTo(200);
        assertThat(put("{}").status()).isEqualTo(400);
    }
}
