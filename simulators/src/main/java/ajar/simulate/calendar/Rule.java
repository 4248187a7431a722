package ajar.simulate.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A simple recurrence rule: daily, weekly, monthly or yearly at a distance, narrowed to weekdays, days
/// of the month and months. The simulators expand series with it; it is not a complete RFC 5545.
///
/// @param interval at least 1
/// @param days weekdays, with an ordinal where the rule gives one
/// @param monthDays 1 to 31, or -1 to -31 from the end
/// @param months 1 to 12
/// @param positions of the days within a month or year that are meant, 1 being the first and -1 the
///     last; empty for all
/// @param count the number of occurrences, excluded ones counted; 0 for no such end
/// @param until the last moment an occurrence may start at, local time; null for no such end
/// @param weekStart where weeks begin, which matters for every second week
public record Rule(
        Frequency frequency,
        int interval,
        List<Day> days,
        List<Integer> monthDays,
        List<Integer> months,
        List<Integer> positions,
        int count,
        @Nullable LocalDateTime until,
        DayOfWeek weekStart) {
    /// How often.
    public enum Frequency {
        DAILY,
        WEEKLY,
        MONTHLY,
        YEARLY
    }

    /// A weekday.
    ///
    /// @param ordinal which one of the month: 1 for the first, -1 for the last, 0 for each
    public record Day(int ordinal, DayOfWeek weekday) {}

    /// Where an endless series stops in a simulator.
    private static final int MOST = 40_000;

    /// All starts, in order, from the first one of the series to `end`, exclusively.
    ///
    /// @param first where the series starts, which is its first occurrence
    public List<LocalDateTime> starts(LocalDateTime first, LocalDateTime end) {
        List<LocalDateTime> starts = new ArrayList<>();
        LocalDateTime stop = until != null && until.isBefore(end) ? until.plusNanos(1) : end;
        for (int period = 0; period < MOST; period++) {
            LocalDate anchor = anchor(first.toLocalDate(), period);
            if (anchor.atTime(first.toLocalTime()).minusDays(7).isAfter(stop)) {
                break;
            }
            for (LocalDate date : dates(anchor, first.toLocalDate())) {
                LocalDateTime start = date.atTime(first.toLocalTime());
                if (!start.isBefore(first)) {
                    if (!start.isBefore(stop) || (count > 0 && starts.size() == count)) {
                        return starts;
                    }
                    starts.add(start);
                }
            }
        }
        return starts;
    }

    /// The first day of the period number `period`.
    private LocalDate anchor(LocalDate first, int period) {
        long steps = (long) period * interval;
        return switch (frequency) {
            case DAILY -> first.plusDays(steps);
            case WEEKLY ->
                first.with(TemporalAdjusters.previousOrSame(weekStart)).plusWeeks(steps);
            case MONTHLY -> first.withDayOfMonth(1).plusMonths(steps);
            case YEARLY -> first.withDayOfYear(1).plusYears(steps);
        };
    }

    /// The days of a period, in order.
    private List<LocalDate> dates(LocalDate anchor, LocalDate first) {
        return switch (frequency) {
            case DAILY -> inMonths(anchor) && onDays(anchor) ? List.of(anchor) : List.of();
            case WEEKLY -> week(anchor, first);
            case MONTHLY -> inMonths(anchor) ? positioned(month(YearMonth.from(anchor), first)) : List.of();
            case YEARLY -> year(anchor, first);
        };
    }

    private List<LocalDate> week(LocalDate anchor, LocalDate first) {
        return anchor.datesUntil(anchor.plusWeeks(1))
                .filter(date -> days.isEmpty() ? date.getDayOfWeek() == first.getDayOfWeek() : onDays(date))
                .filter(this::inMonths)
                .toList();
    }

    private List<LocalDate> year(LocalDate anchor, LocalDate first) {
        List<LocalDate> dates = new ArrayList<>();
        List<Integer> wanted = months.isEmpty() ? List.of(first.getMonthValue()) : months;
        wanted.stream().sorted().forEach(number -> dates.addAll(month(YearMonth.of(anchor.getYear(), number), first)));
        return positioned(dates);
    }

    private List<LocalDate> month(YearMonth month, LocalDate first) {
        var dates = new TreeSet<LocalDate>();
        List<Integer> numbers = monthDays.isEmpty() && days.isEmpty() ? List.of(first.getDayOfMonth()) : monthDays;
        for (int number : numbers) {
            int day = number > 0 ? number : month.lengthOfMonth() + 1 + number;
            if (month.isValidDay(day)) {
                dates.add(month.atDay(day));
            }
        }
        if (monthDays.isEmpty()) {
            for (Day day : days) {
                weekdays(month, day, dates);
            }
        } else if (!days.isEmpty()) {
            dates.removeIf(date -> !onDays(date));
        }
        return List.copyOf(dates);
    }

    private static void weekdays(YearMonth month, Day day, TreeSet<LocalDate> into) {
        if (day.ordinal() != 0) {
            LocalDate date = month.atDay(1).with(TemporalAdjusters.dayOfWeekInMonth(day.ordinal(), day.weekday()));
            if (YearMonth.from(date).equals(month)) {
                into.add(date);
            }
        } else {
            month.atDay(1)
                    .datesUntil(month.plusMonths(1).atDay(1))
                    .filter(date -> date.getDayOfWeek() == day.weekday())
                    .forEach(into::add);
        }
    }

    private List<LocalDate> positioned(List<LocalDate> dates) {
        if (positions.isEmpty()) {
            return dates;
        }
        var chosen = new TreeSet<LocalDate>();
        for (int position : positions) {
            int index = position > 0 ? position - 1 : dates.size() + position;
            if (index >= 0 && index < dates.size()) {
                chosen.add(dates.get(index));
            }
        }
        return List.copyOf(chosen);
    }

    private boolean onDays(LocalDate date) {
        return days.isEmpty() || days.stream().anyMatch(day -> day.weekday() == date.getDayOfWeek());
    }

    private boolean inMonths(LocalDate date) {
        return months.isEmpty() || months.contains(date.getMonthValue());
    }
}
