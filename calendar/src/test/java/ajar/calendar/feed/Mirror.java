package ajar.calendar.feed;

import ajar.calendar.CalendarObject;
import ajar.calendar.EventCopy;
import ajar.calendar.Page;
import ajar.calendar.Quarantined;
import ajar.calendar.Receiver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Keeps what it receives of one calendar as a server would, and remembers how it came.
public final class Mirror implements Receiver {
    public final Map<String, CalendarObject> objects = new TreeMap<>();
    public final Map<String, Quarantined> quarantined = new TreeMap<>();

    /// The keys of the objects of the last reading, in their order.
    public final List<String> read = new ArrayList<>();

    /// How many pages the last reading had.
    public int pages;

    /// Whether the last reading began from the beginning.
    public boolean startedOver;

    /// Where the last reading ended; null before the first.
    public String cursor;

    private final Set<String> seen = new HashSet<>();

    /// Forgets how the last reading went.
    public void begin() {
        read.clear();
        pages = 0;
        startedOver = false;
    }

    /// The titles of all events.
    public List<String> titles() {
        return objects.values().stream()
                .flatMap(it -> it.copies().stream())
                .filter(it -> it.details() != null)
                .map((EventCopy it) -> it.details().title())
                .toList();
    }

    @Override
    public void startOver() {
        startedOver = true;
        seen.clear();
    }

    @Override
    public void page(Page page) {
        pages++;
        for (CalendarObject object : page.objects()) {
            objects.put(object.key(), object);
            quarantined.remove(object.key());
            read.add(object.key());
            seen.add(object.key());
        }
        for (Quarantined broken : page.quarantined()) {
            quarantined.put(broken.key(), broken);
            seen.add(broken.key());
        }
        objects.keySet().removeAll(page.removed());
        quarantined.keySet().removeAll(page.removed());
    }

    @Override
    public void finish(String end) {
        if (startedOver) {
            objects.keySet().retainAll(seen);
            quarantined.keySet().retainAll(seen);
        }
        cursor = end;
    }

    @Override
    public Map<String, String> versions() {
        Map<String, String> versions = new HashMap<>();
        quarantined.keySet().forEach(key -> versions.put(key, ""));
        objects.forEach((key, object) -> versions.put(key, object.version() == null ? "" : object.version()));
        return versions;
    }
}
