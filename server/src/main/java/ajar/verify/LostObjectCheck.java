package ajar.verify;

import ajar.engine.resource.Registry;
import ajar.engine.resource.Resource;
import ajar.engine.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/// What events tell of, and no event says was deleted, is there.
final class LostObjectCheck implements Check {
    private final Registry registry;

    LostObjectCheck(Registry registry) {
        this.registry = registry;
    }

    @Override
    public String name() {
        return "lost-objects";
    }

    @Override
    public String promise() {
        return "Every object that events tell of is there, unless the last one says it was deleted.";
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
        var sql = Sql.of("select e.organization_id, e.object_id, e.id, e.action, exists(select 1 from ")
                .name(resource.table())
                .add(" t where t.organization_id = e.organization_id and t.id = e.object_id and ")
                .add(Existing.of(resource))
                .add(
                        ") from (select distinct on (organization_id, object_id) organization_id, object_id, id, action"
                                + " from event where object_type = ? order by organization_id, object_id, seq desc) e",
                        resource.eventName());
        Rows.each(connection, sql, row -> {
            findings.looked();
            if (!row.getString(4).equals("deleted") && !row.getBoolean(5)) {
                findings.wrong(row.getString(1) + " " + row.getString(2) + " is not there, but its last event "
                        + row.getString(3) + " does not say that it was deleted");
            }
        });
    }
}
