package ajar.calendar.feed;

import ajar.calendar.CalendarObject;
import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.calendar.Page;
import ajar.calendar.Quarantined;
import ajar.calendar.Receiver;
import ajar.calendar.ical.ICalendarException;
import ajar.calendar.ical.ICalendarReader;
import ajar.calendar.ical.Sink;
import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A file that is a whole calendar, handed on in pages.
public final class CalendarFile {
    /// Bytes of a calendar that are taken in.
    public static final long MAXIMUM = 128L << 20;

    /// Events of a page.
    private static final int PAGE = 200;

    private CalendarFile() {}

    /// Reads an uploaded file as all that a calendar holds: [Receiver#startOver], pages, and
    /// [Receiver#finish] with a digest of the file. Nothing is received before the file was found whole.
    ///
    /// @param fallback where times are that say no zone
    /// @throws ConnectorException when it is no calendar, breaks off or is too large
    public static void receive(InputStream in, ZoneId fallback, Receiver receiver) throws ConnectorException {
        try (ICalendarReader reader = ICalendarReader.open(in, MAXIMUM)) {
            receive(reader, fallback, receiver, reader.fingerprint());
        } catch (ICalendarException refused) {
            throw failure(refused);
        } catch (IOException broken) {
            throw unreadable(broken);
        }
    }

    /// The same for a file that has been looked over.
    static void receive(ICalendarReader reader, ZoneId fallback, Receiver receiver, String cursor) throws IOException {
        receiver.startOver();
        var pages = new Pages(receiver);
        reader.read(fallback, pages);
        pages.flush();
        receiver.finish(cursor);
    }

    static ConnectorException unreadable(IOException broken) {
        return new ConnectorException(Reason.UNAVAILABLE, "The calendar could not be read to its end.", "", broken);
    }

    /// What a text that is no calendar means for the person who gave it.
    static ConnectorException failure(ICalendarException refused) {
        String message = String.valueOf(refused.getMessage());
        return switch (refused.reason()) {
            // Servers answer like this when they are out of order.
            case EMPTY, TRUNCATED -> new ConnectorException(Reason.UNAVAILABLE, message, "", refused);
            case NOT_A_CALENDAR ->
                new ConnectorException(
                        Reason.NOT_A_CALENDAR,
                        message,
                        "Give the address of the calendar's iCalendar file (.ics), and not of a page that shows it.",
                        refused);
            case TOO_LARGE ->
                new ConnectorException(
                        Reason.TOO_LARGE,
                        message,
                        "Share a smaller calendar, without the years that are over.",
                        refused);
        };
    }

    private static final class Pages implements Sink {
        private final Receiver receiver;
        private final Map<String, CalendarObject> objects = new LinkedHashMap<>();
        private final List<Quarantined> quarantined = new ArrayList<>();

        Pages(Receiver receiver) {
            this.receiver = receiver;
        }

        @Override
        public void take(CalendarObject object) {
            objects.put(object.key(), object);
            flushWhenFull();
        }

        @Override
        public void quarantine(Quarantined broken) {
            quarantined.add(broken);
            flushWhenFull();
        }

        private void flushWhenFull() {
            if (objects.size() + quarantined.size() >= PAGE) {
                flush();
            }
        }

        void flush() {
            if (!objects.isEmpty() || !quarantined.isEmpty()) {
                receiver.page(new Page(List.copyOf(objects.values()), List.of(), quarantined));
                objects.clear();
                quarantined.clear();
            }
        }
    }
}
