package ajar.login;

import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import ajar.engine.time.Clock;
import ajar.engine.time.WireTime;
import ajar.organization.Secrets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;

/// Makes guessing at passwords slow: after a few failures an account, or an address, has to wait, and
/// longer each time. An account that does not exist is treated like one that does. An attempt is
/// counted before it is made, so that many at once gain nothing. Safe for use by many threads.
final class Throttle {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final int DOUBLINGS = 5;

    private final Database database;
    private final Clock clock;

    /// How much is let through, and how long it is remembered.
    private enum Kind {
        ACCOUNT(5, Duration.ofDays(1)),
        ADDRESS(20, Duration.ofHours(1));

        private final int free;
        private final Duration memory;

        Kind(int free, Duration memory) {
            this.free = free;
            this.memory = memory;
        }

        String key(String value) {
            return Secrets.digest(name() + " " + value);
        }
    }

    private record Tally(int failures, Instant lastAt, Instant blockedUntil) {}

    Throttle(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Counts an attempt. Answers how long to wait when it must not be made now.
    Optional<Duration> count(String email, String address) {
        Instant now = WireTime.toMillis(clock.now());
        return database.write(connection -> {
            Database.execute(
                    connection,
                    Sql.of(
                            "delete from sign_in_failure where key in (select key from sign_in_failure"
                                    + " where last_at < ? order by last_at limit 50 for update skip locked)",
                            now.minus(Kind.ACCOUNT.memory)));
            var account = lock(connection, Kind.ACCOUNT, email(email), now);
            var place = lock(connection, Kind.ADDRESS, address, now);
            Instant until = account.blockedUntil().isAfter(place.blockedUntil())
                    ? account.blockedUntil()
                    : place.blockedUntil();
            if (until.isAfter(now)) {
                return Optional.of(Duration.between(now, until));
            }
            store(connection, Kind.ACCOUNT, email(email), account, now);
            store(connection, Kind.ADDRESS, address, place, now);
            return Optional.empty();
        });
    }

    private static Tally lock(Connection connection, Kind kind, String value, Instant now) throws SQLException {
        String key = kind.key(value);
        Database.execute(
                connection,
                Sql.of(
                        "insert into sign_in_failure (key, failures, last_at, blocked_until) values (?, 0, ?, ?)"
                                + " on conflict (key) do nothing",
                        key,
                        now,
                        now));
        var found = Database.first(
                        connection,
                        Sql.of(
                                "select failures, last_at, blocked_until from sign_in_failure where key = ? for update",
                                key),
                        row -> new Tally(
                                row.getInt(1),
                                row.getObject(2, OffsetDateTime.class).toInstant(),
                                row.getObject(3, OffsetDateTime.class).toInstant()))
                .orElse(new Tally(0, now, now));
        return found.lastAt().plus(kind.memory).isBefore(now) ? new Tally(0, now, now) : found;
    }

    private static void store(Connection connection, Kind kind, String value, Tally before, Instant now)
            throws SQLException {
        int failures = before.failures() + 1;
        Database.execute(
                connection,
                Sql.of(
                        "update sign_in_failure set failures = ?, last_at = ?, blocked_until = ? where key = ?",
                        failures,
                        now,
                        now.plus(delay(failures - kind.free)),
                        kind.key(value)));
    }

    /// How long to wait after so many failures more than are free.
    private static Duration delay(int beyond) {
        if (beyond < 0) {
            return Duration.ZERO;
        }
        var wait = FIRST_WAIT.multipliedBy(1L << Math.min(beyond, DOUBLINGS));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    /// The attempt that was counted last has gone well: the account is free again. The address is not,
    /// or somebody could guess at others' passwords and sign in with their own in between.
    void wentWell(String email, String address) {
        database.write(connection -> {
            Database.execute(
                    connection, Sql.of("delete from sign_in_failure where key = ?", Kind.ACCOUNT.key(email(email))));
            return Database.execute(
                    connection,
                    Sql.of(
                            "update sign_in_failure set failures = greatest(failures - 1, 0), blocked_until = last_at"
                                    + " where key = ?",
                            Kind.ADDRESS.key(address)));
        });
    }

    private static String email(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }
}
