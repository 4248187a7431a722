package ajar.calendar.ical;

import ajar.calendar.Moment;
import ajar.calendar.Recurrence;
import ajar.calendar.recurrence.Expansion;
import ajar.calendar.recurrence.RecurrenceException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A time zone as a calendar defines it, VTIMEZONE: when its offset changed, and by which rule it will.
final class ZoneDefinition {
    /// Years around an event over which zones are compared.
    private static final int YEARS_BEFORE = 1;

    private static final int YEARS_AFTER = 4;

    /// Of zones with equal clocks, the one that most people would name.
    private static final List<String> KNOWN = List.of(
            "Europe/Berlin",
            "Europe/London",
            "Europe/Athens",
            "America/New_York",
            "America/Chicago",
            "America/Denver",
            "America/Los_Angeles",
            "America/Halifax",
            "Australia/Sydney",
            "Pacific/Auckland");

    private static final List<ZoneId> WORLD = world();

    /// STANDARD or DAYLIGHT: an offset, and the local times, by the offset before, at which it begins.
    private record Observance(Moment.Time first, Recurrence recurrence, ZoneOffset before, ZoneOffset after) {
        Change firstChange() {
            return change(first.at());
        }

        Change change(ZonedDateTime local) {
            return new Change(local.toLocalDateTime().toInstant(before), before, after);
        }
    }

    private record Change(Instant at, ZoneOffset before, ZoneOffset after) {}

    /// What a zone of the world has in common with this one.
    ///
    /// @param isExact whether clocks show the same in all of the years that were compared
    record Likeness(ZoneId zone, boolean isExact) {}

    private static final int MAX_REMEMBERED = 200;

    private final List<Observance> observances;
    private final Map<Integer, List<Change>> remembered = new HashMap<>();

    private ZoneDefinition(List<Observance> observances) {
        this.observances = observances;
    }

    /// @throws BrokenEvent when it says nothing that can be read
    static ZoneDefinition of(Component timezone) throws BrokenEvent {
        List<Observance> observances = new ArrayList<>();
        for (Component part : timezone.parts()) {
            if (part.name().equals("STANDARD") || part.name().equals("DAYLIGHT")) {
                observances.add(observance(part));
            }
        }
        if (observances.isEmpty()) {
            throw new BrokenEvent("The time zone says no offset.");
        }
        return new ZoneDefinition(observances);
    }

    private static Observance observance(Component part) throws BrokenEvent {
        ContentLine start = part.first("DTSTART");
        try {
            Moment first = start == null
                    ? Moment.of(LocalDateTime.of(1970, 1, 1, 0, 0).atZone(ZoneOffset.UTC))
                    : Dates.moment(start.value(), false, Dates.in(ZoneOffset.UTC));
            ZoneOffset after = Dates.offset(part.last("TZOFFSETTO"));
            String before = part.last("TZOFFSETFROM");
            List<Moment> added = new ArrayList<>();
            for (ContentLine line : part.all("RDATE")) {
                for (String date : line.value().split(",")) {
                    added.add(Dates.moment(date, false, Dates.in(ZoneOffset.UTC)));
                }
            }
            var rules = part.all("RRULE").stream().map(ContentLine::value).toList();
            if (!(first instanceof Moment.Time time)) {
                throw new BrokenEvent("The time zone changes on a date without a time.");
            }
            return new Observance(
                    time,
                    new Recurrence(rules, added, List.of()),
                    before.isEmpty() ? after : Dates.offset(before),
                    after);
        } catch (DateTimeException unreadable) {
            throw new BrokenEvent("The time zone has an offset that is none.", unreadable);
        }
    }

    /// The offset at a local time.
    ZoneOffset offset(LocalDateTime local) throws BrokenEvent {
        List<Change> changes = changes(local.getYear());
        ZoneOffset offset = changes.getFirst().before();
        for (Change change : changes) {
            if (LocalDateTime.ofInstant(change.at(), change.before()).isAfter(local)) {
                break;
            }
            offset = change.after();
        }
        return offset;
    }

    /// The zone of the world whose clocks show what this one says around a year, or come closest; null
    /// when none comes close.
    @Nullable
    Likeness likeness(int year) throws BrokenEvent {
        List<Change> changes = within(changes(year), year);
        if (changes.isEmpty()) {
            return new Likeness(offset(LocalDateTime.of(year, 1, 1, 0, 0)), true);
        }
        ZoneId best = null;
        double most = 0.75;
        for (ZoneId zone : WORLD) {
            double share = agreement(zone, changes, year);
            if (share == 1) {
                return new Likeness(zone, true);
            }
            if (share > most) {
                most = share;
                best = zone;
            }
        }
        return best == null ? null : new Likeness(best, false);
    }

    /// How much of the time clocks agree; 1 only when they change at the same instants.
    private static double agreement(ZoneId zone, List<Change> changes, int year) {
        var rules = zone.getRules();
        int samples = 0;
        int equal = 0;
        boolean exact = true;
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            boolean same = rules.getOffset(change.at()).equals(change.after())
                    && rules.getOffset(change.at().minusSeconds(1)).equals(change.before());
            exact &= same;
            Instant end = i + 1 < changes.size() ? changes.get(i + 1).at() : last(year);
            long half = (end.getEpochSecond() - change.at().getEpochSecond()) / 2;
            samples++;
            equal += rules.getOffset(change.at().plusSeconds(half)).equals(change.after()) ? 1 : 0;
        }
        if (equal < samples || !exact) {
            return Math.min(0.99, (double) equal / samples);
        }
        int theirs = 0;
        for (var next = rules.nextTransition(first(year));
                next != null && next.getInstant().isBefore(last(year));
                next = rules.nextTransition(next.getInstant())) {
            theirs++;
        }
        return theirs == changes.size() ? 1 : 0.99;
    }

    private static Instant first(int year) {
        return LocalDateTime.of(Math.max(1, year - YEARS_BEFORE), 1, 1, 0, 0).toInstant(ZoneOffset.UTC);
    }

    private static Instant last(int year) {
        return LocalDateTime.of(Math.min(9999, year + YEARS_AFTER), 1, 1, 0, 0).toInstant(ZoneOffset.UTC);
    }

    private static List<Change> within(List<Change> changes, int year) {
        return changes.stream()
                .filter(it -> !it.before().equals(it.after()))
                .filter(it -> !it.at().isBefore(first(year)) && it.at().isBefore(last(year)))
                .toList();
    }

    /// The changes around a year in their order, after at least one that tells what was before.
    private List<Change> changes(int year) throws BrokenEvent {
        List<Change> known = remembered.get(year);
        if (known == null) {
            known = computeChanges(year);
            if (remembered.size() < MAX_REMEMBERED) {
                remembered.put(year, known);
            }
        }
        return known;
    }

    private List<Change> computeChanges(int year) throws BrokenEvent {
        List<Change> changes = new ArrayList<>();
        for (Observance observance : observances) {
            changes.add(observance.firstChange());
            try {
                Expansion.of(observance.first(), observance.recurrence())
                        .between(first(year - 1), last(year), ZoneOffset.UTC)
                        .forEach(it -> changes.add(observance.change(((Moment.Time) it).at())));
            } catch (RecurrenceException unreadable) {
                throw new BrokenEvent("The time zone changes by a rule that cannot be read.", unreadable);
            }
        }
        changes.sort(Comparator.comparing(Change::at));
        return changes;
    }

    private static List<ZoneId> world() {
        Set<ZoneId> zones = new LinkedHashSet<>();
        KNOWN.forEach(id -> zones.add(ZoneId.of(id)));
        zones.addAll(WindowsZones.all().values());
        ZoneId.getAvailableZoneIds().stream()
                .filter(id -> id.contains("/") && !id.startsWith("Etc/") && !id.startsWith("SystemV/"))
                .sorted()
                .map(ZoneId::of)
                .forEach(zones::add);
        return Collections.unmodifiableList(new ArrayList<>(zones));
    }
}
