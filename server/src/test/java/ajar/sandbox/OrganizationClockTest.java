package ajar.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.Api;
import ajar.Server;
import ajar.TestServer;
import ajar.engine.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Each organization may have a time of its own.
class OrganizationClockTest {
    private static final String TEN = "2031-01-31T10:00:00Z";
    private static TestServer server;
    private static Api root;

    private record Org(String id, Api api) {
        static Org found() {
            var made = server.server().accounts().found("Test", "t@example.com", "T", "E", null);
            return new Org(made.organizationId(), new Api(server.url(), made.apiKey()));
        }

        String clock() {
            return "/ajar/organization/" + id + "/clock";
        }

        JsonNode set(String key, String value) {
            return api.send("PUT", clock(), Json.object().put(key, value)).orFail();
        }

        Instant now() {
            return instant(api.get(clock()).orFail());
        }

        String lead() {
            return api.post("/lead/", Json.object().put("name", "Acme"))
                    .orFail()
                    .path("id")
                    .asString();
        }

        /// A meeting from ten to eleven.
        String meeting() {
            var meeting = Json.object()
                    .put("lead_id", lead())
                    .put("title", "Demo")
                    .put("starts_at", TEN)
                    .put("ends_at", "2031-01-31T11:00:00Z");
            return "/activity/meeting/"
                    + api.post("/activity/meeting/", meeting)
                            .orFail()
                            .path("id")
                            .asString()
                    + "/";
        }

        String status(String meeting) {
            return api.get(meeting).orFail().path("status").asString();
        }
    }

    @BeforeAll
    static void start() {
        server = TestServer.start(Server.Configuration::inTestMode);
        root = server.api();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void realTime() {
        root.send("PUT", "/ajar/clock", Json.object().put("reset", true)).orFail();
    }

    private static Instant instant(JsonNode clock) {
        return OffsetDateTime.parse(clock.path("now").asString()).toInstant();
    }

    private static Instant serverNow() {
        return instant(root.get("/ajar/clock").orFail());
    }

    @Test
    void aMeetingStartsWhereItsTimeHasComeAndNowhereElse() {
        var one = Org.found();
        var other = Org.found();
        String started = one.meeting();
        String waiting = other.meeting();

        var set = one.set("now", TEN);

        assertThat(set.path("own").asBoolean()).isTrue();
        assertThat(one.status(started)).isEqualTo("in-progress");
        assertThat(one.api().get(started).json().path("date_updated").asString())
                .startsWith("2031-01-31T10:00:0");
        assertThat(other.status(waiting)).isEqualTo("upcoming");
        assertThat(other.now()).isBefore(Instant.parse(TEN));
        assertThat(serverNow()).isBefore(Instant.parse(TEN));
        one.set("advance", "PT1H");
        assertThat(one.status(started)).isEqualTo("completed");
    }

    @Test
    void whatIsWrittenCarriesTheOrganizationsTime() {
        var one = Org.found();
        root.send(
                        "PUT",
                        one.clock(),
                        Json.object().put("now", "2020-02-29T12:00:00Z").put("frozen", true))
                .orFail();
        String lead = one.lead();

        assertThat(one.api()
                        .get("/lead/" + lead + "/")
                        .json()
                        .path("date_created")
                        .asString())
                .startsWith("2020-02-29T12:00:00");
        assertThat(one.api()
                        .get("/event/?object_type=lead&object_id=" + lead)
                        .json()
                        .at("/data/0/date_created")
                        .asString())
                .startsWith("2020-02-29T12:00:00");
        assertThat(one.api()
                        .get("/ajar/organization/" + one.id() + "/clock")
                        .json()
                        .path("frozen")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void theServersClockMovesWhoeverHasNoneOfTheirOwn() {
        var follower = Org.found();
        var apart = Org.found();
        apart.set("now", "2025-01-01T00:00:00Z");
        String meeting = follower.meeting();
        String ownMeeting = apart.meeting();

        root.send("PUT", "/ajar/clock", Json.object().put("now", TEN)).orFail();

        assertThat(follower.status(meeting)).isEqualTo("in-progress");
        assertThat(follower.api().get(follower.clock()).json().path("own").asBoolean())
                .isFalse();
        assertThat(apart.status(ownMeeting)).isEqualTo("upcoming");
        assertThat(apart.now()).isBefore(Instant.parse("2025-01-01T01:00:00Z"));
    }

    @Test
    void aResetClockFollowsTheServersAgain() {
        var one = Org.found();
        one.set("now", TEN);

        root.send("PUT", one.clock(), Json.object().put("reset", true)).orFail();

        assertThat(Duration.between(one.now(), serverNow()).abs()).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void onlyAdministratorsOfTheOrganizationOrTheServerMoveIt() {
        var one = Org.found();
        var other = Org.found();
        var step = Json.object().put("advance", "PT1H");

        assertThat(other.api().send("PUT", one.clock(), step).status()).isEqualTo(403);
        assertThat(other.api().get(one.clock()).status()).isEqualTo(403);
        assertThat(root.send("PUT", one.clock(), step).status()).isEqualTo(200);
        assertThat(root.send("PUT", "/ajar/organization/orga_nothing/clock", step)
                        .status())
                .isEqualTo(404);
        assertThat(one.api()
                        .send("PUT", one.clock(), Json.object().put("advance", "soon"))
                        .status())
                .isEqualTo(400);
        assertThat(one.api()
                        .send("PUT", one.clock(), Json.object().put("now", "today"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void manyTimesSideBySideDoNotDisturbEachOther() throws Exception {
        List<Callable<String>> lives = IntStream.range(0, 24)
                .<Callable<String>>mapToObj(hour -> () -> {
                    var one = Org.found();
                    String meeting = one.meeting();
                    one.set("now", "2031-01-31T%02d:30:00Z".formatted(hour));
                    return one.status(meeting);
                })
                .toList();

        try (var tests = Executors.newFixedThreadPool(8)) {
            var statuses =
                    tests.invokeAll(lives).stream().map(Future::resultNow).toList();
            for (int hour = 0; hour < 24; hour++) {
                assertThat(statuses.get(hour))
                        .as("at half past " + hour)
                        .isEqualTo(hour < 10 ? "upcoming" : hour == 10 ? "in-progress" : "completed");
            }
        }
    }
}
