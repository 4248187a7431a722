package ajar.verify;

import java.sql.Connection;
import java.sql.SQLException;

/// Something that must hold on every database. A check reads all organizations, row by row or within
/// PostgreSQL, so that it takes no more memory for a large database than for a small one.
public interface Check {
    /// A short name for the report, such as `chain`.
    String name();

    /// What holds, as one sentence for the report.
    String promise();

    /// What is counted, such as `events`.
    String unit();

    /// Looks at everything there is and notes what is wrong.
    ///
    /// @param connection within a read-only transaction that sees one state of the database
    void run(Connection connection, Findings findings) throws SQLException;
}
