package ajar.webhook.delivery;

import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What deliveries tell about their subscriptions, gathered so that it is written a few times a second
/// and not once per delivery. Used by one thread.
final class HealthNotes {
    /// After how long without a single success a subscription is paused.
    static final Duration PAUSE_AFTER = Duration.ofDays(3);

    private Map<SubscriptionKey, Note> notes = new LinkedHashMap<>();

    /// What was seen of one subscription since the last time.
    private static final class Note {
        private long firstSuccess;
        private long firstFail;
        private long retrySuccess;
        private boolean anySuccess;
        private @Nullable Instant failingSince;
        private @Nullable String error;
        private Instant at = Instant.EPOCH;

        void add(Outcome outcome) {
            at = outcome.attempt().at();
            boolean first = outcome.delivery().attempts() == 0;
            if (outcome.attempt().isSuccess()) {
                firstSuccess += first ? 1 : 0;
                retrySuccess += first ? 0 : 1;
                anySuccess = true;
                failingSince = null;
            } else {
                firstFail += first ? 1 : 0;
                failingSince = failingSince == null ? at : failingSince;
            }
            error = outcome.attempt().error();
        }
    }

    void add(Outcome outcome) {
        notes.computeIfAbsent(outcome.delivery().subscription(), _ -> new Note())
                .add(outcome);
    }

    boolean isEmpty() {
        return notes.isEmpty();
    }

    /// Writes everything down.
    ///
    /// @return the subscriptions that have failed for so long that they are to be paused
    List<SubscriptionKey> write(Connection connection) throws SQLException {
        var sql = Sql.of(
                "update webhook w set first_success = w.first_success + n.first_success::bigint,"
                        + " first_fail = w.first_fail + n.first_fail::bigint,"
                        + " retry_success = w.retry_success + n.retry_success::bigint,"
                        + " failing_since = n.since, latest_error = n.error,"
                        + " failing_hours = coalesce(floor(extract(epoch from n.at::timestamptz - n.since) / 3600), 0)"
                        + " from (select r.*, case when r.failing_since is null then null"
                        + " when r.any_success = 'true' then r.failing_since::timestamptz"
                        + " else coalesce(h.failing_since, r.failing_since::timestamptz) end as since"
                        + " from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],"
                        + " ?::text[], ?::text[]) as r(organization_id, id, first_success, first_fail, retry_success,"
                        + " any_success, failing_since, error, at)"
                        + " join webhook h on h.organization_id = r.organization_id and h.id = r.id) n"
                        + " where w.organization_id = n.organization_id and w.id = n.id"
                        + " returning w.organization_id, w.id, w.failing_since, n.at::timestamptz",
                Columns.of(notes.keySet(), SubscriptionKey::organizationId),
                Columns.of(notes.keySet(), SubscriptionKey::webhookId),
                Columns.of(notes.values(), note -> note.firstSuccess),
                Columns.of(notes.values(), note -> note.firstFail),
                Columns.of(notes.values(), note -> note.retrySuccess),
                Columns.of(notes.values(), note -> note.anySuccess),
                Columns.of(notes.values(), note -> note.failingSince),
                Columns.of(notes.values(), note -> note.error),
                Columns.of(notes.values(), note -> note.at));
        List<SubscriptionKey> dead = new ArrayList<>();
        Database.list(connection, sql, row -> {
            var since = row.getObject(3, OffsetDateTime.class);
            var at = row.getObject(4, OffsetDateTime.class);
            if (since != null && !since.plus(PAUSE_AFTER).isAfter(at)) {
                dead.add(new SubscriptionKey(row.getString(1), row.getString(2)));
            }
            return true;
        });
        return dead;
    }

    /// Forgets what was written.
    void clear() {
        notes = new LinkedHashMap<>();
    }
}
