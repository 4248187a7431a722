package ajar.engine.http;

import ajar.engine.event.Event;
import ajar.engine.field.Field;
import ajar.engine.resource.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What a caller may see of events: of those of the last hour everything, of older ones their data only
/// as an administrator (Close docs: Events).
///
/// @param isOpen whether the caller sees everything
/// @param openSince everybody sees everything of events after this
record EventVisibility(boolean isOpen, Instant openSince) {
    private static final Duration OPEN_TO_ALL = Duration.ofHours(1);

    private static final List<Field<?>> WITHOUT_DATA = Event.FIELDS.stream()
            .filter(field -> field != Event.DATA && field != Event.PREVIOUS_DATA)
            .toList();

    /// What this caller may see at this moment.
    static EventVisibility of(Caller caller, Instant now) {
        return new EventVisibility(caller.isAdministrator(), now.minus(OPEN_TO_ALL));
    }

    /// Whether the data of an event of that date is shown.
    boolean showsData(Instant dateUpdated) {
        return isOpen || dateUpdated.isAfter(openSince);
    }

    /// The fields that are shown of an event of that date.
    List<Field<?>> shown(Instant dateUpdated) {
        return showsData(dateUpdated) ? Event.FIELDS : WITHOUT_DATA;
    }
}
