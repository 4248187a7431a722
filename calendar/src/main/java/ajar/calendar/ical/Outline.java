package ajar.calendar.ical;

import ajar.calendar.ical.ICalendarException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where in a file the events are, and what holds for all of them. Made in one pass before any event is
/// read, so that a file that breaks off is found out before anything is believed.
final class Outline {
    /// Events of one file.
    static final int MAX_EVENTS = 250_000;

    private static final int MAX_ZONES = 2_000;

    /// Properties that some servers change with every download.
    private static final List<String> STAMPS = List.of("DTSTAMP", "PRODID", "X-PUBLISHED-TTL");

    /// An event in the file.
    ///
    /// @param uid a hash of the line with its UID; another for each event that has none
    /// @param offset where it begins
    /// @param length how many bytes it has
    /// @param calendar the index of its VCALENDAR
    record Span(long uid, long offset, int length, int calendar) {}

    /// What one VCALENDAR says of itself.
    ///
    /// @param method in upper case; empty when there is none
    /// @param name empty when there is none
    /// @param zone where times without a zone are; null when it does not say
    record Header(String method, String name, @Nullable ZoneId zone) {}

    private final List<Span> spans = new ArrayList<>();
    private final List<Header> headers = new ArrayList<>();
    private final Zones zones = new Zones();
    private final MessageDigest digest = sha256();
    private String method = "";
    private String name = "";
    private @Nullable ZoneId zone;

    private Outline() {}

    static Outline of(Lines lines) throws IOException, ICalendarException {
        var outline = new Outline();
        outline.scan(lines);
        return outline;
    }

    private void scan(Lines lines) throws IOException, ICalendarException {
        boolean isOpen = false;
        while (lines.next()) {
            if (!isOpen) {
                isOpen = lines.isExactly("BEGIN:VCALENDAR");
                if (isOpen) {
                    begin();
                } else if (headers.isEmpty()) {
                    throw notACalendar(lines.text());
                }
            } else if (lines.isExactly("END:VCALENDAR")) {
                isOpen = end();
            } else if (lines.isExactly("BEGIN:VEVENT")) {
                isOpen = event(lines);
            } else if (lines.isExactly("BEGIN:VTIMEZONE")) {
                timezone(lines);
            } else {
                header(lines);
            }
        }
        if (isOpen) {
            throw new ICalendarException(Reason.TRUNCATED, "The calendar breaks off before its end.");
        }
        if (headers.isEmpty()) {
            throw new ICalendarException(Reason.EMPTY, "There is no calendar: the answer is empty.");
        }
    }

    private void begin() {
        method = "";
        name = "";
        zone = null;
    }

    /// @return whether the calendar is still open, which it is not
    private boolean end() {
        headers.add(new Header(method, name, zone));
        return false;
    }

    private static ICalendarException notACalendar(String line) {
        String text = line.strip().toLowerCase(Locale.ROOT);
        boolean isPage = text.startsWith("<!doctype html") || text.startsWith("<html") || text.startsWith("<head");
        return new ICalendarException(
                Reason.NOT_A_CALENDAR,
                isPage
                        ? "What came is a web page and not a calendar."
                        : "What came is not a calendar: it does not begin with BEGIN:VCALENDAR.");
    }

    /// Goes over an event up to its end, or up to where the next one or the end of the calendar shows
    /// that its end is missing, which [Component#read] will find out again.
    ///
    /// @return whether the calendar is still open
    private boolean event(Lines lines) throws IOException, ICalendarException {
        long offset = lines.start();
        Long uid = null;
        int depth = 0;
        boolean goesOn = true;
        update(lines);
        while (goesOn && lines.next()) {
            if (lines.isExactly("END:VEVENT")) {
                goesOn = false;
            } else if (lines.isExactly("BEGIN:VEVENT")) {
                add(uid, offset, lines.start());
                offset = lines.start();
                uid = null;
                depth = 0;
            } else if (lines.isExactly("END:VCALENDAR")) {
                add(uid, offset, lines.end());
                return end();
            } else if (lines.is("BEGIN") || lines.is("END")) {
                depth += lines.is("BEGIN") ? 1 : -1;
            } else if (depth == 0 && lines.is("UID")) {
                uid = uid(lines);
            }
            update(lines);
        }
        add(uid, offset, lines.end());
        return true;
    }

    private void add(@Nullable Long uid, long offset, long end) throws ICalendarException {
        if (spans.size() == MAX_EVENTS) {
            throw new ICalendarException(Reason.TOO_LARGE, "The calendar has more than " + MAX_EVENTS + " events.");
        }
        int length = (int) Math.min(end - offset, Integer.MAX_VALUE);
        spans.add(new Span(uid == null ? ~offset : uid, offset, length, headers.size()));
    }

    private static @Nullable Long uid(Lines lines) {
        ContentLine line = ContentLine.parse(lines.text());
        if (line == null || line.value().isBlank()) {
            return null;
        }
        // FNV-1a in 64 bits; events that share it by accident are told apart when they are read.
        long hash = 0xcbf29ce484222325L;
        for (byte part : line.value().strip().getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ part) * 0x100000001b3L;
        }
        return hash;
    }

    private void timezone(Lines lines) throws IOException {
        try {
            Component timezone = Component.read("VTIMEZONE", lines);
            digest.update(timezone.toString().getBytes(StandardCharsets.UTF_8));
            if (zones.size() < MAX_ZONES) {
                zones.define(timezone);
            }
        } catch (BrokenEvent _) {
            // Events that use it will say that they do not know it.
        }
    }

    private void header(Lines lines) {
        boolean isName = lines.is("X-WR-CALNAME") || (name.isEmpty() && lines.is("NAME"));
        if (!isName && !lines.is("METHOD") && !lines.is("X-WR-TIMEZONE")) {
            return;
        }
        ContentLine line = ContentLine.parse(lines.text());
        if (line == null) {
            return;
        }
        switch (line.name()) {
            case "METHOD" -> method = line.value().strip().toUpperCase(Locale.ROOT);
            case "X-WR-TIMEZONE" -> zone = ZoneNames.find(line.value());
            default -> name = Text.line(line.value(), 255);
        }
        update(lines);
    }

    private void update(Lines lines) {
        if (STAMPS.stream().noneMatch(lines::is)) {
            digest.update(lines.bytes(), 0, lines.length());
            digest.update((byte) '\n');
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /// The events, those of one UID together, in the order in which the first of each stands in the
    /// file.
    List<List<Span>> groups() {
        spans.sort(Comparator.comparingLong(Span::uid).thenComparingLong(Span::offset));
        List<List<Span>> groups = new ArrayList<>();
        int from = 0;
        for (int to = 1; to <= spans.size(); to++) {
            if (to == spans.size() || spans.get(to).uid() != spans.get(from).uid()) {
                groups.add(spans.subList(from, to));
                from = to;
            }
        }
        groups.sort(Comparator.comparingLong(group -> group.getFirst().offset()));
        return groups;
    }

    Header header(int calendar) {
        return headers.get(calendar);
    }

    List<Header> headers() {
        return headers;
    }

    Zones zones() {
        return zones;
    }

    /// A digest of all that can make a difference.
    String fingerprint() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest(), 0, 16);
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("SHA-256 of the JDK can be cloned", impossible);
        }
    }
}
