package ajar.verify;

import ajar.engine.field.Field;
import ajar.engine.resource.Registry;
import ajar.engine.resource.Resource;
import ajar.engine.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Collectors;

/// Fields that are never null are not null. The table of all activities cannot say so by itself: a
/// column that one kind needs is empty for the others.
final class MissingValueCheck implements Check {
    private final Registry registry;

    MissingValueCheck(Registry registry) {
        this.registry = registry;
    }

    @Override
    public String name() {
        return "values";
    }

    @Override
    public String promise() {
        return "Every value that must be there is there, such as the lead of a note.";
    }

    @Override
    public String unit() {
        return "objects";
    }

    @Override
    public void run(Connection connection, Findings findings) throws SQLException {
        for (var resource : registry.all()) {
            if (resource.isLogged()) {
                run(connection, resource, findings);
            }
        }
    }

    private static void run(Connection connection, Resource resource, Findings findings) throws SQLException {
        var needed = resource.fields().values().stream()
                .filter(field -> !field.isNullable() && field.columnName() != null)
                .map(Field::columnName)
                .map(Objects::requireNonNull)
                .collect(Collectors.toCollection(java.util.TreeSet::new));
        var missing = Sql.of("(false");
        needed.forEach(column -> missing.add(" or t.").name(column).add(" is null"));
        var from = Sql.of("from ").name(resource.table()).add(" t where ").add(Existing.of(resource));
        Rows.count(
                connection,
                findings,
                from,
                missing.add(")"),
                Sql.of("t.organization_id || ' ' || t.id"),
                "(" + resource + ") lacks one of " + String.join(", ", needed));
    }
}
