package ajar.calendar.ical;

import ajar.calendar.Details;
import ajar.calendar.EventCopy;
import ajar.calendar.Moment;
import ajar.calendar.Recurrence;
import ajar.calendar.recurrence.Expansion;
import ajar.calendar.recurrence.RecurrenceException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Turns a VEVENT into the copy of an event.
final class EventReader {
    private static final int MAX_TITLE = 1024;
    private static final int MAX_LOCATION = 4096;
    private static final int MAX_DESCRIPTION = 65_536;
    private static final int MAX_LINK = 2048;
    private static final int MAX_CONFERENCES = 10;
    private static final int MAX_DATES = 10_000;

    private static final List<String> CONFERENCES = List.of(
            "CONFERENCE",
            "X-GOOGLE-CONFERENCE",
            "X-MICROSOFT-SKYPETEAMSMEETINGURL",
            "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
            "X-MICROSOFT-ONLINEMEETINGCONFLINK",
            "X-ONLINE-MEETING-URL",
            "X-TELEMOST-CONFERENCE");

    private static final Pattern SEQUENCE = Pattern.compile("\\d{1,9}");

    private final Zones zones;
    private final boolean isCancelled;

    /// @param isCancelled whether the calendar says so for all of its events, by METHOD:CANCEL
    EventReader(Zones zones, boolean isCancelled) {
        this.zones = zones;
        this.isCancelled = isCancelled;
    }

    /// @param uid what names the event
    EventCopy read(Component event, String uid) throws BrokenEvent {
        boolean cancelled = isCancelled || event.last("STATUS").equalsIgnoreCase("CANCELLED");
        ContentLine begin = event.first("DTSTART");
        Moment original = original(event, begin);
        if (begin == null && !cancelled) {
            throw new BrokenEvent("It has no start.");
        }
        return new EventCopy(
                original == null ? uid : uid + "_" + original.key(),
                uid,
                original == null ? null : uid,
                original,
                cancelled,
                begin == null ? null : details(event, begin, original == null),
                sequence(event));
    }

    private @Nullable Moment original(Component event, @Nullable ContentLine begin) throws BrokenEvent {
        ContentLine line = event.first("RECURRENCE-ID");
        if (line == null) {
            return null;
        }
        if (line.parameter("RANGE").equalsIgnoreCase("THISANDFUTURE")) {
            throw new BrokenEvent("It changes all following occurrences at once (RANGE=THISANDFUTURE), which Ajar"
                    + " does not read; they are shown as they were.");
        }
        return moment(line, line.value(), begin, true);
    }

    private Details details(Component event, ContentLine begin, boolean mayRepeat) throws BrokenEvent {
        boolean repeats = mayRepeat && (event.first("RRULE") != null || event.first("RDATE") != null);
        Moment start = moment(begin, begin.value(), null, repeats);
        Moment end = end(event, start, repeats);
        if (instant(end) < instant(start)) {
            Moment earlier = end;
            end = start;
            start = earlier;
        }
        if (isWholeDays(event, start, end)) {
            start = Moment.of(date(start));
            end = Moment.of(date(end));
        }
        if (start instanceof Moment.Day(var day) && !date(end).isAfter(day)) {
            end = Moment.of(day.plusDays(1));
        }
        Guests guests = Guests.of(event);
        String location = Text.line(event.last("LOCATION"), MAX_LOCATION);
        return new Details(
                Text.line(event.last("SUMMARY"), MAX_TITLE),
                description(event),
                location.isEmpty() ? Text.cut(String.join(", ", guests.rooms()), MAX_LOCATION) : location,
                start,
                end,
                mayRepeat ? recurrence(event, begin, start) : Recurrence.NONE,
                guests.people(),
                conferences(event),
                link(event.last("URL")),
                isPrivate(event));
    }

    private static long instant(Moment moment) {
        return moment.instant(ZoneOffset.UTC).getEpochSecond();
    }

    private static LocalDate date(Moment moment) {
        return switch (moment) {
            case Moment.Time(var at) -> at.toLocalDate();
            case Moment.Day(var day) -> day;
        };
    }

    /// In the form of the start, whatever was written.
    private Moment end(Component event, Moment start, boolean repeats) throws BrokenEvent {
        ContentLine line = event.first("DTEND");
        if (line != null && !line.value().isBlank()) {
            Moment end = moment(line, line.value(), event.first("DTSTART"), repeats);
            return switch (start) {
                case Moment.Time(var at)
                when end instanceof Moment.Day(var day) -> Moment.of(day.atStartOfDay(at.getZone()));
                case Moment.Day _
                when end instanceof Moment.Time(var at) ->
                    Moment.of(
                            at.toLocalTime().equals(LocalTime.MIN)
                                    ? at.toLocalDate()
                                    : at.toLocalDate().plusDays(1));
                default -> end;
            };
        }
        String duration = event.last("DURATION");
        return duration.isEmpty() ? start : Dates.plus(start, duration);
    }

    /// Outlook writes whole days as times, and says so.
    private static boolean isWholeDays(Component event, Moment start, Moment end) {
        return event.last("X-MICROSOFT-CDO-ALLDAYEVENT").equalsIgnoreCase("TRUE")
                && start instanceof Moment.Time(var from)
                && end instanceof Moment.Time(var to)
                && from.toLocalTime().equals(LocalTime.MIN)
                && to.toLocalTime().equals(LocalTime.MIN);
    }

    private Recurrence recurrence(Component event, ContentLine begin, Moment start) throws BrokenEvent {
        if (event.first("EXRULE") != null) {
            throw new BrokenEvent("It leaves occurrences out by a rule (EXRULE), which Ajar does not read.");
        }
        var rules = event.all("RRULE").stream()
                .map(line -> line.value().strip())
                .filter(rule -> !rule.isEmpty())
                .toList();
        var recurrence = new Recurrence(rules, moments(event, "RDATE", begin), moments(event, "EXDATE", begin));
        if (!recurrence.repeats()) {
            return Recurrence.NONE;
        }
        try {
            Expansion.of(start, recurrence);
        } catch (RecurrenceException unreadable) {
            throw new BrokenEvent(String.valueOf(unreadable.getMessage()), unreadable);
        }
        return recurrence;
    }

    private List<Moment> moments(Component event, String property, ContentLine begin) throws BrokenEvent {
        List<Moment> moments = new ArrayList<>();
        for (ContentLine line : event.all(property)) {
            for (String value : line.value().split(",")) {
                // Of a period, its beginning.
                int slash = value.indexOf('/');
                String text = slash < 0 ? value : value.substring(0, slash);
                if (!text.isBlank()) {
                    moments.add(moment(line, text, begin, true));
                }
                if (moments.size() > MAX_DATES) {
                    throw new BrokenEvent("It has more than " + MAX_DATES + " single dates.");
                }
            }
        }
        return moments;
    }

    /// @param begin the start of the event, whose zone is meant where none is given; null for the start
    private Moment moment(ContentLine line, String value, @Nullable ContentLine begin, boolean repeats)
            throws BrokenEvent {
        String zone = line.parameter("TZID");
        if (zone.isBlank() && begin != null) {
            zone = begin.parameter("TZID");
        }
        boolean isDate = line.parameter("VALUE").equalsIgnoreCase("DATE");
        return Dates.moment(value, isDate, zones.placing(zone, repeats));
    }

    private static String description(Component event) {
        String description = Text.block(event.last("DESCRIPTION"), MAX_DESCRIPTION);
        return description.isEmpty()
                ? Text.cut(Text.plain(Text.of(event.last("X-ALT-DESC"))), MAX_DESCRIPTION)
                : description;
    }

    private static List<String> conferences(Component event) {
        Set<String> links = new LinkedHashSet<>();
        for (String property : CONFERENCES) {
            for (ContentLine line : event.all(property)) {
                String link = link(line.value());
                if (link != null && links.size() < MAX_CONFERENCES) {
                    links.add(link);
                }
            }
        }
        return List.copyOf(links);
    }

    private static @Nullable String link(String value) {
        String link = Text.of(value).strip();
        String lower = link.toLowerCase(Locale.ROOT);
        boolean isLink = (lower.startsWith("https://") || lower.startsWith("http://"))
                && link.length() <= MAX_LINK
                && link.chars().noneMatch(it -> it <= ' ');
        return isLink ? link : null;
    }

    /// A class that is not known means as much as PRIVATE (RFC 5545, 3.8.1.3).
    private static boolean isPrivate(Component event) {
        String classification = event.last("CLASS");
        return !classification.isEmpty() && !classification.equalsIgnoreCase("PUBLIC");
    }

    private static int sequence(Component event) {
        String sequence = event.last("SEQUENCE");
        return SEQUENCE.matcher(sequence).matches() ? Integer.parseInt(sequence) : 0;
    }
}
