package ajar.webhook.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One request to a receiver, and what came of it.
///
/// @param at when it was sent
/// @param durationMs how long it took, in milliseconds
/// @param statusCode the HTTP status of the answer; null when there was none
/// @param error what went wrong; null when the receiver took it
record Attempt(
        Instant at,
        long durationMs,
        @Nullable Integer statusCode,
        @Nullable String error) {
    /// Whether the receiver took it.
    boolean isSuccess() {
        return error == null;
    }
}
