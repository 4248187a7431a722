package ajar.webhook.delivery;

import ajar.engine.entity.Row;
import ajar.engine.entity.Selection;
import ajar.engine.event.Event;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.json.Json;
import ajar.engine.read.Renderer;
import ajar.engine.resource.Stamps;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Events as the wire shows them, with `data` and `previous_data` whatever their age: a subscription
/// gets all of it (Close docs: Webhooks).
final class EventDocuments {
    /// Decides between events of equal dates.
    static final Field<Long> SEQ = Field.column("seq", Codecs.WHOLE).hidden();

    private static final Selection SELECTION = new Selection(
            "event", Stream.concat(Event.FIELDS.stream(), Stream.of(SEQ)).toList());

    private EventDocuments() {}

    /// Names an event among those of all organizations.
    record Key(String organizationId, String eventId) {}

    /// The JSON texts of these events, as far as they are there.
    static Map<Key, byte[]> read(Connection connection, Collection<Key> keys) throws SQLException {
        List<String> organizations = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (var key : keys) {
            organizations.add(key.organizationId());
            ids.add(key.eventId());
        }
        var sql = SELECTION
                .head()
                .add(
                        " join unnest(?::text[], ?::text[]) as k(organization_id, id)"
                                + " on t.organization_id = k.organization_id and t.id = k.id",
                        organizations,
                        ids);
        Map<Key, byte[]> documents = new HashMap<>();
        try (var statement = sql.prepare(connection);
                var rows = statement.executeQuery()) {
            var row = new Row(SELECTION, rows);
            while (rows.next()) {
                documents.put(new Key(row.need(Stamps.ORGANIZATION_ID), row.need(Stamps.ID)), render(row));
            }
        }
        return documents;
    }

    /// `select … from event t`, to which conditions can be added, for [#render].
    static Sql head() {
        return SELECTION.head();
    }

    /// The row that a query begun with [#head] is at.
    static Row row(ResultSet rows) {
        return new Row(SELECTION, rows);
    }

    /// The JSON text of the event a query is at.
    static byte[] render(Row row) {
        return Json.write(out -> {
            try {
                Renderer.write(out, Event.FIELDS, row);
            } catch (SQLException failed) {
                throw Database.translate(failed);
            }
        });
    }

    /// What is sent for an event: the event, and who it is for (Close docs: Webhooks).
    static byte[] payload(byte[] event, String webhookId) {
        byte[] head = "{\"event\":".getBytes(StandardCharsets.UTF_8);
        byte[] tail = (",\"subscription_id\":\"" + webhookId + "\"}").getBytes(StandardCharsets.UTF_8);
        byte[] body = new byte[head.length + event.length + tail.length];
        System.arraycopy(head, 0, body, 0, head.length);
        System.arraycopy(event, 0, body, head.length, event.length);
        System.arraycopy(tail, 0, body, head.length + event.length, tail.length);
        return body;
    }
}
