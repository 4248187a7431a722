package ajar.calendar.ical;

import ajar.calendar.CalendarObject;
import ajar.calendar.Details;
import ajar.calendar.EventCopy;
import ajar.calendar.Moment;
import ajar.calendar.Quarantined;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything that a calendar says of one event: its master and its changed occurrences, each perhaps
/// more than once.
final class EventGroup {
    /// Characters of a UID that are kept; a longer one is told from others by its digest.
    private static final int MAX_UID = 767;

    /// Messages about an event that are none (RFC 5546).
    private static final Set<String> ANSWERS = Set.of("REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER");

    private record Version(EventCopy copy, Instant stamp) {
        boolean isLaterThan(Version other) {
            return copy.sequence() != other.copy.sequence()
                    ? copy.sequence() > other.copy.sequence()
                    : !stamp.isBefore(other.stamp);
        }
    }

    private final String uid;
    private final Map<String, Version> versions = new LinkedHashMap<>();
    private final List<Quarantined> broken = new ArrayList<>();

    EventGroup(String uid) {
        this.uid = uid;
    }

    /// What names an event; made of what it says where it has no UID.
    static String uid(Component event) {
        String uid = Text.line(event.last("UID"), Integer.MAX_VALUE);
        if (uid.isEmpty()) {
            var content = new StringBuilder();
            for (String property : List.of("DTSTART", "DTEND", "DURATION", "SUMMARY", "LOCATION", "RRULE")) {
                content.append(property).append(event.last(property)).append('\n');
            }
            return "without-uid-" + digest(content.toString());
        }
        return uid.length() <= MAX_UID ? uid : Text.cut(uid, MAX_UID - 33) + "~" + digest(uid);
    }

    /// Takes in one version of the event.
    ///
    /// @param method the METHOD of its calendar; empty when it has none
    void add(Component event, String method, Zones zones) {
        if (ANSWERS.contains(method)) {
            quarantine(
                    event,
                    "It is a message about an invitation (" + method.toLowerCase(Locale.ROOT) + "), and not an event.");
            return;
        }
        try {
            EventCopy copy = new EventReader(zones, method.equals("CANCEL")).read(event, uid);
            var version = new Version(copy, stamp(event));
            versions.merge(copy.id(), version, (before, now) -> now.isLaterThan(before) ? now : before);
        } catch (BrokenEvent unreadable) {
            quarantine(event, unreadable.reason());
        }
    }

    /// Notes that a version of the event cannot be read at all.
    void addUnreadable(String reason) {
        broken.add(new Quarantined(uid + "#" + broken.size(), "", reason));
    }

    private void quarantine(Component event, String reason) {
        String title = Text.line(event.last("SUMMARY"), 200);
        ContentLine original = event.first("RECURRENCE-ID");
        String part = original == null ? "master" : Text.line(original.value(), 50);
        broken.add(new Quarantined(uid + "#" + part, title.isEmpty() ? Text.cut(uid, 200) : title, reason));
    }

    private static Instant stamp(Component event) {
        String stamp = event.last("DTSTAMP").toUpperCase(Locale.ROOT);
        try {
            var written = Dates.time(stamp);
            ZoneOffset offset = written.offset();
            return written.local().toInstant(offset == null ? ZoneOffset.UTC : offset);
        } catch (DateTimeException none) {
            return Instant.MIN;
        }
    }

    /// Hands out what was taken in.
    void emit(Sink sink) {
        var copies = aligned();
        if (!copies.isEmpty()) {
            sink.take(new CalendarObject(uid, digest(copies.toString()), copies));
        }
        for (int i = 0; i < broken.size(); i++) {
            Quarantined part = broken.get(i);
            boolean isAll = copies.isEmpty() && i == 0;
            sink.quarantine(isAll ? new Quarantined(uid, part.title(), part.reason()) : part);
        }
    }

    /// The copies, with original starts in the form in which the series has its starts: a day where it
    /// has times means the time of that day, and a time where it has days the day.
    private List<EventCopy> aligned() {
        Version master = versions.get(uid);
        Details series = master == null ? null : master.copy.details();
        if (series == null) {
            return versions.values().stream().map(Version::copy).toList();
        }
        Map<String, Version> aligned = new LinkedHashMap<>();
        for (Version version : versions.values()) {
            Version as = new Version(align(version.copy, series.start()), version.stamp);
            aligned.merge(as.copy.id(), as, (before, now) -> now.isLaterThan(before) ? now : before);
        }
        Collection<Version> values = aligned.values();
        return values.stream().map(Version::copy).toList();
    }

    private EventCopy align(EventCopy copy, Moment start) {
        Moment original = aligned(copy.originalStart(), start);
        return original == null || original.equals(copy.originalStart())
                ? copy
                : new EventCopy(
                        uid + "_" + original.key(),
                        uid,
                        uid,
                        original,
                        copy.isCancelled(),
                        copy.details(),
                        copy.sequence());
    }

    private static @Nullable Moment aligned(@Nullable Moment original, Moment start) {
        return switch (original) {
            case null -> null;
            case Moment.Day(var day)
            when start instanceof Moment.Time(var at) ->
                Moment.of(day.atTime(at.toLocalTime()).atZone(at.getZone()));
            case Moment.Time(var at) when start.isDay() -> Moment.of(at.toLocalDate());
            default -> original;
        };
    }

    private static String digest(String text) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
