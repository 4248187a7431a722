package ajar.calendar.recurrence;

import ajar.calendar.Moment;
import ajar.calendar.Recurrence;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// A generated series.
///
/// @param rule its RRULE
/// @param from where one begins to look, so many days after the day before its start
record Series(LocalDateTime start, ZoneId zone, String rule, int from) {
    private static final List<String> DAYS = List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU");
    private static final List<String> FREQUENCIES = List.of("YEARLY", "MONTHLY", "WEEKLY", "DAILY");

    /// Zones whose clocks change at different hours, by an hour or half of one, or not at all.
    private static final List<String> ZONES = List.of(
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "America/Sao_Paulo",
            "Africa/Cairo",
            "Asia/Kolkata",
            "Pacific/Auckland",
            "UTC");

    private static final List<LocalTime> TIMES = List.of(
            LocalTime.of(9, 0),
            LocalTime.of(0, 0),
            LocalTime.of(0, 30),
            LocalTime.of(1, 30),
            LocalTime.of(2, 0),
            LocalTime.of(2, 30),
            LocalTime.of(23, 59, 59));

    /// The part of a rule that a random choice leaves out.
    private static final String NOTHING = "";

    String frequency() {
        return rule.substring("FREQ=".length(), rule.indexOf(';') < 0 ? rule.length() : rule.indexOf(';'));
    }

    boolean has(String part) {
        return rule.contains(";" + part + "=");
    }

    /// What a part of the rule says; empty when it is not there.
    String part(String name) {
        var found = Pattern.compile(";" + name + "=([^;]*)").matcher(rule);
        return found.find() ? found.group(1) : "";
    }

    /// How many days, weeks and so on it goes on at a time.
    int interval() {
        return has("INTERVAL") ? Integer.parseInt(part("INTERVAL")) : 1;
    }

    Moment first() {
        return Moment.of(ZonedDateTime.of(start, zone));
    }

    Recurrence recurrence() {
        return new Recurrence(List.of(rule), List.of(), List.of());
    }

    LocalDate windowStart() {
        return start.toLocalDate().plusDays(from - 1L);
    }

    LocalDate windowEnd() {
        return windowStart().plusYears(3);
    }

    static Arbitrary<Series> any() {
        var start = Combinators.combine(
                        Arbitraries.integers().between(0, 365 * 30), Arbitraries.of(TIMES), Arbitraries.of(ZONES))
                .as((day, time, zone) ->
                        ZonedDateTime.of(LocalDate.of(1996, 1, 1).plusDays(day).atTime(time), ZoneId.of(zone)));
        var from = Arbitraries.oneOf(
                Arbitraries.just(0),
                Arbitraries.integers().between(0, 600),
                Arbitraries.integers().between(3000, 8000));
        return start.flatMap(first -> Arbitraries.of(FREQUENCIES)
                .flatMap(frequency -> rule(frequency, first.toLocalDate()))
                .flatMap(rule -> from.map(days -> new Series(first.toLocalDateTime(), first.getZone(), rule, days))));
    }

    private static Arbitrary<String> rule(String frequency, LocalDate start) {
        boolean yearly = frequency.equals("YEARLY");
        boolean monthly = frequency.equals("MONTHLY");
        List<Arbitrary<String>> parts = new ArrayList<>();
        parts.add(sometimes(2, Arbitraries.integers().between(1, 5).map(it -> ";INTERVAL=" + it)));
        parts.add(sometimes(3, numbers(1, 12, false).map(it -> ";BYMONTH=" + it)));
        parts.add(yearly ? sometimes(8, numbers(1, 53, true).map(it -> ";BYWEEKNO=" + it)) : nothing());
        parts.add(yearly ? sometimes(8, numbers(1, 366, true).map(it -> ";BYYEARDAY=" + it)) : nothing());
        parts.add(
                frequency.equals("WEEKLY")
                        ? nothing()
                        : sometimes(4, numbers(1, 31, true).map(it -> ";BYMONTHDAY=" + it)));
        parts.add(sometimes(2, days(yearly || monthly, monthly ? 5 : 20).map(it -> ";BYDAY=" + it)));
        parts.add(sometimes(5, numbers(1, 5, true).map(it -> ";BYSETPOS=" + it)));
        parts.add(sometimes(4, Arbitraries.of(DAYS).map(it -> ";WKST=" + it)));
        parts.add(sometimes(
                3,
                Arbitraries.oneOf(
                        Arbitraries.integers().between(1, 60).map(it -> ";COUNT=" + it),
                        Arbitraries.integers()
                                .between(0, 5000)
                                .map(it -> ";UNTIL=" + start.plusDays(it).format(DateTimeFormatter.BASIC_ISO_DATE)))));
        return Combinators.combine(parts).as(all -> sound("FREQ=" + frequency, all));
    }

    /// Leaves out what RFC 5545 forbids: BYSETPOS alone, numbered days beside numbered weeks.
    private static String sound(String frequency, List<String> parts) {
        boolean numberedWeeks = parts.stream().anyMatch(it -> it.startsWith(";BYWEEKNO"));
        boolean otherBy = parts.stream().anyMatch(it -> it.startsWith(";BY") && !it.startsWith(";BYSETPOS"));
        return parts.stream()
                .filter(it -> otherBy || !it.startsWith(";BYSETPOS"))
                .map(it -> numberedWeeks && it.startsWith(";BYDAY=")
                        ? ";BYDAY=" + it.substring(7).replaceAll("[-0-9]", "")
                        : it)
                .collect(Collectors.joining("", frequency, ""));
    }

    private static Arbitrary<String> nothing() {
        return Arbitraries.just(NOTHING);
    }

    private static Arbitrary<String> sometimes(int oneIn, Arbitrary<String> part) {
        return Arbitraries.integers().between(1, oneIn).flatMap(it -> it == 1 ? part : nothing());
    }

    private static Arbitrary<String> numbers(int least, int most, boolean alsoFromTheEnd) {
        var number = Combinators.combine(
                        Arbitraries.integers().between(least, most),
                        Arbitraries.integers().between(1, 3))
                .as((it, side) -> alsoFromTheEnd && side == 1 ? -it : it);
        return number.set().ofMinSize(1).ofMaxSize(3).map(Series::joined);
    }

    private static Arbitrary<String> days(boolean numbered, int most) {
        var day = Combinators.combine(
                        Arbitraries.of(DAYS),
                        Arbitraries.integers().between(1, most),
                        Arbitraries.integers().between(1, 3))
                .as((it, number, side) -> (side == 1 ? -number : number) + it);
        return Arbitraries.of(true, false)
                .flatMap(plain -> (plain || !numbered ? Arbitraries.of(DAYS) : day)
                        .set()
                        .ofMinSize(1)
                        .ofMaxSize(3)
                        .map(Series::joined));
    }

    private static String joined(Set<?> items) {
        return items.stream().map(String::valueOf).sorted().collect(Collectors.joining(","));
    }
}
