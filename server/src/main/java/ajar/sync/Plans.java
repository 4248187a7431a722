package ajar.sync;

import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/// How PostgreSQL plans the statements of a transaction that handles many rows at once.
///
/// A plan that is kept is one for tables as they were when it was made. The first reading of a large
/// calendar fills tables that were empty a second before, so its few large statements are planned anew
/// each time.
final class Plans {
    private Plans() {}

    /// From here to the end of the transaction, or to [#kept], each statement is planned for its values.
    static void fresh(Connection connection) throws SQLException {
        Database.execute(connection, Sql.of("set local plan_cache_mode = force_custom_plan"));
    }

    /// From here on plans are kept and used again, as is best for small statements.
    static void kept(Connection connection) throws SQLException {
        Database.execute(connection, Sql.of("set local plan_cache_mode = auto"));
    }
}
