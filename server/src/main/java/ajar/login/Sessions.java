package ajar.login;

import ajar.engine.http.Request;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import ajar.engine.time.Clock;
import ajar.engine.time.WireTime;
import ajar.organization.Person;
import ajar.organization.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/// The browsers that people are signed in with. Safe for use by many threads.
public final class Sessions {
    /// A session ends when nothing is asked for in this time,
    static final Duration IDLE = Duration.ofDays(1);

    /// and after this one however busy it is.
    static final Duration LONGEST = Duration.ofDays(14);

    /// The time it was last seen is kept to this precision, so that reading does not become writing.
    private static final Duration PRECISION = Duration.ofMinutes(5);

    private final Database database;
    private final Clock clock;
    private final Secrets secrets;
    private final Cookie cookie;

    private record Found(Session session, Instant lastSeen) {}

    /// @param baseUrl how people reach the server
    public Sessions(Database database, Clock clock, Secrets secrets, String baseUrl) {
        this.database = database;
        this.clock = clock;
        this.secrets = secrets;
        this.cookie = Cookie.named("ajar_session", baseUrl);
    }

    /// The session a request belongs to; empty when nobody is signed in.
    public Optional<Session> of(Request request) {
        return cookie.of(request).flatMap(this::find);
    }

    private Optional<Session> find(String secret) {
        Instant now = WireTime.toMillis(clock.now());
        String digest = Secrets.digest(secret);
        var sql = Sql.of(
                "select u.id, u.email, u.name, s.last_seen_at from session s join users u on u.id = s.user_id "
                        + "where s.digest = ? and s.expires_at > ? and s.last_seen_at > ?",
                digest,
                now,
                now.minus(IDLE));
        var found = database.read(connection -> Database.first(
                connection,
                sql,
                row -> new Found(
                        new Session(secret, new Person(row.getString(1), row.getString(2), row.getString(3))),
                        row.getObject(4, OffsetDateTime.class).toInstant())));
        found.filter(it -> it.lastSeen().plus(PRECISION).isBefore(now))
                .ifPresent(_ -> database.write(connection -> Database.execute(
                        connection, Sql.of("update session set last_seen_at = ? where digest = ?", now, digest))));
        return found.map(Found::session);
    }

    /// Signs a person in with a secret that nobody knew before, in place of whatever session the browser
    /// had. Answers the `set-cookie` header.
    public String start(Request request, String userId) {
        String secret = secrets.next();
        Instant now = WireTime.toMillis(clock.now());
        String old = cookie.of(request).map(Secrets::digest).orElse("");
        database.write(connection -> {
            Database.execute(
                    connection,
                    Sql.of(
                            "delete from session where digest = ? or digest in (select digest from session"
                                    + " where expires_at < ? order by expires_at limit 50)",
                            old,
                            now));
            return Database.execute(
                    connection,
                    Sql.of(
                            "insert into session (digest, user_id, date_created, last_seen_at, expires_at)"
                                    + " values (?, ?, ?, ?, ?)",
                            Secrets.digest(secret),
                            userId,
                            now,
                            now,
                            now.plus(LONGEST)));
        });
        return cookie.set(secret, LONGEST);
    }

    /// Signs out. Answers the `set-cookie` header.
    public String end(Session session) {
        var sql = Sql.of("delete from session where digest = ?", Secrets.digest(session.secret()));
        database.write(connection -> Database.execute(connection, sql));
        return cookie.unset();
    }
}
