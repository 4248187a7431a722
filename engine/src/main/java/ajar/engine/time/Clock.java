package ajar.engine.time;

import java.time.Instant;

/// Where the moment comes from. Nothing else in Ajar asks the machine for the time, so that tests, and
/// people who test against Ajar, own the clock.
@FunctionalInterface
public interface Clock {
    /// The current moment, in UTC.
    Instant now();
}
