package ajar.calendar.ical;

import ajar.calendar.CalendarObject;
import ajar.calendar.Details;
import ajar.calendar.EventCopy;
import ajar.calendar.Quarantined;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/// What was read of a calendar.
record Reading(List<CalendarObject> objects, List<Quarantined> quarantined) implements Sink {
    static final ZoneId FALLBACK = ZoneId.of("Europe/Paris");

    /// A calendar around some lines.
    static String calendar(String lines) {
        return "BEGIN:VCALENDAR\nVERSION:2.0\n" + lines.strip() + "\nEND:VCALENDAR\n";
    }

    /// An event with a UID and a start around some lines.
    static String event(String lines) {
        return "BEGIN:VEVENT\nUID:one\n" + (lines.contains("DTSTART") ? "" : "DTSTART:20260131T080000Z\n")
                + lines.strip() + "\nEND:VEVENT\n";
    }

    static Reading of(String text) {
        return of(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    static Reading of(byte[] bytes) {
        var reading = new Reading(new ArrayList<>(), new ArrayList<>());
        try {
            ICalendarReader.read(new ByteArrayInputStream(bytes), 1 << 30, FALLBACK, reading);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (ICalendarException refused) {
            throw new AssertionError(refused);
        }
        return reading;
    }

    /// The only event of a calendar with one.
    static EventCopy copy(String lines) {
        var copies = of(calendar(event(lines))).copies();
        if (copies.size() != 1) {
            throw new AssertionError("there are " + copies);
        }
        return copies.getFirst();
    }

    static Details details(String lines) {
        return copy(lines).details();
    }

    List<EventCopy> copies() {
        return objects.stream().flatMap(it -> it.copies().stream()).toList();
    }

    @Override
    public void take(CalendarObject object) {
        objects.add(object);
    }

    @Override
    public void quarantine(Quarantined broken) {
        quarantined.add(broken);
    }
}
