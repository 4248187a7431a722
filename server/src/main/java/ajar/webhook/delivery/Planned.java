package ajar.webhook.delivery;

import java.time.Instant;

/// What is to be delivered.
///
/// @param due when to send it
/// @param now when it was queued
record Planned(
        String organizationId,
        String eventId,
        String objectType,
        String objectId,
        String action,
        Instant due,
        Instant now) {}
