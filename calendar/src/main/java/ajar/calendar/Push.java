package ajar.calendar;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Has the provider tell when a calendar changes.
public interface Push {
    /// A running subscription.
    ///
    /// @param id our own name of it, or the provider's
    /// @param resource what the provider calls what is watched; null when it needs no name to be stopped
    /// @param expiresAt when the provider stops telling
    record Subscription(String id, @Nullable String resource, Instant expiresAt) {}

    /// Begins to watch a calendar.
    ///
    /// @param address where the provider posts to, https
    /// @param secret what it sends along, so that its messages can be believed; at most 128 characters
    /// @throws ConnectorException when the provider refuses; the calendar is polled then
    Subscription watch(String calendarId, String address, String secret) throws ConnectorException;

    /// Goes on with a subscription that nears its end: renewed, or a new one that overlaps.
    ///
    /// @throws ConnectorException when the provider refuses
    Subscription renew(String calendarId, Subscription running, String address, String secret)
            throws ConnectorException;

    /// Ends a subscription; one that is gone already is no error.
    ///
    /// @throws ConnectorException when the provider cannot be reached
    void stop(Subscription running) throws ConnectorException;
}
