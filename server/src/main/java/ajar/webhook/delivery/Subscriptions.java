package ajar.webhook.delivery;

import ajar.engine.json.Json;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import ajar.webhook.EventFilter;
import ajar.webhook.Interest;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The active subscriptions of an organization. Which there are is read from the database each time, so
/// that none is missed that another server has just made; what they ask for is parsed once. Safe for
/// use by many threads.
final class Subscriptions {
    private final Cache<Version, List<Interest>> parsed =
            Caffeine.newBuilder().maximumSize(10_000).build();

    private record Version(String organizationId, String id, long revision) {}

    /// A subscription and what it asks for.
    record Subscription(String id, List<Interest> interests) {
        /// What it asks for of this type and action.
        List<Interest> about(String objectType, String action) {
            return interests.stream()
                    .filter(interest -> interest.objectType().equals(objectType)
                            && interest.action().equals(action))
                    .toList();
        }
    }

    /// A subscription that asks for an event's type and action.
    ///
    /// @param filters the conditions, one of which must hold; null when there is a line without one
    record Interested(String webhookId, @Nullable List<EventFilter> filters) {
        /// What it is interested in, if it is at all.
        static @Nullable Interested of(Subscription subscription, String objectType, String action) {
            var interests = subscription.about(objectType, action);
            if (interests.isEmpty()) {
                return null;
            }
            List<EventFilter> filters = new ArrayList<>();
            for (var interest : interests) {
                if (interest.filter() == null) {
                    return new Interested(subscription.id(), null);
                }
                filters.add(interest.filter());
            }
            return new Interested(subscription.id(), filters);
        }

        /// Whether the event satisfies it.
        boolean accepts(JsonNode event) {
            return filters == null || filters.stream().anyMatch(filter -> filter.accepts(event));
        }
    }

    /// The active subscriptions of an organization as this transaction sees them.
    List<Subscription> active(Connection connection, String organizationId) throws SQLException {
        var sql = Sql.of(
                "select id, revision from webhook where organization_id = ? and status = 'active'"
                        + " and deleted_at is null",
                organizationId);
        var versions =
                Database.list(connection, sql, row -> new Version(organizationId, row.getString(1), row.getLong(2)));
        List<Subscription> active = new ArrayList<>(versions.size());
        for (var version : versions) {
            active.add(new Subscription(version.id(), interests(connection, version)));
        }
        return active;
    }

    /// The subscriptions among these that ask for this type and action.
    static List<Interested> interested(List<Subscription> subscriptions, String objectType, String action) {
        return subscriptions.stream()
                .map(subscription -> Interested.of(subscription, objectType, action))
                .filter(Objects::nonNull)
                .toList();
    }

    private List<Interest> interests(Connection connection, Version version) throws SQLException {
        var known = parsed.getIfPresent(version);
        if (known != null) {
            return known;
        }
        var sql = Sql.of(
                "select revision, events from webhook where organization_id = ? and id = ?",
                version.organizationId(),
                version.id());
        return Database.first(connection, sql, row -> {
                    var interests = Interest.of(Json.parse(row.getString(2)));
                    parsed.put(new Version(version.organizationId(), version.id(), row.getLong(1)), interests);
                    return interests;
                })
                .orElse(List.of());
    }
}
