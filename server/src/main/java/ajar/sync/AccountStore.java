package ajar.sync;

import ajar.calendar.CalendarInfo;
import ajar.engine.job.Moments;
import ajar.engine.json.Json;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import ajar.engine.time.Clock;
import ajar.engine.time.WireTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Which accounts are to be read, by whom, and how it went.
///
/// An account is read by whoever holds its lease, a moment in the future that is moved on with every
/// page. A server that dies lets its leases run out, and another goes on where it stopped.
final class AccountStore {
    static final Duration LEASE = Duration.ofMinutes(2);

    private final Database database;
    private final Clock clock;

    AccountStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private static Sql select() {
        return Sql.of("select a.organization_id, a.id, a.user_id, a.type, a.url, a.username, a.sync_all_calendars,"
                + " a.chosen_calendars, a.sync_interval, a.failures, a.error, (select u.last_used_timezone from users u"
                + " where u.id = a.user_id) from connected_account a ");
    }

    private static Account account(ResultSet row) throws SQLException {
        var chosen = row.getArray(8);
        String error = row.getString(11);
        return new Account(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getBoolean(7),
                chosen == null ? null : List.of((String[]) chosen.getArray()),
                row.getLong(9),
                row.getLong(10),
                error == null
                        ? null
                        : WireTime.parse(Json.parse(error).path("since").asString(""), ZoneOffset.UTC),
                zone(row.getString(12)));
    }

    private static ZoneId zone(@Nullable String name) {
        try {
            return name == null ? ZoneOffset.UTC : ZoneId.of(name);
        } catch (DateTimeException unknown) {
            return ZoneOffset.UTC;
        }
    }

    private Instant now(String organizationId) {
        return clock.of(organizationId).now();
    }

    /// An account of an organization.
    Optional<Account> find(String organizationId, String id) {
        var sql = select().add("where a.organization_id = ? and a.id = ?", organizationId, id);
        return database.read(connection -> Database.first(connection, sql, AccountStore::account));
    }

    /// Takes the leases of accounts that are due, longest overdue first.
    List<Account> leaseDue(int most) {
        var now = Moments.of(clock);
        return database.write(connection -> {
            var due = select().add("where a.due_at <= ")
                    .add(now.of("a"))
                    .add(" and (a.leased_until is null or a.leased_until <= ")
                    .add(now.of("a"))
                    .add(") order by a.due_at limit ? for update of a skip locked", (long) most);
            var accounts = Database.list(connection, due, AccountStore::account);
            for (var account : accounts) {
                lease(connection, account, now.in(account.organizationId()));
            }
            return accounts;
        });
    }

    /// Takes the lease of one account; false when somebody else has it.
    boolean lease(Account account) {
        Instant now = now(account.organizationId());
        return database.write(connection -> Database.execute(
                        connection, leasing(account, now).add(" and (leased_until is null or leased_until <= ?)", now))
                > 0);
    }

    private static void lease(Connection connection, Account account, Instant now) throws SQLException {
        Database.execute(connection, leasing(account, now));
    }

    /// Whoever is read is due, even out of turn: then somebody takes over should the reader die, and a time
    /// after the beginning is one at which something has woken it.
    private static Sql leasing(Account account, Instant now) {
        Instant begin = WireTime.toMillis(now);
        return Sql.of(
                "update connected_account set leased_until = ?, last_attempt_at = ?, due_at = case when due_at > ?"
                        + " then ? else due_at end where organization_id = ? and id = ?",
                now.plus(LEASE),
                begin,
                begin,
                begin,
                account.organizationId(),
                account.id());
    }

    /// Lets go of an account that was read completely.
    void succeeded(Account account, Instant next) {
        Instant now = now(account.organizationId());
        execute(Sql.of(
                        "update connected_account set leased_until = null, failures = 0, error = null, last_sync_at ="
                                + " ?, due_at = ",
                        WireTime.toMillis(now))
                .add(due(next))
                .add(" where organization_id = ? and id = ?", account.organizationId(), account.id()));
    }

    /// Lets go of an account that could not be read, or not completely.
    void failed(Account account, ObjectNode error, Instant next) {
        execute(Sql.of(
                        "update connected_account set leased_until = null, failures = failures + 1, error = ?, due_at"
                                + " = ",
                        new Sql.JsonText(Json.text(error)))
                .add(due(next))
                .add(" where organization_id = ? and id = ?", account.organizationId(), account.id()));
    }

    /// When an account is read next: what has woken it during the reading is not forgotten.
    private static Sql due(Instant next) {
        return Sql.of(
                "case when paused or (type = 'ics' and url is null) then null when due_at > last_attempt_at then"
                        + " due_at else ?::timestamptz end",
                next);
    }

    /// Lets go of an account, to be read again at once, or later by whoever comes.
    void release(Account account) {
        execute(Sql.of(
                "update connected_account set leased_until = null where organization_id = ? and id = ?",
                account.organizationId(),
                account.id()));
    }

    /// Has an account read as soon as possible.
    void wake(String organizationId, String id) {
        execute(Sql.of(
                "update connected_account set due_at = ? where organization_id = ? and id = ? and due_at is not null"
                        + " and not paused",
                now(organizationId),
                organizationId,
                id));
    }

    private void execute(Sql sql) {
        database.write(connection -> Database.execute(connection, sql));
    }

    /// A calendar that is read.
    ///
    /// @param cursor where the last reading ended; null to read everything
    record Selected(String id, @Nullable String cursor) {}

    /// Notes which calendars there are, which of them are read from now on, and which are lost: those
    /// keep their past and lose their future, until they have been read again. Returns what is to be
    /// read.
    List<Selected> select(Account account, List<CalendarInfo> calendars) {
        var chosen = calendars.stream()
                .filter(calendar -> isChosen(account, calendar))
                .toList();
        Set<String> ids = chosen.stream().map(CalendarInfo::id).collect(Collectors.toCollection(LinkedHashSet::new));
        var shown = chosen.stream().map(AccountStore::shown).toList();
        Instant now = now(account.organizationId());
        return database.write(connection -> {
            Database.execute(
                    connection,
                    Sql.of(
                            "update connected_account set available_calendars = ?, synced_calendars = ? where"
                                + " organization_id = ? and id = ? and (available_calendars::text, synced_calendars)"
                                + " is distinct from (?, ?::text[])",
                            new Sql.JsonText(available(calendars)),
                            shown,
                            account.organizationId(),
                            account.id(),
                            available(calendars),
                            shown));
            lose(connection, account, ids, now);
            for (var calendar : chosen) {
                read(connection, account, calendar);
            }
            var sql = Sql.of(
                    "select calendar_id, cursor from synced_calendar where organization_id = ? and account_id = ? and"
                            + " calendar_id = any(?) order by calendar_id",
                    account.organizationId(),
                    account.id(),
                    ids);
            return Database.list(connection, sql, row -> new Selected(row.getString(1), row.getString(2)));
        });
    }

    private static boolean isChosen(Account account, CalendarInfo calendar) {
        if (!calendar.isReadable()) {
            return false;
        }
        if (account.chosen() != null && !account.syncsAll()) {
            return account.chosen().contains(calendar.id())
                    || calendar.aliases().stream().anyMatch(account.chosen()::contains);
        }
        if (account.syncsAll()) {
            return calendar.isOwn();
        }
        boolean hasMain =
                account.type().equals(ConnectedAccount.GOOGLE) || account.type().equals(ConnectedAccount.MICROSOFT);
        return hasMain ? calendar.isPrimary() : calendar.isOwn();
    }

    /// An account shows its main calendar by the owner's address, as Close does.
    private static String shown(CalendarInfo calendar) {
        return calendar.isPrimary() && !calendar.aliases().isEmpty()
                ? calendar.aliases().getFirst()
                : calendar.id();
    }

    private static String available(List<CalendarInfo> calendars) {
        var list = Json.array();
        calendars.forEach(calendar -> list.addObject()
                .put("id", shown(calendar))
                .put("is_primary", calendar.isPrimary())
                .put("is_readable", calendar.isReadable())
                .put("name", calendar.name()));
        return DetailsJson.storable(Json.text(list));
    }

    private static void lose(Connection connection, Account account, Set<String> kept, Instant now)
            throws SQLException {
        var lost = Database.list(
                connection,
                Sql.of(
                        "update synced_calendar set lost_at = ?, cursor = null where organization_id = ? and"
                            + " account_id = ? and lost_at is null and not calendar_id = any(?) returning calendar_id",
                        now,
                        account.organizationId(),
                        account.id(),
                        kept),
                row -> row.getString(1));
        if (!lost.isEmpty()) {
            MatchQueue.addAllOf(connection, account);
        }
    }

    private static void read(Connection connection, Account account, CalendarInfo calendar) throws SQLException {
        Database.execute(
                connection,
                Sql.of(
                        "insert into synced_calendar as s (organization_id, account_id, calendar_id, aliases) values"
                                + " (?, ?, ?, ?) on conflict (organization_id, account_id, calendar_id) do update set"
                                + " aliases = excluded.aliases where s.aliases is distinct from excluded.aliases",
                        account.organizationId(),
                        account.id(),
                        calendar.id(),
                        calendar.aliases()));
    }

    /// Notes that a calendar cannot be read any more.
    void lost(Account account, String calendarId) {
        Instant now = now(account.organizationId());
        database.write(connection -> {
            int lost = Database.execute(
                    connection,
                    Sql.of(
                            "update synced_calendar set lost_at = ?, cursor = null where organization_id = ? and"
                                    + " account_id = ? and calendar_id = ? and lost_at is null",
                            now,
                            account.organizationId(),
                            account.id(),
                            calendarId));
            if (lost > 0) {
                MatchQueue.addAllOf(connection, account);
            }
            return true;
        });
    }

    /// Forgets where readings ended, so that everything is read again.
    void forgetCursors(Connection connection, String organizationId, String id) throws SQLException {
        Database.execute(
                connection,
                Sql.of(
                        "update synced_calendar set cursor = null where organization_id = ? and account_id = ?",
                        organizationId,
                        id));
    }

    /// How many meetings there are of events that an account has copies of.
    ///
    /// The events are looked up one by one, which `offset 0` makes sure of: after a first import PostgreSQL
    /// has counted nothing yet, and would go through all copies again for each meeting.
    long meetings(Account account) {
        var sql = Sql.of(
                "select count(*) from (select distinct uid from event_copy where organization_id = ? and account_id ="
                        + " ?) c cross join lateral (select 1 from event_meeting m where m.organization_id = ? and"
                        + " m.uid = c.uid and exists (select 1 from activity a where a.organization_id ="
                        + " m.organization_id and a.id = m.meeting_id offset 0) offset 0) m",
                account.organizationId(),
                account.id(),
                account.organizationId());
        return database.read(connection -> Database.first(connection, sql, row -> row.getLong(1)))
                .orElse(0L);
    }

    /// How many events of an account could not be read.
    long quarantined(Account account) {
        var sql = Sql.of(
                "select count(*) from quarantined_event where organization_id = ? and account_id = ?",
                account.organizationId(),
                account.id());
        return database.read(connection -> Database.first(connection, sql, row -> row.getLong(1)))
                .orElse(0L);
    }

    /// The secrets of an account, still closed; empty when there are none.
    Optional<byte[]> secret(String organizationId, String id) {
        var sql = Sql.of(
                "select secret from connected_account where organization_id = ? and id = ? and secret is not null",
                organizationId,
                id);
        return database.read(connection -> Database.first(connection, sql, row -> row.getBytes(1)));
    }

    /// Keeps the secrets of an account, closed.
    static void keepSecret(Connection connection, String organizationId, String id, byte[] secret) throws SQLException {
        Database.execute(
                connection,
                Sql.of(
                        "update connected_account set secret = ? where organization_id = ? and id = ?",
                        secret,
                        organizationId,
                        id));
    }

    /// Keeps the secrets of an account, closed, in place of those that were read before; not where somebody
    /// has given others meanwhile.
    void replaceSecret(String organizationId, String id, byte[] before, byte[] secret) {
        execute(Sql.of(
                "update connected_account set secret = ? where organization_id = ? and id = ? and secret = ?",
                secret,
                organizationId,
                id,
                before));
    }
}
