package ajar.engine.resource;

import org.jspecify.annotations.Nullable;

/// What a client demands of the object that it changes or deletes: that it is still as it was read
/// (`If-Match`). Used by one thread.
public final class Precondition {
    private final String tags;
    private final @Nullable String fields;
    private boolean checked;

    /// @param tags the value of `if-match`
    /// @param fields the value of `_fields`; null when it is absent
    public Precondition(String tags, @Nullable String fields) {
        this.tags = tags;
        this.fields = fields;
    }

    /// The entity tags of which the object must have one, as the client sent them.
    public String tags() {
        return tags;
    }

    /// The fields that the tag is of, as `_fields` names them.
    public @Nullable String fields() {
        return fields;
    }

    /// Notes that it was found to hold, under the object's lock.
    public void passed() {
        checked = true;
    }

    /// Whether anybody has looked.
    public boolean isChecked() {
        return checked;
    }
}
