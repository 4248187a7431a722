package ajar.webhook.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What an attempt means for its delivery.
///
/// @param nextAttempt when it is tried again; null when it is finished
/// @param finished when it was delivered or given up; null when it is tried again
record Outcome(
        Claimed delivery,
        Attempt attempt,
        @Nullable Instant nextAttempt,
        @Nullable Instant finished) {
    /// Works out what an attempt means.
    static Outcome of(Claimed delivery, Attempt attempt, RetrySchedule schedule, Instant now) {
        var next = attempt.isSuccess() ? null : schedule.next(delivery.attempts() + 1, delivery.queued(), now);
        return new Outcome(delivery, attempt, next, next == null ? now : null);
    }
}
