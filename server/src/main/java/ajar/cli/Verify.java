package ajar.cli;

import ajar.Crm;
import ajar.engine.problem.ApiException;
import ajar.engine.resource.Registry;
import ajar.engine.sql.Database;
import ajar.engine.sql.DatabaseException;
import ajar.engine.time.SystemClock;
import ajar.postgres.DatabaseStartException;
import ajar.postgres.EmbeddedPostgres;
import ajar.postgres.FolderInUseException;
import ajar.verify.SchemaVersion;
import ajar.verify.Verification;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `ajar verify`: looks whether everything that must hold holds, and says so line by line. It changes
/// nothing, and a server may go on working meanwhile.
@Command(
        name = "verify",
        description = "Check that a database is sound: that events and objects agree, and that nothing dangles.",
        footer = {"", "Exit status: 0 when everything holds, 1 when something does not, 2 when it could not be checked."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Verify implements Callable<Integer> {
    private static final int SOUND = 0;
    private static final int UNSOUND = 1;
    private static final int NOT_CHECKED = 2;
    private static final String AWAY = "The database cannot be reached.";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:AJAR_DATA:-data}",
            description = "The folder that holds the embedded database (AJAR_DATA). Default: ${DEFAULT-VALUE}.")
    private Path data = Path.of("data");

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            defaultValue = "${env:AJAR_DATABASE_URL:-}",
            description = "Check this PostgreSQL instead of the embedded one, such as "
                    + "postgresql://user:password@host:5432/name (AJAR_DATABASE_URL).")
    private String databaseUrl = "";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        try {
            if (!databaseUrl.isEmpty()) {
                return verify(DatabaseUrl.parse(databaseUrl));
            }
            if (!Files.exists(data.resolve("database"))) {
                return fail("There is no database in " + data.toAbsolutePath()
                        + ". Name its folder with --data DIR, or its address with --database-url URL.");
            }
            return verifyFolder();
        } catch (DatabaseStartException | IllegalArgumentException | IOException refused) {
            return fail(String.valueOf(refused.getMessage()));
        } catch (ApiException away) {
            return fail(AWAY);
        } catch (DatabaseException failed) {
            return fail("The database refuses: " + failed.getMessage());
        }
    }

    /// A folder that is served already is checked through the PostgreSQL that serves it.
    private int verifyFolder() throws IOException {
        EmbeddedPostgres postgres;
        try {
            postgres = EmbeddedPostgres.start(data.toAbsolutePath());
        } catch (FolderInUseException served) {
            String port = Files.readString(served.folder().resolve("postgres.port"));
            String password = Files.readString(served.folder().resolve("postgres.password"));
            String url = "jdbc:postgresql://127.0.0.1:" + port.strip() + "/postgres";
            return verify(new Database.Address(url, "ajar", password.strip()));
        }
        try (postgres) {
            return verify(new Database.Address(postgres.jdbcUrl(), postgres.user(), postgres.password()));
        }
    }

    private int verify(Database.Address address) {
        var out = out();
        try (var database = new Database(address, 2, "http://localhost")) {
            if (!database.isReachable()) {
                return fail(AWAY);
            }
            String wrongVersion = SchemaVersion.complaint(database);
            if (wrongVersion != null) {
                return fail(wrongVersion);
            }
            var results = Verification.of(new Registry(Crm.RESOURCES), new SystemClock())
                    .run(database, result -> tell(result, out));
            long wrong = results.stream().filter(result -> !result.isSound()).count();
            out.println(
                    wrong == 0
                            ? "Everything holds."
                            : wrong + " of " + results.size() + " checks have found something wrong.");
            out.flush();
            return wrong == 0 ? SOUND : UNSOUND;
        }
    }

    private static void tell(Verification.Result result, PrintWriter out) {
        var findings = result.findings();
        out.printf(
                Locale.ROOT,
                "%-6s %-12s %,12d %-10s %s%n",
                result.isSound() ? "ok" : "WRONG",
                result.check().name(),
                findings.count(),
                result.check().unit(),
                result.check().promise());
        if (!result.isSound()) {
            out.printf(Locale.ROOT, "       %,d times not so:%n", findings.wrong());
            findings.examples().forEach(example -> out.println("         " + example));
        }
        out.flush();
    }

    private PrintWriter out() {
        return java.util.Objects.requireNonNull(spec).commandLine().getOut();
    }

    private int fail(String message) {
        java.util.Objects.requireNonNull(spec).commandLine().getErr().println("ajar: " + message);
        return NOT_CHECKED;
    }
}
