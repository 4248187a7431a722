package ajar.simulate.calendar;

import ajar.simulate.calendar.EventModel.Span;
import ajar.simulate.calendar.Recurrence.Occurrence;
import ajar.simulate.http.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The users of a provider with their calendars and events. Every change has a number, by which sync
/// tokens know what is new. Whoever reads several things at once holds the monitor of the store.
///
/// Methods throw [NoSuchElementException] for what does not exist.
public final class CalendarStore {
    /// What happened to an event.
    public enum Kind {
        CREATED,
        UPDATED,
        DELETED
    }

    /// Hears of changes, while the monitor of the store is held.
    public interface Listener {
        /// An event was changed.
        void eventChanged(Calendar calendar, Item item, Kind kind);

        /// A user's list of calendars was changed.
        void calendarsChanged(User user);
    }

    /// An instance of a series within a window.
    ///
    /// @param exception the changed instance; null when it is as the series has it
    /// @param start when it takes place
    public record Instance(
            Item master,
            String id,
            String immutableId,
            ObjectNode json,
            Instant start,
            @Nullable Item exception) {}

    private final EventModel model;
    private final InstantSource clock;
    private final Listener listener;
    private final Map<String, User> users = new LinkedHashMap<>();
    private long counter;

    public CalendarStore(EventModel model, InstantSource clock, Listener listener) {
        this.model = model;
        this.clock = clock;
        this.listener = listener;
    }

    /// The number of the last change.
    public synchronized long version() {
        return counter;
    }

    /// All users, in the order in which they were made.
    public synchronized List<User> users() {
        return List.copyOf(users.values());
    }

    /// A user by address.
    public synchronized User user(String email) {
        User user = users.get(email);
        if (user == null) {
            throw new NoSuchElementException("No user " + email);
        }
        return user;
    }

    /// A calendar by its id, or the primary one for `primary`. Deleted ones do not exist any more.
    public synchronized Calendar calendar(String email, String id) {
        User user = user(email);
        Calendar calendar = id.equals("primary") ? user.primary() : user.calendar(id);
        if (calendar == null || calendar.deleted()) {
            throw new NoSuchElementException("No calendar " + id + " of " + email);
        }
        return calendar;
    }

    /// Makes a user with a primary calendar. Throws [IllegalArgumentException] when there is one already.
    public synchronized User addUser(String email, String name, ZoneId zone) {
        if (users.containsKey(email)) {
            throw new IllegalArgumentException("There is a user " + email + " already");
        }
        User user = new User(Long.toString(100_000_000_000L + ++counter), email, name, zone);
        users.put(email, user);
        addCalendar(user, true, Json.object());
        return user;
    }

    /// Makes a calendar. A given `id` is kept.
    public synchronized Calendar addCalendar(String email, ObjectNode given) {
        return addCalendar(user(email), false, given);
    }

    private Calendar addCalendar(User user, boolean primary, ObjectNode given) {
        String id = Json.string(given, "id", model.calendarId(user, primary, ++counter));
        var calendar = new Calendar(user, id, model.calendar(user, id, primary, given));
        user.add(calendar);
        changed(calendar);
        return calendar;
    }

    /// Changes properties of a calendar. Another `accessRole` makes its sync tokens invalid.
    public synchronized void changeCalendar(Calendar calendar, ObjectNode patch) {
        Json.merge(calendar.json(), patch);
        if (patch.has("accessRole")) {
            calendar.expireTokens();
        }
        changed(calendar);
    }

    /// Deletes a calendar.
    public synchronized void deleteCalendar(Calendar calendar) {
        calendar.delete();
        changed(calendar);
    }

    /// Makes all sync tokens of a calendar invalid.
    public synchronized void expireTokens(Calendar calendar) {
        calendar.expireTokens();
    }

    private void changed(Calendar calendar) {
        calendar.changed(++counter);
        listener.calendarsChanged(calendar.user());
    }

    /// Adds an event. A given `id` is kept. Throws [IllegalArgumentException] or
    /// [java.time.DateTimeException] when its times or its recurrence cannot be read.
    public synchronized Item add(Calendar calendar, ObjectNode given) {
        long number = ++counter;
        String id = Json.string(given, "id", model.eventId(calendar.user(), number));
        ObjectNode json = model.event(calendar, id, given, clock.instant());
        // What cannot be read is refused here, and not by the first list that meets it.
        model.span(json, calendar);
        model.recurrence(json, calendar);
        var item = new Item(id, model.immutableId(calendar.user(), number), number, null, null, json);
        calendar.put(item);
        changed(calendar, item, Json.object(), Kind.CREATED);
        return item;
    }

    /// An event of a calendar, deleted or not.
    public synchronized Item item(Calendar calendar, String id) {
        Item item = calendar.item(id);
        if (item == null) {
            throw new NoSuchElementException("No event " + id + " in calendar " + calendar.id());
        }
        return item;
    }

    /// Changes properties of an event, and brings it back if it was deleted.
    public synchronized void change(Calendar calendar, Item item, ObjectNode patch) {
        Json.merge(item.json(), patch);
        item.delete(model.deletedBy(item.json(), patch));
        changed(calendar, item, patch, Kind.UPDATED);
    }

    /// Deletes an event or a series, or cancels a changed instance.
    public synchronized void delete(Calendar calendar, Item item) {
        model.cancel(item.json());
        item.delete(true);
        changed(calendar, item, Json.object(), Kind.DELETED);
    }

    /// Records an attendee's answer.
    public synchronized void answer(Calendar calendar, Item item, String attendee, String response) {
        model.answer(item.json(), attendee, response, clock.instant());
        changed(calendar, item, Json.object(), Kind.UPDATED);
    }

    /// Changes one instance of a series.
    public synchronized Item changeInstance(Calendar calendar, Item master, String start, ObjectNode patch) {
        Item item = exception(calendar, master, start);
        model.except(item.json());
        change(calendar, item, patch);
        return item;
    }

    /// Cancels one instance of a series.
    public synchronized Item deleteInstance(Calendar calendar, Item master, String start) {
        Item item = exception(calendar, master, start);
        delete(calendar, item);
        return item;
    }

    private Item exception(Calendar calendar, Item master, String start) {
        Occurrence occurrence = occurrence(calendar, master, start);
        String id = model.instanceId(master.id(), occurrence);
        Item known = calendar.item(id);
        if (known != null) {
            return known;
        }
        String immutable = model.instanceId(master.immutableId(), occurrence);
        ObjectNode json = model.instance(master, occurrence);
        var item = new Item(id, immutable, ++counter, master.id(), start, json);
        calendar.put(item);
        return item;
    }

    private Occurrence occurrence(Calendar calendar, Item master, String start) {
        Recurrence recurrence = model.recurrence(master.json(), calendar);
        Occurrence occurrence = recurrence == null ? null : recurrence.at(start);
        if (occurrence == null) {
            throw new NoSuchElementException("The event " + master.id() + " has no instance at " + start);
        }
        return occurrence;
    }

    /// Changes "this and the following": the series ends before the instance, a new one begins with it,
    /// and changed instances of the old series from there on are gone.
    public synchronized Item split(Calendar calendar, Item master, String start, ObjectNode patch) {
        Occurrence at = occurrence(calendar, master, start);
        Recurrence whole = model.recurrence(master.json(), calendar);
        int passed = whole == null
                ? 0
                : whole.rule().starts(whole.first(), at.start()).size();
        ObjectNode rest = master.json().deepCopy();
        for (Item exception : calendar.exceptions(master)) {
            if (!exception.deleted()
                    && !model.span(exception.json(), calendar).start().isBefore(at.startsAt())) {
                delete(calendar, exception);
            }
        }
        ObjectNode before = master.json().deepCopy();
        model.endBefore(before, at);
        change(calendar, master, before);
        model.beginAt(rest, at, passed);
        Json.merge(rest, patch);
        rest.put("id", model.splitId(calendar.user(), master.id(), at, ++counter));
        return add(calendar, rest);
    }

    /// Puts a copy of an event into another calendar, as an invitation does.
    ///
    /// @param sameId whether the copy has the id of the original
    public synchronized Item copy(Item original, Calendar target, boolean sameId, ObjectNode patch) {
        ObjectNode copy = original.json().deepCopy();
        if (!sameId) {
            copy.remove("id");
        }
        model.invite(copy);
        Json.merge(copy, patch);
        return add(target, copy);
    }

    /// Gives every event of a calendar another id, as moving a mailbox does.
    public synchronized void rename(Calendar calendar) {
        for (Item old : calendar.items()) {
            if (old.master() == null && !old.deleted()) {
                Item item = rename(calendar, old, model.eventId(calendar.user(), ++counter), null);
                for (Item exception : calendar.exceptions(old)) {
                    renameInstance(calendar, exception, item);
                }
            }
        }
    }

    private void renameInstance(Calendar calendar, Item exception, Item master) {
        Recurrence recurrence = model.recurrence(master.json(), calendar);
        String original = exception.original();
        Occurrence occurrence = recurrence == null || original == null ? null : recurrence.at(original);
        if (occurrence != null && !exception.renamed()) {
            rename(calendar, exception, model.instanceId(master.id(), occurrence), master.id());
        }
    }

    private Item rename(Calendar calendar, Item old, String id, @Nullable String master) {
        ObjectNode json = old.json().deepCopy();
        model.identify(json, id, master);
        var item = new Item(id, old.immutableId(), ++counter, master, old.original(), json);
        item.delete(old.deleted());
        old.rename();
        old.changed(++counter, clock.instant());
        calendar.put(item);
        changed(calendar, item, Json.object(), Kind.UPDATED);
        return item;
    }

    private void changed(Calendar calendar, Item item, ObjectNode patch, Kind kind) {
        Instant now = clock.instant();
        item.changed(++counter, now);
        model.touch(item.json(), patch, counter, now);
        listener.eventChanged(calendar, item, kind);
    }

    /// The instances of a series in a window: changed ones where they have been moved to, cancelled
    /// ones where they were. Empty when the event is no series.
    public synchronized List<Instance> instances(Calendar calendar, Item master, Instant from, Instant to) {
        Recurrence recurrence = model.recurrence(master.json(), calendar);
        if (recurrence == null) {
            return List.of();
        }
        List<Item> exceptions = calendar.exceptions(master);
        Set<String> changed = exceptions.stream().map(Item::id).collect(Collectors.toSet());
        List<Instance> instances = new ArrayList<>();
        for (Occurrence one : recurrence.between(from, to)) {
            String id = model.instanceId(master.id(), one);
            if (!changed.contains(id)) {
                String immutable = model.instanceId(master.immutableId(), one);
                ObjectNode json = model.instance(master, one);
                instances.add(new Instance(master, id, immutable, json, one.startsAt(), null));
            }
        }
        for (Item one : exceptions) {
            Span span = model.span(one.json(), calendar);
            if (!one.renamed() && span.within(from, to)) {
                instances.add(new Instance(master, one.id(), one.immutableId(), one.json(), span.start(), one));
            }
        }
        return instances;
    }

    /// An unchanged instance of a living series, by any of its ids. Null when there is none.
    public synchronized @Nullable Instance instance(Calendar calendar, String id) {
        LocalDate day = model.around(id);
        if (day == null) {
            return null;
        }
        Instant from = day.minusDays(2).atStartOfDay().toInstant(ZoneOffset.UTC);
        Instant to = day.plusDays(3).atStartOfDay().toInstant(ZoneOffset.UTC);
        return calendar.items().stream()
                .filter(item -> item.master() == null && !item.deleted())
                .flatMap(master -> instances(calendar, master, from, to).stream())
                .filter(one -> one.exception() == null)
                .filter(one -> one.id().equals(id) || one.immutableId().equals(id))
                .findFirst()
                .orElse(null);
    }
}
