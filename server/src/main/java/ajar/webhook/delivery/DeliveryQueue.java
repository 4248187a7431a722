package ajar.webhook.delivery;

import ajar.engine.id.Ids;
import ajar.engine.job.Moments;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import ajar.webhook.WebhookDelivery;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The queue of deliveries: a table that several servers work through side by side.
///
/// A server claims what is due by moving its `due_at` behind the time an attempt can take, so that what
/// a server leaves behind when it dies falls due again by itself. Of one object's deliveries to one
/// subscription only the first open one is sent. The others wait without a `due_at`: who finishes the
/// first sets the next one going. To make a delivery wait, the one before it is locked, so that it cannot
/// be finished by another server at the same moment and leave the other waiting for ever.
final class DeliveryQueue {
    private final Ids ids;

    DeliveryQueue(Ids ids) {
        this.ids = ids;
    }

    /// Queues an event for these subscriptions.
    void add(Connection connection, Planned planned, Collection<String> webhookIds) throws SQLException {
        List<String> newIds = new ArrayList<>(webhookIds.size());
        webhookIds.forEach(_ -> newIds.add(ids.next("whdel", Ids.Size.SHORT)));
        var sql = Sql.of(
                "insert into webhook_delivery (organization_id, id, webhook_id, event_id, object_type, object_id,"
                        + " action, due_at, date_created) select ?, n.id, n.webhook_id, ?, ?, ?, ?, ?, ?"
                        + " from unnest(?::text[], ?::text[]) as n(id, webhook_id)",
                planned.organizationId(),
                planned.eventId(),
                planned.objectType(),
                planned.objectId(),
                planned.action(),
                planned.due(),
                planned.now(),
                newIds,
                List.copyOf(webhookIds));
        Database.execute(connection, sql);
    }

    /// Queues events for one subscription, in this order.
    ///
    /// @return the ids of the deliveries
    List<String> addAll(Connection connection, String webhookId, List<Planned> planned) throws SQLException {
        List<String> newIds = new ArrayList<>(planned.size());
        planned.forEach(_ -> newIds.add(ids.next("whdel", Ids.Size.SHORT)));
        var sql = Sql.of(
                "insert into webhook_delivery (organization_id, id, webhook_id, event_id, object_type, object_id,"
                        + " action, due_at, date_created) select n.organization_id, n.id, ?, n.event_id, n.object_type,"
                        + " n.object_id, n.action, n.due_at::timestamptz, n.date_created::timestamptz"
                        + " from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],"
                        + " ?::text[]) with ordinality as n(organization_id, id, event_id, object_type, object_id,"
                        + " action, due_at, date_created, position) order by n.position",
                webhookId,
                Columns.of(planned, Planned::organizationId),
                newIds,
                Columns.of(planned, Planned::eventId),
                Columns.of(planned, Planned::objectType),
                Columns.of(planned, Planned::objectId),
                Columns.of(planned, Planned::action),
                Columns.of(planned, Planned::due),
                Columns.of(planned, Planned::now));
        Database.execute(connection, sql);
        return newIds;
    }

    /// Deliveries of an event that will show it as it is when they are sent: those that are not under way
    /// just now. They stay so until the transaction ends.
    ///
    /// @return by subscription
    Map<String, Unsent> unsent(Connection connection, Planned planned, Collection<String> webhookIds)
            throws SQLException {
        var sql = Sql.of(
                "select webhook_id, id, seq, attempts from webhook_delivery where organization_id = ?"
                        + " and webhook_id = any(?) and object_id = ? and event_id = ? and finished_at is null"
                        + " and status <> 'sending' order by seq for update",
                planned.organizationId(),
                List.copyOf(webhookIds),
                planned.objectId(),
                planned.eventId());
        Map<String, Unsent> unsent = new LinkedHashMap<>();
        Database.list(connection, sql, row -> {
            var key = new SubscriptionKey(planned.organizationId(), row.getString(1));
            unsent.put(
                    row.getString(1),
                    new Unsent(
                            row.getString(2), new Place(key, planned.objectId(), row.getLong(3)), row.getLong(4) > 0));
            return true;
        });
        return unsent;
    }

    /// A delivery that is not under way.
    ///
    /// @param isTried whether the receiver may know of it already
    record Unsent(String id, Place place, boolean isTried) {}

    /// Takes deliveries back.
    void cancel(Connection connection, Collection<Unsent> deliveries, Instant now) throws SQLException {
        var sql = Sql.of(
                "update webhook_delivery d set status = 'canceled', due_at = null, finished_at = ?"
                        + " from unnest(?::text[], ?::text[]) as k(organization_id, id)"
                        + " where d.organization_id = k.organization_id and d.id = k.id",
                now,
                Columns.of(deliveries, it -> it.place().subscription().organizationId()),
                Columns.of(deliveries, Unsent::id));
        Database.execute(connection, sql);
        setGoing(connection, deliveries.stream().map(Unsent::place).toList(), Sql.of("?::timestamptz", now));
    }

    /// The active subscriptions that have something due.
    Set<SubscriptionKey> due(Connection connection, Moments now) throws SQLException {
        var sql = Sql.of("select w.organization_id, w.id from webhook w where w.status = 'active' and w.deleted_at is"
                        + " null and exists (select 1 from webhook_delivery d where d.organization_id ="
                        + " w.organization_id and d.webhook_id = w.id and d.due_at <= ")
                .add(now.of("w"))
                .add(")");
        return new LinkedHashSet<>(
                Database.list(connection, sql, row -> new SubscriptionKey(row.getString(1), row.getString(2))));
    }

    /// What a claim found.
    ///
    /// @param claimed what is to be sent now
    /// @param waiting how many were due and have to wait for an earlier one
    record Claim(List<Claimed> claimed, int waiting) {}

    /// Takes on what is due.
    ///
    /// @param most how many deliveries at most, by subscription
    /// @param lease after how long what is claimed falls due again, unless its outcome is recorded before
    Claim claim(Connection connection, Map<SubscriptionKey, Integer> most, Moments now, Duration lease)
            throws SQLException {
        var candidates = candidates(connection, most, now);
        if (candidates.isEmpty()) {
            return new Claim(List.of(), 0);
        }
        Map<Place, Claimed> firsts = new LinkedHashMap<>();
        for (var candidate : candidates) {
            firsts.merge(candidate.place().line(), candidate, (one, other) -> one.seq() < other.seq() ? one : other);
        }
        var before = predecessors(
                connection, firsts.values().stream().map(Claimed::place).toList());
        var held = hold(connection, new HashSet<>(before.values()));
        List<Claimed> claimed = new ArrayList<>();
        List<Claimed> waiting = new ArrayList<>();
        for (var candidate : candidates) {
            var previous = before.get(candidate.place());
            if (!candidate.equals(firsts.get(candidate.place().line()))
                    || (previous != null && held.contains(previous))) {
                waiting.add(candidate);
            } else if (previous == null) {
                claimed.add(candidate);
            }
            // One whose predecessor somebody else holds just now is looked at again soon.
        }
        if (!claimed.isEmpty()) {
            var until = Sql.of("status = 'sending', due_at = ")
                    .add(now.of("d"))
                    .add(" + ?::bigint * interval '1 second'", lease.toSeconds());
            mark(connection, claimed, until);
        }
        if (!waiting.isEmpty()) {
            mark(connection, waiting, Sql.of("status = 'waiting', due_at = null"));
        }
        return new Claim(claimed, waiting.size());
    }

    private static List<Claimed> candidates(Connection connection, Map<SubscriptionKey, Integer> most, Moments now)
            throws SQLException {
        var sql = Sql.of(
                        "select d.organization_id, d.webhook_id, d.id, d.event_id, d.object_id, d.seq, d.attempts,"
                            + " d.date_created, w.url, w.verify_ssl, w.signature_key, w.standard_webhooks from"
                            + " unnest(?::text[], ?::text[], ?::text[]) as s(organization_id, webhook_id, most) join"
                            + " webhook w on w.organization_id = s.organization_id and w.id = s.webhook_id and"
                            + " w.status = 'active' and w.deleted_at is null cross join lateral (select * from"
                            + " webhook_delivery d where d.organization_id = s.organization_id and d.webhook_id ="
                            + " s.webhook_id and d.due_at <= ",
                        Columns.of(most.keySet(), SubscriptionKey::organizationId),
                        Columns.of(most.keySet(), SubscriptionKey::webhookId),
                        Columns.of(most.values(), number -> number))
                .add(now.of("s"))
                .add(" order by d.due_at, d.seq limit s.most::int for update skip locked) d");
        return Database.list(connection, sql, DeliveryQueue::claimed);
    }

    private static Claimed claimed(ResultSet row) throws SQLException {
        return new Claimed(
                new SubscriptionKey(row.getString(1), row.getString(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                row.getLong(7),
                row.getObject(8, OffsetDateTime.class).toInstant(),
                new Target(row.getString(9), row.getBoolean(10), row.getString(11), row.getBoolean(12)));
    }

    private record Row(String organizationId, String id) {}

    /// The open deliveries that come right before these.
    private static Map<Place, Row> predecessors(Connection connection, Collection<Place> places) throws SQLException {
        var sql = Sql.of("select c.organization_id, c.webhook_id, c.object_id, c.seq, p.id from ")
                .add(places(places))
                .add(" cross join lateral (select p.id from webhook_delivery p"
                        + " where p.organization_id = c.organization_id and p.webhook_id = c.webhook_id"
                        + " and p.object_id = c.object_id and p.finished_at is null and p.seq < c.seq::bigint"
                        + " order by p.seq desc limit 1) p");
        Map<Place, Row> before = new HashMap<>();
        Database.list(connection, sql, row -> {
            var key = new SubscriptionKey(row.getString(1), row.getString(2));
            before.put(
                    new Place(key, row.getString(3), row.getLong(4)), new Row(key.organizationId(), row.getString(5)));
            return true;
        });
        return before;
    }

    private static Sql places(Collection<Place> places) {
        return Sql.of(
                "unnest(?::text[], ?::text[], ?::text[], ?::text[])"
                        + " as c(organization_id, webhook_id, object_id, seq)",
                Columns.of(places, one -> one.subscription().organizationId()),
                Columns.of(places, one -> one.subscription().webhookId()),
                Columns.of(places, Place::objectId),
                Columns.of(places, Place::seq));
    }

    /// Keeps open deliveries from being finished until the transaction ends, and tells which of them it
    /// could.
    private static Set<Row> hold(Connection connection, Set<Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return Set.of();
        }
        var sql = Sql.of(
                "select d.organization_id, d.id from webhook_delivery d"
                        + " join unnest(?::text[], ?::text[]) as k(organization_id, id)"
                        + " on d.organization_id = k.organization_id and d.id = k.id"
                        + " where d.finished_at is null for update of d skip locked",
                Columns.of(rows, Row::organizationId),
                Columns.of(rows, Row::id));
        return new HashSet<>(Database.list(connection, sql, row -> new Row(row.getString(1), row.getString(2))));
    }

    private static void mark(Connection connection, Collection<Claimed> deliveries, Sql assignments)
            throws SQLException {
        var sql = Sql.of("update webhook_delivery d set ")
                .add(assignments)
                .add(
                        " from unnest(?::text[], ?::text[]) as k(organization_id, id)"
                                + " where d.organization_id = k.organization_id and d.id = k.id",
                        Columns.of(deliveries, one -> one.subscription().organizationId()),
                        Columns.of(deliveries, Claimed::id));
        Database.execute(connection, sql);
    }

    /// Gives back what was claimed and not sent.
    void release(Connection connection, Collection<Claimed> deliveries, Moments now) throws SQLException {
        mark(
                connection,
                deliveries,
                Sql.of("status = case when d.attempts > 0 then 'retrying' else 'scheduled' end,"
                                + " due_at = case when d.finished_at is null then ")
                        .add(now.of("d"))
                        .add(" end"));
    }

    /// Writes down what became of attempts. Deliveries that were taken back meanwhile stay taken back.
    ///
    /// @return subscriptions for which something has fallen due by it
    Set<SubscriptionKey> record(Connection connection, Collection<Outcome> outcomes, Moments now) throws SQLException {
        var sql = Sql.of(
                "update webhook_delivery d set status = r.status, due_at = r.due_at::timestamptz,"
                        + " finished_at = r.finished_at::timestamptz, attempts = d.attempts + 1,"
                        + " first_attempt_at = coalesce(d.first_attempt_at, r.at::timestamptz),"
                        + " last_attempt_at = r.at::timestamptz, duration_ms = r.duration_ms::bigint, url = r.url,"
                        + " response_status_code = r.status_code::bigint, error = r.error"
                        + " from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],"
                        + " ?::text[], ?::text[], ?::text[]) as r(organization_id, id, status, due_at, finished_at, at,"
                        + " duration_ms, url, status_code, error)"
                        + " where d.organization_id = r.organization_id and d.id = r.id and d.finished_at is null",
                Columns.of(outcomes, it -> it.delivery().subscription().organizationId()),
                Columns.of(outcomes, it -> it.delivery().id()),
                Columns.of(outcomes, it -> status(it).word()),
                Columns.of(outcomes, Outcome::nextAttempt),
                Columns.of(outcomes, Outcome::finished),
                Columns.of(outcomes, it -> it.attempt().at()),
                Columns.of(outcomes, it -> it.attempt().durationMs()),
                Columns.of(outcomes, it -> it.delivery().target().url()),
                Columns.of(outcomes, it -> it.attempt().statusCode()),
                Columns.of(outcomes, it -> it.attempt().error()));
        Database.execute(connection, sql);
        var finished = outcomes.stream()
                .filter(outcome -> outcome.finished() != null)
                .map(Outcome::delivery)
                .map(Claimed::place)
                .toList();
        return finished.isEmpty() ? Set.of() : setGoing(connection, finished, now.of("d"));
    }

    private static WebhookDelivery.Status status(Outcome outcome) {
        if (outcome.finished() == null) {
            return WebhookDelivery.Status.RETRYING;
        }
        return outcome.attempt().isSuccess() ? WebhookDelivery.Status.DELIVERED : WebhookDelivery.Status.DROPPED;
    }

    /// Lets the deliveries go that wait for these. A statement of its own, after these were finished: it
    /// sees whatever was made to wait for them until then.
    private static Set<SubscriptionKey> setGoing(Connection connection, Collection<Place> finished, Sql now)
            throws SQLException {
        var sql = Sql.of("update webhook_delivery d set due_at = ")
                .add(now)
                .add(", status = case when d.attempts > 0 then 'retrying' else 'scheduled' end from ")
                .add(places(finished))
                .add(" cross join lateral (select n.organization_id, n.id from webhook_delivery n"
                        + " where n.organization_id = c.organization_id and n.webhook_id = c.webhook_id"
                        + " and n.object_id = c.object_id and n.finished_at is null and n.seq > c.seq::bigint"
                        + " order by n.seq limit 1) n"
                        + " where d.organization_id = n.organization_id and d.id = n.id and d.status = 'waiting'"
                        + " returning d.organization_id, d.webhook_id");
        return new LinkedHashSet<>(
                Database.list(connection, sql, row -> new SubscriptionKey(row.getString(1), row.getString(2))));
    }
}
