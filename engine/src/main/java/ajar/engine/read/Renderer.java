package ajar.engine.read;

import ajar.engine.entity.Row;
import ajar.engine.field.Field;
import ajar.engine.field.Source;
import ajar.engine.field.Values;
import ajar.engine.json.Json;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Writes objects as JSON, field by field in declared order, nulls included. It knows nothing but
/// codecs.
public final class Renderer {
    private static final String NOTHING = "[]";

    private Renderer() {}

    /// Writes the row a query is at. `related` holds the finished lists of related objects by field
    /// name.
    static void write(JsonGenerator out, List<Field<?>> fields, Row row, Map<String, String> related)
            throws SQLException {
        out.writeStartObject();
        for (var field : fields) {
            out.writeName(field.jsonName());
            switch (field.source()) {
                case Source.Column<?> _, Source.Expression<?> _ -> row.copy(field, out);
                case Source.Computed<?> _ -> value(out, field, row);
                case Source.Related<?> _ -> out.writeRawValue(related.getOrDefault(field.name(), NOTHING));
            }
        }
        out.writeEndObject();
    }

    /// Writes the row a query is at, of a kind without related lists.
    public static void write(JsonGenerator out, List<Field<?>> fields, Row row) throws SQLException {
        write(out, fields, row, Map.of());
    }

    /// Writes an object from values held in memory.
    public static void write(JsonGenerator out, List<Field<?>> fields, Values values) {
        out.writeStartObject();
        for (var field : fields) {
            out.writeName(field.jsonName());
            value(out, field, values);
        }
        out.writeEndObject();
    }

    /// The JSON text of an object.
    public static byte[] bytes(List<Field<?>> fields, Values values) {
        return Json.write(out -> write(out, fields, values));
    }

    private static <T> void value(JsonGenerator out, Field<T> field, Values values) {
        @Nullable T value = values.get(field);
        if (value == null) {
            out.writeNull();
        } else {
            field.codec().write(value, out);
        }
    }
}
