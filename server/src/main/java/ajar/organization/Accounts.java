package ajar.organization;

import ajar.engine.http.Authenticator;
import ajar.engine.id.Ids;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.Problem;
import ajar.engine.resource.Caller;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import ajar.engine.time.Clock;
import ajar.engine.time.WireTime;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may come in: API keys (HTTP Basic, the key as the user name) and OAuth access tokens (Bearer).
/// Also makes new organizations with their first administrator.
///
/// Keys and tokens are long and random; only their SHA-256 digests are kept. Who a digest belongs to is
/// remembered for ten seconds, which is how long a withdrawn key may live on. Safe for use by many
/// threads.
public final class Accounts implements Authenticator {
    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    private final Database database;
    private final Clock clock;
    private final Ids ids;
    private final Ids secrets;
    private final Cache<ByteBuffer, Known> known = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(REMEMBERED)
            .build();

    private record Known(
            byte[] digest, Caller caller, @Nullable Instant expiresAt) {}

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
        this.secrets = secrets;
    }

    @Override
    public Caller authenticate(@Nullable String authorization) {
        String header = authorization == null ? "" : authorization.strip();
        if (header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return caller(userName(header.substring(6).strip()), false);
        }
        if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return caller(header.substring(7).strip(), true);
        }
        throw unauthorized();
    }

    private static ApiException unauthorized() {
        return new ApiException(new Problem.Unauthorized());
    }

    /// The user name is the key; the password should be empty and is not looked at.
    private static String userName(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? pair : pair.substring(0, colon);
        } catch (IllegalArgumentException malformed) {
            throw unauthorized();
        }
    }

    private Caller caller(String secret, boolean isToken) {
        if (secret.isEmpty()) {
            throw unauthorized();
        }
        byte[] digest = digest((isToken ? "token " : "key ") + secret);
        var key = ByteBuffer.wrap(digest);
        var found = known.getIfPresent(key);
        if (found == null) {
            found = database.read(connection -> isToken ? token(connection, secret) : apiKey(connection, secret))
                    .orElseThrow(Accounts::unauthorized);
            known.put(key, found);
        }
        if (found.expiresAt() != null && !clock.now().isBefore(found.expiresAt())) {
            throw unauthorized();
        }
        return found.caller();
    }

    private static Optional<Known> apiKey(Connection connection, String secret) throws SQLException {
        byte[] digest = digest(secret);
        var sql = Sql.of(
                "select k.digest, k.organization_id, k.user_id, k.id, m.role_id from api_key k "
                        + "join membership m on m.organization_id = k.organization_id and m.user_id = k.user_id "
                        + "where k.digest = ? and m.active",
                digest);
        return Database.first(
                        connection,
                        sql,
                        row -> new Known(
                                row.getBytes(1),
                                new Caller(
                                        row.getString(2),
                                        row.getString(3),
                                        row.getString(4),
                                        null,
                                        Set.copyOf(Role.permissionsOf(row.getString(5)))),
                                null))
                .filter(found -> MessageDigest.isEqual(found.digest(), digest));
    }

    private static Optional<Known> token(Connection connection, String secret) throws SQLException {
        byte[] digest = digest(secret);
        var sql = Sql.of(
                "select k.digest, k.organization_id, k.user_id, k.client_id, k.client_name, k.expires_at, m.role_id "
                        + "from access_token k "
                        + "join membership m on m.organization_id = k.organization_id and m.user_id = k.user_id "
                        + "where k.digest = ? and m.active",
                digest);
        return Database.first(
                        connection,
                        sql,
                        row -> new Known(
                                row.getBytes(1),
                                new Caller(
                                        row.getString(2),
                                        row.getString(3),
                                        null,
                                        new Caller.Application(row.getString(4), row.getString(5)),
                                        Set.copyOf(Role.permissionsOf(row.getString(7)))),
                                row.getObject(6, OffsetDateTime.class).toInstant()))
                .filter(found -> MessageDigest.isEqual(found.digest(), digest));
    }

    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
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
        String keyId = "api_" + secrets.secret(22);
        String key = apiKey == null ? keyId + "." + secrets.secret(22) : apiKey;
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
            addKey(connection, organization, user, keyId, key, now);
            addStatuses(connection, organization, user, now);
            return new NewOrganization(organization, user, key);
        });
    }

    /// The stages of leads and opportunities that every organization starts with.
    private void addStatuses(Connection connection, String organization, String user, Instant now) throws SQLException {
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
        return database.read(connection -> apiKey(connection, secret).isPresent());
    }

    /// Gives `secret` to the first administrator of the oldest organization as a further key, unless it
    /// is one already.
    public void ensureKey(String secret) {
        database.write(connection -> {
            if (apiKey(connection, secret).isEmpty()) {
                var first = Sql.of("select m.organization_id, m.user_id from membership m "
                        + "join organization o on o.id = m.organization_id "
                        + "where m.role_id = 'admin' and m.active order by o.date_created, m.date_created limit 1");
                String[] place = Database.first(
                                connection, first, row -> new String[] {row.getString(1), row.getString(2)})
                        .orElseThrow(() -> new IllegalStateException("there is no administrator to give a key to"));
                addKey(
                        connection,
                        place[0],
                        place[1],
                        "api_" + secrets.secret(22),
                        secret,
                        WireTime.toMillis(clock.now()));
            }
            return true;
        });
    }

    /// Adds a person to an organization and returns the user's id.
    public String addUser(String organizationId, String email, String firstName, String lastName, Role role) {
        return database.write(connection -> {
            Instant now = WireTime.toMillis(clock.now());
            String user = person(connection, email, firstName, lastName, now);
            join(connection, organizationId, user, role, now);
            return user;
        });
    }

    /// Makes a key for a member and returns it.
    public String addKey(String organizationId, String userId) {
        String keyId = "api_" + secrets.secret(22);
        String key = keyId + "." + secrets.secret(22);
        return database.write(connection -> {
            addKey(connection, organizationId, userId, keyId, key, WireTime.toMillis(clock.now()));
            return key;
        });
    }

    /// Makes an access token for an application that acts for a member, as a sign-in through OAuth
    /// would.
    public String addToken(String organizationId, String userId, Caller.Application application, Duration life) {
        String token = secrets.secret(43);
        return database.write(connection -> {
            Database.execute(
                    connection,
                    Sql.of(
                            "insert into access_token (digest, organization_id, user_id, client_id, client_name, "
                                    + "expires_at) values (?, ?, ?, ?, ?, ?)",
                            digest(token),
                            organizationId,
                            userId,
                            application.id(),
                            application.name(),
                            clock.now().plus(life)));
            return token;
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
                                + "values (?, ?, ?, ?, ?)",
                        organization,
                        ids.next("memb", Ids.Size.LONG),
                        user,
                        role.id(),
                        now));
    }

    private static void addKey(
            Connection connection, String organization, String user, String keyId, String key, Instant now)
            throws SQLException {
        Database.execute(
                connection,
                Sql.of(
                        "insert into api_key (organization_id, id, user_id, digest, date_created) values (?, ?, ?, ?,"
                                + " ?)",
                        organization,
                        keyId,
                        user,
                        digest(key),
                        now));
    }
}
