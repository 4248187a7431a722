package ajar.webhook.delivery;

import ajar.engine.Engine;
import ajar.engine.job.Moments;
import ajar.engine.problem.ApiException;
import ajar.engine.resource.Caller;
import ajar.engine.resource.Origin;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import ajar.webhook.Webhook;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the queue in bounds: pauses subscriptions with too much in it, and forgets what is over.
final class Upkeep {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    /// How long a finished delivery is shown.
    static final Duration SHOWN = Duration.ofDays(7);

    /// How long after a subscription's deletion no transaction can know of it any more.
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    private static final int BATCH = 5_000;

    private final Engine engine;
    private final long mostWaiting;
    private final Set<SubscriptionKey> warned = new HashSet<>();

    /// @param mostWaiting at how many undelivered events a subscription is paused
    Upkeep(Engine engine, long mostWaiting) {
        this.engine = engine;
        this.mostWaiting = mostWaiting;
    }

    private record Backlog(SubscriptionKey key, long waiting) {}

    /// Does what there is to do.
    void run() {
        for (var backlog : engine.database().read(this::backlogs)) {
            if (backlog.waiting() >= mostWaiting) {
                pause(backlog.key(), Webhook.PAUSED_FOR_BACKLOG);
            } else if (warned.add(backlog.key())) {
                LOG.warn(
                        "{} deliveries wait for the webhook {}; at {} it is paused",
                        backlog.waiting(),
                        backlog.key().webhookId(),
                        mostWaiting);
            }
        }
        var now = Moments.of(engine.clock());
        forget(connection -> finishedBefore(connection, now));
        forget(connection -> ofDeleted(connection));
        engine.database().write(connection -> Database.execute(connection, deletedBefore(now)));
    }

    /// The subscriptions with four fifths of what may wait, or more.
    private List<Backlog> backlogs(Connection connection) throws SQLException {
        var sql = Sql.of(
                "select w.organization_id, w.id, b.waiting from webhook w cross join lateral"
                        + " (select count(*) as waiting from (select 1 from webhook_delivery d"
                        + " where d.organization_id = w.organization_id and d.webhook_id = w.id"
                        + " and d.finished_at is null limit ?) d) b"
                        + " where w.status = 'active' and w.deleted_at is null and b.waiting >= ?",
                mostWaiting,
                mostWaiting - mostWaiting / 5);
        return Database.list(
                connection,
                sql,
                row -> new Backlog(new SubscriptionKey(row.getString(1), row.getString(2)), row.getLong(3)));
    }

    /// Pauses a subscription. With too much in its queue, the queue is cleared (Close docs: Webhooks).
    void pause(SubscriptionKey key, String reason) {
        try {
            engine.write(Caller.system(key.organizationId()), Origin.system(), work -> {
                var webhook = work.update(Webhook.RESOURCE, key.webhookId(), draft -> {
                    if (draft.need(Webhook.STATUS).equals(Webhook.ACTIVE)) {
                        draft.set(Webhook.STATUS, Webhook.PAUSED).set(Webhook.PAUSE_REASON, reason);
                    }
                });
                if (reason.equals(Webhook.PAUSED_FOR_BACKLOG)) {
                    clear(work.connection(), key, work.now());
                }
                return webhook;
            });
            warned.remove(key);
            LOG.warn("The webhook {} is paused: {}", key.webhookId(), reason);
        } catch (ApiException gone) {
            LOG.debug("The webhook {} could not be paused", key.webhookId(), gone);
        }
    }

    private static void clear(Connection connection, SubscriptionKey key, Instant now) {
        try {
            var sql = Sql.of(
                    "update webhook_delivery set status = 'canceled', due_at = null, finished_at = ?"
                            + " where organization_id = ? and webhook_id = ? and finished_at is null",
                    now,
                    key.organizationId(),
                    key.webhookId());
            Database.execute(connection, sql);
        } catch (SQLException failed) {
            throw Database.translate(failed);
        }
    }

    /// Deletes in batches until less than a batch is left.
    private void forget(Database.Use<Integer> batch) {
        int deleted;
        do {
            deleted = engine.database().write(batch);
        } while (deleted >= BATCH);
    }

    /// The oldest deliveries of each subscription, as far as they are over.
    private static int finishedBefore(Connection connection, Moments now) throws SQLException {
        var sql = Sql.of("delete from webhook_delivery d using (select o.organization_id, o.id from webhook w"
                        + " cross join lateral (select o.organization_id, o.id, o.finished_at, o.date_created"
                        + " from webhook_delivery o where o.organization_id = w.organization_id"
                        + " and o.webhook_id = w.id order by o.seq limit 1000) o"
                        + " where greatest(o.finished_at, o.date_created) < ")
                .add(now.of("w"))
                .add(
                        " - ?::bigint * interval '1 second' limit ?) o"
                                + " where d.organization_id = o.organization_id and d.id = o.id",
                        SHOWN.toSeconds(),
                        (long) BATCH);
        return Database.execute(connection, sql);
    }

    private static int ofDeleted(Connection connection) throws SQLException {
        var sql = Sql.of(
                "delete from webhook_delivery d using (select o.organization_id, o.id from webhook w"
                        + " join webhook_delivery o on o.organization_id = w.organization_id and o.webhook_id = w.id"
                        + " where w.deleted_at is not null limit ?) o"
                        + " where d.organization_id = o.organization_id and d.id = o.id",
                (long) BATCH);
        return Database.execute(connection, sql);
    }

    private static Sql deletedBefore(Moments now) {
        return Sql.of("delete from webhook w where w.deleted_at < ")
                .add(now.of("w"))
                .add(
                        " - ?::bigint * interval '1 second' and not exists (select 1 from webhook_delivery d"
                                + " where d.organization_id = w.organization_id and d.webhook_id = w.id)",
                        FORGOTTEN.toSeconds());
    }
}
