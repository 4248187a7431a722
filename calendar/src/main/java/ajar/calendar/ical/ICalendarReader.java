package ajar.calendar.ical;

import ajar.calendar.Quarantined;
import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads a calendar in iCalendar's text, from a file, a feed or a server.
///
/// It is gone through twice: once for its outline, which finds out whether it is whole, and once for
/// the events, each with all that the file says of it. Memory is needed for one event at a time and 40
/// bytes for each in the outline; a large file waits on disk in between.
///
/// - `TZID` is a zone of the world or of Windows where its name says so, and else what its VTIMEZONE
///   comes to; VTIMEZONE may stand behind its use. Times without a zone are in X-WR-TIMEZONE.
/// - Of several versions of an event or an occurrence the one with the highest SEQUENCE, and then the
///   latest DTSTAMP, counts.
/// - Events that end before they start are turned around.
public final class ICalendarReader implements AutoCloseable {
    /// Versions of one event that are read.
    private static final int MAX_VERSIONS = 5_000;

    private final Spool spool;
    private final Outline outline;

    private ICalendarReader(Spool spool, Outline outline) {
        this.spool = spool;
        this.outline = outline;
    }

    /// Takes in a calendar and looks it over.
    ///
    /// @param maximum the most bytes to take in
    /// @throws ICalendarException when it is none, breaks off or is too large
    public static ICalendarReader open(InputStream in, long maximum) throws IOException, ICalendarException {
        Spool spool = Spool.of(in, maximum);
        try {
            return new ICalendarReader(spool, Outline.of(new Lines(spool.open(), 0, Long.MAX_VALUE)));
        } catch (IOException | ICalendarException | RuntimeException failed) {
            spool.close();
            throw failed;
        }
    }

    /// Reads a calendar at once.
    ///
    /// @see #open
    /// @see #read(ZoneId, Sink)
    public static void read(InputStream in, long maximum, ZoneId fallback, Sink sink)
            throws IOException, ICalendarException {
        try (ICalendarReader reader = open(in, maximum)) {
            reader.read(fallback, sink);
        }
    }

    /// What its owner calls it (X-WR-CALNAME); empty when it does not say.
    public String name() {
        return outline.headers().stream()
                .map(Outline.Header::name)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
    }

    /// Equal for equal calendars, also when they were written at different times.
    public String fingerprint() {
        return outline.fingerprint();
    }

    /// Hands out all events, and at the end what was wrong with time zones.
    ///
    /// @param fallback where times are that say no zone in a calendar that says none
    public void read(ZoneId fallback, Sink sink) throws IOException {
        Zones zones = outline.zones();
        for (List<Outline.Span> group : outline.groups()) {
            Map<String, EventGroup> events = new LinkedHashMap<>();
            for (Outline.Span span : group.subList(0, Math.min(group.size(), MAX_VERSIONS))) {
                var header = outline.header(span.calendar());
                zones.setFloating(header.zone() == null ? fallback : header.zone());
                read(span, header.method(), zones, events);
            }
            events.values().forEach(event -> event.emit(sink));
            if (group.size() > MAX_VERSIONS) {
                String uid = events.keySet().iterator().next();
                sink.quarantine(new Quarantined(
                        uid + "#more", uid, "There are more than " + MAX_VERSIONS + " versions of it."));
            }
        }
        zones.notes().forEach(sink::quarantine);
    }

    private void read(Outline.Span span, String method, Zones zones, Map<String, EventGroup> events)
            throws IOException {
        var lines = new Lines(spool.open(span.offset()), span.offset(), span.length());
        lines.next();
        try {
            Component event = Component.read("VEVENT", lines);
            events.computeIfAbsent(EventGroup.uid(event), EventGroup::new).add(event, method, zones);
        } catch (BrokenEvent broken) {
            String unknown = "event-at-" + span.offset();
            events.computeIfAbsent(unknown, EventGroup::new).addUnreadable(broken.reason());
        }
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }
}
