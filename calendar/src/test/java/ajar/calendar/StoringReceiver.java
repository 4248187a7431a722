package ajar.calendar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Keeps a calendar as the server would: merged by key, swept at the end of what began by starting
/// over. An event that is cancelled without details stays what it was, but for the cancellation.
public final class StoringReceiver implements Receiver {
    private final Map<String, CalendarObject> objects = new LinkedHashMap<>();
    private final Map<String, Quarantined> quarantined = new LinkedHashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final List<EventCopy> told = new ArrayList<>();
    private Set<String> unseen;
    private String cursor;

    @Override
    public void startOver() {
        calls.add("startOver");
        unseen = new HashSet<>(objects.keySet());
        unseen.addAll(quarantined.keySet());
    }

    @Override
    public void page(Page page) {
        calls.add("page");
        page.objects().forEach(this::store);
        page.quarantined().forEach(one -> {
            quarantined.put(one.key(), one);
            seen(one.key());
        });
        page.removed().forEach(key -> {
            objects.remove(key);
            quarantined.remove(key);
        });
    }

    private void store(CalendarObject object) {
        told.addAll(object.copies());
        var before = objects.get(object.key());
        var copies =
                object.copies().stream().map(copy -> withDetails(copy, before)).toList();
        objects.put(object.key(), new CalendarObject(object.key(), object.version(), copies));
        quarantined.remove(object.key());
        seen(object.key());
    }

    private static EventCopy withDetails(EventCopy copy, CalendarObject before) {
        if (copy.details() != null || before == null) {
            return copy;
        }
        return before.copies().stream()
                .filter(old -> old.id().equals(copy.id()))
                .findFirst()
                .map(old -> new EventCopy(
                        old.id(), old.uid(), old.seriesId(), old.originalStart(), true, old.details(), old.sequence()))
                .orElse(copy);
    }

    private void seen(String key) {
        if (unseen != null) {
            unseen.remove(key);
        }
    }

    @Override
    public void finish(String next) {
        calls.add("finish");
        if (unseen != null) {
            unseen.forEach(objects::remove);
            unseen.forEach(quarantined::remove);
            unseen = null;
        }
        cursor = next;
    }

    @Override
    public Map<String, String> versions() {
        Map<String, String> versions = new HashMap<>();
        objects.forEach((key, object) -> versions.put(key, object.version() == null ? "" : object.version()));
        quarantined.keySet().forEach(key -> versions.putIfAbsent(key, ""));
        return versions;
    }

    /// What was called, in order.
    public List<String> calls() {
        return calls;
    }

    /// All copies as they came, in order.
    public List<EventCopy> told() {
        return told;
    }

    /// Where the next reading goes on; null before the first.
    public String cursor() {
        return cursor;
    }

    public Set<String> keys() {
        return objects.keySet();
    }

    public Map<String, Quarantined> quarantined() {
        return quarantined;
    }

    /// All copies, by id.
    public Map<String, EventCopy> copies() {
        Map<String, EventCopy> copies = new LinkedHashMap<>();
        objects.values().forEach(object -> object.copies().forEach(copy -> copies.put(copy.id(), copy)));
        return copies;
    }

    /// A copy.
    public EventCopy copy(String id) {
        return copies().get(id);
    }

    /// The copy whose title is this.
    public EventCopy titled(String title) {
        return copies().values().stream()
                .filter(copy -> copy.details() != null && copy.details().title().equals(title))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no event " + title + " among " + copies()));
    }
}
