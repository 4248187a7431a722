package ajar.sync;

import ajar.calendar.ConnectorException;
import ajar.engine.field.Values;
import ajar.engine.json.Json;
import ajar.engine.time.WireTime;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What an account says of itself: whether its calendars are up to date, and if not, since when, why,
/// and what to do.
final class SyncStatus {
    private SyncStatus() {}

    /// The status as the API shows it.
    static JsonNode of(Values account) {
        var status = Json.object();
        JsonNode error = account.get(ConnectedAccount.ERROR);
        status.set("error", error == null ? Json.object().nullNode() : error);
        status.put("last_complete_sync_at", wire(account.get(ConnectedAccount.LAST_SYNC_AT)));
        status.put("next_sync_at", wire(account.get(ConnectedAccount.DUE_AT)));
        status.put("state", state(account));
        return status;
    }

    private static String state(Values account) {
        if (Boolean.TRUE.equals(account.get(ConnectedAccount.PAUSED))) {
            return "paused";
        }
        if (account.get(ConnectedAccount.ERROR) != null) {
            return "failing";
        }
        if (ConnectedAccount.ICS.equals(account.get(ConnectedAccount.TYPE))
                && account.get(ConnectedAccount.URL) == null) {
            return "manual";
        }
        return account.get(ConnectedAccount.LAST_SYNC_AT) == null ? "pending" : "ok";
    }

    /// The word that Close's own field has for it.
    static String receiving(Values account) {
        if (Boolean.TRUE.equals(account.get(ConnectedAccount.PAUSED))) {
            return "paused";
        }
        return account.get(ConnectedAccount.ERROR) == null ? "ok" : "error";
    }

    /// An error to be kept with the account.
    ///
    /// @param calendarId the calendar that could not be read; null when it is the account
    /// @param since when it first went wrong
    static ObjectNode error(ConnectorException failed, @Nullable String calendarId, Instant since) {
        return Json.object()
                .put("reason", failed.reason().name().toLowerCase(Locale.ROOT))
                .put("message", failed.getMessage())
                .put("remedy", failed.remedy())
                .put("calendar_id", calendarId)
                .put("since", WireTime.withOffset(since));
    }

    private static @Nullable String wire(@Nullable Instant moment) {
        return moment == null ? null : WireTime.withOffset(moment);
    }
}
