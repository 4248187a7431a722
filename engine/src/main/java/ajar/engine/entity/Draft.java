package ajar.engine.entity;

import ajar.engine.field.Field;
import ajar.engine.field.Source;
import ajar.engine.field.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A write in flight: what the thing was, and the new values. Absent, null and a value are three
/// different things.
public final class Draft implements Values {
    private final @Nullable Entity before;
    private @Nullable String action;
    private final Map<String, Field<?>> fields = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    /// A draft of something new.
    public Draft() {
        this(null);
    }

    /// A draft of a change to something; null for something new.
    public Draft(@Nullable Entity before) {
        this.before = before;
    }

    /// What the thing was before; null when it is being made.
    public @Nullable Entity before() {
        return before;
    }

    /// Whether the thing is being made.
    public boolean isNew() {
        return before == null;
    }

    /// Gives a field a value, or null.
    public <T> Draft set(Field<T> field, @Nullable T value) {
        fields.put(field.name(), field);
        values.put(field.name(), value);
        return this;
    }

    /// Gives a field a value unless one was sent or is there already.
    public <T> Draft setIfMissing(Field<T> field, @Nullable T value) {
        return get(field) == null ? set(field, value) : this;
    }

    /// Takes back what was set, so that the field keeps the value it has.
    public Draft unset(Field<?> field) {
        fields.remove(field.name());
        values.remove(field.name());
        return this;
    }

    /// Whether the field was set, be it to null.
    public boolean has(Field<?> field) {
        return values.containsKey(field.name());
    }

    /// The value the field will have: the new one, else the old one.
    @Override
    @SuppressWarnings("unchecked") // set() took a value of the field's type
    public <T> @Nullable T get(Field<T> field) {
        if (values.containsKey(field.name())) {
            return (T) values.get(field.name());
        }
        if (field.source() instanceof Source.Computed<T>(var _, var function)) {
            return function.apply(this);
        }
        return before == null ? null : before.get(field);
    }

    /// The value the field has now, before the change; null for something new.
    public <T> @Nullable T old(Field<T> field) {
        return before == null ? null : before.get(field);
    }

    /// Whether the field gets a value other than the one it has.
    public boolean changes(Field<?> field) {
        return has(field) && !Objects.equals(values.get(field.name()), before == null ? null : before.get(field));
    }

    /// Whether something new has this field set to something, or something old gets another value.
    public boolean gives(Field<?> field) {
        return changes(field) && values.get(field.name()) != null;
    }

    /// Has the change logged under a word of its own, such as `started`, instead of `updated`.
    public Draft loggedAs(String action) {
        this.action = action;
        return this;
    }

    /// The word the change is logged under; null for the usual one.
    public @Nullable String action() {
        return action;
    }

    /// The fields that were set, in the order they were.
    public List<Field<?>> fields() {
        return new ArrayList<>(fields.values());
    }
}
