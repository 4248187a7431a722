package ajar.sync;

import ajar.calendar.EventCopy;
import ajar.calendar.Moment;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads and writes what is stored of events: the copies of all calendars, and which meetings were made
/// of them.
final class EventStore {
    private EventStore() {}

    /// A meeting that was made of an occurrence.
    ///
    /// @param meetingId the meeting
    /// @param occurrence the key of the occurrence
    /// @param leadId the lead it is on; of one that is gone, the lead it was on
    /// @param exists whether the meeting is still there
    /// @param addresses the guests by whom the lead was recognised
    /// @param startsAt when the meeting begins; null when it is gone
    record Link(
            String meetingId,
            String uid,
            String occurrence,
            String leadId,
            boolean exists,
            Set<String> addresses,
            @Nullable Instant startsAt) {
        Link at(String key) {
            return new Link(meetingId, uid, key, leadId, exists, addresses, startsAt);
        }

        Link deleted() {
            return new Link(meetingId, uid, occurrence, leadId, false, addresses, null);
        }

        Link recognisedBy(Set<String> others) {
            return new Link(meetingId, uid, occurrence, leadId, exists, others, startsAt);
        }
    }

    private record Row(
            String uid,
            String accountId,
            String userId,
            String type,
            String calendarId,
            List<String> aliases,
            @Nullable Instant lostAt,
            Holding.Copy copy) {}

    /// What calendars hold of these events, by uid, calendars in the order they were connected.
    static Map<String, List<Holding>> holdings(
            Connection connection, String organizationId, Collection<String> uids, People people) throws SQLException {
        var sql = Sql.of(
                "select c.uid, c.account_id, a.user_id, a.type, c.calendar_id, s.lost_at, c.gone_at, c.copy_id,"
                    + " c.series_id, c.original_start, c.is_cancelled, c.details, c.sequence, s.aliases from"
                    + " event_copy c join synced_calendar s on s.organization_id = c.organization_id and s.account_id"
                    + " = c.account_id and s.calendar_id = c.calendar_id join connected_account a on a.organization_id"
                    + " = c.organization_id and a.id = c.account_id where c.organization_id = ? and c.uid = any(?)"
                    + " order by a.date_created, a.id, c.calendar_id, c.copy_id",
                organizationId,
                uids);
        Map<String, Map<List<String>, List<Row>>> grouped = new HashMap<>();
        for (var row : Database.list(connection, sql, EventStore::row)) {
            grouped.computeIfAbsent(row.uid(), _ -> new LinkedHashMap<>())
                    .computeIfAbsent(List.of(row.accountId(), row.calendarId()), _ -> new ArrayList<>())
                    .add(row);
        }
        Map<String, List<Holding>> holdings = new HashMap<>();
        grouped.forEach((uid, calendars) -> holdings.put(
                uid,
                calendars.values().stream().map(rows -> holding(rows, people)).toList()));
        return holdings;
    }

    private static Holding holding(List<Row> rows, People people) {
        var one = rows.getFirst();
        return new Holding(
                one.accountId(),
                one.userId(),
                one.type(),
                one.calendarId(),
                one.aliases(),
                people.addresses(one.userId()),
                one.lostAt(),
                rows.stream().map(Row::copy).toList());
    }

    private static Row row(ResultSet row) throws SQLException {
        String original = row.getString(10);
        String details = row.getString(12);
        var copy = new EventCopy(
                row.getString(8),
                row.getString(1),
                row.getString(9),
                original == null ? null : Moment.parse(original),
                row.getBoolean(11),
                details == null ? null : DetailsJson.read(details),
                row.getInt(13));
        return new Row(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                List.of((String[]) row.getArray(14).getArray()),
                instant(row, 6),
                new Holding.Copy(copy, instant(row, 7)));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        var moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }

    /// The addresses in these events that could be somebody's.
    static Set<String> addresses(
            Connection connection, String organizationId, Collection<String> uids, boolean mentionedToo)
            throws SQLException {
        var sql = Sql.of(
                "select distinct a from event_copy c, unnest(case when ? then c.addresses || c.mentioned else"
                        + " c.addresses end) as a where c.organization_id = ? and c.uid = any(?)",
                mentionedToo,
                organizationId,
                uids);
        return new TreeSet<>(Database.list(connection, sql, row -> row.getString(1)));
    }

    /// The meetings that were made of these events, by uid, oldest first. A meeting that was merged into
    /// another lead is on that one.
    static Map<String, List<Link>> links(Connection connection, String organizationId, Collection<String> uids)
            throws SQLException {
        var sql = Sql.of(
                "select m.uid, m.meeting_id, m.occurrence, coalesce(a.lead_id, m.lead_id), a.id is not null,"
                    + " m.addresses, a.starts_at from event_meeting m left join activity a on a.organization_id ="
                    + " m.organization_id and a.id = m.meeting_id where m.organization_id = ? and m.uid = any(?) order"
                    + " by a.date_created, m.meeting_id",
                organizationId,
                uids);
        Map<String, List<Link>> links = new HashMap<>();
        for (var link : Database.list(connection, sql, EventStore::link)) {
            links.computeIfAbsent(link.uid(), _ -> new ArrayList<>()).add(link);
        }
        return links;
    }

    private static Link link(ResultSet row) throws SQLException {
        return new Link(
                row.getString(2),
                row.getString(1),
                row.getString(3),
                Objects.requireNonNullElse(row.getString(4), ""),
                row.getBoolean(5),
                new LinkedHashSet<>(List.of((String[]) row.getArray(6).getArray())),
                instant(row, 7));
    }

    /// Keeps links, new ones and changed ones.
    static void save(Connection connection, String organizationId, List<Link> links) throws SQLException {
        if (links.isEmpty()) {
            return;
        }
        List<String> meetings = new ArrayList<>();
        List<String> uids = new ArrayList<>();
        List<String> occurrences = new ArrayList<>();
        List<String> leads = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (var link : links) {
            meetings.add(link.meetingId());
            uids.add(link.uid());
            occurrences.add(link.occurrence());
            leads.add(link.leadId());
            addresses.add(String.join("\n", link.addresses()));
        }
        Database.execute(
                connection,
                Sql.of(
                        "insert into event_meeting (organization_id, meeting_id, uid, occurrence, lead_id, addresses)"
                                + " select ?, m, u, o, l, string_to_array(a, chr(10)) from unnest(?::text[], ?::text[],"
                                + " ?::text[], ?::text[], ?::text[]) as n(m, u, o, l, a) on conflict (organization_id,"
                                + " meeting_id) do update set uid = excluded.uid, occurrence = excluded.occurrence,"
                                + " lead_id = excluded.lead_id, addresses = excluded.addresses",
                        organizationId,
                        meetings,
                        uids,
                        occurrences,
                        leads,
                        addresses));
    }

    /// Has events looked at again, each at its moment; null for no more.
    static void lookAgain(Connection connection, String organizationId, Map<String, @Nullable Instant> moments)
            throws SQLException {
        List<String> done = new ArrayList<>();
        List<String> uids = new ArrayList<>();
        List<String> times = new ArrayList<>();
        moments.forEach((uid, at) -> {
            if (at == null) {
                done.add(uid);
            } else {
                uids.add(uid);
                times.add(at.toString());
            }
        });
        if (!done.isEmpty()) {
            Database.execute(
                    connection,
                    Sql.of(
                            "delete from event_beyond where organization_id = ? and uid = any(?)",
                            organizationId,
                            done));
        }
        if (!uids.isEmpty()) {
            Database.execute(
                    connection,
                    Sql.of(
                            "insert into event_beyond (organization_id, uid, look_at) select ?, u, a::timestamptz from"
                                + " unnest(?::text[], ?::text[]) as n(u, a) order by u on conflict (organization_id,"
                                + " uid) do update set look_at = excluded.look_at",
                            organizationId,
                            uids,
                            times));
        }
    }
}
