package ajar.conformance;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/// The clock of a server in test mode.
record TestClock(Api root) {
    /// Stops the clock at an instant.
    void set(String instant) {
        root.put("/ajar/clock", Json.object("frozen", true)).is(200);
        root.put("/ajar/clock", Json.object("now", instant)).is(200);
    }

    void advance(Duration duration) {
        root.put("/ajar/clock", Json.object("advance", duration.toString())).is(200);
    }

    /// Back to the real time, running.
    void reset() {
        root.put("/ajar/clock", Json.object("reset", true)).is(200);
    }

    Instant now() {
        return OffsetDateTime.parse((String) root.get("/ajar/clock").is(200).get("now"))
                .toInstant();
    }
}
