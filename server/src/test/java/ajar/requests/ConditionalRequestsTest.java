package ajar.requests;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.Api;
import ajar.Server;
import ajar.TestServer;
import ajar.engine.json.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Entity tags, `If-None-Match` and `If-Match` on single objects.
class ConditionalRequestsTest {
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

    private static String lead() {
        return "/lead/" + api.post("/lead/", name("Acme")).orFail().path("id").asString() + "/";
    }

    private static JsonNode name(String name) {
        return Json.object().put("name", name);
    }

    private static String tag(Api.Answer answer) {
        return answer.headers().firstValue("etag").orElseThrow();
    }

    private static Api.Answer get(String path, String known) {
        return api.send("GET", path, null, Map.of("if-none-match", known));
    }

    private static Api.Answer put(String path, String expected, JsonNode body) {
        return api.send("PUT", path, body, Map.of("if-match", expected));
    }

    @Test
    void whatIsKnownIsNotSentAgain() {
        String lead = lead();
        var first = api.get(lead);
        String tag = tag(first);

        var second = get(lead, tag);
        var weak = get(lead, "\"other\", W/" + tag);

        assertThat(tag).matches("\"[\\w-]{22}\"");
        assertThat(second.status()).isEqualTo(304);
        assertThat(second.text()).isEmpty();
        assertThat(tag(second)).isEqualTo(tag);
        assertThat(weak.status()).isEqualTo(304);
        assertThat(get(lead, "*").status()).isEqualTo(304);
        assertThat(get(lead, "\"other\"").status()).isEqualTo(200);
        api.put(lead, name("Acme 2")).orFail();
        assertThat(get(lead, tag).json().path("name").asString()).isEqualTo("Acme 2");
    }

    @Test
    void aTagChangesWithWhateverIsShown() {
        String lead = lead();
        String before = tag(api.get(lead));
        var contact = Json.object().put("lead_id", lead.split("/")[2]).put("name", "Ada");
        api.post("/contact/", contact).orFail();

        assertThat(tag(api.get(lead))).isNotEqualTo(before);
        assertThat(tag(api.get(lead + "?_fields=name"))).isNotEqualTo(tag(api.get(lead)));
    }

    @Test
    void listsHaveNone() {
        assertThat(api.get("/lead/").headers().firstValue("etag")).isEmpty();
        assertThat(api.get("/lead/lead_nothing/").headers().firstValue("etag")).isEmpty();
    }

    @Test
    void onlyWhatIsStillAsItWasReadIsChanged() {
        String lead = lead();
        String tag = tag(api.get(lead));

        var changed = put(lead, tag, name("First"));
        var stale = put(lead, tag, name("Second"));

        assertThat(changed.status()).isEqualTo(200);
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.json().path("error").asString()).contains("has changed since it was read");
        assertThat(api.get(lead).json().path("name").asString()).isEqualTo("First");
        assertThat(put(lead, "\"x\", " + tag(changed), name("Third")).status()).isEqualTo(200);
        assertThat(put(lead, "*", name("Fourth")).status()).isEqualTo(200);
        assertThat(put(lead, "W/" + tag(api.get(lead)), name("Fifth")).status()).isEqualTo(412);
    }

    @Test
    void aTagOfSomeFieldsIsCheckedAgainstTheseFields() {
        String lead = lead();
        String tag = tag(api.get(lead + "?_fields=name"));
        api.put(lead, Json.object().put("description", "Changed")).orFail();

        assertThat(put(lead + "?_fields=name", tag, name("New")).status()).isEqualTo(200);
        assertThat(put(lead, tag, name("Newer")).status()).isEqualTo(412);
    }

    @Test
    void onlyWhatIsStillAsItWasReadIsDeleted() {
        String lead = lead();
        String tag = tag(api.get(lead));
        api.put(lead, name("Changed")).orFail();

        assertThat(api.send("DELETE", lead, null, Map.of("if-match", tag)).status())
                .isEqualTo(412);
        assertThat(api.send("DELETE", lead, null, Map.of("if-match", tag(api.get(lead))))
                        .status())
                .isEqualTo(200);
        assertThat(put(lead, tag, name("Gone")).status()).isEqualTo(404);
    }

    @Test
    void ofManyWhoReadTheSameOneChangesIt() throws Exception {
        String lead = lead();
        String tag = tag(api.get(lead));
        List<Callable<Integer>> requests = IntStream.range(0, CLIENTS)
                .<Callable<Integer>>mapToObj(
                        i -> () -> put(lead, tag, name("By " + i)).status())
                .toList();

        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(clients.invokeAll(requests).stream().map(Future::resultNow))
                    .containsOnly(200, 412)
                    .filteredOn(status -> status == 200)
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/activity/note/, note",
        "/activity/call/, note",
        "/activity/meeting/, user_note",
        "/contact/, name",
        "/outcome/, name",
        "/status/lead/, label"
    })
    void theTagOfAnUpdateIsThatOfTheNextRead(String collection, String field) {
        String lead = lead().split("/")[2];
        var body = Json.object()
                .put("lead_id", lead)
                .put("name", "Öne" + collection)
                .put("label", "Öne")
                .put("type", "custom")
                .put("starts_at", "2030-01-01T10:00:00Z")
                .put("ends_at", "2030-01-01T11:00:00Z");
        String path =
                collection + api.post(collection, body).orFail().path("id").asString() + "/";

        var changed = put(path, tag(api.get(path)), Json.object().put(field, "Ä \"quoted\" / \u2028 text"));

        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(tag(changed)).isEqualTo(tag(api.get(path)));
    }

    @Test
    void theOrganizationCanBeChangedConditionally() {
        String path = "/organization/" + server.organization().organizationId() + "/";

        assertThat(put(path, "\"stale\"", name("Stale")).status()).isEqualTo(412);
        assertThat(put(path, tag(api.get(path)), name("Fresh")).status()).isEqualTo(200);
    }

    @Test
    void aCompressedAnswerHasATagOfItsOwnThatMeansTheSame() {
        String lead = lead();
        api.put(lead, Json.object().put("description", "long ".repeat(500))).orFail();
        String plain = tag(api.get(lead));

        String compressed = tag(api.send("GET", lead, null, Map.of("accept-encoding", "gzip")));

        assertThat(compressed).isEqualTo(plain.substring(0, plain.length() - 1) + "-gzip\"");
        assertThat(get(lead, compressed).status()).isEqualTo(304);
        assertThat(put(lead, compressed, name("Zipped")).status()).isEqualTo(200);
    }

    @Test
    void whereNobodyLooksAtTheConditionItIsRefused() {
        var refused = put("/ajar/clock", "\"x\"", Json.object().put("advance", "PT0S"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("error").asString()).contains("If-Match");
    }
}
