package ajar.sync;

import ajar.calendar.Details;
import ajar.calendar.Moment;
import ajar.calendar.Recurrence;
import ajar.calendar.Window;
import ajar.calendar.recurrence.Expansion;
import ajar.calendar.recurrence.RecurrenceException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How an event goes: once, or by which rule from when on.
///
/// Calendars are read one after the other, so after somebody has moved a series they disagree for a
/// while. The organizer's calendar decides, else the one that was connected first; otherwise every
/// occurrence would be there twice until the last calendar was read.
final class Schedule {
    private final Details details;
    private final Set<String> keys;

    private Schedule(Details details, Set<String> keys) {
        this.details = details;
        this.keys = keys;
    }

    /// The schedule of an event; null when no calendar that is read tells more than single occurrences.
    ///
    /// @param held what calendars hold, in the order they were connected
    /// @param stretch the time that is of interest
    /// @throws RecurrenceException when the rule makes no sense
    static @Nullable Schedule of(List<Holding> held, Window stretch) throws RecurrenceException {
        @Nullable Details first = null;
        for (var holding : held) {
            var details = holding.schedule();
            if (details == null) {
                continue;
            }
            if (holding.isOrganizers(details)) {
                return new Schedule(details, keys(details, stretch));
            }
            first = first == null ? details : first;
        }
        return first == null ? null : new Schedule(first, keys(first, stretch));
    }

    /// The keys of all occurrences, those that are called off among them.
    private static Set<String> keys(Details details, Window stretch) throws RecurrenceException {
        var recurrence = details.recurrence();
        if (!recurrence.repeats()) {
            return Set.of("");
        }
        var all = new Recurrence(recurrence.rules(), recurrence.added(), List.of());
        Set<String> keys = new HashSet<>();
        for (var start : Expansion.of(details.start(), all).between(stretch.from(), stretch.to(), ZoneOffset.UTC)) {
            keys.add(start.key());
        }
        return keys;
    }

    /// Whether the event has an occurrence of that key, be it called off or not.
    boolean plans(String key) {
        return keys.contains(key);
    }

    /// Whether a calendar that holds this master tells of the same occurrences.
    boolean agreesWith(Details master) {
        return details.start().key().equals(master.start().key())
                && details.recurrence().rules().equals(master.recurrence().rules())
                && details.recurrence().added().equals(master.recurrence().added());
    }

    boolean repeats() {
        return details.recurrence().repeats();
    }

    /// The first occurrence.
    Instant start() {
        return details.start().instant(ZoneOffset.UTC);
    }

    /// The zone that people plan the event in.
    ZoneId zone() {
        return details.start() instanceof Moment.Time(var at) ? at.getZone() : ZoneOffset.UTC;
    }
}
