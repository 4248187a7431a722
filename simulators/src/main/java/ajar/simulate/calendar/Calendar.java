package ajar.simulate.calendar;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A calendar in a user's list. Changed by [CalendarStore] only.
public final class Calendar {
    private final User user;
    private final String id;
    private final ObjectNode json;
    private final Map<String, Item> items = new LinkedHashMap<>();
    private long version;
    private int epoch;
    private boolean deleted;

    Calendar(User user, String id, ObjectNode json) {
        this.user = user;
        this.id = id;
        this.json = json;
    }

    /// Whose list it is in.
    public User user() {
        return user;
    }

    /// The provider's id.
    public String id() {
        return id;
    }

    /// The calendar in the provider's own form.
    public ObjectNode json() {
        return json;
    }

    /// The number of its last change; changes are counted through the whole simulator.
    public long version() {
        return version;
    }

    /// Grows when the sync tokens handed out so far are made invalid.
    public int epoch() {
        return epoch;
    }

    /// Whether it is gone.
    public boolean deleted() {
        return deleted;
    }

    /// Events, series and changed instances, deleted ones included, in the order in which they came.
    public Collection<Item> items() {
        return List.copyOf(items.values());
    }

    /// An event by any of its ids. Null when there is none.
    public @Nullable Item item(String itemId) {
        Item item = items.get(itemId);
        return item != null
                ? item
                : items.values().stream()
                        .filter(one -> !one.renamed() && one.immutableId().equals(itemId))
                        .findFirst()
                        .orElse(null);
    }

    /// The changed and cancelled instances of a series.
    public List<Item> exceptions(Item master) {
        return items.values().stream()
                .filter(item -> master.id().equals(item.master()))
                .toList();
    }

    void put(Item item) {
        items.put(item.id(), item);
    }

    void changed(long number) {
        version = number;
    }

    void delete() {
        deleted = true;
    }

    void expireTokens() {
        epoch++;
    }
}
