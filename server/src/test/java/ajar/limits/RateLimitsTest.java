package ajar.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ajar.Api;
import ajar.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The clock of these tests stands still unless a test moves it, so buckets fill up only then.
class RateLimitsTest {
    private static final RateLimitPolicy POLICY = new RateLimitPolicy(
            Duration.ofSeconds(8),
            List.of(new RateLimitPolicy.Rule("GET", "/event/", 2), new RateLimitPolicy.Rule(null, null, 4)),
            3);

    private static TestServer server;
    private static Api root;

    @BeforeAll
    static void start() {
        server = TestServer.start(configuration -> configuration.inTestMode().limitedBy(POLICY));
        root = new Api(server.url(), server.organization().apiKey());
        root.send("PUT", "/ajar/clock", ajar.engine.json.Json.object().put("frozen", true));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /// All buckets are full.
    @BeforeEach
    void tenSecondsLater() {
        advance("PT10S");
    }

    private static void advance(String duration) {
        root.send("PUT", "/ajar/clock", ajar.engine.json.Json.object().put("advance", duration))
                .orFail();
    }

    /// The API with a key of a new user of the organization.
    private static Api another() {
        var accounts = server.server().accounts();
        String organization = server.organization().organizationId();
        return new Api(
                server.url(),
                accounts.addKey(organization, server.organization().userId()));
    }

    private static String header(Api.Answer answer, String name) {
        return answer.headers().firstValue(name).orElse(null);
    }

    @Test
    void everyAnswerTellsHowTheKeyStands() {
        var api = another();

        var found = api.get("/me/");
        var missing = api.get("/lead/lead_nothing/");

        assertThat(header(found, "ratelimit")).isEqualTo("limit=4, remaining=3, reset=2");
        assertThat(header(found, "x-rate-limit-limit")).isEqualTo("4");
        assertThat(header(found, "x-rate-limit-remaining")).isEqualTo("3");
        assertThat(header(found, "x-rate-limit-reset")).isEqualTo("2");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(header(missing, "ratelimit")).isEqualTo("limit=4, remaining=3, reset=2");
    }

    @Test
    void whoeverAsksTooOftenWaitsUntilThereIsATokenAgain() {
        var api = another();
        for (int i = 0; i < 4; i++) {
            assertThat(api.get("/me/").status()).isEqualTo(200);
        }

        var refused = api.get("/me/");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(header(refused, "retry-after")).isEqualTo("2");
        assertThat(header(refused, "ratelimit")).isEqualTo("limit=4, remaining=0, reset=2");
        assertThat(header(refused, "x-request-id")).startsWith("req_");
        var error = refused.json().path("error");
        assertThat(error.path("message").asString()).isEqualTo("API call count exceeded for this period");
        assertThat(error.path("rate_endpoint_group").asString()).isEqualTo("GET /me/");
        assertThat(error.path("rate_limit").asInt()).isEqualTo(4);
        assertThat(error.path("rate_limit_type").asString()).isEqualTo("key");
        assertThat(error.path("rate_window").asInt()).isEqualTo(8);
        assertThat(error.path("rate_reset").asDouble()).isEqualTo(2.0);
        assertThat(refused.json().path("rate_reset").asDouble()).isEqualTo(2.0);
        advance("PT1.9S");
        assertThat(api.get("/me/").status()).isEqualTo(429);
        advance("PT0.1S");
        assertThat(api.get("/me/").status()).isEqualTo(200);
        assertThat(api.get("/me/").status()).isEqualTo(429);
    }

    @Test
    void groupsAndMethodsAreCountedApart() {
        var api = another();
        assertThat(api.get("/event/").status()).isEqualTo(200);
        assertThat(header(api.get("/event/"), "ratelimit")).isEqualTo("limit=2, remaining=0, reset=8");
        assertThat(api.get("/event/")
                        .json()
                        .path("error")
                        .path("rate_endpoint_group")
                        .asString())
                .isEqualTo("GET /event/");

        assertThat(api.get("/lead/").status()).isEqualTo(200);
        assertThat(api.send("HEAD", "/event/", null).status()).isEqualTo(429);
        assertThat(api.post("/lead/", ajar.engine.json.Json.object().put("name", "Acme"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void allKeysOfAnOrganizationTogetherHaveThreeTimesAsMuch() {
        List<Integer> statuses = new ArrayList<>();
        Api.Answer last = null;
        for (int key = 0; key < 4; key++) {
            var api = another();
            for (int i = 0; i < 4; i++) {
                last = api.get("/outcome/");
                statuses.add(last.status());
            }
        }

        assertThat(statuses).filteredOn(status -> status == 200).hasSize(12);
        assertThat(last.status()).isEqualTo(429);
        assertThat(last.json().path("error").path("rate_limit_type").asString()).isEqualTo("organization");
        assertThat(header(last, "ratelimit")).isEqualTo("limit=12, remaining=0, reset=1");
        var other = server.server().accounts().found("Other", "other@example.com", "O", "T", null);
        assertThat(new Api(server.url(), other.apiKey()).get("/outcome/").status())
                .isEqualTo(200);
    }

    @Test
    void wrongKeysAreCountedToo() {
        var wrong = new Api(server.url(), "api_wrong");
        for (int i = 0; i < 3; i++) {
            assertThat(wrong.get("/me/").status()).isEqualTo(401);
        }

        var refused = wrong.get("/lead/");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(header(refused, "retry-after")).isEqualTo("3");
        // The address has three times as much, and has spent three of it.
        for (int i = 0; i < 6; i++) {
            assertThat(new Api(server.url(), "api_guess" + i).get("/me/").status())
                    .isEqualTo(401);
        }
        assertThat(new Api(server.url(), "api_guess").get("/me/").status()).isEqualTo(429);
        assertThat(another().get("/me/").status())
                .as("a good key from the same address")
                .isEqualTo(200);
    }

    @Test
    void aClockThatIsSetBackGivesNothingAndTakesNothing() {
        var api = another();
        for (int i = 0; i < 4; i++) {
            api.get("/me/");
        }
        advance("-PT1H");

        assertThat(api.get("/me/").status()).isEqualTo(429);
        advance("PT2S");
        assertThat(api.get("/me/").status()).isEqualTo(200);
        advance("PT1H");
    }

    @Test
    void theSandboxAndThePagesAreNotLimited() {
        for (int i = 0; i < 10; i++) {
            assertThat(root.send("GET", "/ajar/clock", null).status()).isEqualTo(200);
            assertThat(root.get("/health").status()).isEqualTo(200);
        }
    }

    @Test
    void numbersComeFromAFile(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("limits.json"), """
            {"window_seconds": 10, "unrecognised": 5,
             "limits": [{"method": "POST", "path": "/lead/", "limit": 7}, {"limit": 20}]}\
            """);

        var policy = RateLimitPolicy.of(file.toString());

        assertThat(policy.group("POST", "/api/v1/lead/")).isEqualTo(new RateLimitPolicy.Group("POST /lead/", 7));
        assertThat(policy.group("HEAD", "/api/v1/lead")).isEqualTo(new RateLimitPolicy.Group("GET /lead/", 20));
        assertThat(policy.group("GET", "/ajar/clock")).isNull();
        assertThat(RateLimitPolicy.of("off")).isNull();
        assertThat(RateLimitPolicy.of("close").rules()).isNotEmpty();
    }

    @Test
    void aFileThatIsWrongIsToldWithASentence(@TempDir Path folder) throws Exception {
        var incomplete = Files.writeString(folder.resolve("a.json"), "{\"window_seconds\": 8, \"limits\": []}");
        var malformed = Files.writeString(folder.resolve("b.json"), "{");

        assertThatThrownBy(() -> RateLimitPolicy.of(folder.resolve("missing").toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("off, close, or a file");
        assertThatThrownBy(() -> RateLimitPolicy.of(incomplete.toString()))
                .hasMessageContaining("the last of its limits");
        assertThatThrownBy(() -> RateLimitPolicy.of(malformed.toString())).hasMessageContaining("not JSON");
    }
}
