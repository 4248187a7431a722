package ajar.webhook.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns rows into columns: array parameters for statements that write many rows at once. They are
/// texts, which the statements cast to what they are.
final class Columns {
    private Columns() {}

    /// One value of a row.
    @FunctionalInterface
    interface Value<T> {
        @Nullable
        Object of(T row);
    }

    /// One column of these rows.
    static <T> List<@Nullable String> of(Collection<T> rows, Value<T> value) {
        List<@Nullable String> column = new ArrayList<>(rows.size());
        for (var row : rows) {
            var one = value.of(row);
            column.add(one == null ? null : one.toString());
        }
        return column;
    }
}
