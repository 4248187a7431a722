package ajar.calendar.recurrence;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.TemporalAdjusters;
import java.time.temporal.WeekFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// RFC 5545, 3.3.10 taken at its word: looks at every single day and asks of each part of the rule
/// whether it lets the day pass. Far too slow to use, and too simple to be wrong. Knows rules down to
/// days; UNTIL is a date.
final class LiteralReading {
    private static final List<String> DAYS = List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU");

    private final Map<String, String> parts = new HashMap<>();
    private final LocalDateTime start;
    private final String frequency;
    private final int interval;
    private final DayOfWeek weekStart;
    private final WeekFields weeks;

    LiteralReading(LocalDateTime start, String rule) {
        for (String part : rule.split(";")) {
            parts.put(part.substring(0, part.indexOf('=')), part.substring(part.indexOf('=') + 1));
        }
        this.start = start;
        this.frequency = parts.get("FREQ");
        this.interval = Integer.parseInt(parts.getOrDefault("INTERVAL", "1"));
        this.weekStart = day(parts.getOrDefault("WKST", "MO"));
        this.weeks = WeekFields.of(weekStart, 4);
    }

    /// All local starts up to a day, the start of the series being the first.
    SortedSet<LocalDateTime> until(LocalDate end) {
        var last = parts.containsKey("UNTIL") ? date(parts.get("UNTIL")) : LocalDate.MAX;
        int count = Integer.parseInt(parts.getOrDefault("COUNT", "1000000"));
        var found = new TreeSet<LocalDateTime>();
        found.add(start);
        for (LocalDate period = firstPeriod(); !period.isAfter(end.plusDays(7)); period = later(period, interval)) {
            for (LocalDate day : positions(days(period))) {
                var at = day.atTime(start.toLocalTime());
                if (at.isAfter(start) && !day.isAfter(last) && !day.isAfter(end) && found.size() < count) {
                    found.add(at);
                }
            }
        }
        return found;
    }

    private LocalDate firstPeriod() {
        LocalDate day = start.toLocalDate();
        return switch (frequency) {
            case "YEARLY" -> day.withDayOfYear(1);
            case "MONTHLY" -> day.withDayOfMonth(1);
            case "WEEKLY" -> day.with(TemporalAdjusters.previousOrSame(weekStart));
            default -> day;
        };
    }

    private LocalDate later(LocalDate period, int times) {
        return switch (frequency) {
            case "YEARLY" -> period.plusYears(times);
            case "MONTHLY" -> period.plusMonths(times);
            case "WEEKLY" -> period.plusWeeks(times);
            default -> period.plusDays(times);
        };
    }

    private List<LocalDate> days(LocalDate period) {
        // Weeks with a number may begin before their year and end after it.
        int margin = parts.containsKey("BYWEEKNO") ? 7 : 0;
        return period.minusDays(margin)
                .datesUntil(later(period, 1).plusDays(margin))
                .filter(day -> passes(day, period))
                .toList();
    }

    private boolean passes(LocalDate day, LocalDate period) {
        return passesWeekNumber(day, period)
                && passes("BYMONTH", day.getMonthValue(), 0)
                && passes("BYYEARDAY", day.getDayOfYear(), day.lengthOfYear())
                && passes("BYMONTHDAY", day.getDayOfMonth(), day.lengthOfMonth())
                && passesDays(day)
                && passesWhatTheStartSays(day);
    }

    private boolean passes(String part, int value, int length) {
        String allowed = parts.get(part);
        return allowed == null
                || numbers(allowed).contains(value)
                || (length > 0 && numbers(allowed).contains(value - length - 1));
    }

    private boolean passesWeekNumber(LocalDate day, LocalDate period) {
        if (!parts.containsKey("BYWEEKNO")) {
            return true;
        }
        int number = day.get(weeks.weekOfWeekBasedYear());
        int length = (int) weeks.weekOfWeekBasedYear().rangeRefinedBy(day).getMaximum();
        return day.get(weeks.weekBasedYear()) == period.getYear() && passes("BYWEEKNO", number, length);
    }

    private boolean passesDays(LocalDate day) {
        String allowed = parts.get("BYDAY");
        return allowed == null || Arrays.stream(allowed.split(",")).anyMatch(it -> isDay(day, it));
    }

    private boolean isDay(LocalDate date, String numbered) {
        int letters = numbered.length() - 2;
        if (date.getDayOfWeek() != day(numbered.substring(letters))) {
            return false;
        }
        if (letters == 0) {
            return true;
        }
        boolean inMonth = frequency.equals("MONTHLY") || parts.containsKey("BYMONTH");
        int index = inMonth ? date.getDayOfMonth() - 1 : date.getDayOfYear() - 1;
        int left = (inMonth ? date.lengthOfMonth() : date.lengthOfYear()) - index - 1;
        int number = Integer.parseInt(numbered.substring(0, letters));
        return number == index / 7 + 1 || number == -(left / 7) - 1;
    }

    /// "Information, not contained in the rule, necessary to determine the various recurrence instance
    /// start time and dates are derived from the Start Time."
    private boolean passesWhatTheStartSays(LocalDate day) {
        LocalDate first = start.toLocalDate();
        boolean sameWeekday = day.getDayOfWeek() == first.getDayOfWeek();
        boolean sameDayOfMonth = day.getDayOfMonth() == first.getDayOfMonth();
        if (parts.containsKey("BYDAY") || parts.containsKey("BYMONTHDAY") || parts.containsKey("BYYEARDAY")) {
            return true;
        }
        return switch (frequency) {
            case "YEARLY" ->
                parts.containsKey("BYWEEKNO")
                        ? sameWeekday
                        : sameDayOfMonth
                                && (parts.containsKey("BYMONTH") || day.getMonthValue() == first.getMonthValue());
            case "MONTHLY" -> sameDayOfMonth;
            case "WEEKLY" -> sameWeekday;
            default -> true;
        };
    }

    private List<LocalDate> positions(List<LocalDate> days) {
        String positions = parts.get("BYSETPOS");
        if (positions == null) {
            return days;
        }
        var chosen = new TreeSet<LocalDate>();
        for (int position : numbers(positions)) {
            int index = position > 0 ? position - 1 : days.size() + position;
            if (index >= 0 && index < days.size()) {
                chosen.add(days.get(index));
            }
        }
        return new ArrayList<>(chosen);
    }

    private static List<Integer> numbers(String list) {
        return Arrays.stream(list.split(",")).map(Integer::valueOf).toList();
    }

    private static DayOfWeek day(String name) {
        return DayOfWeek.of(DAYS.indexOf(name) + 1);
    }

    private static LocalDate date(String text) {
        return LocalDate.parse(text, java.time.format.DateTimeFormatter.BASIC_ISO_DATE);
    }
}
