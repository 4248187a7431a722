package ajar.simulate.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.simulate.calendar.Rule.Day;
import ajar.simulate.calendar.Rule.Frequency;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleTest {
    private static final LocalDateTime FIRST = LocalDateTime.parse("2026-01-29T09:00");

    private static List<String> dates(Rule rule, int number) {
        return rule.starts(FIRST, LocalDateTime.parse("2030-01-01T00:00")).stream()
                .limit(number)
                .map(start -> start.toLocalDate().toString())
                .toList();
    }

    private static Rule rule(Frequency frequency, int interval, List<Day> days, List<Integer> monthDays) {
        return new Rule(frequency, interval, days, monthDays, List.of(), List.of(), 0, null, DayOfWeek.MONDAY);
    }

    @Test
    void everySecondWeekBeginsWhereWeeksBegin() {
        List<Day> days = List.of(new Day(0, DayOfWeek.THURSDAY), new Day(0, DayOfWeek.SUNDAY));
        assertThat(dates(rule(Frequency.WEEKLY, 2, days, List.of()), 4))
                .containsExactly("2026-01-29", "2026-02-01", "2026-02-12", "2026-02-15");
        Rule sunday = new Rule(Frequency.WEEKLY, 2, days, List.of(), List.of(), List.of(), 0, null, DayOfWeek.SUNDAY);
        assertThat(dates(sunday, 4)).containsExactly("2026-01-29", "2026-02-08", "2026-02-12", "2026-02-22");
    }

    @Test
    void monthsWithoutTheDayAreLeftOut() {
        assertThat(dates(rule(Frequency.MONTHLY, 1, List.of(), List.of()), 3))
                .containsExactly("2026-01-29", "2026-03-29", "2026-04-29");
        assertThat(dates(rule(Frequency.MONTHLY, 1, List.of(), List.of(-1)), 3))
                .containsExactly("2026-01-31", "2026-02-28", "2026-03-31");
    }

    @Test
    void weekdaysOfAMonthAreCounted() {
        assertThat(dates(rule(Frequency.MONTHLY, 1, List.of(new Day(-1, DayOfWeek.FRIDAY)), List.of()), 3))
                .containsExactly("2026-01-30", "2026-02-27", "2026-03-27");
        assertThat(dates(rule(Frequency.MONTHLY, 1, List.of(new Day(5, DayOfWeek.MONDAY)), List.of()), 2))
                .containsExactly("2026-03-30", "2026-06-29");
    }

    @Test
    void theLastWorkingDayIsFound() {
        List<Day> working = List.of(
                new Day(0, DayOfWeek.MONDAY),
                new Day(0, DayOfWeek.TUESDAY),
                new Day(0, DayOfWeek.WEDNESDAY),
                new Day(0, DayOfWeek.THURSDAY),
                new Day(0, DayOfWeek.FRIDAY));
        Rule last =
                new Rule(Frequency.MONTHLY, 1, working, List.of(), List.of(), List.of(-1), 0, null, DayOfWeek.MONDAY);
        assertThat(dates(last, 3)).containsExactly("2026-01-30", "2026-02-27", "2026-03-31");
    }

    @Test
    void seriesEndAfterACountOrAtAMoment() {
        Rule counted =
                new Rule(Frequency.DAILY, 3, List.of(), List.of(), List.of(), List.of(), 2, null, DayOfWeek.MONDAY);
        assertThat(dates(counted, 9)).containsExactly("2026-01-29", "2026-02-01");
        Rule until = new Rule(
                Frequency.DAILY,
                1,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                0,
                LocalDateTime.parse("2026-01-31T09:00"),
                DayOfWeek.MONDAY);
        assertThat(dates(until, 9)).containsExactly("2026-01-29", "2026-01-30", "2026-01-31");
    }

    @Test
    void yearsHaveTheirMonths() {
        Rule yearly = new Rule(
                Frequency.YEARLY, 1, List.of(), List.of(1), List.of(2, 8), List.of(), 0, null, DayOfWeek.MONDAY);
        assertThat(dates(yearly, 3)).containsExactly("2026-02-01", "2026-08-01", "2027-02-01");
    }
}
