package ajar.sync;

import ajar.calendar.Details;
import ajar.calendar.Moment;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The occurrences of a series, told by the calendar alone: the same local time each day, week or month.
final class ModelSeries {
    private static final int MOST = 400;
    private static final DateTimeFormatter UNTIL = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssX");

    private ModelSeries() {}

    /// All starts, those that are excluded among them; of an event that does not repeat its only one.
    /// Nothing for whole days.
    static List<ZonedDateTime> starts(Details details) {
        if (!(details.start() instanceof Moment.Time(var first))) {
            return List.of();
        }
        if (!details.recurrence().repeats()) {
            return List.of(first);
        }
        Map<String, String> rule = Stream.of(
                        details.recurrence().rules().getFirst().split(";"))
                .map(part -> part.split("="))
                .collect(Collectors.toMap(part -> part[0], part -> part[1]));
        int count = Integer.parseInt(rule.getOrDefault("COUNT", String.valueOf(MOST)));
        Instant last = rule.containsKey("UNTIL") ? Instant.from(UNTIL.parse(rule.get("UNTIL"))) : Instant.MAX;
        List<ZonedDateTime> starts = new ArrayList<>();
        for (int step = 0; starts.size() < count; step++) {
            var local = local(first.toLocalDateTime(), String.valueOf(rule.get("FREQ")), step);
            if (local.getDayOfMonth() != first.getDayOfMonth() && "MONTHLY".equals(rule.get("FREQ"))) {
                // A month without that day is left out.
                continue;
            }
            // Where the clocks are turned back, only the first knows which of two equal times it is.
            var start = step == 0 ? first : local.atZone(first.getZone());
            if (start.toInstant().isAfter(last) && step > 0) {
                break;
            }
            starts.add(start);
        }
        return starts;
    }

    private static LocalDateTime local(LocalDateTime first, String frequency, int step) {
        return switch (frequency) {
            case "DAILY" -> first.plusDays(step);
            case "WEEKLY" -> first.plusWeeks(step);
            case "MONTHLY" -> first.plusMonths(step);
            default -> throw new IllegalArgumentException(frequency);
        };
    }

    /// The rule that ends a series before an occurrence.
    static String until(Details details, Instant occurrence) {
        String frequency = details.recurrence().rules().getFirst().split(";")[0];
        return frequency + ";UNTIL=" + UNTIL.format(occurrence.minusSeconds(1).atOffset(java.time.ZoneOffset.UTC));
    }
}
