package ajar.engine.read;

import ajar.engine.entity.Row;
import ajar.engine.entity.Selection;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.field.Relation;
import ajar.engine.field.Source;
import ajar.engine.json.Json;
import ajar.engine.predicate.Predicate;
import ajar.engine.predicate.PredicateSql;
import ajar.engine.problem.ApiException;
import ajar.engine.resource.Caller;
import ajar.engine.resource.Registry;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Reads objects and lists: plan → SQL → JSON, one query for the page and one more per relation wanted,
/// never one per row. Safe for use by many threads.
public final class Reader {
    private static final Field<String> KIND = Field.column("type", Codecs.TEXT).hidden();

    private final Registry registry;
    private final Map<List<ReadPlan.Part>, Selection> families = new ConcurrentHashMap<>();

    public Reader(Registry registry) {
        this.registry = registry;
    }

    /// The JSON of one object. Throws a not-found problem when the caller's organization has none of
    /// that id.
    public byte[] get(Connection connection, Caller caller, Resource resource, String id, List<Field<?>> wanted)
            throws SQLException {
        var selection = resource.selection(wanted);
        var sql = selection.head().add(" where ").add(scope(resource, caller)).add(" and t.id = ?", id);
        try (var statement = sql.prepare(connection);
                var rows = statement.executeQuery()) {
            if (!rows.next()) {
                throw ApiException.notFound(resource.model());
            }
            var row = new Row(selection, rows);
            var related = related(connection, caller, resource, wanted, List.of(row.need(Stamps.ID)));
            return Json.write(out -> render(out, wanted, row, related.getOrDefault(id, Map.of())));
        }
    }

    /// The JSON of a list: `{"data": […], "has_more": …}`.
    public byte[] list(Connection connection, Caller caller, ReadPlan plan) throws SQLException {
        var selection = selection(plan);
        var sql = selection.head().add(" where ").add(where(plan, caller));
        order(sql, plan).add(" limit ? offset ?", (long) plan.limit() + 1, (long) plan.skip());
        boolean twice =
                plan.parts().stream().flatMap(part -> part.wanted().stream()).anyMatch(Reader::isRelated);
        try (var statement = twice ? sql.prepareScrollable(connection) : sql.prepare(connection);
                var rows = statement.executeQuery()) {
            var row = new Row(selection, rows);
            var related = twice ? related(connection, caller, plan, row, rows) : Map.<String, Map<String, String>>of();
            return Json.write(out -> page(connection, caller, plan, row, rows, related, out));
        }
    }

    private void page(
            Connection connection,
            Caller caller,
            ReadPlan plan,
            Row row,
            ResultSet rows,
            Map<String, Map<String, String>> related,
            JsonGenerator out) {
        try {
            out.writeStartObject();
            out.writeName("data").writeStartArray();
            int count = 0;
            boolean more = false;
            while (rows.next()) {
                if (count == plan.limit()) {
                    more = true;
                    break;
                }
                count++;
                var part = part(plan, row);
                var lists = related.isEmpty()
                        ? Map.<String, String>of()
                        : related.getOrDefault(row.need(Stamps.ID), Map.of());
                Renderer.write(out, part.wanted(), row, lists);
            }
            out.writeEndArray();
            out.writeBooleanProperty("has_more", more);
            if (plan.counted()) {
                boolean known = !more && (count > 0 || plan.skip() == 0);
                out.writeNumberProperty("total_results", known ? plan.skip() + count : count(connection, caller, plan));
            }
            out.writeEndObject();
        } catch (SQLException failed) {
            throw Database.translate(failed);
        }
    }

    private long count(Connection connection, Caller caller, ReadPlan plan) throws SQLException {
        var sql = Sql.of("select count(*) from ")
                .name(plan.parts().getFirst().resource().table())
                .add(" t where ")
                .add(where(plan, caller));
        return Database.first(connection, sql, row -> row.getLong(1)).orElse(0L);
    }

    private static void render(JsonGenerator out, List<Field<?>> wanted, Row row, Map<String, String> related) {
        try {
            Renderer.write(out, wanted, row, related);
        } catch (SQLException failed) {
            throw Database.translate(failed);
        }
    }

    private Selection selection(ReadPlan plan) {
        var first = plan.parts().getFirst();
        if (plan.parts().size() == 1) {
            return first.resource().selection(first.wanted());
        }
        return families.size() < 500 ? families.computeIfAbsent(plan.parts(), Reader::union) : union(plan.parts());
    }

    private static Selection union(List<ReadPlan.Part> parts) {
        List<Field<?>> all = new ArrayList<>(List.of(KIND, Stamps.ID));
        parts.forEach(part -> all.addAll(part.wanted()));
        return new Selection(parts.getFirst().resource().table(), all);
    }

    private static ReadPlan.Part part(ReadPlan plan, Row row) {
        if (plan.parts().size() == 1) {
            return plan.parts().getFirst();
        }
        String kind = row.need(KIND);
        for (var part : plan.parts()) {
            if (kind.equals(part.resource().kind())) {
                return part;
            }
        }
        throw new IllegalStateException("a row of a kind that was not asked for: " + kind);
    }

    private Sql where(ReadPlan plan, Caller caller) {
        var first = plan.parts().getFirst().resource();
        var where = plan.parts().size() == 1 ? scope(first, caller) : scope(plan.parts(), caller);
        return where.add(" and ").add(PredicateSql.of(plan.predicate()));
    }

    /// What every read of a resource is confined to: the organization, the kind, and what the resource
    /// itself demands.
    static Sql scope(Resource resource, Caller caller) {
        var sql = Sql.of("t.organization_id = ?", caller.organizationId());
        if (resource.kind() != null) {
            sql.add(" and t.type = ?", resource.kind());
        }
        return conditions(sql, resource, caller);
    }

    private static Sql scope(List<ReadPlan.Part> parts, Caller caller) {
        var kinds = parts.stream().map(part -> part.resource().kind()).toList();
        var sql = Sql.of("t.organization_id = ? and t.type = any(?)", caller.organizationId(), kinds);
        return conditions(sql, parts.getFirst().resource(), caller);
    }

    private static Sql conditions(Sql sql, Resource resource, Caller caller) {
        if (resource.condition() != null) {
            sql.add(" and ").fragment(resource.condition());
        }
        Predicate visible = resource.behaviour().visibleTo(caller);
        return visible == null ? sql : sql.add(" and ").add(PredicateSql.of(visible));
    }

    private static Sql order(Sql sql, ReadPlan plan) {
        var order = plan.order();
        sql.add(" order by ");
        switch (order.field().source()) {
            case Source.Column<?>(var name) -> sql.add("t.").name(name);
            case Source.Expression<?>(var expression, var _) -> sql.fragment(expression);
            case Source.Computed<?> _, Source.Related<?> _ ->
                throw new IllegalArgumentException("cannot be sorted by: " + order.field());
        }
        return order.descending() ? sql.add(" desc, t.id desc") : sql.add(", t.id");
    }

    /// The finished lists of related objects for a page, by object id and field name.
    private Map<String, Map<String, String>> related(
            Connection connection, Caller caller, ReadPlan plan, Row row, ResultSet rows) throws SQLException {
        Map<ReadPlan.Part, List<String>> ids = new LinkedHashMap<>();
        while (rows.next()) {
            ids.computeIfAbsent(part(plan, row), _ -> new ArrayList<>()).add(row.need(Stamps.ID));
        }
        rows.beforeFirst();
        Map<String, Map<String, String>> result = new HashMap<>();
        for (var entry : ids.entrySet()) {
            var part = entry.getKey();
            result.putAll(related(connection, caller, part.resource(), part.wanted(), entry.getValue()));
        }
        return result;
    }

    private static boolean isRelated(Field<?> field) {
        return field.source() instanceof Source.Related<?>;
    }

    private Map<String, Map<String, String>> related(
            Connection connection, Caller caller, Resource resource, List<Field<?>> wanted, List<String> ids)
            throws SQLException {
        Map<String, Map<String, String>> result = new HashMap<>();
        for (var field : wanted) {
            if (field.source() instanceof Source.Related<?>(var relation)) {
                lists(connection, caller, resource, relation, ids)
                        .forEach((id, list) ->
                                result.computeIfAbsent(id, _ -> new HashMap<>()).put(field.name(), list));
            }
        }
        return result;
    }

    private Map<String, String> lists(
            Connection connection, Caller caller, Resource owner, Relation relation, List<String> ids)
            throws SQLException {
        var resource = registry.get(relation.resource());
        @SuppressWarnings("unchecked") // a relation is declared over the id-valued field of the other resource
        var by = (Field<String>) java.util.Objects.requireNonNull(
                resource.field(relation.by()), () -> owner + " is related by an unknown field " + relation.by());
        var wanted = resource.defaults().stream()
                .filter(field -> !relation.without().contains(field.name()))
                .toList();
        var selection = resource.selection(
                Stream.concat(wanted.stream(), Stream.of(by)).distinct().toList());
        var sql = selection
                .head()
                .add(" where ")
                .add(scope(resource, caller))
                .add(" and t.")
                .name(java.util.Objects.requireNonNull(by.columnName()))
                .add(" = any(?)", ids);
        if (relation.condition() != null) {
            sql.add(" and ").fragment(relation.condition());
        }
        sql.add(" order by ").fragment(relation.order());
        Map<String, StringBuilder> lists = new HashMap<>();
        try (var statement = sql.prepare(connection);
                var rows = statement.executeQuery()) {
            var row = new Row(selection, rows);
            while (rows.next()) {
                var list = lists.computeIfAbsent(row.need(by), _ -> new StringBuilder("["));
                if (list.length() > 1) {
                    list.append(',');
                }
                list.append(new String(Json.write(out -> render(out, wanted, row, Map.of())), StandardCharsets.UTF_8));
            }
        }
        Map<String, String> result = new HashMap<>();
        lists.forEach((id, list) -> result.put(id, list.append(']').toString()));
        return result;
    }

    /// Entities for rules that run inside the engine.
    public static Sql within(Resource resource, Caller caller, @Nullable Predicate predicate) {
        var sql = Sql.of(" where ").add(scope(resource, caller));
        return predicate == null ? sql : sql.add(" and ").add(PredicateSql.of(predicate));
    }
}
