package ajar.verify;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.Crm;
import ajar.TestServer;
import ajar.demo.Demo;
import ajar.engine.resource.Registry;
import ajar.engine.sql.Database;
import ajar.engine.time.SystemClock;
import java.sql.Connection;
import java.sql.SQLException;
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
    static void fill() {
        server = TestServer.start();
        new Demo(server.server().engine()).fill(Demo.API_KEY);
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
