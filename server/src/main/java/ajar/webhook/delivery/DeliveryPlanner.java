package ajar.webhook.delivery;

import ajar.engine.event.EventObserver;
import ajar.engine.event.Logged;
import ajar.engine.id.Ids;
import ajar.engine.json.Json;
import ajar.engine.resource.Work;
import ajar.webhook.delivery.Subscriptions.Interested;
import ajar.webhook.delivery.Subscriptions.Subscription;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Queues each event for the subscriptions that ask for it, in the transaction of the event: neither is
/// there without the other. Safe for use by many threads.
///
/// Creations and the like are sent at once; updates and deletions once nothing more can be folded into
/// the event (Close docs: Webhooks). An event that is extended while it waits is sent as it is in the
/// end.
public final class DeliveryPlanner implements EventObserver {
    private static final Set<String> CONSOLIDATED = Set.of("updated", "deleted");

    private final Duration consolidation;
    private final Subscriptions subscriptions = new Subscriptions();
    private final DeliveryQueue queue;
    private final Arrivals arrivals;

    /// What each transaction that is under way has read; a transaction of many events reads it once.
    private final Cache<Work, List<Subscription>> known =
            Caffeine.newBuilder().weakKeys().build();

    /// @param consolidation how long after its first change an event can still be extended
    /// @param arrivals told of what is due, once it can be seen
    public DeliveryPlanner(Duration consolidation, Ids ids, Arrivals arrivals) {
        this.consolidation = consolidation;
        this.queue = new DeliveryQueue(ids);
        this.arrivals = arrivals;
    }

    @Override
    public void logged(Connection connection, Logged event, Work work) throws SQLException {
        var active = active(connection, work);
        if (active.isEmpty()) {
            return;
        }
        var change = event.change();
        String type = Objects.requireNonNull(change.resource().eventType(change.latest()), "a logged resource's type");
        var interested = Subscriptions.interested(active, type, event.action());
        if (interested.isEmpty()) {
            return;
        }
        String organizationId = work.caller().organizationId();
        var due = due(event.action(), work.now());
        var planned = new Planned(organizationId, event.id(), type, change.id(), event.action(), due, work.now());
        var wanted = accepting(connection, planned, interested);
        List<String> queued = event.isExtended() ? extend(connection, planned, interested, wanted) : wanted;
        if (queued.isEmpty()) {
            return;
        }
        queue.add(connection, planned, queued);
        if (!due.isAfter(work.now())) {
            work.afterCommit(() -> arrivals.add(queued.stream()
                    .map(id -> new SubscriptionKey(organizationId, id))
                    .toList()));
        }
    }

    private List<Subscription> active(Connection connection, Work work) throws SQLException {
        var read = known.getIfPresent(work);
        if (read == null) {
            read = subscriptions.active(connection, work.caller().organizationId());
            known.put(work, read);
        }
        return read;
    }

    /// An event can be extended up to the last millisecond of the consolidation, so it is final in the
    /// one after.
    private Instant due(String action, Instant now) {
        return consolidation.isZero() || !CONSOLIDATED.contains(action)
                ? now
                : now.plus(consolidation).plusMillis(1);
    }

    /// The subscriptions whose filters the event satisfies. Only when there are filters is it read.
    private static List<String> accepting(Connection connection, Planned planned, List<Interested> interested)
            throws SQLException {
        List<String> accepting = new ArrayList<>();
        @Nullable JsonNode event = null;
        for (var one : interested) {
            if (one.filters() != null && event == null) {
                var key = new EventDocuments.Key(planned.organizationId(), planned.eventId());
                byte[] document = Objects.requireNonNull(
                        EventDocuments.read(connection, List.of(key)).get(key), "an event that was just logged");
                event = Json.parse(document);
            }
            if (event == null || one.accepts(event)) {
                accepting.add(one.webhookId());
            }
        }
        return accepting;
    }

    /// Deliveries that are yet to be sent will show the event as it is now. The receivers for which it is
    /// too late, and those the event has only now become of interest to, get it anew; those it is of no
    /// interest to any more do not get it.
    ///
    /// @return the subscriptions to queue it for
    private List<String> extend(
            Connection connection, Planned planned, List<Interested> interested, List<String> wanted)
            throws SQLException {
        var unsent = queue.unsent(
                connection,
                planned,
                interested.stream().map(Interested::webhookId).toList());
        var obsolete = unsent.entrySet().stream()
                .filter(entry -> !wanted.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .filter(delivery -> !delivery.isTried())
                .toList();
        if (!obsolete.isEmpty()) {
            queue.cancel(connection, obsolete, planned.now());
        }
        var missing = new LinkedHashSet<>(wanted);
        missing.removeAll(unsent.keySet());
        return List.copyOf(missing);
    }
}
