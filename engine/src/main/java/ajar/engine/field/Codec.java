package ajar.engine.field;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How one kind of value crosses JSON in, JSON out and SQL. Stateless.
public interface Codec<T> {
    /// Reads a JSON value that is not null. Throws [Rejected] with the wire's message when it does not
    /// fit.
    T parse(JsonNode json);

    /// Reads the value of a query parameter. `zone` is the caller's offset, for bare dates. Throws
    /// [Rejected].
    T parseText(String text, ZoneOffset zone);

    /// Writes a value as JSON.
    void write(T value, JsonGenerator out);

    /// Reads a column; null for an SQL null.
    @Nullable
    T read(ResultSet row, int column) throws SQLException;

    /// Writes a column of the current row as JSON, without a detour over a Java value where that is
    /// quicker. An SQL null becomes a JSON null.
    default void copy(ResultSet row, int column, JsonGenerator out) throws SQLException {
        T value = read(row, column);
        if (value == null) {
            out.writeNull();
        } else {
            write(value, out);
        }
    }

    /// What is bound to a statement for a value; see [ajar.engine.sql.Sql].
    Object parameter(T value);

    /// The value's JSON Schema (2020-12), without nullability.
    ObjectNode schema();

    /// The name of the SQL type of the column.
    String sqlType();
}
