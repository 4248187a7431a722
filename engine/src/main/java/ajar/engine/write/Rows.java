package ajar.engine.write;

import ajar.engine.entity.Draft;
import ajar.engine.entity.Entity;
import ajar.engine.entity.Selection;
import ajar.engine.field.Codec;
import ajar.engine.field.Field;
import ajar.engine.predicate.Predicate;
import ajar.engine.read.Reader;
import ajar.engine.resource.Caller;
import ajar.engine.resource.Resource;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The statements that write and lock rows. Each writing statement answers with the row as it is
/// afterwards.
final class Rows {
    private Rows() {}

    /// Reads a row and keeps others from changing it until the transaction ends.
    static Optional<Entity> lock(Connection connection, Caller caller, Resource resource, String id)
            throws SQLException {
        var sql = head(resource, caller, resource.is(id)).add(" for no key update of t");
        return lock(connection, caller, resource, id, sql);
    }

    /// Reads a row that is going to be deleted. Nobody can point at it from now on: whoever was about
    /// to has finished.
    static Optional<Entity> lockToDelete(Connection connection, Caller caller, Resource resource, String id)
            throws SQLException {
        var sql = head(resource, caller, resource.is(id)).add(" for update of t");
        return lock(connection, caller, resource, id, sql);
    }

    /// Reads and locks a row unless somebody else holds it.
    static Optional<Entity> lockIfFree(Connection connection, Caller caller, Resource resource, String id)
            throws SQLException {
        var sql = head(resource, caller, resource.is(id)).add(" for no key update of t skip locked");
        return lock(connection, caller, resource, id, sql);
    }

    /// Locks first and reads afterwards, in a statement of its own: one that had to wait for a lock
    /// would see the row as it is, but everything joined to it as it was before.
    private static Optional<Entity> lock(
            Connection connection, Caller caller, Resource resource, String id, Sql locking) throws SQLException {
        return Database.first(connection, locking, _ -> true).isPresent()
                ? first(connection, resource.stored(), select(resource, caller, resource.is(id)))
                : Optional.empty();
    }

    private static Sql head(Resource resource, Caller caller, Predicate predicate) {
        return Sql.of("select 1 from ")
                .name(resource.table())
                .add(" t")
                .add(Reader.within(resource, caller, predicate));
    }

    /// Reads rows without locking them, in the resource's own order.
    static List<Entity> all(Connection connection, Caller caller, Resource resource, Predicate predicate, int limit)
            throws SQLException {
        var order = resource.defaultOrder();
        var sql = select(resource, caller, predicate)
                .add(" order by t.")
                .name(Objects.requireNonNull(order.field().columnName()));
        sql.add(order.descending() ? " desc, t.id desc limit ?" : ", t.id limit ?", (long) limit);
        return Database.list(connection, sql, row -> Entity.of(resource.stored(), row));
    }

    /// Reads and locks every row that belongs to `owner`.
    static List<Entity> lockOwned(Connection connection, Caller caller, Resource resource, Predicate owned)
            throws SQLException {
        var locking = head(resource, caller, owned).add(" order by t.id for update of t");
        Database.list(connection, locking, _ -> true);
        var sql = select(resource, caller, owned).add(" order by t.id");
        return Database.list(connection, sql, row -> Entity.of(resource.stored(), row));
    }

    static Entity insert(Connection connection, Resource resource, Draft draft) throws SQLException {
        List<Sql> columns = new ArrayList<>();
        List<Sql> values = new ArrayList<>();
        if (resource.kind() != null) {
            columns.add(Sql.of("type"));
            values.add(Sql.of("?", resource.kind()));
        }
        for (var field : draft.fields()) {
            String column = field.columnName();
            Object value = parameter(field, draft);
            if (column != null && value != null) {
                columns.add(new Sql().name(column));
                values.add(new Sql().value(value));
            }
        }
        var sql = Sql.of("with w as (insert into ")
                .name(resource.table())
                .add(" (")
                .join(", ", columns)
                .add(") values (")
                .join(", ", values)
                .add(") returning *) ")
                .add(resource.stored().headFrom("w"));
        return first(connection, resource.stored(), sql).orElseThrow();
    }

    static Entity update(Connection connection, Caller caller, Resource resource, String id, Draft draft)
            throws SQLException {
        List<Sql> assignments = new ArrayList<>();
        for (var field : draft.fields()) {
            String column = field.columnName();
            if (column != null && (draft.changes(field) || field.isWhenAsked())) {
                assignments.add(new Sql().name(column).add(" = ").value(parameter(field, draft)));
            }
        }
        var sql = Sql.of("with w as (update ")
                .name(resource.table())
                .add(" set ")
                .join(", ", assignments)
                .add(" where organization_id = ? and id = ? returning *) ", caller.organizationId(), id)
                .add(resource.stored().headFrom("w"));
        return first(connection, resource.stored(), sql).orElseThrow();
    }

    static void delete(Connection connection, Caller caller, Resource resource, List<String> ids) throws SQLException {
        var sql = Sql.of("delete from ")
                .name(resource.table())
                .add(" where organization_id = ? and id = any(?)", caller.organizationId(), ids);
        Database.execute(connection, sql);
    }

    private static Sql select(Resource resource, Caller caller, Predicate predicate) {
        return resource.stored().head().add(Reader.within(resource, caller, predicate));
    }

    private static Optional<Entity> first(Connection connection, Selection selection, Sql sql) throws SQLException {
        return Database.first(connection, sql, row -> Entity.of(selection, row));
    }

    private static <T> @Nullable Object parameter(Field<T> field, Draft draft) {
        T value = draft.get(field);
        Codec<T> codec = field.codec();
        return value == null ? null : codec.parameter(value);
    }
}
