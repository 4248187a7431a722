package ajar.engine.entity;

import ajar.engine.field.Field;
import ajar.engine.field.Source;
import ajar.engine.field.Values;
import ajar.engine.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// What a thing looked like at one moment. Immutable.
public final class Entity implements Values {
    private final Selection selection;
    private final @Nullable Object[] values;

    private Entity(Selection selection, @Nullable Object[] values) {
        this.selection = selection;
        this.values = values;
    }

    /// Reads the current row of a query made with `selection`.
    public static Entity of(Selection selection, ResultSet row) throws SQLException {
        var columns = selection.columns();
        var values = new @Nullable Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = columns.get(i).codec().read(row, i + 1);
        }
        return new Entity(selection, values);
    }

    @Override
    @SuppressWarnings("unchecked") // the codec of the field at that position made the value
    public <T> @Nullable T get(Field<T> field) {
        if (field.source() instanceof Source.Computed<T>(var _, var function)) {
            return function.apply(this);
        }
        int position = selection.position(field);
        return position == 0 ? null : (T) values[position - 1];
    }

    @Override
    public String toString() {
        return new String(
                Json.write(out -> {
                    out.writeStartObject();
                    for (int i = 0; i < values.length; i++) {
                        out.writeStringProperty(selection.columns().get(i).name(), String.valueOf(values[i]));
                    }
                    out.writeEndObject();
                }),
                java.nio.charset.StandardCharsets.UTF_8);
    }
}
