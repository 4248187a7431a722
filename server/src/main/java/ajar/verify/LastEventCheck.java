package ajar.verify;

import ajar.engine.entity.Entity;
import ajar.engine.json.Json;
import ajar.engine.read.Renderer;
import ajar.engine.resource.Registry;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import ajar.engine.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Every object is what its last event shows: nothing was changed past the event log.
final class LastEventCheck implements Check {
    private final Registry registry;

    LastEventCheck(Registry registry) {
        this.registry = registry;
    }

    @Override
    public String name() {
        return "last-event";
    }

    @Override
    public String promise() {
        return "Every object is as its last event shows it.";
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

    private void run(Connection connection, Resource resource, Findings findings) throws SQLException {
        var own = OwnFields.of(registry, resource);
        int next = resource.stored().columns().size() + 1;
        var sql = resource.stored()
                .headWith(Sql.of("t.organization_id, t.id, e.id, e.data"))
                .add(" left join lateral (select id, data from event where organization_id = t.organization_id"
                        + " and object_id = t.id order by seq desc limit 1) e on true where ")
                .add(Existing.of(resource));
        Rows.each(connection, sql, row -> {
            findings.looked();
            var object = Entity.of(resource.stored(), row);
            String which = row.getString(next) + " " + row.getString(next + 1);
            String wrong = compare(own, resource, object, row, next + 2);
            if (wrong != null) {
                findings.wrong(which + " " + wrong);
            }
        });
    }

    private static @Nullable String compare(OwnFields own, Resource resource, Entity object, ResultSet row, int event)
            throws SQLException {
        String id = row.getString(event);
        if (id == null) {
            return Existing.mayHaveNoEvent(resource) ? null : "has no event";
        }
        String told = row.getString(event + 1);
        if (told == null) {
            return "is there, but its last event " + id + " says that it was deleted";
        }
        String shown = new String(Renderer.bytes(resource.inEvents(), object), StandardCharsets.UTF_8);
        if (shown.equals(told)) {
            return null;
        }
        JsonNode data = Json.parse(told);
        if (!data.path("id").asString("").equals(object.need(Stamps.ID))) {
            return "has a last event " + id + " that shows another object";
        }
        var differing = own.differences(data, Json.parse(shown));
        return differing.isEmpty() ? null : "differs from its last event " + id + " in " + String.join(", ", differing);
    }
}
