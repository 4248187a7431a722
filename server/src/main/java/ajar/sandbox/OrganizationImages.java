package ajar.sandbox;

import ajar.demo.Demo;
import ajar.engine.id.Ids;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import ajar.organization.Accounts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Takes organizations away, empties and fills them, and brings them back to how they were.
///
/// What an organization looks like at one moment is kept as an image: the rows of each table as one JSON
/// document. The demo is made once and kept as an image too, from which other organizations get theirs.
public final class OrganizationImages {
    private static final int MOST_SNAPSHOTS = 20;

    /// The demo tells of a meeting that is going on just now, so an old image of it will not do.
    private static final Duration DEMO_IS_FRESH = Duration.ofMinutes(15);

    private final Database database;
    private final Accounts accounts;
    private final Demo demo;
    private final Ids ids;
    private final Consumer<String> changed;
    private final ReentrantLock makingDemo = new ReentrantLock();
    private volatile @Nullable OrganizationTables known;

    private record Image(String id, String organizationId) {}

    /// @param changed is told of each organization whose rows have been exchanged, for those who remember
    ///     some of them
    public OrganizationImages(Database database, Accounts accounts, Demo demo, Ids ids, Consumer<String> changed) {
        this.database = database;
        this.accounts = accounts;
        this.demo = demo;
        this.ids = ids;
        this.changed = changed;
    }

    private OrganizationTables tables(Connection connection) throws SQLException {
        var tables = known;
        if (tables == null) {
            tables = OrganizationTables.read(connection);
            known = tables;
        }
        return tables;
    }

    /// Whether there is such an organization.
    boolean exists(String organizationId) {
        var sql = Sql.of("select 1 from organization where id = ?", organizationId);
        return database.read(connection -> Database.first(connection, sql, _ -> true))
                .isPresent();
    }

    /// Deletes an organization, all it has, and the people who belong to no other.
    void drop(String organizationId) {
        database.write(connection -> {
            var members = Database.list(
                    connection,
                    Sql.of("select user_id from membership where organization_id = ?", organizationId),
                    row -> row.getString(1));
            forgetImages(connection, organizationId, 0);
            tables(connection).delete(connection, organizationId, _ -> true);
            dropPeople(connection, members);
            return true;
        });
        changed.accept(organizationId);
    }

    /// With them goes what only they have, such as a password: whatever points at a user and belongs to no
    /// organization.
    private static void dropPeople(Connection connection, List<String> members) throws SQLException {
        var lonely = Database.list(
                connection,
                Sql.of(
                        "select id from users u where id = any(?) and not exists (select 1 from membership where"
                                + " user_id = u.id) for update skip locked",
                        members),
                row -> row.getString(1));
        record Personal(String table, String column) {}
        var personal = Database.list(
                connection,
                Sql.of("select child.relname, a.attname from pg_constraint c join pg_class child on child.oid ="
                        + " c.conrelid join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]"
                        + " where c.contype = 'f' and c.confrelid = 'users'::regclass and not exists (select 1 from"
                        + " pg_attribute o where o.attrelid = c.conrelid and o.attname = 'organization_id')"),
                row -> new Personal(row.getString(1), row.getString(2)));
        for (var one : personal) {
            var sql = Sql.of("delete from ")
                    .name(one.table())
                    .add(" where ")
                    .name(one.column())
                    .add(" = any(?)", lonely);
            Database.execute(connection, sql);
        }
        Database.execute(connection, Sql.of("delete from users where id = any(?)", lonely));
    }

    /// Empties an organization: what is left is itself, the members who have a key, their keys, and the
    /// statuses that every organization begins with.
    void empty(String organizationId, Instant now) {
        database.write(connection -> {
            String administrator = clear(connection, organizationId);
            accounts.addStatuses(connection, organizationId, administrator, now);
            return true;
        });
        changed.accept(organizationId);
    }

    /// Leaves nothing but who may come in, and returns the first who did.
    private String clear(Connection connection, String organizationId) throws SQLException {
        tables(connection).delete(connection, organizationId, table -> !OrganizationTables.ACCESS.contains(table));
        Database.execute(
                connection,
                Sql.of(
                        "delete from membership m where organization_id = ? and not exists (select 1 from api_key k"
                                + " where k.organization_id = m.organization_id and k.user_id = m.user_id)",
                        organizationId));
        var first = Sql.of(
                "select user_id from membership where organization_id = ? order by date_created, id limit 1",
                organizationId);
        return Database.first(connection, first, row -> row.getString(1))
                .orElseThrow(() -> new IllegalStateException(organizationId + " has no member with a key"));
    }

    /// Keeps an organization as it is, and returns the snapshot's id. Of older snapshots the newest few
    /// stay.
    String snapshot(String organizationId, Instant now) {
        String id = ids.next("snap", Ids.Size.SHORT);
        return database.write(connection -> {
            forgetImages(connection, organizationId, MOST_SNAPSHOTS - 1);
            addImage(connection, id, organizationId, false, now);
            tables(connection).keep(connection, organizationId, id, _ -> true);
            return id;
        });
    }

    private static void addImage(Connection connection, String id, String organizationId, boolean isDemo, Instant now)
            throws SQLException {
        Database.execute(
                connection,
                Sql.of(
                        "insert into sandbox_image (id, organization_id, is_demo, moment) values (?, ?, ?, ?)",
                        id,
                        organizationId,
                        isDemo,
                        now));
    }

    private static void forgetImages(Connection connection, String organizationId, int kept) throws SQLException {
        Database.execute(
                connection,
                Sql.of(
                        "delete from sandbox_image where id in (select id from sandbox_image where organization_id = ?"
                                + " and not is_demo order by seq desc offset ?)",
                        organizationId,
                        (long) kept));
    }

    /// Brings an organization back to a snapshot, or to its newest when none is named. Empty when there is
    /// no such snapshot.
    Optional<String> restore(String organizationId, @Nullable String snapshotId) {
        var found = database.write(connection -> {
            var sql = Sql.of(
                    "select id from sandbox_image where organization_id = ? and not is_demo and (?::text is null or id"
                            + " = ?) order by seq desc limit 1",
                    organizationId,
                    snapshotId,
                    snapshotId);
            var id = Database.first(connection, sql, row -> row.getString(1));
            if (id.isPresent()) {
                var tables = tables(connection);
                tables.delete(connection, organizationId, _ -> true);
                tables.restore(connection, id.get(), organizationId, organizationId, tables.names());
            }
            return id;
        });
        changed.accept(organizationId);
        return found;
    }

    /// Fills an organization with the demo. The first time it is made, which takes seconds; then it comes
    /// from its image.
    void fillWithDemo(String organizationId, Instant now) {
        if (!restoreDemo(organizationId, now)) {
            makingDemo.lock();
            try {
                if (!restoreDemo(organizationId, now)) {
                    makeDemo(organizationId, now);
                }
            } finally {
                makingDemo.unlock();
            }
        }
        changed.accept(organizationId);
    }

    private void makeDemo(String organizationId, Instant now) {
        database.write(connection -> clear(connection, organizationId));
        var people = demo.furnish(organizationId, now);
        database.write(connection -> {
            Database.execute(connection, Sql.of("delete from sandbox_image where is_demo"));
            String id = ids.next("snap", Ids.Size.SHORT);
            addImage(connection, id, organizationId, true, now);
            tables(connection).keep(connection, organizationId, id, OrganizationImages::isOfDemo);
            keepPeople(connection, organizationId, id, people);
            return true;
        });
    }

    private static boolean isOfDemo(String table) {
        return !OrganizationTables.ACCESS.contains(table) && !table.equals("idempotency_key");
    }

    private static void keepPeople(Connection connection, String organizationId, String id, List<String> people)
            throws SQLException {
        Database.execute(
                connection,
                Sql.of(
                        "insert into sandbox_image_table (image_id, name, rows) select ?, ?, json_agg(m) from"
                                + " membership m where organization_id = ? and user_id = any(?) union all select ?,"
                                + " 'users', json_agg(u) from users u where id = any(?)",
                        id,
                        OrganizationTables.MEMBERSHIP,
                        organizationId,
                        people,
                        id,
                        people));
    }

    private boolean restoreDemo(String organizationId, Instant now) {
        return database.write(connection -> {
            var sql = Sql.of("select id, organization_id, moment from sandbox_image where is_demo");
            record Demonstration(Image image, Instant moment) {}
            var found = Database.first(
                            connection,
                            sql,
                            row -> new Demonstration(
                                    new Image(row.getString(1), row.getString(2)),
                                    row.getObject(3, OffsetDateTime.class).toInstant()))
                    .filter(it -> Duration.between(it.moment(), now).abs().compareTo(DEMO_IS_FRESH) < 0);
            if (found.isEmpty()) {
                return false;
            }
            var image = found.get().image();
            clear(connection, organizationId);
            restorePeople(connection, image.id());
            var tables = tables(connection);
            var kept = tables.names().stream()
                    .filter(table -> isOfDemo(table) || table.equals(OrganizationTables.MEMBERSHIP))
                    .toList();
            tables.restore(connection, image.id(), image.organizationId(), organizationId, kept);
            return true;
        });
    }

    /// People who have been deleted with the last organization they belonged to come back.
    private static void restorePeople(Connection connection, String imageId) throws SQLException {
        Database.execute(
                connection,
                Sql.of(
                        "insert into users (id, email, first_name, last_name, phone, last_used_timezone,"
                                + " email_verified_at, date_created, date_updated) select id, email, first_name,"
                                + " last_name, phone, last_used_timezone, email_verified_at, date_created, date_updated"
                                + " from sandbox_image_table i, json_populate_recordset(null::users, i.rows) where"
                                + " i.image_id = ? and i.name = 'users' on conflict do nothing",
                        imageId));
    }
}
