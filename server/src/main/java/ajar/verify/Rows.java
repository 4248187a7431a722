package ajar.verify;

import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Goes through the rows of a query a few hundred at a time, and counts what a condition makes wrong.
final class Rows {
    private static final int AT_A_TIME = 500;
    private static final int EXAMPLES = 5;

    private Rows() {}

    /// What is done with a row.
    @FunctionalInterface
    interface Visit {
        void to(ResultSet row) throws SQLException;
    }

    /// Visits every row of a query, without ever holding all of them.
    static void each(Connection connection, Sql sql, Visit visit) throws SQLException {
        try (var statement = sql.prepare(connection)) {
            statement.setFetchSize(AT_A_TIME);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    visit.to(rows);
                }
            }
        }
    }

    /// Counts the rows of `from`, and those among them that satisfy `wrong`, of which it takes examples.
    ///
    /// @param from a `from` clause with its `where`, over alias `t`
    /// @param wrong a condition over the same
    /// @param example an SQL expression that tells which row it is
    static void count(Connection connection, Findings findings, Sql from, Sql wrong, Sql example, String what)
            throws SQLException {
        findings.looked(among(connection, findings, from, wrong, example, what));
    }

    /// The same among rows that have been counted already; returns how many there are.
    static long among(Connection connection, Findings findings, Sql from, Sql wrong, Sql example, String what)
            throws SQLException {
        var counting = Sql.of("select count(*), count(*) filter (where ")
                .add(wrong)
                .add(") ")
                .add(from);
        long[] counts = Database.first(connection, counting, row -> new long[] {row.getLong(1), row.getLong(2)})
                .orElseThrow();
        if (counts[1] == 0) {
            return counts[0];
        }
        var naming = Sql.of("select ")
                .add(example)
                .add(" from (select t.* ")
                .add(from)
                .add(" and ")
                .add(wrong)
                .add(" limit ?) t", (long) EXAMPLES);
        var examples = Database.list(connection, naming, row -> row.getString(1));
        examples.forEach(id -> findings.wrong(id + " " + what));
        findings.wrongBesides(counts[1] - examples.size());
        return counts[0];
    }
}
