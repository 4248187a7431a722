package ajar.organization;

import ajar.engine.problem.ApiException;
import ajar.engine.resource.Caller;
import ajar.engine.sql.Database;
import ajar.engine.sql.DatabaseException;
import ajar.engine.sql.Sql;
import ajar.engine.time.WireTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The API keys of all organizations. A key is `api_` and 22 characters, which are its id, a dot, and
/// 22 more, which only its owner knows. Safe for use by many threads.
public final class ApiKeys implements CredentialStore {
    private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);

    /// The time of the last use is kept to this precision, so that reading does not become writing.
    private static final Duration PRECISION = Duration.ofMinutes(1);

    private final Database database;
    private final Secrets secrets;

    /// A new key.
    ///
    /// @param id what events and lists show of it
    /// @param secret the whole key, told only here
    public record NewKey(String id, String secret) {}

    public ApiKeys(Database database, Secrets secrets) {
        this.database = database;
        this.secrets = secrets;
    }

    /// Makes up a key. Nobody knows it until it is stored.
    NewKey next() {
        String id = "api_" + secrets.half();
        return new NewKey(id, id + "." + secrets.half());
    }

    /// A key whose secret somebody else has chosen.
    NewKey chosen(String secret) {
        return new NewKey("api_" + secrets.half(), secret);
    }

    /// Stores a key of a member.
    static void add(Connection connection, String organizationId, String userId, String name, NewKey key, Instant now)
            throws SQLException {
        Database.execute(
                connection,
                Sql.of(
                        "insert into api_key (organization_id, id, user_id, name, digest, date_created)"
                                + " values (?, ?, ?, ?, ?, ?)",
                        organizationId,
                        key.id(),
                        userId,
                        name,
                        Secrets.digest(key.secret()),
                        now));
    }

    @Override
    public Optional<Credential> find(String digest) {
        return database.read(connection -> find(connection, digest));
    }

    static Optional<Credential> find(Connection connection, String digest) throws SQLException {
        var sql = Sql.of(
                "select k.digest, k.organization_id, k.user_id, k.id, m.role_id, k.last_used_at from api_key k "
                        + "join membership m on m.organization_id = k.organization_id and m.user_id = k.user_id "
                        + "where k.digest = ? and m.active",
                digest);
        return Database.first(connection, sql, row -> {
            var caller = new Caller(
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    null,
                    Set.copyOf(Role.permissionsOf(row.getString(5))));
            return new Credential(
                    row.getString(1), row.getString(4), caller, null, instant(row.getObject(6, OffsetDateTime.class)));
        });
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime moment) {
        return moment == null ? null : moment.toInstant();
    }

    @Override
    public void used(Credential key, Instant now) {
        var last = key.lastUsedAt();
        if (last != null && now.isBefore(last.plus(PRECISION))) {
            return;
        }
        var sql = Sql.of(
                "update api_key set last_used_at = ? where organization_id = ? and id = ?",
                WireTime.toMillis(now),
                key.caller().organizationId(),
                key.source());
        try {
            database.write(connection -> Database.execute(connection, sql));
        } catch (ApiException | DatabaseException unnoted) {
            // A key works on a database that takes no writes just now.
            LOG.debug("The use of {} was not noted", key.source(), unnoted);
        }
    }
}
