package ajar.limits;

import java.time.Duration;
import java.time.Instant;

/// A bucket of tokens, one for each request, that fills up evenly. It begins full. Safe for use by many
/// threads.
final class TokenBucket {
    private final double limit;
    private final double perMillisecond;
    private double tokens;
    private Instant filledAt;

    /// How a bucket stands.
    ///
    /// @param limit how many tokens it holds
    /// @param remaining how many whole ones are left
    /// @param untilNext after which time there is one
    /// @param untilFull after which time it is full
    record Standing(long limit, long remaining, Duration untilNext, Duration untilFull) {}

    /// @param limit how many tokens it holds
    /// @param window the time in which it fills up
    TokenBucket(long limit, Duration window, Instant now) {
        this.limit = (double) limit;
        this.perMillisecond = (double) limit / window.toMillis();
        this.tokens = (double) limit;
        this.filledAt = now;
    }

    /// Takes a token if there is one.
    synchronized boolean take(Instant now) {
        fill(now);
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    /// Puts back a token that was taken.
    synchronized void giveBack() {
        tokens = Math.min(limit, tokens + 1);
    }

    /// How it stands.
    synchronized Standing standing(Instant now) {
        fill(now);
        return new Standing((long) limit, (long) tokens, until(1), until(limit));
    }

    private Duration until(double wanted) {
        return tokens >= wanted
                ? Duration.ZERO
                : Duration.ofMillis((long) Math.ceil((wanted - tokens) / perMillisecond));
    }

    /// A clock that was set back gives nothing, and takes nothing away.
    private void fill(Instant now) {
        long passed = Duration.between(filledAt, now).toMillis();
        if (passed > 0) {
            tokens = Math.min(limit, tokens + (double) passed * perMillisecond);
        }
        if (passed != 0) {
            filledAt = now;
        }
    }
}
