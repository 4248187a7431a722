package ajar.engine.time;

import java.time.Instant;
import java.util.Map;

/// Where the moment comes from. Nothing else in Ajar asks the machine for the time, so that tests, and
/// people who test against Ajar, own the clock.
@FunctionalInterface
public interface Clock {
    /// The current moment, in UTC.
    Instant now();

    /// The clock of one organization. It is this one, unless somebody who tests has given the
    /// organization one of its own.
    default Clock of(String organizationId) {
        return this;
    }

    /// What the clocks of organizations that have their own show now, by organization. Empty but in tests.
    default Map<String, Instant> apart() {
        return Map.of();
    }
}
