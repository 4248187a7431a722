package ajar.webhook.delivery;

import java.time.Instant;

/// A delivery that this server has taken on.
///
/// @param id `whdel_…`
/// @param seq its place among the deliveries of the object
/// @param attempts how many attempts have been made before
/// @param queued when it was queued
record Claimed(
        SubscriptionKey subscription,
        String id,
        String eventId,
        String objectId,
        long seq,
        long attempts,
        Instant queued,
        Target target) {
    Place place() {
        return new Place(subscription, objectId, seq);
    }

    /// The event it is about.
    EventDocuments.Key event() {
        return new EventDocuments.Key(subscription.organizationId(), eventId);
    }
}
