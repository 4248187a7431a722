package ajar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.TestServer;
import ajar.engine.json.Json;
import ajar.postgres.EmbeddedPostgres;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `ajar verify` as operators use it.
class VerifyTest {
    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;

    private record Outcome(int status, String out, String err) {}

    @BeforeAll
    static void writeSomething() {
        postgres = EmbeddedPostgres.start(folder.resolve("data"));
        try (var server = TestServer.on(postgres)) {
            String lead = server.api()
                    .post("/lead/", Json.object().put("name", "Acme"))
                    .orFail()
                    .path("id")
                    .asString();
            server.api()
                    .post("/activity/note/", Json.object().put("lead_id", lead).put("note", "Hello"))
                    .orFail();
        }
    }

    @AfterAll
    static void close() {
        postgres.close();
    }

    private static Outcome verify(String... options) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status = new CommandLine(new Verify())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(options);
        return new Outcome(status, out.toString(), err.toString());
    }

    private static String url() {
        return "postgresql://" + postgres.user() + ":" + postgres.password() + "@127.0.0.1:" + postgres.port()
                + "/postgres";
    }

    @Test
    void aSoundDatabaseIsToldLineByLineEvenWhileItIsServed() {
        var outcome = verify("--data", folder.resolve("data").toString());

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out().lines())
                .hasSizeGreaterThan(8)
                .anySatisfy(line -> assertThat(line).matches("ok +chain +\\d+ events +Every event .*"))
                .last()
                .isEqualTo("Everything holds.");
        assertThat(verify("--database-url", url()).out()).isEqualTo(outcome.out());
    }

    @Test
    void damageIsToldWithExamplesAndByTheExitStatus() throws SQLException {
        try (var database =
                        java.sql.DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var doing = database.createStatement()) {
            doing.execute("update activity set note = 'Secret' where type = 'Note'");

            var outcome = verify("--database-url", url());

            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.out())
                    .contains("WRONG  last-event", "1 times not so:", " acti_", "in note")
                    .contains("1 of ", " checks have found something wrong.")
                    .doesNotContain("Secret");
            doing.execute("update activity set note = 'Hello' where type = 'Note'");
        }
    }

    @Test
    void whatCannotBeCheckedIsToldApart() {
        assertThat(verify("--data", folder.resolve("nothing").toString()))
                .satisfies(outcome -> assertThat(outcome.status()).isEqualTo(2))
                .satisfies(outcome -> assertThat(outcome.err()).contains("There is no database in", "--data"));
        assertThat(verify("--database-url", "mysql://localhost/").status()).isEqualTo(2);
        assertThat(verify("--database-url", url().replace("/postgres", "/template1")))
                .satisfies(outcome -> assertThat(outcome.status()).isEqualTo(2))
                .satisfies(outcome -> assertThat(outcome.err()).contains("no tables of Ajar's"));
        assertThat(verify("--database-url", "postgresql://127.0.0.1:1/nowhere"))
                .satisfies(outcome -> assertThat(outcome.status()).isEqualTo(2))
                .satisfies(outcome -> assertThat(outcome.err()).contains("cannot be reached"));
    }
}
