package ajar.calendar;

import java.time.Instant;

/// The time that is of interest.
///
/// @param from inclusive
/// @param to exclusive
public record Window(Instant from, Instant to) {
    /// Whether something that begins and ends then touches the window.
    public boolean overlaps(Instant start, Instant end) {
        return start.isBefore(to) && !end.isBefore(from);
    }
}
