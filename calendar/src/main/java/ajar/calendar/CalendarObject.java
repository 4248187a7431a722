package ajar.calendar;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a calendar stores, replaces and deletes as one: an event of Google or Microsoft, a resource of
/// a CalDAV collection with a master and its changed occurrences.
///
/// @param key names it within its calendar
/// @param version changes whenever it does (ETag); null when the provider has none
/// @param copies all it holds; what it held before and does not hold now is gone
public record CalendarObject(String key, @Nullable String version, List<EventCopy> copies) {
    public CalendarObject {
        copies = List.copyOf(copies);
    }

    /// An object that holds one copy and goes by its id.
    public static CalendarObject of(EventCopy copy, @Nullable String version) {
        return new CalendarObject(copy.id(), version, List.of(copy));
    }
}
