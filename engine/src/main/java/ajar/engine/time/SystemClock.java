package ajar.engine.time;

import java.time.Instant;

/// The machine's own clock.
public final class SystemClock implements Clock {
    @Override
    public Instant now() {
        return Instant.now();
    }
}
