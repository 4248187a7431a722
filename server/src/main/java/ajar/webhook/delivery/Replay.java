package ajar.webhook.delivery;

import ajar.engine.entity.Entity;
import ajar.engine.entity.Row;
import ajar.engine.event.Event;
import ajar.engine.event.EventCursor;
import ajar.engine.json.Json;
import ajar.engine.problem.ApiException;
import ajar.engine.resource.Stamps;
import ajar.engine.resource.Work;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import ajar.engine.time.WireTime;
import ajar.webhook.Interest;
import ajar.webhook.WebhookDelivery;
import ajar.webhook.delivery.Subscriptions.Interested;
import ajar.webhook.delivery.Subscriptions.Subscription;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sends events again: queues them anew, so that they are sent in order and retried like any other.
final class Replay {
    /// How many events are looked at in one go.
    static final int MOST = 5_000;

    /// With so much in the queue nothing is added to it.
    private static final long FULL = 50_000;

    private final DeliveryQueue queue;
    private final Arrivals arrivals;

    Replay(DeliveryQueue queue, Arrivals arrivals) {
        this.queue = queue;
        this.arrivals = arrivals;
    }

    /// A place in the event log, from which on events are sent.
    record Position(Instant dateUpdated, long seq) {
        /// Reads what a body says. Throws what is wrong with it.
        static Position parse(String organizationId, String cursor, String since, ZoneOffset zone) {
            if (cursor.isEmpty() == since.isEmpty()) {
                throw ApiException.badRequest("Say from where on: with a `cursor`, or with a date-time in `since`.");
            }
            var place = EventCursor.parse(cursor, filters(organizationId));
            if (place != null) {
                return new Position(place.dateUpdated(), place.seq());
            }
            var moment = WireTime.parse(since, zone);
            if (moment == null) {
                throw ApiException.invalid("since", "Invalid ISO 8601 datetime.");
            }
            return new Position(moment, 0);
        }

        /// The cursor from which to go on.
        String text(String organizationId) {
            return new EventCursor(dateUpdated, seq, true, Map.of()).text(filters(organizationId));
        }

        /// Cursors are good for a list without filters.
        private static Map<String, String> filters(String organizationId) {
            return Map.of("organization_id", organizationId);
        }
    }

    /// What came of it.
    ///
    /// @param position where to go on
    /// @param hasMore whether there are more events to look at
    record Result(int queued, Position position, boolean hasMore) {}

    /// Sends one delivery again: as a new one, or sooner when it is still to be sent.
    ///
    /// @return the id of the delivery that will be sent
    String one(Connection connection, Work work, Entity delivery) throws SQLException {
        String webhookId = delivery.need(WebhookDelivery.WEBHOOK_ID);
        String organizationId = work.caller().organizationId();
        wake(work, webhookId);
        var sooner = Sql.of(
                "update webhook_delivery set due_at = ? where organization_id = ? and id = ? and due_at is not null"
                        + " and status <> 'sending'",
                work.now(),
                organizationId,
                delivery.need(Stamps.ID));
        if (Database.execute(connection, sooner) > 0) {
            return delivery.need(Stamps.ID);
        }
        var planned = new Planned(
                organizationId,
                delivery.need(WebhookDelivery.EVENT_ID),
                delivery.need(Event.OBJECT_TYPE),
                delivery.need(Event.OBJECT_ID),
                delivery.need(Event.ACTION),
                work.now(),
                work.now());
        return queue.addAll(connection, webhookId, List.of(planned)).getFirst();
    }

    /// Sends the events after a place in the log that a subscription asks for, oldest first.
    Result since(Connection connection, Work work, String webhookId, List<Interest> interests, Position from)
            throws SQLException {
        String organizationId = work.caller().organizationId();
        requireRoom(connection, organizationId, webhookId);
        var subscription = new Subscription(webhookId, interests);
        var sql = EventDocuments.head()
                .add(
                        " where t.organization_id = ? and (t.date_updated, t.seq) > (?, ?)"
                                + " order by t.date_updated, t.seq limit ?",
                        organizationId,
                        from.dateUpdated(),
                        from.seq(),
                        (long) MOST + 1);
        List<Planned> planned = new ArrayList<>();
        int seen = 0;
        @Nullable Position last = null;
        try (var statement = sql.prepare(connection);
                var rows = statement.executeQuery()) {
            var row = EventDocuments.row(rows);
            while (seen < MOST && rows.next()) {
                seen++;
                last = new Position(row.need(Event.DATE_UPDATED), row.need(EventDocuments.SEQ));
                if (isWanted(subscription, row)) {
                    planned.add(plan(row, work));
                }
            }
            boolean more = seen == MOST && rows.next();
            if (!planned.isEmpty()) {
                queue.addAll(connection, webhookId, planned);
                wake(work, webhookId);
            }
            return new Result(planned.size(), last == null ? from : last, more);
        }
    }

    private static boolean isWanted(Subscription subscription, Row row) {
        var interested = Interested.of(subscription, row.need(Event.OBJECT_TYPE), row.need(Event.ACTION));
        return interested != null
                && (interested.filters() == null || interested.accepts(Json.parse(EventDocuments.render(row))));
    }

    private static Planned plan(Row row, Work work) {
        return new Planned(
                work.caller().organizationId(),
                row.need(Stamps.ID),
                row.need(Event.OBJECT_TYPE),
                row.need(Event.OBJECT_ID),
                row.need(Event.ACTION),
                work.now(),
                work.now());
    }

    private static void requireRoom(Connection connection, String organizationId, String webhookId)
            throws SQLException {
        var sql = Sql.of(
                "select 1 from webhook_delivery where organization_id = ? and webhook_id = ? and finished_at is null"
                        + " offset ? limit 1",
                organizationId,
                webhookId,
                FULL - 1);
        if (Database.first(connection, sql, _ -> true).isPresent()) {
            throw ApiException.badRequest("More than " + FULL
                    + " deliveries are waiting for this subscription. Try again when there are fewer.");
        }
    }

    private void wake(Work work, String webhookId) {
        var key = new SubscriptionKey(work.caller().organizationId(), webhookId);
        work.afterCommit(() -> arrivals.add(List.of(key)));
    }
}
