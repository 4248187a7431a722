package ajar.engine.field;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Something that holds the values of fields: a row being read, an entity, or a write in flight.
public interface Values {
    /// The value of a field; null when the value is null or the field was not read.
    <T> @Nullable T get(Field<T> field);

    /// The value of a field that cannot be null here. Throws `NullPointerException` naming the field
    /// when it is.
    default <T> T need(Field<T> field) {
        return Objects.requireNonNull(get(field), field.name());
    }
}
