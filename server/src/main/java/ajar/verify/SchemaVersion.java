package ajar.verify;

import ajar.engine.sql.Database;
import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/// Whether a database has the tables that this version of the program works with.
public final class SchemaVersion {
    private SchemaVersion() {}

    /// What an operator should know and do; null when the tables are the right ones.
    public static @Nullable String complaint(Database database) {
        var migrations = Flyway.configure()
                .dataSource(database.dataSource())
                .locations("classpath:ajar/migration")
                .table("migration")
                .load()
                .info();
        if (migrations.current() == null) {
            return "There are no tables of Ajar's in this database.";
        }
        if (migrations.pending().length > 0) {
            return "The database was made by an older version of Ajar. Start this version on it once, or verify it with"
                    + " the older one.";
        }
        boolean newer = Arrays.stream(migrations.all())
                .anyMatch(migration -> migration.getState().name().startsWith("FUTURE"));
        return newer ? "The database was made by a newer version of Ajar. Verify it with that one." : null;
    }
}
