package ajar.sync;

import ajar.calendar.Details;
import ajar.calendar.EventCopy;
import ajar.calendar.Moment;
import ajar.calendar.Window;
import ajar.calendar.recurrence.Expansion;
import ajar.calendar.recurrence.RecurrenceException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one calendar holds of one event: its master or single event, and the occurrences that differ.
///
/// @param accountId the account the calendar belongs to
/// @param userId the user whose account that is
/// @param type as in `provider_calendar_type`
/// @param aliases other names of the calendar
/// @param addresses the addresses of that user, in lower case
/// @param lostAt since when the calendar is not read any more; null while it is
/// @param copies what it holds
record Holding(
        String accountId,
        String userId,
        String type,
        String calendarId,
        List<String> aliases,
        Set<String> addresses,
        @Nullable Instant lostAt,
        List<Copy> copies) {
    /// A stored copy.
    ///
    /// @param goneAt since when the calendar does not have it any more; null while it does
    record Copy(EventCopy event, @Nullable Instant goneAt) {}

    /// The longest id that is kept.
    private static final int LONGEST_ID = 1500;

    /// One occurrence that takes place at a time of day. Whole days and what is called off are none.
    ///
    /// @param start when it begins
    /// @param end when it ends
    /// @param id its own id
    /// @param eventId the id of its series, or its own when there is none
    /// @param uid what its copies in all calendars have in common
    /// @param repeats whether it belongs to a series
    /// @param isHistory whether it is from a calendar or feed that has since gone: it took place, but
    ///     says nothing new
    record View(
            Holding holding,
            Details details,
            Instant start,
            Instant end,
            String id,
            String eventId,
            String uid,
            boolean repeats,
            boolean isHistory) {
        /// Whether the organizer is the calendar's owner.
        boolean isOrganizers() {
            return holding.isOrganizers(details);
        }
    }

    /// Whether the event's organizer is the calendar's owner.
    boolean isOrganizers(Details details) {
        return details.guests().stream().anyMatch(guest -> guest.isOrganizer() && addresses.contains(guest.key()));
    }

    private @Nullable Copy master() {
        return copies.stream()
                .filter(copy -> !copy.event().isOverride())
                .max(Comparator.comparingInt(copy -> copy.event().sequence()))
                .orElse(null);
    }

    /// The single event or series this calendar holds now; null when there is none that takes place at a
    /// time of day.
    @Nullable
    Details schedule() {
        var master = master();
        if (master == null
                || lostAt != null
                || master.goneAt() != null
                || master.event().isCancelled()) {
            return null;
        }
        var details = master.event().details();
        return details == null || details.isAllDay() ? null : details;
    }

    /// Whether it has any series in it.
    boolean repeats() {
        return copies.stream()
                .map(copy -> copy.event().details())
                .anyMatch(details -> details != null && details.recurrence().repeats());
    }

    /// The occurrences by their original start, as [Moment#key] writes it; that of an event that does not
    /// repeat has the key `""`. Where this calendar's master is not the one that is up to date, only what
    /// both have in common.
    ///
    /// @param schedule how the event goes; null when nobody says
    /// @throws RecurrenceException when the rule makes no sense
    Map<String, View> views(Window window, @Nullable Schedule schedule) throws RecurrenceException {
        var views = views(window);
        var master = master();
        var details = master == null ? null : master.event().details();
        if (schedule != null && details != null && !schedule.agreesWith(details)) {
            views.keySet().removeIf(key -> !schedule.plans(key));
        }
        return views;
    }

    private Map<String, View> views(Window window) throws RecurrenceException {
        Map<String, View> views = new LinkedHashMap<>();
        var master = master();
        Map<String, Copy> overrides = new HashMap<>();
        for (var copy : copies) {
            if (copy.event().originalStart() != null) {
                overrides.merge(key(copy.event().originalStart(), master), copy, Holding::later);
            }
        }
        if (master != null && !addMaster(master, overrides.keySet(), window, views)) {
            return views;
        }
        overrides.forEach((key, copy) -> addOverride(key, copy, master, views));
        return views;
    }

    /// Some calendars name an occurrence of a timed series by its day alone.
    private static String key(Moment original, @Nullable Copy master) {
        var details = master == null ? null : master.event().details();
        return original instanceof Moment.Day(var date)
                        && details != null
                        && details.start() instanceof Moment.Time(var at)
                ? Moment.of(at.with(date)).key()
                : original.key();
    }

    private static Copy later(Copy one, Copy other) {
        return other.event().sequence() >= one.event().sequence() ? other : one;
    }

    /// Adds what the master generates. Returns whether there can be other occurrences.
    private boolean addMaster(Copy master, Set<String> overridden, Window window, Map<String, View> views)
            throws RecurrenceException {
        var details = master.event().details();
        if (master.event().isCancelled() || details == null) {
            return false;
        }
        if (!details.recurrence().repeats()) {
            add(
                    "",
                    master,
                    details,
                    details.start(),
                    details.end(),
                    master.event().id(),
                    master,
                    false,
                    views);
            return false;
        }
        if (details.isAllDay()) {
            return true;
        }
        var length = Duration.between(
                details.start().instant(ZoneOffset.UTC), details.end().instant(ZoneOffset.UTC));
        for (var start : Expansion.of(details.start(), details.recurrence())
                .between(window.from().minus(length), window.to(), ZoneOffset.UTC)) {
            if (!overridden.contains(start.key()) && start instanceof Moment.Time time) {
                add(
                        start.key(),
                        master,
                        details,
                        start,
                        Moment.of(time.at().plus(length)),
                        master.event().id() + "_" + start.key(),
                        master,
                        true,
                        views);
            }
        }
        return true;
    }

    private void addOverride(String key, Copy copy, @Nullable Copy master, Map<String, View> views) {
        var details = copy.event().details();
        if (!copy.event().isCancelled() && details != null) {
            add(key, copy, details, details.start(), details.end(), copy.event().id(), master, true, views);
        }
    }

    private void add(
            String key,
            Copy copy,
            Details details,
            Moment starts,
            Moment ends,
            String id,
            @Nullable Copy master,
            boolean repeats,
            Map<String, View> views) {
        if (starts.isDay()) {
            return;
        }
        Instant start = starts.instant(ZoneOffset.UTC);
        Instant end = ends.instant(ZoneOffset.UTC);
        Instant gone = earlier(lostAt, copy.goneAt());
        if (gone != null && !start.isBefore(gone)) {
            return;
        }
        String eventId = master != null
                ? master.event().id()
                : Objects.requireNonNullElse(
                        copy.event().seriesId(), copy.event().id());
        views.put(
                key,
                new View(
                        this,
                        details,
                        start.isBefore(end) ? start : end,
                        start.isBefore(end) ? end : start,
                        cut(id),
                        cut(eventId),
                        copy.event().uid(),
                        repeats,
                        gone != null));
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    private static String cut(String id) {
        return id.length() <= LONGEST_ID ? id : id.substring(0, LONGEST_ID);
    }
}
