package ajar.simulate.calendar;

import ajar.simulate.calendar.Recurrence.Occurrence;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// How a provider writes calendars and events down. Events are kept in the provider's own JSON; what
/// whoever arranges a test leaves out is filled in as the provider would.
public interface EventModel {
    /// From when to when.
    record Span(Instant start, Instant end) {
        /// Whether it overlaps a window.
        public boolean within(Instant from, Instant to) {
            return start.isBefore(to) && (end.isAfter(from) || start.equals(from));
        }
    }

    /// An id for a new calendar.
    ///
    /// @param number one that no other new thing has
    String calendarId(User user, boolean primary, long number);

    /// A complete calendar.
    ObjectNode calendar(User user, String id, boolean primary, ObjectNode given);

    /// An id for a new event.
    String eventId(User user, long number);

    /// An id that stays when the other is changed.
    String immutableId(User user, long number);

    /// A complete event.
    ObjectNode event(Calendar calendar, String id, ObjectNode given, Instant now);

    /// Sets what follows from a change, such as the entity tag and the time of the last change.
    ///
    /// @param patch what was changed
    void touch(ObjectNode event, ObjectNode patch, long version, Instant now);

    /// Whether an event counts as deleted after a change to it.
    boolean deletedBy(ObjectNode event, ObjectNode patch);

    /// The series that an event stands for. Null when it is no series.
    @Nullable
    Recurrence recurrence(ObjectNode event, Calendar calendar);

    /// When an event or instance takes place.
    Span span(ObjectNode event, Calendar calendar);

    /// The id of an instance.
    String instanceId(String master, Occurrence occurrence);

    /// When an instance with this id takes place, to the day. Null when it cannot be that of an instance.
    @Nullable
    LocalDate around(String instanceId);

    /// An instance as the series has it.
    ObjectNode instance(Item master, Occurrence occurrence);

    /// Marks an instance as one that differs from its series.
    void except(ObjectNode instance);

    /// Marks an event as cancelled or deleted.
    void cancel(ObjectNode event);

    /// Writes another id, and the id of the series of an instance, into an event.
    void identify(ObjectNode event, String id, @Nullable String master);

    /// Takes out of the copy of an event what is the organizer's alone.
    void invite(ObjectNode copy);

    /// An id for the second half of a series.
    String splitId(User user, String master, Occurrence at, long number);

    /// Lets a series end before an occurrence.
    void endBefore(ObjectNode master, Occurrence occurrence);

    /// Lets a series begin with one of its occurrences.
    ///
    /// @param passed how many occurrences come before it
    void beginAt(ObjectNode master, Occurrence occurrence, int passed);

    /// Records an attendee's answer. Throws [IllegalArgumentException] when there is no such attendee.
    void answer(ObjectNode event, String attendee, String response, Instant now);
}
