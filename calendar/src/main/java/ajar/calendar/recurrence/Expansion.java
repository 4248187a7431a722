package ajar.calendar.recurrence;

import ajar.calendar.Moment;
import ajar.calendar.Recurrence;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// When the occurrences of a series begin (RFC 5545, 3.8.5).
///
/// It counts through local time in the zone of the start, so a series keeps its hour when clocks
/// change. A local time that the clocks jump over moves on by the length of the jump, as RFC 5545,
/// 3.3.5 reads such a time; one that occurs twice is the first of the two. The start itself is always
/// an occurrence and the first that COUNT counts, also where the rule would not make it: calendars show
/// it, so people meet then.
public final class Expansion {
    /// Most occurrences in one answer. Hourly around the clock for a year are fewer.
    public static final int MAX_OCCURRENCES = 10_000;

    /// Most steps along a rule that ends by COUNT, which has to be counted from its start.
    public static final int MAX_STEPS = 100_000;

    private static final Instant EARLIEST = Instant.parse("0001-01-03T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-28T00:00:00Z");

    private final Moment start;
    private final List<Rule> rules;
    private final List<Moment> added;
    private final Exclusion excluded;

    private Expansion(Moment start, List<Rule> rules, Recurrence recurrence) {
        this.start = start;
        this.rules = rules;
        this.added = recurrence.added();
        this.excluded = Exclusion.of(recurrence.excluded());
    }

    /// @param begin when the first occurrence begins; fractions of a second are cut off
    /// @throws RecurrenceException when a rule cannot be read
    public static Expansion of(Moment begin, Recurrence recurrence) throws RecurrenceException {
        // Rules know nothing shorter than a second.
        Moment start = begin instanceof Moment.Time(var time) ? Moment.of(time.truncatedTo(ChronoUnit.SECONDS)) : begin;
        List<Rule> rules = new ArrayList<>();
        for (String rule : recurrence.rules()) {
            rules.add(Rule.parse(rule, local(start), start.isDay()));
        }
        return new Expansion(start, rules, recurrence);
    }

    /// The starts of the occurrences that begin within a time, ascending, each once, without those that
    /// are excluded. They are of the kind of the start: times in its zone, or days.
    ///
    /// @param from inclusive
    /// @param to exclusive
    /// @param dayZone where a day is taken to begin
    /// @throws RecurrenceException when there are more than [#MAX_OCCURRENCES], or more than [#MAX_STEPS]
    ///     to count
    public List<Moment> between(Instant from, Instant to, ZoneId dayZone) throws RecurrenceException {
        var found = new TreeMap<Instant, Moment>();
        collect(start, from, to, dayZone, found);
        for (Moment more : added) {
            collect(alike(more), from, to, dayZone, found);
        }
        ZoneId zone = zone();
        ZoneId placed = start.isDay() ? dayZone : zone;
        // A day more on both sides, because a local time may be moved on.
        var first = clamp(from).atZone(placed).toLocalDateTime().minusDays(1);
        var last = clamp(to).atZone(placed).toLocalDateTime().plusDays(1);
        for (Rule rule : rules) {
            rule.expand(zone, first, MAX_STEPS, at -> {
                if (at.isAfter(last)) {
                    return false;
                }
                collect(moment(at), from, to, dayZone, found);
                return true;
            });
        }
        return List.copyOf(found.values());
    }

    private void collect(Moment at, Instant from, Instant to, ZoneId dayZone, Map<Instant, Moment> found)
            throws RecurrenceException {
        Instant instant = at.instant(dayZone);
        if (instant.isBefore(from) || !instant.isBefore(to) || excluded.holds(at)) {
            return;
        }
        found.putIfAbsent(instant, at);
        if (found.size() > MAX_OCCURRENCES) {
            throw new RecurrenceException("It repeats more often than " + MAX_OCCURRENCES + " times.");
        }
    }

    private static Instant clamp(Instant instant) {
        return instant.isBefore(EARLIEST) ? EARLIEST : instant.isAfter(LATEST) ? LATEST : instant;
    }

    private ZoneId zone() {
        return start instanceof Moment.Time time ? time.at().getZone() : ZoneOffset.UTC;
    }

    private Moment moment(LocalDateTime local) {
        return start.isDay() ? Moment.of(local.toLocalDate()) : Moment.of(local.atZone(zone()));
    }

    /// An added occurrence in the form of the series: a day means that day at the usual time, a time
    /// means the day it falls on where the series consists of days.
    private Moment alike(Moment added) {
        return switch (added) {
            case Moment.Time time
            when start instanceof Moment.Time(var first) -> Moment.of(time.at().withZoneSameInstant(first.getZone()));
            case Moment.Time time -> Moment.of(time.at().toLocalDate());
            case Moment.Day day -> moment(day.date().atTime(local(start).toLocalTime()));
        };
    }

    private static LocalDateTime local(Moment moment) {
        return switch (moment) {
            case Moment.Time time -> time.at().toLocalDateTime();
            case Moment.Day day -> day.date().atStartOfDay();
        };
    }

    /// Whether an original start, as a changed or excluded occurrence gives it, names an occurrence.
    /// Times are compared as instants and days as days; where one is a time and the other a day, the
    /// local date of the time decides.
    public static boolean names(Moment original, Moment occurrence) {
        return switch (original) {
            case Moment.Time(var time)
            when occurrence instanceof Moment.Time(var at) -> time.toInstant().equals(at.toInstant());
            case Moment.Time(var time) -> time.toLocalDate().equals(date(occurrence));
            case Moment.Day(var day) -> day.equals(date(occurrence));
        };
    }

    private static LocalDate date(Moment moment) {
        return local(moment).toLocalDate();
    }

    /// The same as [#names] for many, without comparing each with each.
    private record Exclusion(Set<Instant> instants, Set<LocalDate> days, Set<LocalDate> daysOfTimes) {
        static Exclusion of(List<Moment> excluded) {
            Set<Instant> instants = new HashSet<>();
            Set<LocalDate> days = new HashSet<>();
            Set<LocalDate> daysOfTimes = new HashSet<>();
            for (Moment moment : excluded) {
                switch (moment) {
                    case Moment.Time(var time) -> {
                        instants.add(time.toInstant());
                        daysOfTimes.add(time.toLocalDate());
                    }
                    case Moment.Day(var day) -> days.add(day);
                }
            }
            return new Exclusion(instants, days, daysOfTimes);
        }

        boolean holds(Moment occurrence) {
            return switch (occurrence) {
                case Moment.Time(var at) -> instants.contains(at.toInstant()) || days.contains(at.toLocalDate());
                case Moment.Day(var day) -> days.contains(day) || daysOfTimes.contains(day);
            };
        }
    }
}
