package ajar.engine.field;

import ajar.engine.sql.Fragment;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where a field's value comes from.
public sealed interface Source<T> {
    /// A column of the resource's own table.
    record Column<T>(String name) implements Source<T> {}

    /// An SQL expression over the row (alias `t`) and the joins it needs.
    record Expression<T>(Fragment sql, List<Fragment> joins) implements Source<T> {}

    /// Worked out in Java from the values of other fields of the same row.
    record Computed<T>(List<Field<?>> needs, Function<Values, @Nullable T> function) implements Source<T> {}

    /// A list of other objects that point here, read with one query per page.
    record Related<T>(Relation relation) implements Source<T> {}
}
