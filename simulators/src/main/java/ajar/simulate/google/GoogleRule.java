package ajar.simulate.google;

import ajar.simulate.calendar.Rule;
import ajar.simulate.calendar.Rule.Day;
import ajar.simulate.calendar.Rule.Frequency;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The lines of `recurrence`: RRULE and EXDATE as in RFC 5545.
final class GoogleRule {
    static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");
    static final DateTimeFormatter DATE = DateTimeFormatter.BASIC_ISO_DATE;

    private static final List<String> WEEKDAYS = List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU");

    private GoogleRule() {}

    /// Reads `RRULE:FREQ=…`.
    ///
    /// @param zone of the series
    static Rule parse(String line, ZoneId zone) {
        Map<String, String> parts = parts(line);
        return new Rule(
                Frequency.valueOf(parts.getOrDefault("FREQ", "")),
                Math.max(1, Integer.parseInt(parts.getOrDefault("INTERVAL", "1"))),
                days(parts.get("BYDAY")),
                numbers(parts.get("BYMONTHDAY")),
                numbers(parts.get("BYMONTH")),
                numbers(parts.get("BYSETPOS")),
                Integer.parseInt(parts.getOrDefault("COUNT", "0")),
                parts.containsKey("UNTIL") ? moment(parts.get("UNTIL"), zone, LocalTime.MAX) : null,
                weekday(parts.getOrDefault("WKST", "MO")));
    }

    /// Reads `EXDATE…:…` into local times of the series.
    ///
    /// @param time that of the series, for dates without one
    static void exclude(String line, ZoneId zone, LocalTime time, Set<LocalDateTime> into) {
        int colon = line.indexOf(':');
        String parameters = line.substring(0, colon);
        int tzid = parameters.indexOf("TZID=");
        ZoneId written =
                tzid < 0 ? zone : ZoneId.of(parameters.substring(tzid + 5).replaceFirst(";.*", ""));
        for (String value : line.substring(colon + 1).split(",", -1)) {
            LocalDateTime moment = moment(value, written, time);
            if (moment != null) {
                into.add(moment.atZone(written).withZoneSameInstant(zone).toLocalDateTime());
            }
        }
    }

    /// The same rule with another end.
    ///
    /// @param end `UNTIL=…` or `COUNT=…`
    static String withEnd(String line, String end) {
        var text = new StringBuilder("RRULE:");
        parts(line).forEach((name, value) -> {
            if (!name.equals("UNTIL") && !name.equals("COUNT")) {
                text.append(name).append('=').append(value).append(';');
            }
        });
        return text.append(end).toString();
    }

    private static Map<String, String> parts(String line) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : line.substring(line.indexOf(':') + 1).split(";", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(part.substring(0, equals), part.substring(equals + 1));
            }
        }
        return parts;
    }

    private static @Nullable LocalDateTime moment(@Nullable String text, ZoneId zone, LocalTime time) {
        if (text == null) {
            return null;
        }
        if (text.length() == 8) {
            return LocalDate.parse(text, DATE).atTime(time);
        }
        LocalDateTime moment = LocalDateTime.parse(text.substring(0, 15), LOCAL);
        return text.endsWith("Z")
                ? moment.atOffset(ZoneOffset.UTC).atZoneSameInstant(zone).toLocalDateTime()
                : moment;
    }

    private static List<Day> days(@Nullable String text) {
        List<Day> days = new ArrayList<>();
        for (String day : text == null ? new String[0] : text.split(",", -1)) {
            String ordinal = day.substring(0, day.length() - 2);
            days.add(new Day(
                    ordinal.isEmpty() ? 0 : Integer.parseInt(ordinal), weekday(day.substring(day.length() - 2))));
        }
        return days;
    }

    private static DayOfWeek weekday(String text) {
        return DayOfWeek.of(WEEKDAYS.indexOf(text) + 1);
    }

    private static List<Integer> numbers(@Nullable String text) {
        List<Integer> numbers = new ArrayList<>();
        for (String number : text == null ? new String[0] : text.split(",", -1)) {
            numbers.add(Integer.valueOf(number));
        }
        return numbers;
    }
}
