package ajar.sandbox;

import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// All rows of an organization, in whatever tables there are: every table with a column
/// `organization_id`, as the database's own catalogue tells, so that a new table needs no mention here.
///
/// Each operation is one statement over all tables. PostgreSQL checks foreign keys at its end, so no
/// table has to come before another.
final class OrganizationTables {
    private static final String OWN_PREFIX = "sandbox_";

    static final String MEMBERSHIP = "membership";

    /// What says who may come in.
    static final Set<String> ACCESS = Set.of("organization", MEMBERSHIP, "api_key");

    private final List<Table> tables;

    /// A table and the columns that can be written.
    record Table(String name, List<String> columns) {
        private Sql columnList() {
            List<Sql> names = new ArrayList<>();
            columns.forEach(column -> names.add(new Sql().name(column)));
            return new Sql().join(", ", names);
        }
    }

    private OrganizationTables(List<Table> tables) {
        this.tables = tables;
    }

    /// Asks the catalogue.
    static OrganizationTables read(Connection connection) throws SQLException {
        var sql = Sql.of("select c.relname, array_agg(a.attname::text order by a.attnum) filter (where a.attgenerated ="
                + " '') from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not"
                + " a.attisdropped where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace"
                + " group by c.relname having bool_or(a.attname = 'organization_id') order by c.relname");
        var all = Database.list(
                connection,
                sql,
                row -> new Table(
                        row.getString(1), List.of((String[]) row.getArray(2).getArray())));
        return new OrganizationTables(all.stream()
                .filter(table -> !table.name().startsWith(OWN_PREFIX))
                .toList());
    }

    /// The names of the tables.
    List<String> names() {
        return tables.stream().map(Table::name).toList();
    }

    /// Deletes the organization's rows in the tables that `which` chooses.
    void delete(Connection connection, String organizationId, Predicate<String> which) throws SQLException {
        List<Sql> parts = new ArrayList<>();
        for (var table : tables) {
            if (which.test(table.name())) {
                parts.add(Sql.of("d_")
                        .name(table.name())
                        .add(" as (delete from ")
                        .name(table.name())
                        .add(" where organization_id = ?)", organizationId));
            }
        }
        run(connection, parts);
    }

    /// Keeps the organization's rows in the tables that `which` chooses as an image.
    void keep(Connection connection, String organizationId, String imageId, Predicate<String> which)
            throws SQLException {
        List<Sql> parts = new ArrayList<>();
        for (var table : tables) {
            if (which.test(table.name())) {
                parts.add(Sql.of("select ?, ?, (select json_agg(r) from (select ", imageId, table.name())
                        .add(table.columnList())
                        .add(" from ")
                        .name(table.name())
                        .add(" where organization_id = ?) r)", organizationId));
            }
        }
        Database.execute(
                connection,
                Sql.of("insert into sandbox_image_table (image_id, name, rows) ")
                        .join(" union all ", parts));
    }

    /// Puts the rows of an image where they came from, or into another organization: every mention of the
    /// one becomes the other, inside documents too. The organization must have none in these tables, but
    /// for members, who stay.
    void restore(Connection connection, String imageId, String from, String to, Collection<String> kept)
            throws SQLException {
        List<Sql> parts = new ArrayList<>();
        for (var table : tables) {
            if (kept.contains(table.name())) {
                parts.add(Sql.of("i_")
                        .name(table.name())
                        .add(" as (insert into ")
                        .name(table.name())
                        .add(" (")
                        .add(table.columnList())
                        .add(") overriding system value select ")
                        .add(table.columnList())
                        .add(
                                " from (select replace(rows::text, ?, ?)::json as image_rows from sandbox_image_table"
                                        + " where image_id = ? and name = ? and rows is not null) image,"
                                        + " json_populate_recordset(null::",
                                from,
                                to,
                                imageId,
                                table.name())
                        .name(table.name())
                        .add(", image.image_rows)")
                        .add(table.name().equals(MEMBERSHIP) ? Sql.of(" on conflict do nothing)") : Sql.of(")")));
            }
        }
        run(connection, parts);
    }

    /// Runs statements as one.
    private static void run(Connection connection, List<Sql> parts) throws SQLException {
        Database.first(connection, Sql.of("with ").join(", ", parts).add(" select 1"), _ -> true);
    }
}
