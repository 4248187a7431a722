package ajar.sync;

import ajar.activity.LeadMergeActivity;
import ajar.engine.event.EventObserver;
import ajar.engine.event.Logged;
import ajar.engine.field.Values;
import ajar.engine.job.Moments;
import ajar.engine.resource.Work;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import ajar.lead.Contact;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The events whose meetings have to be looked at. An entry is written in the transaction of what makes
/// it necessary, and removed in the one that has seen to it.
final class MatchQueue implements EventObserver {
    /// Events of one organization.
    record Batch(String organizationId, List<String> uids) {}

    /// Adds events, in an order that all writers share.
    ///
    /// @param accountId the account whose reading found them; null for none
    static void add(Connection connection, String organizationId, @Nullable String accountId, Collection<String> uids)
            throws SQLException {
        if (uids.isEmpty()) {
            return;
        }
        Database.execute(
                connection,
                Sql.of(
                        "insert into event_to_match (organization_id, uid, account_id) select ?, uid, ? from"
                                + " unnest(?::text[]) as uid order by uid on conflict do nothing",
                        organizationId,
                        accountId,
                        List.copyOf(new TreeSet<>(uids))));
    }

    /// Adds all events an account has copies of.
    static void addAllOf(Connection connection, Account account) throws SQLException {
        Database.execute(
                connection,
                Sql.of(
                        "insert into event_to_match (organization_id, uid, account_id) select distinct"
                                + " organization_id, uid, account_id from event_copy where organization_id = ? and"
                                + " account_id = ? order by uid on conflict do nothing",
                        account.organizationId(),
                        account.id()));
    }

    /// Sees to the events of an account that is deleted: those that others have too are matched without
    /// it, and the meetings of all others are left alone.
    static void leave(Connection connection, Account account) throws SQLException {
        addAllOf(connection, account);
        for (var waiting : List.of("event_to_match", "event_beyond")) {
            Database.execute(
                    connection,
                    Sql.of("delete from ")
                            .name(waiting)
                            .add(
                                    " w where w.organization_id = ? and w.uid in (select c.uid from event_copy c where"
                                            + " c.organization_id = ? and c.account_id = ?) and not exists (select 1"
                                            + " from event_copy o where o.organization_id = w.organization_id and"
                                            + " o.uid = w.uid and o.account_id <> ?)",
                                    account.organizationId(),
                                    account.organizationId(),
                                    account.id(),
                                    account.id()));
        }
    }

    /// Takes some events out; the transaction sees to them or puts them back by failing. Those a reading
    /// has just found are left to it while it lasts.
    static List<Batch> takeAny(Connection connection, Moments now, int most) throws SQLException {
        var sql = Sql.of("delete from event_to_match q using (select organization_id, uid from event_to_match w where"
                        + " not exists (select 1 from connected_account a where a.organization_id ="
                        + " w.organization_id and a.id = w.account_id and a.leased_until > ")
                .add(now.of("a"))
                .add(
                        ") order by organization_id, uid limit ? for update skip locked) x where q.organization_id ="
                                + " x.organization_id and q.uid = x.uid returning q.organization_id, q.uid",
                        (long) most);
        return batches(Database.list(connection, sql, row -> List.of(row.getString(1), row.getString(2))));
    }

    /// Takes out events that the reading of this account has found.
    static List<String> takeOf(Connection connection, Account account, int most) throws SQLException {
        var sql = Sql.of(
                "delete from event_to_match q using (select organization_id, uid from event_to_match where"
                        + " organization_id = ? and account_id = ? order by uid limit ? for update skip locked) x where"
                        + " q.organization_id = x.organization_id and q.uid = x.uid returning q.uid",
                account.organizationId(),
                account.id(),
                (long) most);
        return Database.list(connection, sql, row -> row.getString(1));
    }

    private static List<Batch> batches(List<List<String>> rows) {
        return rows.stream()
                .collect(java.util.stream.Collectors.groupingBy(
                        row -> row.get(0),
                        java.util.TreeMap::new,
                        java.util.stream.Collectors.mapping(row -> row.get(1), java.util.stream.Collectors.toList())))
                .entrySet()
                .stream()
                .map(entry -> new Batch(entry.getKey(), entry.getValue()))
                .toList();
    }

    /// Moves events in whose time has come: the next part of a series enters the window.
    static int addBeyond(Connection connection, Moments now, int most) throws SQLException {
        var sql = Sql.of("with due as (delete from event_beyond b using (select organization_id, uid from event_beyond"
                        + " e where look_at <= ")
                .add(now.of("e"))
                .add(
                        " order by look_at limit ? for update skip locked) x where b.organization_id ="
                                + " x.organization_id and b.uid = x.uid returning b.organization_id, b.uid) insert into"
                                + " event_to_match (organization_id, uid) select organization_id, uid from due order by"
                                + " organization_id, uid on conflict do nothing",
                        (long) most);
        return Database.execute(connection, sql);
    }

    /// A contact that comes, goes, moves or gets another address may make or end meetings, and leads that
    /// are merged may have two of the same.
    @Override
    public void logged(Connection connection, Logged event, Work work) throws SQLException {
        var change = event.change();
        if (change.resource() == LeadMergeActivity.RESOURCE && change.isCreation()) {
            merged(connection, work, change.latest());
        }
        if (change.resource() != Contact.RESOURCE
                || !(change.touches(Contact.EMAIL_ADDRESSES) || change.touches(Contact.LEAD_ID))) {
            return;
        }
        Set<String> addresses = new TreeSet<>();
        if (change.before() != null) {
            addresses.addAll(change.before().need(Contact.EMAIL_ADDRESSES));
        }
        if (change.after() != null) {
            addresses.addAll(change.after().need(Contact.EMAIL_ADDRESSES));
        }
        if (addresses.isEmpty()) {
            return;
        }
        Database.execute(
                connection,
                Sql.of(
                        "insert into event_to_match (organization_id, uid) select distinct organization_id, uid from"
                                + " event_copy where organization_id = ? and (addresses && ?::text[] or mentioned &&"
                                + " ?::text[]) order by uid on conflict do nothing",
                        work.caller().organizationId(),
                        addresses,
                        addresses));
    }

    /// What was deleted on a lead stays deleted on the one it was folded into.
    private static void merged(Connection connection, Work work, Values merge) throws SQLException {
        Database.execute(
                connection,
                Sql.of(
                        "with moved as (update event_meeting set lead_id = ? where organization_id = ? and lead_id = ?"
                                + " returning organization_id, uid) insert into event_to_match (organization_id, uid)"
                                + " select distinct m.organization_id, m.uid from moved m where exists (select 1 from"
                                + " event_copy c where c.organization_id = m.organization_id and c.uid = m.uid) order"
                                + " by m.uid on conflict do nothing",
                        merge.get(LeadMergeActivity.DESTINATION_LEAD_ID),
                        work.caller().organizationId(),
                        merge.get(LeadMergeActivity.SOURCE_LEAD_ID)));
    }
}
