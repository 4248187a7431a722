package ajar.verify;

import ajar.engine.field.Field;
import ajar.engine.resource.Registry;
import ajar.engine.resource.Resource;
import ajar.engine.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;

/// What belongs to something belongs to something that is there, and whoever did something is known.
///
/// Other references may point at what was deleted since: an activity remembers whom it was with.
final class OwnerCheck implements Check {
    private final Registry registry;

    OwnerCheck(Registry registry) {
        this.registry = registry;
    }

    @Override
    public String name() {
        return "orphans";
    }

    @Override
    public String promise() {
        return "Whatever belongs to a lead, a conversation or a user belongs to one that is there.";
    }

    @Override
    public String unit() {
        return "references";
    }

    @Override
    public void run(Connection connection, Findings findings) throws SQLException {
        for (var resource : registry.all()) {
            for (var field : resource.fields().values()) {
                if (belongs(resource, field)) {
                    run(connection, resource, field, findings);
                }
            }
        }
    }

    private static boolean belongs(Resource resource, Field<?> field) {
        return field.columnName() != null
                && field.refersTo() != null
                && (field.refersTo().equals("user") || resource.goesWith().contains(field));
    }

    private void run(Connection connection, Resource resource, Field<?> field, Findings findings) throws SQLException {
        String column = Objects.requireNonNull(field.columnName());
        var owner = registry.get(Objects.requireNonNull(field.refersTo()));
        var from = Sql.of("from ")
                .name(resource.table())
                .add(" t where ")
                .add(Existing.of(resource))
                .add(" and t.")
                .name(column)
                .add(" is not null");
        var gone = Sql.of("not exists (select 1 from ")
                .name(owner.table())
                .add(" o where o.organization_id = t.organization_id and o.id = t.")
                .name(column);
        if (owner.kind() != null) {
            gone.add(" and o.type = ?", owner.kind());
        }
        gone.add(")");
        var example = Sql.of("t.organization_id || ' ' || t.id");
        Rows.count(
                connection, findings, from, gone, example, "names a " + owner + " in " + field + " that is not there");
    }
}
