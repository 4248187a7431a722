package ajar.webhook.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// When a delivery that failed is tried again (Close docs: Webhooks): after 60 seconds, then after twice
/// as long each time, from the sixth on every 20 minutes, for 72 hours. Each pause is up to a tenth
/// shorter or longer, so that what failed together does not come back together.
final class RetrySchedule {
    /// How long a delivery is tried.
    static final Duration GIVE_UP = Duration.ofDays(3);

    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofMinutes(20);
    private static final double JITTER = 0.1;

    private final RandomGenerator random;

    RetrySchedule(RandomGenerator random) {
        this.random = random;
    }

    /// The moment of the next attempt; null when the delivery is to be given up.
    ///
    /// @param failed how many attempts have failed, this one included
    /// @param queued when the delivery was queued
    /// @param now when this attempt failed
    @Nullable
    Instant next(long failed, Instant queued, Instant now) {
        var at = now.plus(jittered(pause(failed)));
        return at.isAfter(queued.plus(GIVE_UP)) ? null : at;
    }

    /// The pause after so many failures, without jitter.
    static Duration pause(long failed) {
        int doublings = Math.clamp(failed - 1, 0, 10);
        var pause = FIRST.multipliedBy(1L << doublings);
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }

    private Duration jittered(Duration pause) {
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        return Duration.ofMillis(Math.round(pause.toMillis() * factor));
    }
}
