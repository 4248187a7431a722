package ajar.sync;

import ajar.calendar.Connector;
import ajar.calendar.ConnectorException;
import ajar.calendar.Push;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import ajar.engine.time.Clock;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has providers tell when a calendar changes, where they can: so a change arrives within seconds.
/// Polling goes on all the same, because notifications get lost.
final class Pushes {
    private static final Logger LOG = LoggerFactory.getLogger(Pushes.class);
    private static final Duration RENEWAL = Duration.ofHours(36);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Database database;
    private final Clock clock;
    private final SecretBox box;
    private final String baseUrl;
    private final boolean isReachable;

    /// A subscription as it is kept.
    ///
    /// @param secret what the provider sends along
    record Known(
            String organizationId,
            String accountId,
            String calendarId,
            String secret,
            Push.Subscription subscription) {}

    /// @param baseUrl how providers reach this server
    /// @param isReachable whether they can
    Pushes(Database database, Clock clock, SecretBox box, String baseUrl, boolean isReachable) {
        this.database = database;
        this.clock = clock;
        this.box = box;
        this.baseUrl = baseUrl;
        this.isReachable = isReachable;
    }

    /// Sees to it that a calendar is watched, and that the subscription does not end. Trouble is no more
    /// than a reason to go on polling.
    void keep(Account account, Connector connector, String calendarId) {
        var push = connector.push();
        if (push == null || !isReachable) {
            return;
        }
        try {
            var known = find(account, calendarId);
            if (known == null) {
                String secret = secret();
                save(account, calendarId, null, secret, push.watch(calendarId, address(account), secret));
            } else if (nearsItsEnd(known.subscription().expiresAt(), now(account.organizationId()))) {
                save(
                        account,
                        calendarId,
                        known,
                        known.secret(),
                        push.renew(calendarId, known.subscription(), address(account), known.secret()));
            }
        } catch (ConnectorException refused) {
            LOG.info("{} does not tell of changes by itself: {}", account.id(), refused.getMessage());
        }
    }

    /// Google's subscriptions live a week, Microsoft's three days; both are renewed well before their end.
    private boolean nearsItsEnd(Instant end, Instant now) {
        return now.isAfter(end.minus(RENEWAL));
    }

    private Instant now(String organizationId) {
        return clock.of(organizationId).now();
    }

    private String address(Account account) {
        return baseUrl + "/ajar/calendar/" + account.type();
    }

    private static String secret() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Keeps a subscription in the place of another; not when that one has ended in the meantime, since the
    /// renewed one has then ended with it.
    private void save(
            Account account, String calendarId, @Nullable Known before, String secret, Push.Subscription subscription) {
        var sql = Sql.of(
                "update synced_calendar set push_id = ?, push_resource = ?, push_secret = ?, push_expires_at = ? where"
                        + " organization_id = ? and account_id = ? and calendar_id = ? and push_id is not distinct from"
                        + " ?",
                subscription.id(),
                subscription.resource(),
                box.close(account.id(), secret),
                subscription.expiresAt(),
                account.organizationId(),
                account.id(),
                calendarId,
                before == null ? null : before.subscription().id());
        database.write(connection -> Database.execute(connection, sql));
    }

    private static Sql select() {
        return Sql.of("select organization_id, account_id, calendar_id, push_secret, push_id, push_resource,"
                + " push_expires_at from synced_calendar where push_id is not null and ");
    }

    private Known known(ResultSet row) throws SQLException {
        return new Known(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                box.open(row.getString(2), row.getBytes(4)).orElse(""),
                new Push.Subscription(
                        row.getString(5),
                        row.getString(6),
                        row.getObject(7, OffsetDateTime.class).toInstant()));
    }

    private @Nullable Known find(Account account, String calendarId) {
        var sql = select().add(
                        "organization_id = ? and account_id = ? and calendar_id = ?",
                        account.organizationId(),
                        account.id(),
                        calendarId);
        return database.read(connection -> Database.first(connection, sql, this::known))
                .orElse(null);
    }

    /// The subscription of that id.
    Optional<Known> find(String id) {
        var sql = select().add("push_id = ?", id);
        return database.read(connection -> Database.first(connection, sql, this::known));
    }

    /// All subscriptions of an account.
    List<Known> of(Account account) {
        var sql = select().add("organization_id = ? and account_id = ?", account.organizationId(), account.id());
        return database.read(connection -> Database.list(connection, sql, this::known));
    }

    /// Has a subscription renewed at the next reading.
    void expire(Known known) {
        var sql = Sql.of(
                "update synced_calendar set push_expires_at = ? where organization_id = ? and push_id = ?",
                now(known.organizationId()),
                known.organizationId(),
                known.subscription().id());
        database.write(connection -> Database.execute(connection, sql));
    }

    /// Forgets a subscription that has ended, so that a new one is begun.
    void forget(Known known) {
        var sql = Sql.of(
                "update synced_calendar set push_id = null where organization_id = ? and push_id = ?",
                known.organizationId(),
                known.subscription().id());
        database.write(connection -> Database.execute(connection, sql));
    }

    /// Ends the subscriptions of an account that goes. What cannot be ended runs out by itself.
    void stop(List<Known> subscriptions, Connector connector) {
        var push = connector.push();
        if (push == null) {
            return;
        }
        for (var known : subscriptions) {
            try {
                push.stop(known.subscription());
            } catch (ConnectorException unreachable) {
                LOG.debug(
                        "The subscription {} runs out by itself",
                        known.subscription().id(),
                        unreachable);
            }
        }
    }
}
