package ajar.calendar.microsoft;

import ajar.calendar.CalendarObject;
import ajar.calendar.Details;
import ajar.calendar.EventCopy;
import ajar.calendar.Moment;
import ajar.calendar.Recurrence;
import ajar.calendar.recurrence.Expansion;
import ajar.calendar.recurrence.RecurrenceException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A series as one object: its master, the occurrences that were changed, and what is not there.
///
/// Graph tells a master with its pattern, and on another request the occurrences that take place. A
/// deleted one is told by nothing but its absence, so what the pattern makes and Graph does not list is
/// excluded. What Graph lists and the pattern does not make is added: the list is what people see.
final class GraphSeries {
    private final GraphEvents events;
    private final JsonNode master;
    private final ZoneId zone;
    private final Moment start;
    private final boolean isDay;
    private final Map<String, Moment> listed = new LinkedHashMap<>();
    private final List<EventCopy> changed = new ArrayList<>();

    /// Throws [DateTimeException] when the master cannot be read.
    GraphSeries(GraphEvents events, JsonNode master) {
        this.events = events;
        this.master = master;
        this.isDay = master.path("isAllDay").asBoolean(false);
        this.zone = zone(master, isDay);
        var begin = GraphEvents.moment(master, "start", zone);
        if (begin == null) {
            throw new DateTimeException("it has no start");
        }
        this.start = begin;
    }

    /// The zone in which a series keeps its hour. Days have none.
    private static ZoneId zone(JsonNode master, boolean isDay) {
        var zone = GraphTimes.firstZone(
                master.path("recurrence")
                        .path("range")
                        .path("recurrenceTimeZone")
                        .asString(""),
                master.path("originalStartTimeZone").asString(""),
                master.path("originalEndTimeZone").asString(""));
        if (zone == null && !isDay) {
            throw new DateTimeException("it repeats in a time zone that nobody knows");
        }
        return zone == null ? ZoneOffset.UTC : zone;
    }

    /// When the first occurrence begins.
    Instant begin() {
        return start.instant(zone);
    }

    /// Takes in an occurrence that Graph lists. Throws [DateTimeException] when it cannot be read.
    void add(JsonNode instance) {
        var original = GraphTimes.originalStart(instance.path("originalStart"), isDay, zone);
        boolean isException = instance.path("type").asString("").equals("exception");
        if (original == null || !isException) {
            original = moment(instance);
        }
        listed.put(original.key(), original);
        if (isException || GraphEvents.isCancelled(instance)) {
            changed.add(new EventCopy(
                    GraphEvents.id(instance),
                    GraphEvents.uid(master),
                    GraphEvents.id(master),
                    original,
                    GraphEvents.isCancelled(instance),
                    events.details(instance, zone, Recurrence.NONE),
                    0));
        }
    }

    /// An occurrence that was not changed is of the kind of its series.
    private Moment moment(JsonNode instance) {
        var begin = GraphEvents.moment(instance, "start", zone);
        if (begin == null) {
            throw new DateTimeException("one of its occurrences has no start");
        }
        return begin;
    }

    /// The whole series.
    ///
    /// @param until up to when occurrences were listed
    /// @throws RecurrenceException when its pattern cannot be expanded
    CalendarObject object(Instant until) throws RecurrenceException {
        String rule = GraphRule.of(master.path("recurrence"), isDay, zone);
        var pattern = new Recurrence(rule == null ? List.of() : List.of(rule), List.of(), List.of());
        Details details = events.details(master, zone, corrected(pattern, until));
        List<EventCopy> copies = new ArrayList<>();
        copies.add(new EventCopy(
                GraphEvents.id(master),
                GraphEvents.uid(master),
                null,
                null,
                GraphEvents.isCancelled(master),
                details,
                0));
        copies.addAll(changed);
        return new CalendarObject(GraphEvents.id(master), version(), copies);
    }

    private @Nullable String version() {
        return GraphEvents.version(master);
    }

    private Recurrence corrected(Recurrence pattern, Instant until) throws RecurrenceException {
        Map<String, Moment> expected = new LinkedHashMap<>();
        for (var moment : Expansion.of(start, pattern).between(begin(), until, zone)) {
            expected.put(moment.key(), moment);
        }
        var added = listed.values().stream()
                .filter(moment -> !expected.containsKey(moment.key()))
                .toList();
        var missing = expected.values().stream()
                .filter(moment -> !listed.containsKey(moment.key()))
                .toList();
        return new Recurrence(pattern.rules(), added, missing);
    }
}
