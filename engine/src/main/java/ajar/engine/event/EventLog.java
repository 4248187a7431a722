package ajar.engine.event;

import ajar.engine.Settings;
import ajar.engine.field.Field;
import ajar.engine.id.Ids;
import ajar.engine.json.Json;
import ajar.engine.read.Renderer;
import ajar.engine.resource.Change;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Work;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes events, in the transaction of the change they tell of.
///
/// Updates of one object by one caller that follow each other within [Settings#eventConsolidation] of
/// the first are folded into one event (Close docs: Events).
public final class EventLog {
    private static final String UPDATED = "updated";

    private final Settings settings;
    private final Ids ids;
    private final List<EventObserver> observers;

    /// @param observers told of every event, in this order
    public EventLog(Settings settings, Ids ids, List<EventObserver> observers) {
        this.settings = settings;
        this.ids = ids;
        this.observers = List.copyOf(observers);
    }

    /// Logs a change: created, updated or deleted.
    public void append(Connection connection, Change change, Work work) throws SQLException {
        if (!change.resource().isLogged()) {
            return;
        }
        var before = change.before();
        var after = change.after();
        if (before == null) {
            insert(connection, change, "created", List.of(), "{}", work);
        } else if (after == null) {
            insert(
                    connection,
                    change,
                    "deleted",
                    List.of(),
                    text(change.resource().inEvents(), before),
                    work);
        } else if (change.draft() != null && change.draft().action() != null) {
            announce(connection, change.draft().action(), change, work);
        } else if (!extend(connection, change, work)) {
            var changed = changed(change);
            insert(connection, change, UPDATED, names(changed), text(changed, before), work);
        }
    }

    /// Logs a further event about a change, such as `scheduled`.
    public void announce(Connection connection, String action, Change change, Work work) throws SQLException {
        if (change.before() != null && change.after() != null) {
            var changed = changed(change);
            insert(connection, change, action, names(changed), text(changed, change.before()), work);
        } else {
            insert(connection, change, action, List.of(), "{}", work);
        }
    }

    private static List<Field<?>> changed(Change change) {
        return change.resource().inEvents().stream().filter(change::touches).toList();
    }

    private static List<String> names(List<Field<?>> fields) {
        return fields.stream().map(Field::name).sorted().toList();
    }

    private static String text(List<Field<?>> fields, ajar.engine.field.Values values) {
        return new String(Renderer.bytes(fields, values), StandardCharsets.UTF_8);
    }

    private void insert(
            Connection connection,
            Change change,
            String action,
            List<String> changedFields,
            String previousData,
            Work work)
            throws SQLException {
        Resource resource = change.resource();
        var values = change.latest();
        Instant moment = moment(change, work);
        var after = change.after();
        String id = ids.next("ev", Ids.Size.SHORT);
        var sql =
                Sql.of("insert into event (organization_id, id, object_type, object_id, lead_id, action, date_created,"
                        + " date_updated, user_id, api_key_id, request_id, changed_fields, data, previous_data, meta)"
                        + " values (");
        sql.join(
                ", ",
                List.of(
                        new Sql().value(work.caller().organizationId()),
                        new Sql().value(id),
                        new Sql().value(resource.eventType(values)),
                        new Sql().value(change.id()),
                        new Sql().value(resource.leadOf(values)),
                        new Sql().value(action),
                        new Sql().value(moment),
                        new Sql().value(moment),
                        new Sql().value(work.caller().userId()),
                        new Sql().value(work.caller().apiKeyId()),
                        new Sql().value(work.origin().requestId()),
                        new Sql().value(changedFields),
                        new Sql().value(after == null ? null : new Sql.JsonText(text(resource.inEvents(), after))),
                        new Sql().value(new Sql.JsonText(previousData)),
                        new Sql().value(new Sql.JsonText(meta(work)))));
        Database.execute(connection, sql.add(")"));
        tell(connection, new Logged(id, action, change, false), work);
    }

    private void tell(Connection connection, Logged event, Work work) throws SQLException {
        for (var observer : observers) {
            observer.logged(connection, event, work);
        }
    }

    /// An event is never older than the object it shows, so that events of one object keep their order.
    private static Instant moment(Change change, Work work) {
        var field = change.resource().field("date_updated");
        var updated = field == null ? null : change.latest().get(field);
        return updated instanceof Instant at && at.isAfter(work.now()) ? at : work.now();
    }

    private static String meta(Work work) {
        var meta = Json.object();
        if (work.origin().method() != null) {
            meta.put("request_method", work.origin().method());
            meta.put("request_path", work.origin().path());
        }
        new TreeMap<>(work.annotations()).forEach(meta::put);
        return Json.text(meta);
    }

    private record Last(
            String id,
            String action,
            Instant dateCreated,
            @Nullable String userId,
            @Nullable String apiKeyId,
            List<String> changedFields,
            ObjectNode previousData) {}

    /// Folds an update into the object's newest event, where the rules allow it.
    private boolean extend(Connection connection, Change change, Work work) throws SQLException {
        if (settings.eventConsolidation().isZero()) {
            return false;
        }
        Instant oldest = work.now().minus(settings.eventConsolidation());
        var newest = Sql.of(
                "select id, action, date_created, user_id, api_key_id, changed_fields, previous_data from event "
                        + "where organization_id = ? and object_id = ? and date_updated >= ? "
                        + "order by date_updated desc, seq desc limit 1",
                work.caller().organizationId(),
                change.id(),
                oldest);
        var last = Database.first(
                        connection,
                        newest,
                        row -> new Last(
                                row.getString(1),
                                row.getString(2),
                                row.getObject(3, java.time.OffsetDateTime.class).toInstant(),
                                row.getString(4),
                                row.getString(5),
                                List.of((String[]) row.getArray(6).getArray()),
                                (ObjectNode) Json.parse(row.getString(7))))
                .orElse(null);
        if (last == null
                || !last.action().equals(UPDATED)
                || last.dateCreated().isBefore(oldest)
                || !Objects.equals(last.userId(), work.caller().userId())
                || !Objects.equals(last.apiKeyId(), work.caller().apiKeyId())) {
            return false;
        }
        fold(connection, change, last, work);
        return true;
    }

    private void fold(Connection connection, Change change, Last last, Work work) throws SQLException {
        var before = Objects.requireNonNull(change.before());
        var after = Objects.requireNonNull(change.after());
        var changed = changed(change);
        var data = text(change.resource().inEvents(), after);
        var now = Json.parse(data);
        Map<String, JsonNode> previous = new LinkedHashMap<>();
        Json.parse(text(changed, before)).properties().forEach(entry -> previous.put(entry.getKey(), entry.getValue()));
        last.previousData().properties().forEach(entry -> previous.put(entry.getKey(), entry.getValue()));
        // A field that is back at the value it had before the first change has not changed.
        previous.entrySet().removeIf(entry -> entry.getValue().equals(now.get(entry.getKey())));
        var names = new ArrayList<>(new TreeSet<>(previous.keySet()));
        var merged = Json.object();
        change.resource().inEvents().stream()
                .map(Field::name)
                .filter(previous::containsKey)
                .forEach(name -> merged.set(name, previous.get(name)));
        var sql = Sql.of(
                "update event set date_updated = greatest(date_updated, ?), data = ?, changed_fields = ?, "
                        // Who follows the log comes across it again.
                        + "previous_data = ?, lead_id = ?, xid = pg_current_xact_id() where organization_id = ? and id"
                        + " = ?",
                moment(change, work),
                new Sql.JsonText(data),
                names,
                new Sql.JsonText(Json.text(merged)),
                change.resource().leadOf(after),
                work.caller().organizationId(),
                last.id());
        Database.execute(connection, sql);
        tell(connection, new Logged(last.id(), UPDATED, change, true), work);
    }
}
