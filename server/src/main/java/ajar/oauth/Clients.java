package ajar.oauth;

import ajar.engine.id.Ids;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import ajar.engine.time.Clock;
import ajar.engine.time.WireTime;
import ajar.organization.Secrets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All applications, whoever made them: the protocol knows them by their id alone. Safe for use by many
/// threads.
final class Clients {
    /// One that registered itself and that nobody allowed anything in this time is forgotten.
    static final Duration PATIENCE = Duration.ofDays(1);

    /// Anybody may register an application, so as many as this wait for their first user at a time.
    private static final long MOST_WAITING = 1000;

    private final Database database;
    private final Clock clock;
    private final Ids ids;

    Clients(Database database, Clock clock, Ids ids) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
    }

    /// The application with that id.
    Optional<Client> find(String id) {
        var sql = Sql.of(
                "select c.id, o.name, c.name, c.redirect_uris, c.scopes, c.secret_digest from oauth_client c "
                        + "left join organization o on o.id = c.organization_id where c.id = ?",
                id);
        return database.read(connection -> Database.first(connection, sql, Clients::client));
    }

    private static Client client(ResultSet row) throws SQLException {
        return new Client(
                row.getString(1), row.getString(2), row.getString(3), texts(row, 4), texts(row, 5), row.getString(6));
    }

    /// A column that is an array of texts.
    static List<String> texts(ResultSet row, int column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    /// Adds an application that registers itself; empty when too many wait for their first user.
    ///
    /// @param secret its secret; null for a public client
    Optional<Client> register(String name, List<String> redirectUris, List<String> scopes, @Nullable String secret) {
        Instant now = WireTime.toMillis(clock.now());
        String digest = secret == null ? null : Secrets.digest(secret);
        var client = new Client(ids.next("oa2client", Ids.Size.SHORT), null, name, redirectUris, scopes, digest);
        return database.write(connection -> {
            Database.execute(
                    connection,
                    Sql.of(
                            "delete from oauth_client where organization_id is null and authorized_at is null"
                                    + " and date_created < ?",
                            now.minus(PATIENCE)));
            var last = Sql.of(
                    "select 1 from oauth_client where organization_id is null and authorized_at is null"
                            + " offset ? limit 1",
                    MOST_WAITING - 1);
            if (Database.first(connection, last, _ -> true).isPresent()) {
                return Optional.empty();
            }
            Database.execute(
                    connection,
                    Sql.of(
                            "insert into oauth_client (id, name, redirect_uris, scopes, confidential, secret_digest,"
                                    + " date_created, date_updated) values (?, ?, ?, ?, ?, ?, ?, ?)",
                            client.id(),
                            name,
                            redirectUris,
                            scopes,
                            client.isConfidential(),
                            digest,
                            now,
                            now));
            return Optional.of(client);
        });
    }
}
