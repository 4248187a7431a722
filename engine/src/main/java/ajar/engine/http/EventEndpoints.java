package ajar.engine.http;

import ajar.engine.Engine;
import ajar.engine.entity.Row;
import ajar.engine.entity.Selection;
import ajar.engine.event.Event;
import ajar.engine.event.EventCursor;
import ajar.engine.field.Field;
import ajar.engine.json.Json;
import ajar.engine.problem.ApiException;
import ajar.engine.read.Renderer;
import ajar.engine.resource.Caller;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// `GET /event/` and `GET /event/{id}/` (Close docs: Events).
public final class EventEndpoints {
    private static final int LIMIT = 50;
    private static final Field<Long> SEQ =
            Field.column("seq", ajar.engine.field.Codecs.WHOLE).hidden();

    private final Engine engine;
    private final Selection selection;
    private final @Nullable Duration shown;

    /// @param shown how far back events are shown; null for without limit
    public EventEndpoints(Engine engine, @Nullable Duration shown) {
        this.engine = engine;
        this.shown = shown;
        List<Field<?>> fields = new ArrayList<>(Event.FIELDS);
        fields.add(SEQ);
        selection = new Selection("event", fields);
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        var answer = Json.object().put("type", "object");
        var properties = answer.putObject("properties");
        properties.putObject("cursor_next").putArray("type").add("string").add("null");
        properties.putObject("cursor_previous").putArray("type").add("string").add("null");
        properties.putObject("data").put("type", "array").putObject("items").put("$ref", "#/components/schemas/Event");
        var list = Endpoint.of(
                        "GET", ResourceEndpoints.ROOT + "/event/", "event", "Retrieve a list of events", this::list)
                .taking(
                        Endpoint.Parameter.limit(LIMIT, LIMIT),
                        Endpoint.Parameter.of(
                                "_cursor", "string", "`cursor_next` or `cursor_previous` of an earlier answer."))
                .taking(EventFilters.parameters())
                .answering(200, answer);
        var get = Endpoint.of(
                        "GET",
                        ResourceEndpoints.ROOT + "/event/{id}/",
                        "event",
                        "Retrieve a single event by ID",
                        this::get)
                .answering(200, Json.object().put("$ref", "#/components/schemas/Event"));
        return List.of(list, get);
    }

    private Response get(Request request) {
        var sql = selection
                .head()
                .add(
                        " where t.organization_id = ? and t.id = ?",
                        request.caller().organizationId(),
                        request.variable("id"));
        addRetention(sql, request.caller());
        byte[] event = engine.database()
                .read(connection -> Database.first(
                                connection, sql, row -> render(request.caller(), new Row(selection, row)))
                        .orElseThrow(() -> ApiException.notFound("Event")));
        return Response.json(200, event);
    }

    private void addRetention(Sql sql, Caller caller) {
        if (shown != null) {
            sql.add(" and t.date_updated >= ?", now(caller).minus(shown));
        }
    }

    private Instant now(Caller caller) {
        return engine.clock().of(caller.organizationId()).now();
    }

    private Response list(Request request) {
        var parameters = request.parameters();
        int limit = ListRequest.limit(parameters, LIMIT, LIMIT);
        var asked = EventFilters.of(request);
        var filters = asked.values();
        var cursor = EventCursor.parse(parameters.getOrDefault("_cursor", ""), owned(request, filters));
        var range = cursor != null ? cursor.range() : asked.range();
        var sql = selection
                .head()
                .add(" where t.organization_id = ?", request.caller().organizationId());
        filters.forEach((name, value) -> sql.add(" and t.").name(name).add(" = ?", value));
        range.forEach((operator, moment) -> condition(sql, operator, moment));
        addRetention(sql, request.caller());
        boolean newer = cursor != null && cursor.isNewer();
        if (cursor != null) {
            sql.add(
                    newer ? " and (t.date_updated, t.seq) > (?, ?)" : " and (t.date_updated, t.seq) < (?, ?)",
                    cursor.dateUpdated(),
                    cursor.seq());
        }
        sql.add(
                newer ? " order by t.date_updated, t.seq limit ?" : " order by t.date_updated desc, t.seq desc limit ?",
                (long) limit + 1);
        var page = new Page(request.caller(), limit, newer, cursor != null, owned(request, filters), range);
        byte[] answer = engine.database().read(connection -> {
            try (var statement = sql.prepareScrollable(connection);
                    var rows = statement.executeQuery()) {
                return Json.write(out -> write(page, rows, out));
            }
        });
        return Response.json(200, answer);
    }

    /// What a cursor is good for: these filters, in this organization.
    private static Map<String, String> owned(Request request, Map<String, String> filters) {
        Map<String, String> owned = new TreeMap<>(filters);
        owned.put("organization_id", request.caller().organizationId());
        return owned;
    }

    private byte[] render(Caller caller, Row row) {
        return Json.write(out -> {
            try {
                Renderer.write(out, shown(caller, row), row);
            } catch (SQLException failed) {
                throw Database.translate(failed);
            }
        });
    }

    private List<Field<?>> shown(Caller caller, Row row) {
        return EventVisibility.of(caller, now(caller)).shown(row.need(Event.DATE_UPDATED));
    }

    private static void condition(Sql sql, String operator, Instant moment) {
        switch (operator) {
            case "gt" -> sql.add(" and t.date_updated > ?", moment);
            case "gte" -> sql.add(" and t.date_updated >= ?", moment);
            case "lt" -> sql.add(" and t.date_updated < ?", moment);
            case "lte" -> sql.add(" and t.date_updated <= ?", moment);
            default -> throw ApiException.badRequest("The cursor is not valid.");
        }
    }

    /// What is asked for.
    ///
    /// @param limit how many events at most
    /// @param isNewer whether the rows come oldest first
    /// @param isLater whether it is reached by a cursor
    /// @param filters what its cursors are good for
    private record Page(
            Caller caller,
            int limit,
            boolean isNewer,
            boolean isLater,
            Map<String, String> filters,
            Map<String, Instant> range) {
        String cursor(Row row, boolean newer) {
            return new EventCursor(row.need(Event.DATE_UPDATED), row.need(SEQ), newer, range).text(filters);
        }
    }

    /// Writes a page newest first, whichever way it was read, and the cursors to its neighbours.
    private void write(Page page, ResultSet rows, JsonGenerator out) {
        try {
            int found = rows.last() ? rows.getRow() : 0;
            int count = Math.min(found, page.limit());
            boolean more = found > count;
            boolean older = page.isNewer() ? page.isLater() : more;
            boolean newer = page.isNewer() ? more : page.isLater();
            var row = new Row(selection, rows);
            String next = null;
            String previous = null;
            out.writeStartObject();
            out.writeName("data").writeStartArray();
            for (int i = 1; i <= count; i++) {
                rows.absolute(page.isNewer() ? count + 1 - i : i);
                previous = i == 1 && newer ? page.cursor(row, true) : previous;
                next = i == count && older ? page.cursor(row, false) : next;
                Renderer.write(out, shown(page.caller(), row), row);
            }
            out.writeEndArray();
            out.writeStringProperty("cursor_next", next);
            out.writeStringProperty("cursor_previous", previous);
            out.writeEndObject();
        } catch (SQLException failed) {
            throw Database.translate(failed);
        }
    }

    /// The fields of an event, for the API reference.
    public static JsonNode schema() {
        var schema = Json.object().put("type", "object");
        var properties = schema.putObject("properties");
        Event.FIELDS.forEach(field -> properties.set(field.name(), field.schema()));
        return schema;
    }
}
