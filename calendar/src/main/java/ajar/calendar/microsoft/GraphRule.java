package ajar.calendar.microsoft;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A `patternedRecurrence` as a rule of iCalendar (RFC 5545, 3.3.10).
final class GraphRule {
    private static final DateTimeFormatter UNTIL =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final List<String> WEEKS = List.of("first", "second", "third", "fourth");

    /// Nobody plans so far; Exchange writes 9999 where there is no end.
    private static final int LAST_YEAR = 2500;

    private GraphRule() {}

    /// The rule; null for a pattern that this does not know.
    ///
    /// @param zone the zone in which the series keeps its hour
    static @Nullable String of(JsonNode recurrence, boolean isAllDay, ZoneId zone) {
        String pattern = pattern(recurrence.path("pattern"));
        return pattern == null ? null : pattern + end(recurrence.path("range"), isAllDay, zone);
    }

    private static @Nullable String pattern(JsonNode pattern) {
        int interval = Math.max(1, pattern.path("interval").asInt(1));
        return switch (pattern.path("type").asString("").toLowerCase(Locale.ROOT)) {
            case "daily" -> every("DAILY", interval);
            case "weekly" -> weekly(pattern, interval);
            case "absolutemonthly" -> every("MONTHLY", interval) + dayOfMonth(pattern);
            case "absoluteyearly" ->
                every("YEARLY", interval) + ";BYMONTH=" + pattern.path("month").asInt(1) + dayOfMonth(pattern);
            case "relativemonthly" -> every("MONTHLY", interval) + weekOfMonth(pattern);
            // By months, because libraries differ in what the third Tuesday of a year is.
            case "relativeyearly" -> every("MONTHLY", interval * 12) + weekOfMonth(pattern);
            default -> null;
        };
    }

    private static String every(String unit, int interval) {
        return "FREQ=" + unit + (interval == 1 ? "" : ";INTERVAL=" + interval);
    }

    private static String weekly(JsonNode pattern, int interval) {
        String days = days(pattern);
        String first = pattern.path("firstDayOfWeek").asString("sunday");
        return every("WEEKLY", interval) + (days.isEmpty() ? "" : ";BYDAY=" + days) + ";WKST=" + day(first);
    }

    /// Where a month has no such day, Exchange takes its last one.
    private static String dayOfMonth(JsonNode pattern) {
        int day = pattern.path("dayOfMonth").asInt(1);
        if (day <= 28) {
            return ";BYMONTHDAY=" + day;
        }
        String days = IntStream.rangeClosed(28, day).mapToObj(Integer::toString).collect(Collectors.joining(","));
        return ";BYMONTHDAY=" + days + ";BYSETPOS=-1";
    }

    /// With several days, the first of them that fits (Microsoft Graph docs: recurrencePattern).
    private static String weekOfMonth(JsonNode pattern) {
        String index = pattern.path("index").asString("first").toLowerCase(Locale.ROOT);
        int week = WEEKS.indexOf(index);
        if (week < 0 && !index.equals("last")) {
            throw new DateTimeException("it repeats in a week of the month that is called " + index);
        }
        return ";BYDAY=" + days(pattern) + ";BYSETPOS=" + (week < 0 ? -1 : week + 1);
    }

    private static String days(JsonNode pattern) {
        List<String> days = new ArrayList<>();
        for (var day : pattern.path("daysOfWeek")) {
            days.add(day(day.asString("")));
        }
        return String.join(",", days);
    }

    private static String day(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "monday" -> "MO";
            case "tuesday" -> "TU";
            case "wednesday" -> "WE";
            case "thursday" -> "TH";
            case "friday" -> "FR";
            case "saturday" -> "SA";
            case "sunday" -> "SU";
            default -> throw new DateTimeException("it repeats on a day that is called " + name);
        };
    }

    private static String end(JsonNode range, boolean isAllDay, ZoneId zone) {
        return switch (range.path("type").asString("").toLowerCase(Locale.ROOT)) {
            case "numbered" -> {
                int count = range.path("numberOfOccurrences").asInt(0);
                yield count > 0 ? ";COUNT=" + count : "";
            }
            case "enddate" -> until(LocalDate.parse(range.path("endDate").asString("")), isAllDay, zone);
            default -> "";
        };
    }

    /// The last day counts as a whole.
    private static String until(LocalDate last, boolean isAllDay, ZoneId zone) {
        if (last.getYear() < 2 || last.getYear() > LAST_YEAR) {
            return "";
        }
        return ";UNTIL="
                + (isAllDay
                        ? last.format(DateTimeFormatter.BASIC_ISO_DATE)
                        : UNTIL.format(last.atTime(LocalTime.of(23, 59, 59)).atZone(zone)));
    }
}
