package ajar.calendar.recurrence;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// Rules that are read differently: by the library Ajar uses, or by the one it is compared with while
/// ours agrees with the letter of RFC 5545.
enum Difference {
    /// Weeks at the turn of a year belong to another year than some of their days. Ours does not follow
    /// them into the year in which they are not counted. "Week 53" repeats in no meeting known. Weeks of
    /// the year that are narrowed to months get the wrong weekday.
    WEEKS_AT_THE_TURN_OF_THE_YEAR(
            true,
            it -> it.has("BYWEEKNO")
                    && Arrays.stream(it.part("BYWEEKNO").split(","))
                            .map(Integer::valueOf)
                            .anyMatch(week -> Math.abs(week) == 1 || Math.abs(week) >= 52 || it.has("BYMONTH")),
            "FREQ=YEARLY;BYWEEKNO=53;BYYEARDAY=2"),

    /// "The 12th Wednesday of the year if it is the 8th of a month": ours counts Wednesdays within the
    /// month.
    NUMBERED_WEEKDAYS_OF_THE_YEAR_ON_DAYS_OF_THE_MONTH(
            true,
            it -> it.frequency().equals("YEARLY")
                    && it.has("BYMONTHDAY")
                    && !it.has("BYMONTH")
                    && it.part("BYDAY").matches(".*\\d.*"),
            "FREQ=YEARLY;BYMONTHDAY=2,3;BYDAY=-13FR,11TH,14TH"),

    /// biweekly walks over all days once a daily rule has conditions, as if INTERVAL were 1.
    DAILY_INTERVAL_WITH_CONDITIONS(
            false,
            it -> it.frequency().equals("DAILY")
                    && it.interval() > 1
                    && it.rule().contains(";BY"),
            "FREQ=DAILY;INTERVAL=4;BYDAY=TU,WE"),

    /// biweekly finds nothing: a day has one occurrence, which is the first and the last.
    POSITIONS_WITHIN_A_DAY(
            false, it -> it.frequency().equals("DAILY") && it.has("BYSETPOS"), "FREQ=DAILY;BYDAY=TU,WE;BYSETPOS=-1"),

    /// biweekly lets all days of a week pass where the first is asked for, and leaves out the week of
    /// the start.
    POSITIONS_WITHIN_A_WEEK(
            false, it -> it.frequency().equals("WEEKLY") && it.has("BYSETPOS"), "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1"),

    /// biweekly goes through all the named months, as if INTERVAL were 1.
    MONTHLY_INTERVAL_WITH_MONTHS(
            false,
            it -> it.frequency().equals("MONTHLY") && it.interval() > 1 && it.has("BYMONTH"),
            "FREQ=MONTHLY;INTERVAL=2;BYMONTH=1,2,3,4"),

    /// biweekly takes all days of a numbered week where only the weekday of the start is meant, and
    /// mixes up such weeks with other conditions.
    NUMBERED_WEEKS(false, it -> it.has("BYWEEKNO"), "FREQ=YEARLY;BYWEEKNO=20,26"),

    /// biweekly forgets the number of the weekday once there are days of the month.
    NUMBERED_WEEKDAYS_ON_DAYS_OF_THE_MONTH(
            false,
            it -> it.has("BYMONTHDAY") && it.part("BYDAY").matches(".*\\d.*"),
            "FREQ=MONTHLY;BYMONTHDAY=7;BYDAY=1MO"),

    /// biweekly counts positions in the first year from the start of the series.
    POSITIONS_IN_THE_FIRST_YEAR(
            false,
            it -> it.frequency().equals("YEARLY") && it.has("BYSETPOS"),
            "FREQ=YEARLY;INTERVAL=4;BYDAY=FR,SU,TU;BYSETPOS=1,3,4");

    private final boolean ours;
    private final Predicate<Series> applies;
    private final String example;

    Difference(boolean ours, Predicate<Series> applies, String example) {
        this.ours = ours;
        this.applies = applies;
        this.example = example;
    }

    /// Whether it is our library that departs from the letter.
    boolean isOurs() {
        return ours;
    }

    /// A series that shows it.
    Series example() {
        return new Series(LocalDateTime.of(1997, 2, 5, 9, 0), ZoneOffset.UTC, example, 0);
    }

    static List<Difference> of(Series series) {
        return Arrays.stream(values()).filter(it -> it.applies.test(series)).toList();
    }
}
