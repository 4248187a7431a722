package ajar.webhook.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What may come between a delivery and its receiver, so that those who test can see how their receivers
/// and their watchers bear it. Nothing does otherwise.
@FunctionalInterface
public interface Interference {
    /// Nothing ever.
    Interference NONE = (_, _) -> null;

    /// What happens to an attempt to deliver; null for nothing. Called once for each attempt.
    @Nullable
    Mishap on(String organizationId, String url);

    /// What happens.
    ///
    /// @param status the status the receiver is taken to have answered with; 0 for its own
    /// @param delay how long its answer takes longer
    /// @param isReset whether the connection is taken to have broken
    record Mishap(int status, Duration delay, boolean isReset) {}
}
