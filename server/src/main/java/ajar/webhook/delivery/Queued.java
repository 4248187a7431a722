package ajar.webhook.delivery;

import ajar.engine.json.Json;
import ajar.engine.resource.Stamps;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import ajar.webhook.Interest;
import ajar.webhook.Webhook;
import ajar.webhook.delivery.Subscriptions.Interested;
import ajar.webhook.delivery.Subscriptions.Subscription;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Consumer;

/// Whether what subscriptions ask for was queued for them.
public final class Queued {
    /// A transaction that began before a subscription was made or changed may not know of it.
    private static final Duration MARGIN = Duration.ofMinutes(1);

    /// Deliveries are forgotten after some days; shortly before, nothing is asked for any more.
    private static final Duration KEPT = Upkeep.SHOWN.minusDays(1);

    private static final int AT_A_TIME = 500;

    private Queued() {}

    private record Active(String organizationId, Subscription subscription, Instant since) {}

    /// Compares the events since each active subscription was last changed with its deliveries.
    ///
    /// @param missing is told of each event that was not queued for a subscription that asks for it: the
    ///     organization, the subscription and the event
    /// @return how many deliveries there are to compare with
    public static long compare(Connection connection, Instant now, Consumer<String> missing) throws SQLException {
        for (var active : active(connection)) {
            for (var interest : kinds(active.subscription())) {
                compare(connection, active, interest, now, missing);
            }
        }
        return Database.first(connection, Sql.of("select count(*) from webhook_delivery"), row -> row.getLong(1))
                .orElse(0L);
    }

    private static List<Active> active(Connection connection) throws SQLException {
        var sql = Sql.of(
                "select organization_id, id, events, date_updated from webhook where status = ? and deleted_at is null"
                        + " order by organization_id, id",
                Webhook.ACTIVE);
        return Database.list(
                connection,
                sql,
                row -> new Active(
                        row.getString(1),
                        new Subscription(row.getString(2), Interest.of(Json.parse(row.getString(3)))),
                        row.getObject(4, OffsetDateTime.class).toInstant()));
    }

    private record Kind(String objectType, String action) {}

    private static List<Kind> kinds(Subscription subscription) {
        return subscription.interests().stream()
                .map(interest -> new Kind(interest.objectType(), interest.action()))
                .distinct()
                .toList();
    }

    private static void compare(Connection connection, Active active, Kind kind, Instant now, Consumer<String> missing)
            throws SQLException {
        var interested = Interested.of(active.subscription(), kind.objectType(), kind.action());
        Instant kept = now.minus(KEPT);
        Instant since = active.since().plus(MARGIN);
        var sql = EventDocuments.head()
                .add(
                        " where t.organization_id = ? and t.object_type = ? and t.action = ? and t.date_created between"
                                + " ? and ? and not exists (select 1 from webhook_delivery d where d.organization_id ="
                                + " t.organization_id and d.webhook_id = ? and d.event_id = t.id)",
                        active.organizationId(),
                        kind.objectType(),
                        kind.action(),
                        since.isAfter(kept) ? since : kept,
                        now,
                        active.subscription().id());
        try (var statement = sql.prepare(connection)) {
            statement.setFetchSize(AT_A_TIME);
            try (var rows = statement.executeQuery()) {
                var row = EventDocuments.row(rows);
                while (rows.next()) {
                    if (interested != null && interested.accepts(Json.parse(EventDocuments.render(row)))) {
                        missing.accept(active.organizationId() + " "
                                + active.subscription().id() + " was never to get " + row.need(Stamps.ID));
                    }
                }
            }
        }
    }
}
