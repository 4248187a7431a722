package ajar.verify;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.Api;
import ajar.Crm;
import ajar.TestServer;
import ajar.demo.Demo;
import ajar.engine.json.Json;
import ajar.engine.resource.Registry;
import ajar.engine.sql.Database;
import ajar.engine.time.SystemClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A sound database passes, and each kind of damage is found by the check that is there for it. Damage
/// is done in transactions that are taken back.
class VerificationTest {
    private static final Verification VERIFICATION = Verification.of(new Registry(Crm.RESOURCES), new SystemClock());

    private static TestServer server;

    @BeforeAll
    static void fill() throws SQLException {
        server = TestServer.start();
        new Demo(server.server().engine()).fill(Demo.API_KEY);
        var api = new Api(server.url(), Demo.API_KEY);
        queue(api);
        importCalendar(api);
    }

    /// Deliveries that nobody takes, of a subscription that has been there for a while.
    private static void queue(Api api) throws SQLException {
        api.post("/webhook/", Json.parse("""
            {"url": "http://127.0.0.1:9/", "events": [{"object_type": "lead", "action": "created",
             "extra_filter": {"type": "field_accessor", "field": "data", "filter":
               {"type": "field_accessor", "field": "name", "filter": {"type": "equals", "value": "Witness"}}}}]}\
            """)).orFail();
        try (var connection = server.connect();
                var statement = connection.createStatement()) {
            statement.execute("update webhook set date_updated = date_updated - interval '1 hour'");
        }
        for (int i = 0; i < 2; i++) {
            api.post("/lead/", Json.object().put("name", "Witness")).orFail();
        }
    }

    private static void importCalendar(Api api) {
        var contact = Json.object()
                .put(
                        "lead_id",
                        api.get("/lead/?_limit=1").orFail().at("/data/0/id").asString())
                .put("name", "Wanda");
        contact.putArray("emails").addObject().put("email", "wanda@example.com").put("type", "office");
        api.post("/contact/", contact).orFail();
        String account = api.post("/connected_account/", Json.object().put("_type", "ics"))
                .orFail()
                .path("id")
                .asString();
        String file = """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//Test//EN
            BEGIN:VEVENT
            UID:one@example.com
            DTSTAMP:20260101T000000Z
            DTSTART:%1$tY%1$tm%1$tdT090000Z
            DTEND:%1$tY%1$tm%1$tdT100000Z
            SUMMARY:Talk
            ATTENDEE:mailto:wanda@example.com
            END:VEVENT
            END:VCALENDAR
            """.formatted(LocalDate.now(ZoneOffset.UTC).plusDays(3));
        api.upload("/connected_account/" + account + "/import/", "text/calendar", file)
                .orFail();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void aDemoIsSound() {
        List<String> told = new ArrayList<>();
        try (var database = new Database(server.address(), 2, "http://elsewhere.example.com")) {
            assertThat(SchemaVersion.complaint(database)).isNull();

            var results =
                    VERIFICATION.run(database, result -> told.add(result.check().name()));

            assertThat(results)
                    .allSatisfy(result -> assertThat(result.findings().examples())
                            .as(result.check().name())
                            .isEmpty());
            assertThat(results)
                    .allMatch(result -> result.isSound() && result.findings().count() > 0);
            assertThat(told).hasSameSizeAs(VERIFICATION.checks());
        }
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                Arguments.of(
                        "last-event",
                        "update activity set note = note || '!' where id = (select id from activity where "
                                + "type = 'Note' limit 1)"),
                Arguments.of(
                        "last-event",
                        "update lead set date_updated = date_updated - interval '10 years' where id = "
                                + "(select id from lead limit 1)"),
                Arguments.of(
                        "last-event",
                        "delete from event where object_id = (select object_id from event where "
                                + "object_type = 'activity.call' limit 1)"),
                Arguments.of(
                        "lost-objects",
                        "delete from activity where id = (select id from activity where type = 'SMS' " + "limit 1)"),
                Arguments.of("lost-objects", "delete from outcome where id = (select id from outcome limit 1)"),
                Arguments.of(
                        "chain",
                        "delete from event where id = (select id from event where action = 'started' " + "limit 1)"),
                Arguments.of(
                        "chain",
                        "update event set previous_data = '{\"note\": \"something else\"}', "
                                + "changed_fields = '{note}' where id = (select id from event where action = "
                                + "'updated' and 'note' = any(changed_fields) and object_type = 'activity.note' "
                                + "limit 1)"),
                Arguments.of(
                        "chain",
                        "update event set changed_fields = '{}', previous_data = '{}' where id = (select "
                                + "id from event where action = 'updated' and 'note' = any(changed_fields) limit 1)"),
                Arguments.of(
                        "chain",
                        "delete from event where id = (select e.id from event e where e.action = "
                                + "'created' and e.object_type = 'lead' and exists (select 1 from event l where "
                                + "l.object_id = e.object_id and l.seq > e.seq) limit 1)"),
                Arguments.of(
                        "chain",
                        "update event set data = null where id = (select id from event where action = "
                                + "'created' and object_type = 'activity.email' limit 1)"),
                Arguments.of(
                        "meetings",
                        "update activity set due_at = null where id = (select id from activity where type "
                                + "= 'Meeting' and status = 'upcoming' limit 1)"),
                Arguments.of(
                        "calendars",
                        "update event_meeting m set lead_id = 'lead_other' where meeting_id = (select meeting_id from "
                                + "event_meeting limit 1)"),
                Arguments.of(
                        "calendars",
                        "insert into event_meeting select organization_id, (select id from activity where type = "
                                + "'Meeting' and id <> meeting_id limit 1), uid, occurrence, lead_id, addresses from "
                                + "event_meeting limit 1"),
                Arguments.of(
                        "deliveries",
                        "delete from webhook_delivery where id = (select id from webhook_delivery where action = "
                                + "'created' limit 1)"),
                Arguments.of(
                        "deliveries",
                        "update webhook_delivery set due_at = null, finished_at = null, status = 'waiting' where id = "
                                + "(select id from webhook_delivery limit 1)"),
                Arguments.of("deliveries", "delete from webhook"),
                Arguments.of(
                        "orphans",
                        "update activity set thread_id = 'acti_gone' where id = (select id from activity "
                                + "where type = 'Email' limit 1)"),
                Arguments.of(
                        "orphans",
                        "update activity set user_id = 'user_gone' where id = (select id from activity "
                                + "where type = 'Call' limit 1)"),
                Arguments.of(
                        "derived",
                        "update lead set contact_ids = '{}' where id = (select lead_id from contact limit " + "1)"),
                Arguments.of(
                        "derived",
                        "update activity set n_emails = n_emails + 1 where id = (select id from activity "
                                + "where type = 'EmailThread' limit 1)"),
                Arguments.of(
                        "values",
                        "update activity set lead_id = null where id = (select id from activity where "
                                + "type = 'Note' limit 1)"),
                Arguments.of("foreign-keys", "delete from lead where id = (select lead_id from activity limit 1)"),
                Arguments.of(
                        "foreign-keys",
                        "update lead set status_id = 'stat_gone' where id = (select id from lead limit 1)"));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void damageIsFoundByTheCheckThatIsThereForIt(String check, String damage) throws SQLException {
        try (var connection = server.connect()) {
            connection.setAutoCommit(false);
            try (var doing = connection.createStatement()) {
                doing.execute("set local session_replication_role = replica");
                assertThat(doing.executeUpdate(damage)).as("rows of the damage").isPositive();
            }

            var findings = find(check, connection);

            assertThat(findings.wrong()).isPositive();
            assertThat(findings.examples()).isNotEmpty().hasSizeLessThanOrEqualTo(5);
            connection.rollback();
        }
    }

    @Test
    void aStatusAgainstTheFactsIsFound() throws SQLException {
        try (var connection = server.connect()) {
            connection.setAutoCommit(false);
            try (var doing = connection.createStatement()) {
                assertThat(doing.executeUpdate("update activity set status = 'canceled', due_at = null"
                                + " where id = (select id from activity where type = 'Meeting' and status = 'completed'"
                                + " limit 1)"))
                        .isEqualTo(1);
            }

            assertThat(find("meetings", connection).examples())
                    .singleElement()
                    .asString()
                    .endsWith("is canceled, but its facts make it completed");
            connection.rollback();
        }
    }

    private static Findings find(String name, Connection connection) throws SQLException {
        var findings = new Findings();
        for (var check : VERIFICATION.checks()) {
            if (check.name().equals(name)) {
                check.run(connection, findings);
            }
        }
        assertThat(findings.count()).as(name + " looks at something").isPositive();
        return findings;
    }
}
