package ajar.sync;

import ajar.calendar.CalendarObject;
import ajar.calendar.Details;
import ajar.calendar.EventCopy;
import ajar.calendar.Moment;
import ajar.calendar.Recurrence;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A calendar at its provider, with a memory of what changed when.
final class ProviderCalendar {
    private static final String DOMAIN = "@cal.example";

    private final int number;
    private final ProviderAccount.Style style;
    private final Map<String, Held> events = new TreeMap<>();
    private final Map<String, Held> bin = new TreeMap<>();
    /// By key, the count of changes at which an object changed last, or went.
    private final Map<String, Integer> changedAt = new LinkedHashMap<>();
    /// What is left of objects that went, where something is.
    private final Map<String, CalendarObject> stubs = new LinkedHashMap<>();
    private int changes;
    private boolean isListed = true;
    private boolean isReadable = true;

    ProviderCalendar(int number, ProviderAccount.Style style) {
        this.number = number;
        this.style = style;
    }

    String id() {
        return "cal" + number;
    }

    Map<String, Held> events() {
        return events;
    }

    /// What was deleted and could be restored.
    Map<String, Held> bin() {
        return bin;
    }

    boolean isListed() {
        return isListed;
    }

    boolean isReadable() {
        return isReadable;
    }

    void list(boolean listed, boolean readable) {
        isListed = listed;
        isReadable = readable;
    }

    int changes() {
        return changes;
    }

    /// Puts an event in, or in another state.
    ///
    /// @param held null for taking it out
    void put(String uid, @Nullable Held held) {
        var before = byKey(events.get(uid));
        var was = events.get(uid);
        if (held == null || (held.master() == null && held.changed().isEmpty())) {
            events.remove(uid);
            if (was != null) {
                bin.put(uid, was);
            }
        } else {
            events.put(uid, held);
            bin.remove(uid);
        }
        var after = byKey(events.get(uid));
        var keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (var key : keys) {
            var now = after.get(key);
            if (now == null || !now.copies().equals(withoutVersion(before.get(key)))) {
                changedAt.put(key, ++changes);
                stubs.remove(key);
                if (now == null && style == ProviderAccount.Style.LOOSE) {
                    stubs.put(key, stub(before.get(key)));
                }
            }
        }
    }

    private static @Nullable List<EventCopy> withoutVersion(@Nullable CalendarObject object) {
        return object == null ? null : object.copies();
    }

    /// A deleted event leaves little more than its id.
    private static CalendarObject stub(CalendarObject gone) {
        var copy = gone.copies().getFirst();
        String uid = copy.seriesId() == null ? copy.id() : copy.seriesId();
        return CalendarObject.of(
                new EventCopy(copy.id(), uid, copy.seriesId(), copy.originalStart(), true, null, copy.sequence()),
                "gone");
    }

    /// Has an object told anew, as if it had changed.
    void tellAgain(String key) {
        changedAt.put(key, ++changes);
    }

    /// Everything, by key.
    Map<String, CalendarObject> objects() {
        Map<String, CalendarObject> objects = new LinkedHashMap<>();
        events.values().forEach(held -> objects.putAll(byKey(held)));
        return objects;
    }

    /// The keys of what changed after a count of changes, oldest change first.
    List<String> changedSince(int count) {
        return changedAt.entrySet().stream()
                .filter(entry -> entry.getValue() > count)
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    /// What is left of an object that went; null where nothing is.
    @Nullable
    CalendarObject stub(String key) {
        return stubs.get(key);
    }

    private Map<String, CalendarObject> byKey(@Nullable Held held) {
        Map<String, CalendarObject> objects = new LinkedHashMap<>();
        if (held != null) {
            var copies = style == ProviderAccount.Style.LOOSE ? loose(held) : whole(held);
            if (style == ProviderAccount.Style.LOOSE) {
                copies.forEach(copy -> objects.put(copy.id(), CalendarObject.of(copy, version(List.of(copy)))));
            } else {
                String key = held.uid() + ".ics";
                objects.put(key, new CalendarObject(key, version(copies), copies));
            }
        }
        return objects;
    }

    private static String version(List<EventCopy> copies) {
        return Integer.toHexString(
                copies.toString().replaceAll("sequence=\\d+", "").hashCode());
    }

    /// As Google tells it: each changed occurrence is an object of its own, with ids that differ between
    /// calendars.
    private List<EventCopy> loose(Held held) {
        List<EventCopy> copies = new ArrayList<>();
        String id = held.uid().replace(DOMAIN, "") + "c" + number;
        var master = held.master();
        if (master != null) {
            copies.add(new EventCopy(
                    id,
                    held.uid(),
                    null,
                    null,
                    held.isCancelled(),
                    held.isCancelled() ? null : master,
                    held.sequence()));
        }
        held.changed().values().forEach(one -> {
            boolean isStub = one.details() == null;
            copies.add(new EventCopy(
                    id + "_" + key(one.original(), held),
                    isStub && number % 2 == 0 ? id : held.uid(),
                    id,
                    one.original(),
                    isStub || held.isCancelled(),
                    one.details(),
                    held.sequence()));
        });
        return copies;
    }

    private static String key(Moment original, Held held) {
        return timed(original, held).key();
    }

    private static Moment timed(Moment original, Held held) {
        return original instanceof Moment.Day(var day)
                        && held.master() != null
                        && held.master().start() instanceof Moment.Time(var at)
                ? Moment.of(at.with(day))
                : original;
    }

    /// As iCalendar has it: one object with everything in it.
    private List<EventCopy> whole(Held held) {
        List<EventCopy> copies = new ArrayList<>();
        List<Moment> excluded = new ArrayList<>();
        boolean excludes = style != ProviderAccount.Style.CHANGES && held.master() != null;
        for (var one : held.changed().values()) {
            if (one.details() == null && excludes) {
                excluded.add(number % 2 == 0 ? one.original() : utc(one.original()));
            } else {
                copies.add(new EventCopy(
                        held.uid() + "_" + key(one.original(), held),
                        held.uid(),
                        held.uid(),
                        one.original(),
                        one.details() == null || held.isCancelled(),
                        one.details() == null ? crossedOut(held, one.original()) : one.details(),
                        held.sequence()));
            }
        }
        if (held.master() != null) {
            copies.addFirst(new EventCopy(
                    held.uid(),
                    held.uid(),
                    null,
                    null,
                    held.isCancelled(),
                    excluding(held.master(), excluded),
                    held.sequence()));
        }
        return copies;
    }

    private static Moment utc(Moment moment) {
        return moment instanceof Moment.Time(var at) ? Moment.of(at.withZoneSameInstant(ZoneOffset.UTC)) : moment;
    }

    private static Details excluding(Details master, List<Moment> excluded) {
        return excluded.isEmpty()
                ? master
                : Held.repeating(
                        master,
                        new Recurrence(
                                master.recurrence().rules(), master.recurrence().added(), excluded));
    }

    /// What a cancelled occurrence still says.
    private static @Nullable Details crossedOut(Held held, Moment original) {
        var master = held.master();
        if (master == null || !(timed(original, held) instanceof Moment.Time(var start)) || master.isAllDay()) {
            return null;
        }
        Instant begin = master.start().instant(ZoneOffset.UTC);
        var length = Duration.between(begin, master.end().instant(ZoneOffset.UTC));
        return Held.at(Held.repeating(master, (String) null), Moment.of(start), Moment.of(start.plus(length)));
    }
}
