package ajar.calendar.google;

import ajar.calendar.Moment;
import ajar.calendar.Recurrence;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// How Google writes times and repetitions. Methods throw [DateTimeException] when they cannot read
/// something, with a message for people.
final class GoogleTimes {
    private static final DateTimeFormatter BASIC_TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);

    private final ZoneId calendarZone;

    /// @param calendarZone the zone of times that name none
    GoogleTimes(ZoneId calendarZone) {
        this.calendarZone = calendarZone;
    }

    /// A zone, by the name of the IANA; `otherwise` when the name is unknown or empty.
    static ZoneId zone(String name, ZoneId otherwise) {
        try {
            return name.isEmpty() ? otherwise : ZoneId.of(name);
        } catch (DateTimeException unknown) {
            return otherwise;
        }
    }

    /// Reads `{"date": …}` or `{"dateTime": …, "timeZone": …}`. Returns null when there is neither.
    @Nullable
    Moment moment(JsonNode node) {
        String date = node.path("date").asString("");
        if (!date.isEmpty()) {
            return Moment.of(LocalDate.parse(date));
        }
        String time = node.path("dateTime").asString("");
        if (time.isEmpty()) {
            return null;
        }
        String zone = node.path("timeZone").asString("");
        try {
            var at = OffsetDateTime.parse(time);
            // A zone that nobody knows leaves the offset, which is right for this one moment.
            return Moment.of(at.atZoneSameInstant(zone(zone, zone.isEmpty() ? calendarZone : at.getOffset())));
        } catch (DateTimeException withoutOffset) {
            return Moment.of(LocalDateTime.parse(time).atZone(zone(zone, calendarZone)));
        }
    }

    /// Reads the lines of `recurrence` (RFC 5545 without DTSTART and DTEND).
    Recurrence recurrence(JsonNode lines, Moment start) {
        List<String> rules = new ArrayList<>();
        List<Moment> added = new ArrayList<>();
        List<Moment> excluded = new ArrayList<>();
        for (var line : lines) {
            String text = line.asString("");
            int colon = text.indexOf(':');
            String[] head = text.substring(0, Math.max(colon, 0)).split(";", -1);
            String value = text.substring(colon + 1).strip();
            switch (head[0].strip().toUpperCase(Locale.ROOT)) {
                case "RRULE" -> rules.add(value);
                case "RDATE" -> added.addAll(dates(head, value, start));
                case "EXDATE" -> excluded.addAll(dates(head, value, start));
                case "EXRULE" -> throw new DateTimeException("it leaves dates out by a rule (EXRULE)");
                default -> throw new DateTimeException("its repetition cannot be read: " + text);
            }
        }
        return new Recurrence(rules, added, excluded);
    }

    private List<Moment> dates(String[] head, String values, Moment start) {
        ZoneId zone = start instanceof Moment.Time time ? time.at().getZone() : calendarZone;
        for (String parameter : head) {
            if (parameter.toUpperCase(Locale.ROOT).startsWith("TZID=")) {
                zone = zone(parameter.substring("TZID=".length()).replace("\"", ""), zone);
            }
        }
        List<Moment> moments = new ArrayList<>();
        for (String value : values.split(",", -1)) {
            if (!value.isBlank()) {
                moments.add(date(value.strip(), zone));
            }
        }
        return moments;
    }

    /// A date, a time, or a period, of which the start counts.
    static Moment date(String value, ZoneId zone) {
        int slash = value.indexOf('/');
        String text = slash < 0 ? value : value.substring(0, slash);
        if (text.indexOf('T') < 0) {
            return Moment.of(LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE));
        }
        boolean utc = text.endsWith("Z");
        var local = LocalDateTime.parse(utc ? text.substring(0, text.length() - 1) : text, BASIC_TIME);
        return Moment.of(utc ? local.atZone(ZoneOffset.UTC) : ZonedDateTime.of(local, zone));
    }
}
