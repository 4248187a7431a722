package ajar.engine.resource;

import ajar.engine.entity.Draft;
import ajar.engine.entity.Entity;
import ajar.engine.field.Field;
import ajar.engine.field.Values;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Something that happened to one object: what events and consequences are made from.
///
/// @param resource the kind of object
/// @param id the object's id
/// @param before what it was; null when it was made
/// @param after what it is; null when it was deleted
/// @param draft what was asked for, inputs that are not stored included; null when it was deleted
public record Change(
        Resource resource,
        String id,
        @Nullable Entity before,
        @Nullable Entity after,
        @Nullable Draft draft) {
    public boolean isCreation() {
        return before == null;
    }

    public boolean isDeletion() {
        return after == null;
    }

    /// Whether a field has another value than before. A creation touches every field that has a value.
    public boolean touches(Field<?> field) {
        return !Objects.equals(before == null ? null : before.get(field), after == null ? null : after.get(field));
    }

    /// What the object is, or was when it is gone.
    public Values latest() {
        return after != null ? after : Objects.requireNonNull(before);
    }

    /// The value sent for an input that is not stored; null when none was.
    public <T> @Nullable T sent(Field<T> input) {
        return draft == null ? null : draft.get(input);
    }
}
