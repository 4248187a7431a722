package ajar.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.Api;
import ajar.Crm;
import ajar.Patience;
import ajar.engine.json.Json;
import ajar.engine.resource.Registry;
import ajar.engine.sql.Database;
import ajar.engine.time.SystemClock;
import ajar.verify.Verification;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that is killed while it reads a calendar is replaced by one that goes on once the lease has
/// run out: every event ends as one meeting that was created once.
class ReadingSurvivesKillTest {
    private static final int EVENTS = 2_000;
    private static final String BRUCE = "bruce@wayne.example";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant FIRST =
            Instant.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofDays(10));

    /// The address is tried when the account is connected, and asked what calendars it has; then it is
    /// read.
    private static final int BEFORE_THE_READING = 2;

    @Test
    void aReadingThatIsKilledTwiceEndsComplete(@TempDir Path folder) throws Exception {
        try (var feed = new SlowFeed(BEFORE_THE_READING, EVENTS, FIRST, BRUCE)) {
            var process = new AtomicReference<>(start(folder));
            try {
                var api = process.get().api();
                addContact(api);
                String account = connect(api, feed.url());
                feed.awaitHeld(PATIENCE);
                process.get().kill();
                try (var database = process.get().connect()) {
                    assertThat(number(database, "select count(*) from event_copy"))
                            .isZero();
                }

                feed.release();
                process.set(start(folder));
                waitForTheLease(process.get().api(), Duration.ofMinutes(3));
                try (var database = process.get().connect()) {
                    Patience.until("some are matched", PATIENCE, () -> meetings(database) >= EVENTS / 4);
                    process.get().kill();
                    assertThat(meetings(database)).as("killed in between").isBetween(EVENTS / 4, EVENTS - 1);
                }

                process.set(start(folder));
                api = process.get().api();
                waitForTheLease(api, Duration.ofMinutes(6));
                awaitComplete(api, account);
                try (var database = process.get().connect()) {
                    assertEachEventIsOneMeeting(database);
                }
                assertSound(process.get().database());
                assertThat(api.post("/connected_account/" + account + "/sync/", Json.object())
                                .orFail())
                        .hasToString("{\"created\":0,\"updated\":0,\"cancelled\":0,\"unchanged\":" + EVENTS
                                + ",\"quarantined\":0}");
            } finally {
                process.get().close();
            }
        }
    }

    private static ServerProcess start(Path folder) {
        return new ServerProcess(folder, 0, "--test-mode", "--allow-private-network");
    }

    private static void addContact(Api api) {
        var lead = Json.object().put("name", "Wayne");
        lead.putArray("contacts").addObject().putArray("emails").addObject().put("email", BRUCE);
        api.post("/lead/", lead).orFail();
    }

    private static String connect(Api api, String url) {
        var body = Json.object().put("_type", "ics").put("url", url).put("sync_interval", 86_400);
        return api.post("/connected_account/", body).orFail().path("id").asString();
    }

    /// Leases run out by the clock of whoever took them, which went along with what this test moved.
    private static void waitForTheLease(Api api, Duration step) {
        api.put("/ajar/clock", Json.object().put("advance", step.toString())).orFail();
    }

    private static void awaitComplete(Api api, String account) {
        Patience.until(
                "the account is up to date",
                PATIENCE,
                () -> api.get("/connected_account/" + account + "/")
                        .orFail()
                        .at("/sync_status/state")
                        .asString()
                        .equals("ok"));
    }

    private static void assertEachEventIsOneMeeting(Connection database) throws SQLException {
        assertThat(meetings(database)).isEqualTo(EVENTS);
        assertThat(number(
                        database,
                        "select count(distinct provider_calendar_event_id) from activity where type = 'Meeting' and"
                                + " status = 'upcoming'"))
                .isEqualTo(EVENTS);
        assertThat(counts(
                        database,
                        "select action, count(distinct object_id), count(*) from event where object_type ="
                                + " 'activity.meeting' group by action"))
                .isEqualTo(Map.of("created", EVENTS + " of " + EVENTS, "scheduled", EVENTS + " of " + EVENTS));
        assertThat(number(
                        database,
                        "select count(*) from event_meeting l join activity m on m.organization_id ="
                                + " l.organization_id and m.id = l.meeting_id"))
                .isEqualTo(EVENTS);
        assertThat(number(database, "select count(*) from event_meeting")).isEqualTo(EVENTS);
        assertThat(number(database, "select count(*) from event_copy")).isEqualTo(EVENTS);
        assertThat(number(database, "select count(*) from event_to_match")).isZero();
        assertThat(number(database, "select count(*) from connected_account where leased_until is not null"))
                .isZero();
    }

    /// What `ajar verify` looks at.
    private static void assertSound(Database.Address address) {
        try (var database = new Database(address, 2, "http://127.0.0.1")) {
            assertThat(Verification.of(new Registry(Crm.RESOURCES), new SystemClock())
                            .run(database, _ -> {}))
                    .isNotEmpty()
                    .allSatisfy(result -> assertThat(result.findings().examples())
                            .as(result.check().name())
                            .isEmpty());
        }
    }

    private static int meetings(Connection database) {
        return number(database, "select count(*) from activity where type = 'Meeting'");
    }

    private static int number(Connection database, String query) {
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Map<String, String> counts(Connection database, String query) throws SQLException {
        Map<String, String> counts = new LinkedHashMap<>();
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getInt(2) + " of " + rows.getInt(3));
            }
        }
        return counts;
    }
}
