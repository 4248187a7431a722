package ajar.sync;

import ajar.engine.json.Json;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Compares what Ajar has stored with the model, and an object's events with each other.
final class WorldCheck {
    private static final Set<String> ANNOUNCEMENTS = Set.of("scheduled", "canceled");

    private final CalendarStack stack;
    private final List<String> differences = new ArrayList<>();

    /// An event of the log.
    record Logged(String meeting, String action, @Nullable JsonNode data, ObjectNode previous) {}

    private record Stored(
            String id, String line, @Nullable String status, String lead, Instant start, Instant activityAt) {}

    WorldCheck(CalendarStack stack) {
        this.stack = stack;
    }

    /// The ids of the meetings that a link of the model stands for: one, where all is well.
    static List<String> ids(CalendarStack stack, ModelLink link) {
        var sql = Sql.of(
                "select a.id from activity a join event_meeting m on m.organization_id = a.organization_id and"
                        + " m.meeting_id = a.id where a.organization_id = ? and m.uid = ? and m.occurrence = ? and"
                        + " a.lead_id = ?",
                stack.organizationId(),
                link.uid(),
                link.key(),
                link.lead());
        return stack.database().read(connection -> Database.list(connection, sql, row -> row.getString(1)));
    }

    /// What is not as it should be; empty when all is well.
    List<String> differences(MeetingModel model) {
        return stack.database().read(connection -> {
            var events = events(connection);
            var stored = meetings(connection, events);
            compare(model, stored);
            stories(stored, events);
            leftovers(connection);
            orphans(connection, model);
            return differences;
        });
    }

    /// The same as far as there is no need of a model to tell.
    List<String> contradictions() {
        return stack.database().read(connection -> {
            var events = events(connection);
            stories(meetings(connection, events), events);
            leftovers(connection);
            return differences;
        });
    }

    /// All meetings, each as a line of text, without their events.
    List<String> meetings() {
        return stack.database()
                .read(connection -> meetings(connection, Map.of()).stream()
                        .map(Stored::line)
                        .toList());
    }

    private void stories(List<Stored> stored, Map<String, List<Logged>> events) {
        stored.forEach(meeting -> story(meeting, events.getOrDefault(meeting.id(), List.of())));
        events.forEach((id, of) -> {
            if (of.getLast().action().equals("deleted")) {
                chain(id, of);
            } else if (stored.stream().noneMatch(meeting -> meeting.id().equals(id))) {
                differences.add("the meeting " + id + " is gone without a word");
            }
        });
    }

    private void compare(MeetingModel model, List<Stored> stored) {
        List<String> expected = new ArrayList<>();
        model.meetings()
                .forEach(link ->
                        expected.add(link.uid() + " [" + link.key() + "] " + link.lead() + " " + link.meeting()));
        List<String> actual = new ArrayList<>(stored.stream().map(Stored::line).toList());
        var missing = new ArrayList<>(expected);
        actual.forEach(missing::remove);
        expected.forEach(actual::remove);
        Collections.sort(missing);
        Collections.sort(actual);
        missing.forEach(line -> differences.add("expected " + line));
        actual.forEach(line -> differences.add("was      " + line));
    }

    private List<Stored> meetings(Connection connection, Map<String, List<Logged>> events) throws SQLException {
        var sql = Sql.of(
                "select a.*, m.uid as event_uid, m.occurrence, m.lead_id as link_lead from activity a left join"
                        + " event_meeting m on m.organization_id = a.organization_id and m.meeting_id = a.id where"
                        + " a.organization_id = ? and a.type = 'Meeting' order by a.id",
                stack.organizationId());
        return Database.list(connection, sql, row -> stored(row, events));
    }

    private static Stored stored(ResultSet row, Map<String, List<Logged>> events) throws SQLException {
        String id = row.getString("id");
        String lead = row.getString("lead_id");
        List<ModelMeeting.Attendee> attendees = new ArrayList<>();
        Json.parse(row.getString("attendees")).forEach(it -> attendees.add(attendee(it)));
        var said = new ModelMeeting.Said(
                row.getString("user_id"),
                texts(row, "users"),
                row.getString("title"),
                row.getString("note"),
                row.getString("location"),
                instant(row, "starts_at"),
                instant(row, "ends_at"),
                attendees,
                row.getString("provider_calendar_type"),
                row.getString("provider_calendar_event_id"),
                texts(row, "provider_calendar_ids"),
                texts(row, "calendar_event_uids"),
                row.getString("calendar_event_link"),
                row.getString("connected_account_id"),
                row.getBoolean("is_recurring"));
        List<String> actions =
                events.getOrDefault(id, List.of()).stream().map(Logged::action).toList();
        String status = row.getString("status");
        String line = row.getString("event_uid") + " [" + row.getString("occurrence") + "] " + lead + " "
                + ModelMeeting.line(status, said, row.getString("user_note"), actions);
        return new Stored(id, line, status, lead, said.start(), instant(row, "activity_at"));
    }

    private static ModelMeeting.Attendee attendee(JsonNode it) {
        return new ModelMeeting.Attendee(
                text(it, "email"),
                text(it, "name"),
                String.valueOf(text(it, "status")),
                it.path("is_organizer").asBoolean(),
                text(it, "contact_id"),
                text(it, "user_id"));
    }

    private static @Nullable String text(JsonNode node, String key) {
        return node.path(key).isString() ? node.path(key).stringValue() : null;
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        var array = row.getArray(column);
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private Map<String, List<Logged>> events(Connection connection) throws SQLException {
        var sql = Sql.of(
                "select object_id, action, data, previous_data from event where organization_id = ? and object_type ="
                        + " 'activity.meeting' order by seq",
                stack.organizationId());
        Map<String, List<Logged>> events = new LinkedHashMap<>();
        for (var event : Database.list(connection, sql, WorldCheck::logged)) {
            events.computeIfAbsent(event.meeting(), _ -> new ArrayList<>()).add(event);
        }
        return events;
    }

    private static Logged logged(ResultSet row) throws SQLException {
        String data = row.getString(3);
        return new Logged(row.getString(1), row.getString(2), data == null ? null : Json.parse(data), (ObjectNode)
                Json.parse(row.getString(4)));
    }

    /// The last event shows the meeting as it is.
    private void story(Stored meeting, List<Logged> events) {
        if (events.isEmpty()) {
            differences.add("the meeting " + meeting.id() + " has no events");
            return;
        }
        chain(meeting.id(), events);
        var last = events.getLast().data();
        if (last == null
                || !Objects.equals(text(last, "status"), meeting.status())
                || !meeting.lead().equals(text(last, "lead_id"))
                || !meeting.activityAt().equals(meeting.start())
                || !OffsetDateTime.parse(last.path("starts_at").asString())
                        .toInstant()
                        .equals(meeting.start())) {
            differences.add("the last event of " + meeting.id() + " shows something else: " + last);
        }
    }

    /// Each event's state before is the state after the one before it; an announcement repeats the change
    /// it is about.
    private void chain(String id, List<Logged> events) {
        @Nullable JsonNode state = null;
        @Nullable Logged change = null;
        for (var event : events) {
            if (ANNOUNCEMENTS.contains(event.action())) {
                if (change == null
                        || !Objects.equals(event.data(), change.data())
                        || !event.previous().equals(change.previous())) {
                    differences.add("an event " + event.action() + " of " + id + " is about no change");
                }
                continue;
            }
            if (event.action().equals("created") != (state == null)) {
                differences.add("an event " + event.action() + " of " + id + " out of place");
            }
            if (state != null && !before(event).equals(state)) {
                differences.add(
                        "a hole before " + event.action() + " of " + id + ": " + state + " and then " + before(event));
            }
            if (event.action().equals("updated") && isEmpty(event.previous())) {
                differences.add("an event of " + id + " that tells of no change");
            }
            state = event.data();
            change = event;
        }
    }

    private static boolean isEmpty(ObjectNode previous) {
        Map<String, JsonNode> rest = new HashMap<>();
        previous.properties().forEach(entry -> rest.put(entry.getKey(), entry.getValue()));
        rest.keySet().removeAll(Set.of("date_updated", "updated_by", "updated_by_name"));
        return rest.isEmpty();
    }

    private static JsonNode before(Logged event) {
        var before =
                event.data() == null ? Json.object() : (ObjectNode) event.data().deepCopy();
        before.setAll(event.previous());
        return before;
    }

    /// Nothing is left over.
    private void leftovers(Connection connection) throws SQLException {
        count(
                connection,
                "links that say another lead than their meeting",
                Sql.of(
                        "select count(*) from event_meeting m join activity a on a.organization_id = m.organization_id"
                                + " and a.id = m.meeting_id where m.organization_id = ? and m.lead_id <> a.lead_id and"
                                + " exists (select 1 from event_copy c where c.organization_id = m.organization_id and"
                                + " c.uid = m.uid)",
                        stack.organizationId()),
                0);
        count(
                connection,
                "events that still wait to be matched",
                Sql.of("select count(*) from event_to_match where organization_id = ?", stack.organizationId()),
                0);
    }

    private void orphans(Connection connection, MeetingModel model) throws SQLException {
        count(
                connection,
                "links in all",
                Sql.of("select count(*) from event_meeting where organization_id = ?", stack.organizationId()),
                model.everything().size());
        count(
                connection,
                "events in quarantine",
                Sql.of("select count(*) from quarantined_event where organization_id = ?", stack.organizationId()),
                model.quarantined());
    }

    private void count(Connection connection, String what, Sql sql, int expected) throws SQLException {
        int found = Database.first(connection, sql, row -> row.getInt(1)).orElse(0);
        if (found != expected) {
            differences.add(what + ": " + found + " instead of " + expected);
        }
    }

    /// How many events the log has.
    int eventCount() {
        var sql = Sql.of("select count(*) from event where organization_id = ?", stack.organizationId());
        return stack.database()
                .read(connection -> Database.first(connection, sql, row -> row.getInt(1)))
                .orElse(0);
    }
}
