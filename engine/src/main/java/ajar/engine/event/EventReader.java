package ajar.engine.event;

import ajar.engine.entity.Row;
import ajar.engine.entity.Selection;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.json.Json;
import ajar.engine.read.Renderer;
import ajar.engine.sql.Database;
import ajar.engine.sql.Fragment;
import ajar.engine.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the log onwards, in an order in which nothing appears behind one's back: only events of
/// transactions that are older than every transaction still running (ADR 0012).
final class EventReader {
    private static final Field<Long> SEQ = Field.column("seq", Codecs.WHOLE).hidden();
    private static final Field<String> XID =
            Field.expression("xid", Codecs.TEXT, Fragment.of("t.xid::text")).hidden();
    private static final Selection SELECTION = new Selection(
            "event", Stream.concat(Event.FIELDS.stream(), Stream.of(SEQ, XID)).toList());
    private static final List<Field<String>> FILTERED =
            List.of(Event.OBJECT_TYPE, Event.OBJECT_ID, Event.ACTION, Event.LEAD_ID, Event.USER_ID, Event.REQUEST_ID);

    private EventReader() {}

    /// The events after a place, at most so many.
    static List<Told> after(Connection connection, String organizationId, EventPosition position, int most)
            throws SQLException {
        var sql = SELECTION
                .head()
                .add(
                        " where t.organization_id = ? and (t.xid, t.seq) > (?::text::xid8, ?)"
                                + " and t.xid < pg_snapshot_xmin(pg_current_snapshot()) order by t.xid, t.seq limit ?",
                        organizationId,
                        Long.toString(position.xid()),
                        position.seq(),
                        (long) most);
        List<Told> events = new ArrayList<>();
        try (var statement = sql.prepare(connection);
                var rows = statement.executeQuery()) {
            var row = new Row(SELECTION, rows);
            while (rows.next()) {
                events.add(told(row));
            }
        }
        return events;
    }

    /// The end of what can be read now.
    static EventPosition end(Connection connection) throws SQLException {
        var sql = Sql.of("select pg_snapshot_xmin(pg_current_snapshot())::text");
        return EventPosition.before(Database.first(connection, sql, row -> Long.parseLong(row.getString(1)))
                .orElseThrow());
    }

    private static Told told(Row row) {
        Map<String, @Nullable String> values = new HashMap<>();
        FILTERED.forEach(field -> values.put(field.name(), row.get(field)));
        byte[] json = Json.write(out -> {
            try {
                Renderer.write(out, Event.FIELDS, row);
            } catch (SQLException failed) {
                throw Database.translate(failed);
            }
        });
        var position = new EventPosition(Long.parseLong(row.need(XID)), row.need(SEQ));
        return new Told(position, row.need(Event.DATE_UPDATED), values, json);
    }
}
