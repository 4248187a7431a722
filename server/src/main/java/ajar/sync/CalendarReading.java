package ajar.sync;

import ajar.calendar.CalendarObject;
import ajar.calendar.EventCopy;
import ajar.calendar.Page;
import ajar.calendar.Receiver;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Takes in what one calendar holds: each page is one transaction that stores the copies and notes
/// which events have to be matched anew. Taking the same page in twice changes nothing.
///
/// A reader that was away for longer than its lease may find that another has begun from the beginning
/// meanwhile. It then takes in no more: what it has is older, and would look as if the other had not seen
/// it.
final class CalendarReading implements Receiver {
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final Database database;
    private final Account account;
    private final String calendarId;
    private final ajar.engine.time.Clock clock;
    private long reading;
    private boolean isComplete;
    private boolean isSuperseded;
    private int quarantined;

    CalendarReading(Database database, ajar.engine.time.Clock clock, Account account, String calendarId) {
        this.database = database;
        this.clock = clock;
        this.account = account;
        this.calendarId = calendarId;
        this.reading = database.read(connection -> Database.first(
                        connection,
                        Sql.of("select reading from synced_calendar where ").add(here("")),
                        row -> row.getLong(1))
                .orElseThrow(() -> new IllegalStateException("the calendar is not among those to be read")));
    }

    /// How many objects could not be read.
    int quarantined() {
        return quarantined;
    }

    /// Whether somebody else has begun to read the calendar from the beginning, or its account was deleted.
    boolean isSuperseded() {
        return isSuperseded;
    }

    private Sql here(String alias) {
        var sql = new Sql();
        for (var column : List.of("organization_id", "account_id", "calendar_id")) {
            if (column.equals("account_id") || column.equals("calendar_id")) {
                sql.add(" and ");
            }
            sql.name(alias.isEmpty() ? column : alias + "." + column).add(" = ").value(value(column));
        }
        return sql;
    }

    private String value(String column) {
        return switch (column) {
            case "organization_id" -> account.organizationId();
            case "account_id" -> account.id();
            default -> calendarId;
        };
    }

    @Override
    public void startOver() {
        isComplete = true;
        reading = database.write(connection -> {
            if (!isLatest(connection)) {
                return reading;
            }
            Database.execute(
                    connection, Sql.of("delete from quarantined_event where ").add(here("")));
            return Database.first(
                            connection,
                            Sql.of("update synced_calendar set reading = reading + 1, cursor = null where ")
                                    .add(here(""))
                                    .add(" returning reading"),
                            row -> row.getLong(1))
                    .orElseThrow(() -> new IllegalStateException("the calendar is gone"));
        });
    }

    /// Whether nobody has begun anew; then nobody does before the transaction ends.
    private boolean isLatest(Connection connection) throws SQLException {
        var sql = Sql.of("select reading from synced_calendar where ")
                .add(here(""))
                .add(" for no key update");
        var latest = Database.first(connection, sql, row -> row.getLong(1));
        isSuperseded |= latest.isEmpty() || latest.get() != reading;
        return !isSuperseded;
    }

    @Override
    public void page(Page page) {
        database.write(connection -> {
            if (!isLatest(connection)) {
                return false;
            }
            Plans.fresh(connection);
            var changed = new TreeSet<String>();
            var keys =
                    page.objects().stream().map(CalendarObject::key).distinct().toList();
            if (!keys.isEmpty()) {
                store(connection, page.objects(), changed);
                changed.addAll(removeOthers(connection, page.objects(), keys));
                release(connection, keys);
            }
            if (!page.removed().isEmpty()) {
                changed.addAll(remove(connection, page.removed()));
                release(connection, page.removed());
            }
            quarantine(connection, page);
            MatchQueue.add(connection, account.organizationId(), account.id(), changed);
            renewLease(connection);
            return true;
        });
        quarantined += page.quarantined().size();
    }

    private void renewLease(Connection connection) throws SQLException {
        Database.execute(
                connection,
                Sql.of(
                        "update connected_account set leased_until = ? where organization_id = ? and id = ?"
                                + " and leased_until is not null",
                        clock.now().plus(LEASE),
                        account.organizationId(),
                        account.id()));
    }

    /// The columns of many rows, each a list of texts.
    private static final class Rows {
        final List<@Nullable String> keys = new ArrayList<>();
        final List<@Nullable String> ids = new ArrayList<>();
        final List<@Nullable String> uids = new ArrayList<>();
        final List<@Nullable String> series = new ArrayList<>();
        final List<@Nullable String> originals = new ArrayList<>();
        final List<@Nullable String> cancelled = new ArrayList<>();
        final List<@Nullable String> sequences = new ArrayList<>();
        final List<@Nullable String> details = new ArrayList<>();
        final List<@Nullable String> addresses = new ArrayList<>();
        final List<@Nullable String> mentioned = new ArrayList<>();
        final List<@Nullable String> versions = new ArrayList<>();

        void add(CalendarObject object, EventCopy copy) {
            var said = copy.details();
            keys.add(object.key());
            ids.add(copy.id());
            uids.add(copy.uid());
            series.add(copy.seriesId());
            originals.add(
                    copy.originalStart() == null ? null : copy.originalStart().toString());
            cancelled.add(Boolean.toString(copy.isCancelled()));
            sequences.add(Integer.toString(copy.sequence()));
            details.add(said == null ? null : DetailsJson.write(said));
            addresses.add(said == null ? "" : String.join("\n", Addresses.ofGuests(said)));
            mentioned.add(said == null ? "" : String.join("\n", Addresses.mentioned(said)));
            versions.add(object.version());
        }
    }

    private void store(Connection connection, List<CalendarObject> objects, Collection<String> changed)
            throws SQLException {
        Map<List<String>, Runnable> distinct = new LinkedHashMap<>();
        var rows = new Rows();
        for (var object : objects) {
            for (var copy : object.copies()) {
                distinct.put(List.of(object.key(), copy.id()), () -> rows.add(object, copy));
            }
        }
        distinct.values().forEach(Runnable::run);
        var sql = Sql.of(
                """
                insert into event_copy as c (organization_id, account_id, calendar_id, object_key, copy_id, uid, series_id,
                    original_start, is_cancelled, sequence, details, addresses, mentioned, version, reading)
                select ?, ?, ?, n.object_key, n.copy_id, n.uid, n.series_id, n.original_start, n.is_cancelled::boolean,
                    n.sequence::bigint, n.details::json, string_to_array(n.addresses, chr(10)),
                    string_to_array(n.mentioned, chr(10)), n.version, ?
                from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                    ?::text[], ?::text[]) as n(object_key, copy_id, uid, series_id, original_start, is_cancelled, sequence,
                    details, addresses, mentioned, version)
                on conflict (organization_id, account_id, calendar_id, object_key, copy_id) do update set
                    uid = case when excluded.details is null then c.uid else excluded.uid end,
                    series_id = coalesce(excluded.series_id, c.series_id),
                    original_start = coalesce(excluded.original_start, c.original_start),
                    is_cancelled = excluded.is_cancelled,
                    sequence = excluded.sequence,
                    details = coalesce(excluded.details, c.details),
                    addresses = case when excluded.details is null then c.addresses else excluded.addresses end,
                    mentioned = case when excluded.details is null then c.mentioned else excluded.mentioned end,
                    gone_at = null
                where (c.uid, c.series_id, c.original_start, c.is_cancelled, c.details::text, c.gone_at)
                    is distinct from (case when excluded.details is null then c.uid else excluded.uid end,
                    coalesce(excluded.series_id, c.series_id),
                    coalesce(excluded.original_start, c.original_start), excluded.is_cancelled,
                    coalesce(excluded.details, c.details)::text, null::timestamptz)
                returning c.uid\
                """,
                account.organizationId(),
                account.id(),
                calendarId,
                reading,
                rows.keys,
                rows.ids,
                rows.uids,
                rows.series,
                rows.originals,
                rows.cancelled,
                rows.sequences,
                rows.details,
                rows.addresses,
                rows.mentioned,
                rows.versions);
        if (!rows.keys.isEmpty()) {
            changed.addAll(Database.list(connection, sql, row -> row.getString(1)));
            changed.addAll(joinSeries(connection, rows));
        }
        markSeen(connection, objects);
    }

    /// What is left of an occurrence that was called off need not tell the UID of its series, and may come
    /// before it. That is so only where each copy is an object of its own.
    private List<String> joinSeries(Connection connection, Rows rows) throws SQLException {
        var sql = Sql.of("update event_copy c set uid = m.uid from event_copy m where ")
                .add(here("c"))
                .add(" and ")
                .add(here("m"))
                .add(
                        " and m.object_key = c.series_id and m.copy_id = c.series_id and m.original_start is null and"
                                + " c.details is null and c.uid <> m.uid and (c.copy_id = any(?) or c.series_id ="
                                + " any(?)) returning c.uid",
                        rows.ids,
                        rows.ids);
        return Database.list(connection, sql, row -> row.getString(1));
    }

    private void markSeen(Connection connection, List<CalendarObject> objects) throws SQLException {
        Map<String, @Nullable String> versions = new LinkedHashMap<>();
        objects.forEach(object -> versions.put(object.key(), object.version()));
        var sql = Sql.of("update event_copy c set version = n.version, reading = ")
                .value(reading)
                .add(
                        " from unnest(?::text[], ?::text[]) as n(object_key, version) where ",
                        List.copyOf(versions.keySet()),
                        new ArrayList<>(versions.values()))
                .add(here("c"))
                .add(" and c.object_key = n.object_key and (c.version, c.reading) is distinct from (n.version, ")
                .value(reading)
                .add("::bigint)");
        Database.execute(connection, sql);
    }

    private List<String> removeOthers(Connection connection, List<CalendarObject> objects, List<String> keys)
            throws SQLException {
        List<String> kept = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        objects.forEach(object -> object.copies().forEach(copy -> {
            kept.add(object.key());
            ids.add(copy.id());
        }));
        var sql = Sql.of("delete from event_copy c where ")
                .add(here("c"))
                .add(
                        " and c.object_key = any(?) and (c.object_key, c.copy_id) not in (select n.object_key,"
                                + " n.copy_id from unnest(?::text[], ?::text[]) as n(object_key, copy_id)) returning"
                                + " c.uid",
                        keys,
                        kept,
                        ids);
        return Database.list(connection, sql, row -> row.getString(1));
    }

    private List<String> remove(Connection connection, List<String> keys) throws SQLException {
        var sql = Sql.of("delete from event_copy where ")
                .add(here(""))
                .add(" and object_key = any(?) returning uid", keys);
        return Database.list(connection, sql, row -> row.getString(1));
    }

    /// What could be read after all leaves the quarantine.
    private void release(Connection connection, List<String> keys) throws SQLException {
        Database.execute(
                connection,
                Sql.of("delete from quarantined_event where ").add(here("")).add(" and object_key = any(?)", keys));
    }

    /// What is in quarantine keeps what was known of it before.
    private void quarantine(Connection connection, Page page) throws SQLException {
        for (var one : page.quarantined()) {
            var sql = Sql.of(
                    "insert into quarantined_event (organization_id, account_id, calendar_id, object_key, title,"
                        + " reason, reading) values (?, ?, ?, ?, ?, ?, ?) on conflict (organization_id, account_id,"
                        + " calendar_id, object_key) do update set title = excluded.title, reason = excluded.reason,"
                        + " reading = excluded.reading",
                    account.organizationId(),
                    account.id(),
                    calendarId,
                    DetailsJson.storable(one.key()),
                    DetailsJson.storable(one.title()),
                    DetailsJson.storable(one.reason()),
                    reading);
            Database.execute(connection, sql);
            Database.execute(
                    connection,
                    Sql.of("update event_copy set reading = ")
                            .value(reading)
                            .add(" where ")
                            .add(here(""))
                            .add(" and object_key = ?", one.key()));
        }
    }

    @Override
    public void finish(String cursor) {
        Instant now = clock.now();
        database.write(connection -> {
            if (!isLatest(connection)) {
                return false;
            }
            if (isComplete) {
                MatchQueue.add(
                        connection,
                        account.organizationId(),
                        account.id(),
                        new TreeSet<>(Database.list(connection, sweep(now), row -> row.getString(1))));
            }
            Database.execute(
                    connection,
                    Sql.of("update synced_calendar set cursor = ")
                            .value(cursor)
                            .add(" where ")
                            .add(here("")));
            regain(connection);
            renewLease(connection);
            return true;
        });
        isComplete = false;
    }

    /// A calendar that was lost is back when it has been read.
    private void regain(Connection connection) throws SQLException {
        var sql = Sql.of("update synced_calendar set lost_at = null where ")
                .add(here(""))
                .add(" and lost_at is not null");
        if (Database.execute(connection, sql) > 0) {
            MatchQueue.addAllOf(connection, account);
        }
    }

    /// What a complete reading has not seen is gone. Feeds drop what lies in the past, so there only what
    /// is still to come is called off.
    private Sql sweep(Instant now) {
        var sql = ConnectedAccount.ICS.equals(account.type())
                ? Sql.of("update event_copy set gone_at = ? where gone_at is null and ", now)
                : Sql.of("delete from event_copy where ");
        return sql.add(here("")).add(" and reading < ").value(reading).add(" returning uid");
    }

    @Override
    public Map<String, String> versions() {
        var sql = Sql.of("select distinct c.object_key, c.version from event_copy c where ")
                .add(here("c"))
                .add(" and c.version is not null and c.gone_at is null and not exists (select 1 from"
                        + " quarantined_event q where q.organization_id = c.organization_id and q.account_id ="
                        + " c.account_id and q.calendar_id = c.calendar_id and q.object_key = c.object_key)");
        return database.read(connection -> {
            Map<String, String> versions = new LinkedHashMap<>();
            Database.list(connection, sql, row -> versions.put(row.getString(1), row.getString(2)));
            return versions;
        });
    }
}
