package ajar.oauth;

import ajar.engine.resource.Caller;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import ajar.organization.Credential;
import ajar.organization.CredentialStore;
import ajar.organization.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;

/// The access tokens of all applications, as requests show them. Safe for use by many threads.
public final class AccessTokens implements CredentialStore {
    private final Database database;

    public AccessTokens(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Credential> find(String digest) {
        var sql = Sql.of(
                "select t.digest, g.organization_id, g.id, g.user_id, c.id, c.name, t.scopes, t.expires_at, m.role_id "
                        + "from access_token t "
                        + "join oauth_grant g on g.organization_id = t.organization_id and g.id = t.grant_id "
                        + "join oauth_client c on c.id = g.client_id "
                        + "join membership m on m.organization_id = g.organization_id and m.user_id = g.user_id "
                        + "where t.digest = ? and m.active",
                digest);
        return database.read(connection -> Database.first(connection, sql, AccessTokens::credential));
    }

    private static Credential credential(ResultSet row) throws SQLException {
        var methods = Scope.methods(Clients.texts(row, 7));
        var caller = new Caller(
                row.getString(2),
                row.getString(4),
                null,
                new Caller.Application(row.getString(5), row.getString(6), methods),
                Set.copyOf(Role.permissionsOf(row.getString(9))));
        return new Credential(
                row.getString(1),
                row.getString(3),
                caller,
                row.getObject(8, OffsetDateTime.class).toInstant(),
                null);
    }
}
