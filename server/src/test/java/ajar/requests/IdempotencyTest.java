package ajar.requests;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.Api;
import ajar.Server;
import ajar.TestServer;
import ajar.engine.json.Json;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// `Idempotency-Key` on a POST.
class IdempotencyTest {
    private static final int CLIENTS = 16;
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

    private static Api.Answer post(Api api, String path, JsonNode body, String key) {
        return api.send("POST", path, body, Map.of("idempotency-key", key));
    }

    private static Api.Answer post(String path, JsonNode body, String key) {
        return post(api, path, body, key);
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private static JsonNode named(String name) {
        return Json.object().put("name", name);
    }

    private static long leads(String name) throws SQLException {
        return count("select count(*) from lead where name = '" + name + "'");
    }

    private static long count(String query) throws SQLException {
        try (var database = server.connect();
                var statement = database.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void theSecondRequestGetsTheFirstAnswerAndDoesNothing() throws SQLException {
        String key = key();
        var first = post("/lead/", named("Once"), key);
        var second = post("/lead/", named("Once"), key);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.headers().firstValue("idempotent-replayed")).isEmpty();
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.headers().firstValue("idempotent-replayed")).hasValue("true");
        assertThat(second.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(second.headers().firstValue("x-request-id"))
                .isNotEqualTo(first.headers().firstValue("x-request-id"));
        assertThat(leads("Once")).isEqualTo(1);
        assertThat(api.get("/event/?object_type=lead&object_id="
                                + first.json().path("id").asString())
                        .orFail()
                        .path("data"))
                .hasSize(1);
    }

    @Test
    void anAnswerWithALocationIsRepeatedWithIt() {
        var outcome = Json.object().put("name", "Won").put("type", "custom");
        String key = key();
        var first = post("/outcome/", outcome, key);
        var second = post("/outcome", outcome, key);

        assertThat(second.status()).isEqualTo(201);
        assertThat(second.headers().firstValue("location"))
                .isPresent()
                .isEqualTo(first.headers().firstValue("location"));
        assertThat(second.text()).isEqualTo(first.text());
    }

    @Test
    void theSameKeyWithAnotherRequestIsRefused() throws SQLException {
        String key = key();
        post("/lead/", named("Right"), key).orFail();

        var otherBody = post("/lead/", named("Wrong"), key);
        var otherPath = post("/contact/", named("Right"), key);
        var otherParameters = post("/lead/?_fields=id", named("Right"), key);

        assertThat(List.of(otherBody, otherPath, otherParameters)).allSatisfy(refused -> {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().path("error").asString())
                    .contains("Idempotency-Key was used for another request");
        });
        assertThat(leads("Wrong")).isZero();
    }

    @Test
    void whatWasRefusedCanBeSentAgain() {
        String key = key();
        var refused = post("/contact/", Json.object().put("lead_id", "lead_nothing"), key);
        assertThat(refused.status()).isEqualTo(400);

        assertThat(post("/contact/", named("Ada"), key).status()).isEqualTo(200);
    }

    @Test
    void ofManyAtOnceOneDoesIt() throws Exception {
        String key = key();
        List<Callable<Api.Answer>> requests = IntStream.range(0, CLIENTS)
                .<Callable<Api.Answer>>mapToObj(_ -> () -> post("/lead/", named("Race"), key))
                .toList();
        List<Api.Answer> answers;
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            answers = clients.invokeAll(requests).stream()
                    .map(java.util.concurrent.Future::resultNow)
                    .toList();
        }

        assertThat(answers).extracting(Api.Answer::status).isSubsetOf(200, 409).contains(200);
        assertThat(answers)
                .filteredOn(Api.Answer::isSuccess)
                .extracting(Api.Answer::text)
                .containsOnly(answers.stream()
                        .filter(Api.Answer::isSuccess)
                        .findFirst()
                        .orElseThrow()
                        .text());
        assertThat(leads("Race")).isEqualTo(1);
    }

    @Test
    void aRequestUnderWayMakesTheNextOneWaitWithASentence() throws Exception {
        String key = key();
        String lead = api.post("/lead/", named("Busy")).orFail().path("id").asString();
        var note = Json.object().put("lead_id", lead).put("note", "Hello");
        try (var database = server.connect();
                var statement = database.createStatement();
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            database.setAutoCommit(false);
            statement.execute("lock table event in access exclusive mode");
            var first = clients.submit(() -> post("/activity/note/", note, key));
            ajar.Patience.until("the first waits", java.time.Duration.ofSeconds(10), () -> {
                try {
                    return count("select count(*) from pg_locks where locktype = 'advisory' and granted") > 0;
                } catch (SQLException failed) {
                    throw new IllegalStateException(failed);
                }
            });

            var second = post("/activity/note/", note, key);

            assertThat(second.status()).isEqualTo(409);
            assertThat(second.json().path("error").asString()).contains("Send it again later");
            database.rollback();
            assertThat(first.get().status()).isEqualTo(200);
        }
    }

    @Test
    void anAnswerThatCannotBeKeptTakesBackWhatItAnswers() throws SQLException {
        try (var database = server.connect();
                var statement = database.createStatement()) {
            statement.execute("alter table idempotency_key add constraint full_disk check (false) not valid");
            try {
                assertThat(post("/lead/", named("Half"), key()).status()).isEqualTo(500);
            } finally {
                statement.execute("alter table idempotency_key drop constraint full_disk");
            }
        }

        assertThat(leads("Half")).isZero();
        assertThat(count("select count(*) from event where data->>'name' = 'Half'"))
                .isZero();
    }

    @Test
    void aKeyBelongsToWhoeverSentIt() throws SQLException {
        String key = key();
        var organization = server.organization();
        var colleague = new Api(
                server.url(), server.server().accounts().addKey(organization.organizationId(), organization.userId()));
        var stranger = new Api(
                server.url(),
                server.server()
                        .accounts()
                        .found("Stranger", key + "@example.com", "S", "T", null)
                        .apiKey());

        for (var sender : List.of(api, colleague, stranger)) {
            var answer = post(sender, "/lead/", named("Mine"), key);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers().firstValue("idempotent-replayed")).isEmpty();
        }

        assertThat(leads("Mine")).isEqualTo(3);
    }

    @Test
    void aKeyIsForgottenAfterADay() throws SQLException {
        String key = key();
        post("/lead/", named("Daily"), key).orFail();
        long before = count("select count(*) from idempotency_key");
        try {
            advance("PT23H59M");
            assertThat(post("/lead/", named("Daily"), key).headers().firstValue("idempotent-replayed"))
                    .hasValue("true");

            advance("PT1M");
            var again = post("/lead/", named("Daily"), key);

            assertThat(again.headers().firstValue("idempotent-replayed")).isEmpty();
            assertThat(leads("Daily")).isEqualTo(2);
            assertThat(count("select count(*) from idempotency_key")).isLessThanOrEqualTo(before);
        } finally {
            api.send("PUT", "/ajar/clock", Json.object().put("reset", true)).orFail();
        }
    }

    private static void advance(String duration) {
        api.send("PUT", "/ajar/clock", Json.object().put("advance", duration)).orFail();
    }

    @Test
    void theDatabaseDoesNotTellWhatWasAnswered() throws SQLException {
        post("/lead/", named("Confidential"), key()).orFail();

        assertThat(count("select count(*) from idempotency_key where position('Confidential' in encode(answer,"
                        + " 'escape')) > 0"))
                .isZero();
        assertThat(count("select count(*) from idempotency_key where length(digest) = 64"))
                .isPositive();
    }

    @Test
    void aKeyMustBeOne() {
        for (var wrong : List.of("with space", "x".repeat(256), "")) {
            var refused = post("/lead/", named("Keyless"), wrong);
            assertThat(refused.status()).as(wrong).isEqualTo(400);
            assertThat(refused.json().path("error").asString()).contains("such as a UUID");
        }
    }

    @Test
    void otherMethodsPassItOver() {
        String id = api.post("/lead/", named("Put")).orFail().path("id").asString();
        var headers = Map.of("idempotency-key", key());

        assertThat(api.send("PUT", "/lead/" + id + "/", named("One"), headers).status())
                .isEqualTo(200);
        var second = api.send("PUT", "/lead/" + id + "/", named("Two"), headers);

        assertThat(second.json().path("name").asString()).isEqualTo("Two");
        assertThat(second.headers().firstValue("idempotent-replayed")).isEmpty();
    }
}
