package ajar.calendar;

import java.util.List;

/// How an event repeats (RFC 5545, 3.8.5). A series with neither rules nor additions does not repeat.
///
/// @param rules values of RRULE, such as `FREQ=WEEKLY;BYDAY=MO`
/// @param added starts of further occurrences, RDATE
/// @param excluded original starts of occurrences that do not take place, EXDATE
public record Recurrence(List<String> rules, List<Moment> added, List<Moment> excluded) {
    /// Not repeating.
    public static final Recurrence NONE = new Recurrence(List.of(), List.of(), List.of());

    public Recurrence {
        rules = List.copyOf(rules);
        added = List.copyOf(added);
        excluded = List.copyOf(excluded);
    }

    /// Whether there is more than one occurrence to think of.
    public boolean repeats() {
        return !rules.isEmpty() || !added.isEmpty();
    }
}
