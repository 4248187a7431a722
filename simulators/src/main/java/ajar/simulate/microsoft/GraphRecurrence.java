package ajar.simulate.microsoft;

import ajar.simulate.calendar.Rule;
import ajar.simulate.calendar.Rule.Day;
import ajar.simulate.calendar.Rule.Frequency;
import ajar.simulate.http.Json;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `patternedRecurrence`, as a rule.
final class GraphRecurrence {
    private static final List<String> INDEXES = List.of("first", "second", "third", "fourth");

    private GraphRecurrence() {}

    /// Throws [IllegalArgumentException] for a pattern that does not exist.
    static Rule parse(JsonNode recurrence) {
        JsonNode pattern = recurrence.path("pattern");
        JsonNode range = recurrence.path("range");
        String type = Json.string(pattern, "type", "");
        boolean relative = type.startsWith("relative");
        boolean weekdays = relative || type.equals("weekly");
        boolean monthly = type.startsWith("absolute");
        int dayOfMonth = pattern.path("dayOfMonth").asInt(1);
        // The 31st is the last day in shorter months.
        boolean late = monthly && dayOfMonth > 28;
        List<Integer> positions = relative ? List.of(index(pattern)) : late ? List.of(-1) : List.of();
        return new Rule(
                frequency(type),
                Math.max(1, pattern.path("interval").asInt(1)),
                weekdays ? days(pattern) : List.of(),
                !monthly
                        ? List.of()
                        : late ? IntStream.rangeClosed(28, dayOfMonth).boxed().toList() : List.of(dayOfMonth),
                type.endsWith("Yearly") ? List.of(pattern.path("month").asInt(1)) : List.of(),
                positions,
                Json.string(range, "type", "").equals("numbered")
                        ? range.path("numberOfOccurrences").asInt(0)
                        : 0,
                until(range),
                weekday(Json.string(pattern, "firstDayOfWeek", "sunday")));
    }

    private static Frequency frequency(String type) {
        return switch (type) {
            case "daily" -> Frequency.DAILY;
            case "weekly" -> Frequency.WEEKLY;
            case "absoluteMonthly", "relativeMonthly" -> Frequency.MONTHLY;
            case "absoluteYearly", "relativeYearly" -> Frequency.YEARLY;
            default -> throw new IllegalArgumentException("No recurrence pattern " + type);
        };
    }

    private static int index(JsonNode pattern) {
        int index = INDEXES.indexOf(Json.string(pattern, "index", "first"));
        return index < 0 ? -1 : index + 1;
    }

    private static List<Day> days(JsonNode pattern) {
        List<Day> days = new ArrayList<>();
        pattern.path("daysOfWeek").values().forEach(day -> days.add(new Day(0, weekday(day.asString("")))));
        return days;
    }

    private static DayOfWeek weekday(String name) {
        return DayOfWeek.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static @Nullable LocalDateTime until(JsonNode range) {
        return Json.string(range, "type", "").equals("endDate")
                ? LocalDate.parse(Json.string(range, "endDate", "")).atTime(LocalTime.MAX)
                : null;
    }
}
