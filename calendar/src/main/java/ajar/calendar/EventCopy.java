package ajar.calendar;

import org.jspecify.annotations.Nullable;

/// An event as one calendar holds it: a single event, the master of a series, or one occurrence that
/// differs from its series.
///
/// @param id the provider's id, as Close shows it in `provider_calendar_event_id`: Google's `Event.id`,
///     Graph's `Event.id`, the UID elsewhere. Of a changed occurrence: its own id
/// @param uid what all copies of the event in all calendars have in common (iCalendar's UID); the id
///     when the provider tells none
/// @param seriesId the id of the master, for a changed occurrence; null otherwise
/// @param originalStart when the rule would have this occurrence begin; null unless it is a changed
///     occurrence
/// @param isCancelled whether it does not take place: called off, or deleted
/// @param details what it says; null when the provider tells of a cancellation and nothing else, which
///     leaves what is known of the event as it is
/// @param sequence the organizer's count of changes; of two versions the higher is the later
public record EventCopy(
        String id,
        String uid,
        @Nullable String seriesId,
        @Nullable Moment originalStart,
        boolean isCancelled,
        @Nullable Details details,
        int sequence) {
    /// Whether it is one occurrence of a series.
    public boolean isOverride() {
        return originalStart != null;
    }
}
