package ajar.calendar;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an event says.
///
/// @param title empty when it has none; at most 1024 characters
/// @param description plain text; empty when there is none
/// @param location free text or a URL; empty when there is none; at most 4096 characters
/// @param start when it begins
/// @param end when it ends; never before the start
/// @param recurrence how it repeats; [Recurrence#NONE] for single events and changed occurrences
/// @param guests everybody on it in the calendar's order, the organizer included where the calendar
///     lists or names him
/// @param conferences URLs that lead into a video conference, from the provider's own conference data
/// @param link a page that shows the event, for people; null when there is none
/// @param isPrivate whether its owner marked it as private or confidential
public record Details(
        String title,
        String description,
        String location,
        Moment start,
        Moment end,
        Recurrence recurrence,
        List<Guest> guests,
        List<String> conferences,
        @Nullable String link,
        boolean isPrivate) {
    public Details {
        guests = List.copyOf(guests);
        conferences = List.copyOf(conferences);
    }

    /// Whether it takes whole days.
    public boolean isAllDay() {
        return start.isDay();
    }
}
