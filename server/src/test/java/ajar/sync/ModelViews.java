package ajar.sync;

import ajar.calendar.Details;
import ajar.calendar.EventCopy;
import ajar.calendar.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The occurrences of one event as all calendars show them.
///
/// Calendars are read one after the other, so they disagree for a while. How the event repeats is what
/// the organizer's calendar says, else the one that was connected first; what another calendar still
/// shows beyond that is out of date.
final class ModelViews {
    /// One occurrence in one calendar.
    ///
    /// @param isHistory whether the calendar has lost it since
    record View(
            ModelCalendar calendar,
            Details details,
            Instant start,
            Instant end,
            String id,
            String eventId,
            String uid,
            boolean repeats,
            boolean isHistory) {}

    private final Map<String, String> users;
    private final Map<String, List<View>> byKey = new TreeMap<>();
    private @Nullable Details schedule;

    /// @param calendars in the order they were connected
    /// @param users the users by their addresses
    ModelViews(List<ModelCalendar> calendars, String uid, Map<String, String> users) {
        this.users = users;
        List<Details> schedules = new ArrayList<>();
        for (boolean organizers : List.of(true, false)) {
            for (var calendar : calendars) {
                var master = master(calendar.copies(uid));
                if (master != null
                        && master.goneAt() == null
                        && calendar.lostAt() == null
                        && takesPlaceAtATime(master.copy())
                        && organizers == isOrganizers(calendar, master.copy().details())) {
                    schedules.add(master.copy().details());
                }
            }
        }
        schedule = schedules.isEmpty() ? null : schedules.getFirst();
        for (var calendar : calendars) {
            var copies = calendar.copies(uid);
            if (!copies.isEmpty()) {
                add(calendar, copies);
            }
        }
    }

    private static boolean takesPlaceAtATime(EventCopy copy) {
        return !copy.isCancelled() && copy.details() != null && !copy.details().isAllDay();
    }

    boolean isOrganizers(ModelCalendar calendar, Details details) {
        return details.guests().stream()
                .anyMatch(guest ->
                        guest.isOrganizer() && calendar.owner().userId().equals(users.get(guest.key())));
    }

    private static ModelCalendar.@Nullable Known master(List<ModelCalendar.Known> copies) {
        return copies.stream()
                .filter(known -> !known.copy().isOverride())
                .max(Comparator.comparingInt(known -> known.copy().sequence()))
                .orElse(null);
    }

    Map<String, List<View>> byKey() {
        return byKey;
    }

    /// How the event repeats; null when no calendar says.
    @Nullable
    Details schedule() {
        return schedule;
    }

    /// The keys of all occurrences by the schedule, those that are called off among them.
    Set<String> scheduled() {
        return schedule == null ? Set.of() : keys(schedule);
    }

    /// The time zone in which the event is planned.
    ZoneId zone() {
        return schedule != null && schedule.start() instanceof Moment.Time(var at) ? at.getZone() : ZoneOffset.UTC;
    }

    private static Set<String> keys(Details details) {
        Set<String> keys = new HashSet<>();
        for (var start : ModelSeries.starts(details)) {
            keys.add(details.recurrence().repeats() ? Moment.of(start).key() : "");
        }
        return keys;
    }

    private void add(ModelCalendar calendar, List<ModelCalendar.Known> copies) {
        var master = master(copies);
        Map<String, View> views = new LinkedHashMap<>();
        if (master == null) {
            overrides(calendar, copies, null, views);
        } else if (!master.copy().isCancelled() && master.copy().details() != null) {
            var details = master.copy().details();
            if (details.recurrence().repeats()) {
                generated(calendar, copies, master, views);
                overrides(calendar, copies, master, views);
            } else if (details.start() instanceof Moment.Time(var at)) {
                put(
                        calendar,
                        "",
                        master,
                        at,
                        details,
                        master.copy().id(),
                        master.copy().id(),
                        false,
                        views);
            }
        }
        if (views.isEmpty()) {
            return;
        }
        Predicate<String> isUpToDate = isUpToDate(master);
        views.forEach((key, view) -> {
            if (isUpToDate.test(key)) {
                byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(view);
            }
        });
    }

    private Predicate<String> isUpToDate(ModelCalendar.@Nullable Known master) {
        if (schedule == null || master == null) {
            return _ -> true;
        }
        var details = Objects.requireNonNull(master.copy().details(), "checked before");
        boolean agrees = schedule.start().key().equals(details.start().key())
                && schedule.recurrence().rules().equals(details.recurrence().rules());
        return agrees ? _ -> true : scheduled()::contains;
    }

    private void generated(
            ModelCalendar calendar,
            List<ModelCalendar.Known> copies,
            ModelCalendar.Known master,
            Map<String, View> views) {
        var details = Objects.requireNonNull(master.copy().details());
        Set<Instant> replaced = new HashSet<>();
        copies.stream()
                .filter(known -> known.copy().isOverride())
                .forEach(known -> replaced.add(original(known.copy(), details).toInstant()));
        details.recurrence().excluded().forEach(moment -> replaced.add(instant(moment, details)));
        for (var start : ModelSeries.starts(details)) {
            if (!replaced.contains(start.toInstant())) {
                String key = Moment.of(start).key();
                put(
                        calendar,
                        key,
                        master,
                        start,
                        details,
                        master.copy().id() + "_" + key,
                        master.copy().id(),
                        true,
                        views);
            }
        }
    }

    private static Instant instant(Moment moment, Details master) {
        return moment instanceof Moment.Day(var day) && master.start() instanceof Moment.Time(var at)
                ? at.with(day).toInstant()
                : moment.instant(ZoneOffset.UTC);
    }

    private static ZonedDateTime original(EventCopy copy, @Nullable Details master) {
        return switch (Objects.requireNonNull(copy.originalStart())) {
            case Moment.Time(var at) -> at;
            case Moment.Day(var day) ->
                master != null && master.start() instanceof Moment.Time(var at)
                        ? at.with(day)
                        : day.atStartOfDay(ZoneOffset.UTC);
        };
    }

    private void overrides(
            ModelCalendar calendar,
            List<ModelCalendar.Known> copies,
            ModelCalendar.@Nullable Known master,
            Map<String, View> views) {
        for (var known : copies) {
            var copy = known.copy();
            if (copy.isOverride()
                    && !copy.isCancelled()
                    && copy.details() != null
                    && copy.details().start() instanceof Moment.Time(var at)) {
                String eventId = master != null ? master.copy().id() : Objects.requireNonNull(copy.seriesId());
                String key = Moment.of(original(
                                copy, master == null ? null : master.copy().details()))
                        .key();
                put(calendar, key, known, at, copy.details(), copy.id(), eventId, true, views);
            }
        }
    }

    /// What a calendar has lost is called off from then on, and stays as it was before.
    private static void put(
            ModelCalendar calendar,
            String key,
            ModelCalendar.Known known,
            ZonedDateTime start,
            Details details,
            String id,
            String eventId,
            boolean repeats,
            Map<String, View> views) {
        var length = Duration.between(
                details.start().instant(ZoneOffset.UTC), details.end().instant(ZoneOffset.UTC));
        Instant begin = start.toInstant();
        boolean isHistory = false;
        for (var end : new Instant[] {calendar.lostAt(), known.goneAt()}) {
            if (end != null && !begin.isBefore(end)) {
                return;
            }
            isHistory |= end != null;
        }
        views.put(
                key,
                new View(
                        calendar,
                        details,
                        begin,
                        begin.plus(length),
                        id,
                        eventId,
                        known.copy().uid(),
                        repeats,
                        isHistory));
    }
}
