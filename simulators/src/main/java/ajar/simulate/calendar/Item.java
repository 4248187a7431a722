package ajar.simulate.calendar;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A single event, a series, or an instance of a series that was changed or cancelled. Changed by
/// [CalendarStore] only.
public final class Item {
    private final String id;
    private final String immutableId;
    private final long order;
    private final @Nullable String master;
    private final @Nullable String original;
    private final ObjectNode json;
    private long created;
    private long version;
    private Instant updated = Instant.EPOCH;
    private boolean deleted;
    private boolean renamed;

    Item(
            String id,
            String immutableId,
            long order,
            @Nullable String master,
            @Nullable String original,
            ObjectNode json) {
        this.id = id;
        this.immutableId = immutableId;
        this.order = order;
        this.master = master;
        this.original = original;
        this.json = json;
    }

    /// The provider's id.
    public String id() {
        return id;
    }

    /// An id that outlives a change of the other.
    public String immutableId() {
        return immutableId;
    }

    /// A number that puts the events of a calendar into a lasting order.
    public long order() {
        return order;
    }

    /// The id of the series. Null for what is not an instance.
    public @Nullable String master() {
        return master;
    }

    /// Where the series has the instance: an instant, or a date if it lasts whole days. Null for what is
    /// not an instance.
    public @Nullable String original() {
        return original;
    }

    /// The event in the provider's own form.
    public ObjectNode json() {
        return json;
    }

    /// The number of the change that made it.
    public long created() {
        return created;
    }

    /// The number of its last change.
    public long version() {
        return version;
    }

    /// When it was last changed.
    public Instant updated() {
        return updated;
    }

    /// Whether it is deleted, or, for an instance, cancelled.
    public boolean deleted() {
        return deleted;
    }

    /// Whether it is what is left of an event whose id was changed.
    public boolean renamed() {
        return renamed;
    }

    void changed(long number, Instant at) {
        if (created == 0) {
            created = number;
        }
        version = number;
        updated = at;
    }

    void delete(boolean gone) {
        deleted = gone;
    }

    void rename() {
        deleted = true;
        renamed = true;
    }
}
