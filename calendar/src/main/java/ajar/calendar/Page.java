package ajar.calendar;

import java.util.List;

/// A part of what a calendar answers.
///
/// @param objects new or changed
/// @param removed keys of objects that are gone
/// @param quarantined what could not be read
public record Page(List<CalendarObject> objects, List<String> removed, List<Quarantined> quarantined) {
    public Page {
        objects = List.copyOf(objects);
        removed = List.copyOf(removed);
        quarantined = List.copyOf(quarantined);
    }

    public static Page of(List<CalendarObject> objects) {
        return new Page(objects, List.of(), List.of());
    }
}
