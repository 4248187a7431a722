package ajar.simulate.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that can be moved ahead of another.
final class OffsetClock implements InstantSource {
    private final InstantSource source;
    private volatile Duration offset = Duration.ZERO;

    OffsetClock(InstantSource source) {
        this.source = source;
    }

    @Override
    public Instant instant() {
        return source.instant().plus(offset);
    }

    synchronized void advance(Duration step) {
        offset = offset.plus(step);
    }
}
