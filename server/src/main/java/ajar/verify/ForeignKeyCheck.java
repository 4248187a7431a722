package ajar.verify;

import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// What the tables declare holds: PostgreSQL enforces foreign keys, but not on what was restored or
/// changed with its triggers switched off.
final class ForeignKeyCheck implements Check {
    private record ForeignKey(String name, String table, List<String> columns, String target, List<String> targets) {}

    @Override
    public String name() {
        return "foreign-keys";
    }

    @Override
    public String promise() {
        return "Every foreign key of the tables holds.";
    }

    @Override
    public String unit() {
        return "rows";
    }

    @Override
    public void run(Connection connection, Findings findings) throws SQLException {
        for (var key : keys(connection)) {
            run(connection, key, findings);
        }
    }

    private static List<ForeignKey> keys(Connection connection) throws SQLException {
        var sql = Sql.of("select c.conname, child.relname, parent.relname,"
                + " array(select a.attname::text from unnest(c.conkey) with ordinality k (n, at) join pg_attribute a"
                + " on a.attrelid = c.conrelid and a.attnum = k.n order by k.at),"
                + " array(select a.attname::text from unnest(c.confkey) with ordinality k (n, at) join pg_attribute a"
                + " on a.attrelid = c.confrelid and a.attnum = k.n order by k.at)"
                + " from pg_constraint c join pg_class child on child.oid = c.conrelid"
                + " join pg_class parent on parent.oid = c.confrelid"
                + " where c.contype = 'f' and child.relnamespace = current_schema()::regnamespace order by 2, 1");
        return Database.list(
                connection,
                sql,
                row -> new ForeignKey(
                        row.getString(1),
                        row.getString(2),
                        List.of((String[]) row.getArray(4).getArray()),
                        row.getString(3),
                        List.of((String[]) row.getArray(5).getArray())));
    }

    private static void run(Connection connection, ForeignKey key, Findings findings) throws SQLException {
        List<Sql> given = new ArrayList<>();
        List<Sql> same = new ArrayList<>();
        List<Sql> shown = new ArrayList<>();
        for (int i = 0; i < key.columns().size(); i++) {
            String column = key.columns().get(i);
            given.add(Sql.of("t.").name(column).add(" is not null"));
            same.add(Sql.of("p.").name(key.targets().get(i)).add(" = t.").name(column));
            shown.add(Sql.of("t.").name(column).add("::text"));
        }
        var from = Sql.of("from ").name(key.table()).add(" t where ").join(" and ", given);
        var dangling = Sql.of("not exists (select 1 from ")
                .name(key.target())
                .add(" p where ")
                .join(" and ", same)
                .add(")");
        var example = Sql.of("concat_ws(' ', ").join(", ", shown).add(")");
        Rows.count(
                connection,
                findings,
                from,
                dangling,
                example,
                "in " + key.table() + " points at nothing in " + key.target() + " (" + key.name() + ")");
    }
}
