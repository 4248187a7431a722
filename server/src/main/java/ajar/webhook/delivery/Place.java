package ajar.webhook.delivery;

/// A delivery's place among those of one object to one subscription.
///
/// @param seq the later, the larger
record Place(SubscriptionKey subscription, String objectId, long seq) {
    /// The line it stands in: deliveries of one line may not overtake each other.
    Place line() {
        return new Place(subscription, objectId, 0);
    }
}
