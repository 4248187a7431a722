package ajar.engine.entity;

import ajar.engine.field.Field;
import ajar.engine.field.Source;
import ajar.engine.field.Values;
import ajar.engine.sql.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// The current row of a query that is being read, seen through its selection. It moves on with the
/// query.
public final class Row implements Values {
    private final Selection selection;
    private final ResultSet rows;

    public Row(Selection selection, ResultSet rows) {
        this.selection = selection;
        this.rows = rows;
    }

    @Override
    public <T> @Nullable T get(Field<T> field) {
        if (field.source() instanceof Source.Computed<T>(var _, var function)) {
            return function.apply(this);
        }
        int position = selection.position(field);
        try {
            return position == 0 ? null : field.codec().read(rows, position);
        } catch (SQLException failed) {
            throw Database.translate(failed);
        }
    }

    /// Writes a stored field's value straight from the row.
    public void copy(Field<?> field, JsonGenerator out) throws SQLException {
        field.codec().copy(rows, selection.position(field), out);
    }
}
