package ajar.sync;

import ajar.calendar.CalendarObject;
import ajar.calendar.EventCopy;
import ajar.calendar.Page;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What the model has been told of one calendar.
final class ModelCalendar {
    /// The account it belongs to.
    ///
    /// @param number the accounts' order of connection
    record Owner(int number, String accountId, String userId, String type) {}

    /// A copy as it is known.
    ///
    /// @param goneAt since when a feed does not have it any more
    record Known(EventCopy copy, @Nullable Instant goneAt) {}

    private final Owner owner;
    private final String id;
    private final Map<String, Map<String, Known>> objects = new TreeMap<>();
    private final Set<String> seen = new HashSet<>();
    private final Set<String> quarantined = new TreeSet<>();
    private boolean isComplete;
    private @Nullable Instant lostAt;

    ModelCalendar(Owner owner, String id) {
        this.owner = owner;
        this.id = id;
    }

    Owner owner() {
        return owner;
    }

    String id() {
        return id;
    }

    Set<String> quarantined() {
        return quarantined;
    }

    @Nullable
    Instant lostAt() {
        return lostAt;
    }

    void lose(@Nullable Instant at) {
        lostAt = at;
    }

    void startOver() {
        isComplete = true;
        seen.clear();
        quarantined.clear();
    }

    /// Takes in a page, and returns the events that are not what they were.
    Set<String> page(Page page) {
        var before = contents();
        for (var object : page.objects()) {
            take(object);
            seen.add(object.key());
            quarantined.remove(object.key());
        }
        page.removed().forEach(objects::remove);
        page.removed().forEach(quarantined::remove);
        page.quarantined().forEach(poison -> {
            seen.add(poison.key());
            quarantined.add(poison.key());
        });
        return changes(before, contents());
    }

    private void take(CalendarObject object) {
        var known = objects.getOrDefault(object.key(), Map.of());
        Map<String, Known> now = new LinkedHashMap<>();
        for (var copy : object.copies()) {
            var old = known.get(copy.id());
            now.put(copy.id(), new Known(old == null ? copy : merged(old.copy(), copy), null));
        }
        objects.put(object.key(), now);
    }

    /// A cancellation that says nothing else leaves what is known as it is.
    private static EventCopy merged(EventCopy old, EventCopy copy) {
        if (copy.details() != null) {
            return copy;
        }
        return new EventCopy(
                copy.id(),
                old.uid(),
                old.seriesId() == null ? copy.seriesId() : old.seriesId(),
                old.originalStart() == null ? copy.originalStart() : old.originalStart(),
                copy.isCancelled(),
                old.details(),
                copy.sequence());
    }

    Set<String> finish(Instant now) {
        if (!isComplete) {
            return Set.of();
        }
        isComplete = false;
        var before = contents();
        if (owner.type().equals(ConnectedAccount.ICS)) {
            objects.forEach((key, copies) -> {
                if (!seen.contains(key)) {
                    copies.replaceAll((_, known) -> known.goneAt() == null ? new Known(known.copy(), now) : known);
                }
            });
        } else {
            objects.keySet().retainAll(seen);
        }
        return changes(before, contents());
    }

    /// The events it has a copy of.
    Set<String> uids() {
        Set<String> uids = new TreeSet<>();
        all().forEach(known -> uids.add(uid(known.copy())));
        return uids;
    }

    /// The events with a copy that has one of these guests.
    Set<String> uidsWith(Set<String> addresses) {
        Set<String> uids = new TreeSet<>();
        for (var known : all()) {
            var details = known.copy().details();
            if (details != null && details.guests().stream().anyMatch(guest -> addresses.contains(guest.key()))) {
                uids.add(uid(known.copy()));
            }
        }
        return uids;
    }

    /// Its copies of an event.
    List<Known> copies(String uid) {
        return all().stream().filter(known -> uid(known.copy()).equals(uid)).toList();
    }

    private List<Known> all() {
        return objects.values().stream().flatMap(it -> it.values().stream()).toList();
    }

    /// What is left of a cancelled occurrence belongs to its series, whether it says so or not.
    private String uid(EventCopy copy) {
        if (copy.details() != null || copy.seriesId() == null) {
            return copy.uid();
        }
        return all().stream()
                .map(Known::copy)
                .filter(other -> other.id().equals(copy.seriesId()) && !other.isOverride())
                .map(EventCopy::uid)
                .findFirst()
                .orElse(copy.uid());
    }

    private Map<String, List<Object>> contents() {
        Map<String, List<Object>> contents = new HashMap<>();
        objects.forEach((key, copies) -> copies.forEach((copyId, known) -> {
            var copy = known.copy();
            contents.put(
                    key + " " + copyId,
                    java.util.Arrays.asList(
                            uid(copy),
                            copy.seriesId(),
                            copy.originalStart(),
                            copy.isCancelled(),
                            copy.details(),
                            known.goneAt()));
        }));
        return contents;
    }

    private static Set<String> changes(Map<String, List<Object>> before, Map<String, List<Object>> after) {
        Set<String> uids = new TreeSet<>();
        var keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (var key : keys) {
            if (!Objects.equals(before.get(key), after.get(key))) {
                for (var said : List.of(before, after)) {
                    if (said.containsKey(key)) {
                        uids.add((String) said.get(key).getFirst());
                    }
                }
            }
        }
        return uids;
    }
}
