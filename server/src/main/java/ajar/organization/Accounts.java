package ajar.organization;

import ajar.engine.id.Ids;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import ajar.engine.time.Clock;
import ajar.engine.time.WireTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes organizations with their first administrator, and adds people and keys to them. Safe for use
/// by many threads.
public final class Accounts {
    private static final String FIRST_KEY = "First key";

    private final Database database;
    private final Clock clock;
    private final Ids ids;
    private final ApiKeys keys;

    /// A new organization.
    ///
    /// @param organizationId its id
    /// @param userId its first administrator
    /// @param apiKey the administrator's key, told only here
    public record NewOrganization(String organizationId, String userId, String apiKey) {}

    /// @param ids makes object ids
    /// @param secrets makes secrets, from a cryptographically strong source
    public Accounts(Database database, Clock clock, Ids ids, Ids secrets) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
        this.keys = new ApiKeys(database, new Secrets(secrets));
    }

    /// Whether there is any organization yet.
    public boolean isEmpty() {
        return database.read(
                connection -> Database.first(connection, Sql.of("select 1 from organization limit 1"), _ -> 1)
                        .isEmpty());
    }

    /// The id of the organization that was made first. Throws `IllegalStateException` when there is
    /// none.
    public String oldestOrganization() {
        var sql = Sql.of("select id from organization order by date_created, id limit 1");
        return database.read(connection -> Database.first(connection, sql, row -> row.getString(1)))
                .orElseThrow(() -> new IllegalStateException("there is no organization yet"));
    }

    /// Makes an organization with what Close gives a new one: one administrator and three lead
    /// statuses.
    ///
    /// @param apiKey the administrator's key; null to make one
    public NewOrganization found(
            String name, String email, String firstName, String lastName, @Nullable String apiKey) {
        var key = apiKey == null ? keys.next() : keys.chosen(apiKey);
        return database.write(connection -> {
            String organization = ids.next("orga", Ids.Size.LONG);
            Instant now = WireTime.toMillis(clock.now());
            Database.execute(
                    connection,
                    Sql.of(
                            "insert into organization (id, name, date_created, date_updated) values (?, ?, ?, ?)",
                            organization,
                            name,
                            now,
                            now));
            String user = person(connection, email, firstName, lastName, now);
            join(connection, organization, user, Role.ADMIN, now);
            ApiKeys.add(connection, organization, user, FIRST_KEY, key, now);
            addStatuses(connection, organization, user, now);
            return new NewOrganization(organization, user, key.secret());
        });
    }

    /// Adds the stages of leads and opportunities that every organization starts with, within a
    /// transaction.
    ///
    /// @param user who is said to have made them
    public void addStatuses(Connection connection, String organization, String user, Instant now) throws SQLException {
        long position = 0;
        for (var label : List.of("Potential", "Bad Fit", "Qualified")) {
            Database.execute(
                    connection,
                    Sql.of(
                            "insert into lead_status (organization_id, id, label, position) values (?, ?, ?, ?)",
                            organization,
                            ids.next("stat", Ids.Size.LONG),
                            label,
                            position++));
        }
        String pipeline = ids.next("pipe", Ids.Size.SHORT);
        Database.execute(
                connection,
                Sql.of(
                        "insert into pipeline (organization_id, id, name, position, created_by, updated_by,"
                                + " date_created, date_updated) values (?, ?, 'Sales', 0, ?, ?, ?, ?)",
                        organization,
                        pipeline,
                        user,
                        user,
                        now,
                        now));
        position = 0;
        for (var label : List.of("Active", "Won", "Lost")) {
            Database.execute(
                    connection,
                    Sql.of(
                            "insert into opportunity_status (organization_id, id, pipeline_id, label, type, position) "
                                    + "values (?, ?, ?, ?, lower(?), ?)",
                            organization,
                            ids.next("stat", Ids.Size.LONG),
                            pipeline,
                            label,
                            label,
                            position++));
        }
    }

    /// Whether `secret` is somebody's key.
    public boolean opens(String secret) {
        return keys.find(Secrets.digest(secret)).isPresent();
    }

    /// Gives `secret` to the first administrator of the oldest organization as a further key, unless it
    /// is one already.
    public void ensureKey(String secret) {
        database.write(connection -> {
            if (ApiKeys.find(connection, Secrets.digest(secret)).isEmpty()) {
                var first = Sql.of("select m.organization_id, m.user_id from membership m "
                        + "join organization o on o.id = m.organization_id "
                        + "where m.role_id = 'admin' and m.active order by o.date_created, m.date_created limit 1");
                String[] place = Database.first(
                                connection, first, row -> new String[] {row.getString(1), row.getString(2)})
                        .orElseThrow(() -> new IllegalStateException("there is no administrator to give a key to"));
                ApiKeys.add(
                        connection,
                        place[0],
                        place[1],
                        "Given at the start",
                        keys.chosen(secret),
                        WireTime.toMillis(clock.now()));
            }
            return true;
        });
    }

    /// Adds a person to an organization and returns the user's id. Who is a member already stays as they
    /// are.
    public String addUser(String organizationId, String email, String firstName, String lastName, Role role) {
        return database.write(connection -> {
            Instant now = WireTime.toMillis(clock.of(organizationId).now());
            String user = person(connection, email, firstName, lastName, now);
            join(connection, organizationId, user, role, now);
            return user;
        });
    }

    /// Makes a key for a member and returns it.
    public String addKey(String organizationId, String userId) {
        var key = keys.next();
        return database.write(connection -> {
            ApiKeys.add(
                    connection,
                    organizationId,
                    userId,
                    "API key",
                    key,
                    WireTime.toMillis(clock.of(organizationId).now()));
            return key.secret();
        });
    }

    private String person(Connection connection, String email, String firstName, String lastName, Instant now)
            throws SQLException {
        var existing = Sql.of("select id from users where lower(email) = lower(?)", email);
        var found = Database.first(connection, existing, row -> row.getString(1));
        if (found.isPresent()) {
            return found.get();
        }
        String user = ids.next("user", Ids.Size.LONG);
        Database.execute(
                connection,
                Sql.of(
                        "insert into users (id, email, first_name, last_name, date_created, date_updated) "
                                + "values (?, ?, ?, ?, ?, ?)",
                        user,
                        email,
                        firstName,
                        lastName,
                        now,
                        now));
        return user;
    }

    private void join(Connection connection, String organization, String user, Role role, Instant now)
            throws SQLException {
        Database.execute(
                connection,
                Sql.of(
                        "insert into membership (organization_id, id, user_id, role_id, date_created) "
                                + "values (?, ?, ?, ?, ?) on conflict (organization_id, user_id) do nothing",
                        organization,
                        ids.next("memb", Ids.Size.LONG),
                        user,
                        role.id(),
                        now));
    }
}
