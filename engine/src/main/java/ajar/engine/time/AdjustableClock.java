package ajar.engine.time;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A clock that can be set, moved and frozen while the program runs. It follows another clock at an
/// offset until it is frozen. Safe for use by many threads.
public final class AdjustableClock implements Clock {
    private final Clock source;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile State state = new State(Duration.ZERO, null);

    private record State(
            Duration offset,
            @org.jspecify.annotations.Nullable Instant frozenAt) {}

    public AdjustableClock(Clock source) {
        this.source = source;
    }

    @Override
    public Instant now() {
        var current = state;
        return current.frozenAt() != null ? current.frozenAt() : source.now().plus(current.offset());
    }

    /// Makes the clock show `moment` now; it stays frozen if it was, and runs on from there if it was
    /// not.
    public synchronized void set(Instant moment) {
        state = state.frozenAt() != null
                ? new State(state.offset(), moment)
                : new State(Duration.between(source.now(), moment), null);
        changed();
    }

    /// Moves the clock by `step`, which may be negative.
    public void advance(Duration step) {
        set(now().plus(step));
    }

    /// Stops the clock where it is.
    public synchronized void freeze() {
        state = new State(state.offset(), now());
        changed();
    }

    /// Lets a frozen clock run on from the moment it shows.
    public synchronized void thaw() {
        state = new State(Duration.between(source.now(), now()), null);
        changed();
    }

    /// Returns to the source's time.
    public synchronized void reset() {
        state = new State(Duration.ZERO, null);
        changed();
    }

    /// Whether the clock stands still.
    public boolean isFrozen() {
        return state.frozenAt() != null;
    }

    /// Calls `listener` after each change of the clock, so that whoever waits for a moment can look
    /// again.
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }
}
