package ajar.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.Api;
import ajar.Crm;
import ajar.Server;
import ajar.TestServer;
import ajar.engine.json.Json;
import ajar.engine.resource.Registry;
import ajar.engine.sql.Database;
import ajar.engine.time.SystemClock;
import ajar.verify.Verification;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Organizations for tests: made, emptied, filled, kept, brought back and dropped. In the end the
/// database is as sound as if nobody had exchanged any rows.
class OrganizationControlsTest {
    private static final int MANY = 100;
    private static TestServer server;
    private static Api root;

    /// An organization and a client with its administrator's key.
    private record Org(String id, String user, Api api) {
        String path(String action) {
            return "/ajar/organization/" + id + action;
        }

        JsonNode reset(String to) {
            return root.post(path("/reset"), Json.object().put("to", to)).orFail();
        }

        String lead(String name) {
            return api.post("/lead/", Json.object().put("name", name))
                    .orFail()
                    .path("id")
                    .asString();
        }

        List<String> leads() {
            List<String> names = new ArrayList<>();
            api.get("/lead/?_fields=name")
                    .orFail()
                    .path("data")
                    .forEach(lead -> names.add(lead.path("name").asString()));
            return names;
        }
    }

    @BeforeAll
    static void start() {
        server = TestServer.start(Server.Configuration::inTestMode);
        root = server.api();
    }

    @AfterAll
    static void everythingIsSound() {
        try (var database = new Database(server.address(), 2, "http://127.0.0.1")) {
            var results = Verification.of(new Registry(Crm.RESOURCES), new SystemClock())
                    .run(database, _ -> {});
            assertThat(results)
                    .allSatisfy(result -> assertThat(result.findings().examples())
                            .as(result.check().name())
                            .isEmpty());
        } finally {
            server.close();
        }
    }

    private static Org found() {
        var made = root.post("/ajar/organization", Json.object().put("name", "Test"))
                .orFail();
        String key = made.path("api_key").asString();
        return new Org(
                made.path("organization_id").asString(), made.path("user_id").asString(), new Api(server.url(), key));
    }

    private static long count(String query) throws SQLException {
        try (var database = server.connect();
                var statement = database.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /// How many rows of every table an organization has.
    private static Map<String, Long> rows(String organization) throws SQLException {
        try (var database = server.connect()) {
            var counts = new java.util.TreeMap<String, Long>();
            for (var table : OrganizationTables.read(database).names()) {
                long count = count("select count(*) from " + table + " where organization_id = '" + organization + "'");
                if (count > 0) {
                    counts.put(table, count);
                }
            }
            return counts;
        }
    }

    @Test
    void everyTableOfAnOrganizationIsKnown() throws SQLException {
        try (var database = server.connect()) {
            assertThat(OrganizationTables.read(database).names())
                    .contains("organization", "api_key", "lead", "activity", "event", "connected_account", "event_copy")
                    .doesNotContain("users", "sandbox_image", "organization_user");
        }
    }

    @Test
    void aDroppedOrganizationIsGoneWithItsPeopleAndAtOnce() throws SQLException {
        var one = found();
        one.lead("Acme");
        root.post(one.path("/snapshot"), null).orFail();

        assertThat(root.delete(one.path("")).status()).isEqualTo(204);

        assertThat(one.api().get("/me/").status()).isEqualTo(401);
        assertThat(rows(one.id())).isEmpty();
        assertThat(count("select count(*) from users where id = '" + one.user() + "'"))
                .isZero();
        assertThat(count("select count(*) from sandbox_image where organization_id = '" + one.id() + "'"))
                .isZero();
        assertThat(root.delete(one.path("")).status()).isEqualTo(404);
    }

    @Test
    void whoeverBelongsToAnotherOrganizationStays() throws SQLException {
        var shared = Json.object().put("email", "shared@example.com");
        var one = root.post("/ajar/organization", shared).orFail();
        var other = root.post("/ajar/organization", shared).orFail();
        assertThat(one.path("user_id")).isEqualTo(other.path("user_id"));

        root.delete("/ajar/organization/" + one.path("organization_id").asString());

        assertThat(new Api(server.url(), other.path("api_key").asString())
                        .get("/me/")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anEmptiedOrganizationIsAsItWasMade() throws SQLException {
        var one = found();
        var before = rows(one.id());
        one.lead("Acme");
        one.api().post("/status/lead/", Json.object().put("label", "More")).orFail();

        assertThat(one.reset("empty").path("is").asString()).isEqualTo("empty");

        assertThat(rows(one.id())).isEqualTo(before);
        assertThat(one.api().get("/event/").orFail().path("data")).isEmpty();
        assertThat(one.api().get("/status/lead/").orFail().path("data")).hasSize(3);
        one.lead("Again");
        assertThat(one.leads()).containsExactly("Again");
    }

    @Test
    void aSnapshotBringsEverythingBack() throws SQLException {
        var one = found();
        String lead = one.lead("Kept");
        var note = one.api()
                .post("/activity/note/", Json.object().put("lead_id", lead).put("note", "ünïcödé \"quoted\" \\ \n"))
                .orFail();
        var meeting = Json.object()
                .put("lead_id", lead)
                .put("title", "Demo")
                .put("starts_at", "2030-01-01T10:00:00Z")
                .put("ends_at", "2030-01-01T11:00:00Z");
        one.api().post("/activity/meeting/", meeting).orFail();
        one.api()
                .put("/organization/" + one.id() + "/", Json.object().put("name", "Before"))
                .orFail();
        var rows = rows(one.id());
        String everything = one.api().get("/event/").text()
                + one.api().get("/activity/").text()
                + one.api().get("/lead/").text();
        var kept = root.post(one.path("/snapshot"), null);
        assertThat(kept.status()).isEqualTo(201);
        String snapshot = kept.json().path("snapshot_id").asString();

        one.api().delete("/lead/" + lead + "/").orFail();
        one.lead("New");
        one.api()
                .put("/organization/" + one.id() + "/", Json.object().put("name", "After"))
                .orFail();
        String newKey = server.server().accounts().addKey(one.id(), one.user());
        root.post(one.path("/snapshot"), null).orFail();
        var restored = root.post(one.path("/restore"), Json.object().put("snapshot_id", snapshot))
                .orFail();

        assertThat(restored.path("snapshot_id").asString()).isEqualTo(snapshot);
        assertThat(rows(one.id())).isEqualTo(rows);
        assertThat(one.api().get("/event/").text()
                        + one.api().get("/activity/").text()
                        + one.api().get("/lead/").text())
                .isEqualTo(everything);
        assertThat(one.api()
                        .get("/activity/note/" + note.path("id").asString() + "/")
                        .json())
                .isEqualTo(note);
        assertThat(one.api()
                        .get("/organization/" + one.id() + "/")
                        .json()
                        .path("name")
                        .asString())
                .isEqualTo("Before");
        assertThat(new Api(server.url(), newKey).get("/me/").status()).isEqualTo(401);
    }

    @Test
    void withoutANameTheNewestSnapshotIsRestored() {
        var one = found();
        assertThat(root.post(one.path("/restore"), null).status()).isEqualTo(404);
        one.lead("First");
        root.post(one.path("/snapshot"), null).orFail();
        one.lead("Second");
        root.post(one.path("/snapshot"), null).orFail();
        one.lead("Third");

        root.post(one.path("/restore"), null).orFail();

        assertThat(one.leads()).containsExactlyInAnyOrder("First", "Second");
        var other = found();
        assertThat(root.post(other.path("/restore"), null).status())
                .as("another organization's snapshot")
                .isEqualTo(404);
    }

    @Test
    void theDemoIsMadeOnceAndComesFromItsImageThen() throws SQLException {
        var one = found();
        var other = found();

        one.reset("demo");
        other.lead("Old");
        other.reset("demo");

        assertThat(count("select count(*) from sandbox_image where is_demo")).isEqualTo(1);
        assertThat(rows(other.id())).isEqualTo(rows(one.id()));
        assertThat(other.api()
                        .get("/lead/?_limit=1")
                        .json()
                        .path("total_results")
                        .asInt())
                .isEqualTo(21);
        assertThat(other.api().get("/activity/meeting/?_limit=100").text())
                .contains("in-progress", other.id())
                .doesNotContain(one.id());
        assertThat(other.api().get("/event/?_limit=50").text())
                .contains(other.id())
                .doesNotContain(one.id());
        String lead = other.api().get("/lead/?_limit=1").json().at("/data/0/id").asString();
        other.api()
                .put("/lead/" + lead + "/", Json.object().put("name", "Changed"))
                .orFail();
        assertThat(one.api().get("/lead/" + lead + "/").json().path("name").asString())
                .isNotEqualTo("Changed");
        other.reset("empty");
        assertThat(other.leads()).isEmpty();
        assertThat(rows(other.id()).get("membership")).isEqualTo(1);
        assertThat(one.leads()).isNotEmpty();
    }

    @Test
    void anOrganizationsOwnAdministratorControlsItAndNoOther() {
        var one = found();
        var other = found();

        assertThat(one.api().post(one.path("/snapshot"), null).status()).isEqualTo(201);
        assertThat(one.api().post(one.path("/reset"), null).status()).isEqualTo(200);
        assertThat(one.api().post(other.path("/reset"), null).status()).isEqualTo(403);
        assertThat(one.api().delete("/ajar/organization/orga_nothing").status()).isEqualTo(403);
        assertThat(one.api().post("/ajar/organization", null).status()).isEqualTo(403);
        assertThat(one.api().get("/ajar/faults").status()).isEqualTo(403);
        assertThat(one.api().delete(one.path("")).status()).isEqualTo(204);
    }

    @Test
    void whatCannotBeDoneIsToldWithASentence() {
        var one = found();

        assertThat(root.post(one.path("/reset"), Json.object().put("to", "moon"))
                        .json()
                        .at("/field-errors/to")
                        .asString())
                .isEqualTo("to must be one of demo,empty");
        assertThat(root.delete("/ajar/organization/" + server.organization().organizationId())
                        .json()
                        .path("error")
                        .asString())
                .contains("cannot be dropped");
        assertThat(root.post("/ajar/organization/orga_nothing/reset", null).status())
                .isEqualTo(404);
    }

    @Test
    void aHundredSideBySideDoNotDisturbEachOther() throws Exception {
        List<Callable<List<String>>> lives = IntStream.range(0, MANY)
                .<Callable<List<String>>>mapToObj(number -> () -> live(number))
                .toList();

        try (var tests = Executors.newFixedThreadPool(16)) {
            var results = tests.invokeAll(lives).stream().map(Future::resultNow).toList();
            for (int i = 0; i < MANY; i++) {
                assertThat(results.get(i)).containsExactlyInAnyOrder("First " + i, "Last " + i);
            }
        }
    }

    private static List<String> live(int number) {
        var one = found();
        one.lead("Before");
        one.reset("empty");
        one.lead("First " + number);
        root.post(one.path("/snapshot"), null).orFail();
        one.lead("Between");
        root.post(one.path("/restore"), null).orFail();
        one.lead("Last " + number);
        var leads = one.leads();
        if (number % 2 == 0) {
            root.delete(one.path(""));
        }
        return leads;
    }
}
