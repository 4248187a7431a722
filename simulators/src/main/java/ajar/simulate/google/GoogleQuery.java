package ajar.simulate.google;

import ajar.simulate.calendar.Calendar;
import ajar.simulate.http.Json;
import ajar.simulate.http.Received;
import ajar.simulate.http.Refused;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The parameters of a list (Google docs: Events: list).
///
/// @param fingerprint of everything that has to stay the same from page to page
/// @param since the number of the last change the client knows; -1 for a full list
/// @param at the number of the last change when the first page was made
/// @param after the key of the last entry of the page before; empty on the first page
record GoogleQuery(
        String fingerprint,
        boolean singleEvents,
        boolean showDeleted,
        @Nullable Instant timeMin,
        @Nullable Instant timeMax,
        @Nullable Instant updatedMin,
        Set<String> types,
        @Nullable String iCalUid,
        @Nullable String text,
        String orderBy,
        int maxResults,
        int maxAttendees,
        ZoneId zone,
        long since,
        long at,
        String after) {
    private static final Set<String> MAY_CHANGE =
            Set.of("pageToken", "maxResults", "access_token", "fields", "key", "alt", "prettyPrint", "quotaUser");
    private static final List<String> RESTRICTIONS = List.of(
            "iCalUID",
            "privateExtendedProperty",
            "q",
            "sharedExtendedProperty",
            "timeMin",
            "timeMax",
            "updatedMin",
            "minAccessRole");
    static final String KEY_FORMAT = "%020d-%020d";

    /// Whether the answer has changes only.
    boolean incremental() {
        return since >= 0;
    }

    /// Whether cancelled events are shown (Google docs: Events, `status`).
    boolean withDeleted() {
        return showDeleted || incremental() || updatedMin != null;
    }

    /// Whether the last page has a sync token.
    boolean syncable() {
        return orderBy.isEmpty() && text == null && iCalUid == null && updatedMin == null;
    }

    /// Reads the parameters of a list of events.
    ///
    /// @param at the number of the last change
    /// @param epoch sync tokens of another epoch are not valid any more
    /// @param secondsOfTokens how long sync tokens live; 0 for ever
    static GoogleQuery of(Received request, Calendar calendar, long at, int epoch, Instant now, int secondsOfTokens) {
        String syncToken = request.parameter("syncToken");
        if (syncToken != null) {
            checkRestrictions(request);
        }
        long since = syncToken == null ? -1 : since(syncToken, calendar.id(), epoch, now, secondsOfTokens);
        String zone = request.parameter("timeZone");
        var query = new GoogleQuery(
                fingerprint(request),
                flag(request, "singleEvents"),
                flag(request, "showDeleted"),
                moment(request, "timeMin"),
                moment(request, "timeMax"),
                moment(request, "updatedMin"),
                Set.copyOf(request.parameters("eventTypes")),
                request.parameter("iCalUID"),
                request.parameter("q"),
                orElse(request.parameter("orderBy"), ""),
                number(request, "maxResults", 250, 2500),
                number(request, "maxAttendees", 0, Integer.MAX_VALUE),
                zone == null ? GoogleModel.zone(calendar) : zone(zone),
                since,
                at,
                "");
        query.check();
        return query.page(request.parameter("pageToken"));
    }

    private void check() {
        if (timeMin != null && timeMax != null && !timeMin.isBefore(timeMax)) {
            throw GoogleErrors.calendarProblem("timeRangeEmpty", "The specified time range is empty.", "timeMax");
        }
        if (orderBy.equals("startTime") && !singleEvents) {
            throw GoogleErrors.invalid("The requested ordering is not available for the particular query.", "orderBy");
        }
    }

    /// The same query on the page of a token. A token of another query is refused.
    GoogleQuery page(@Nullable String token) {
        if (token == null) {
            return this;
        }
        ObjectNode state = Json.untoken(token);
        if (state == null || !fingerprint.equals(Json.string(state, "query"))) {
            throw GoogleErrors.invalid("Invalid page token value.", "pageToken");
        }
        return new GoogleQuery(
                fingerprint,
                singleEvents,
                showDeleted,
                timeMin,
                timeMax,
                updatedMin,
                types,
                iCalUid,
                text,
                orderBy,
                maxResults,
                maxAttendees,
                zone,
                since,
                state.path("at").asLong(0),
                Json.string(state, "after", ""));
    }

    String pageToken(String lastKey) {
        return Json.token(Json.object().put("query", fingerprint).put("at", at).put("after", lastKey));
    }

    static String syncToken(String list, long at, int epoch, Instant now) {
        return Json.token(Json.object()
                .put("list", list)
                .put("sync", at)
                .put("epoch", epoch)
                .put("issued", now.getEpochSecond()));
    }

    /// What a sync token knows. Refuses one that is foreign (400) or no longer valid (410).
    static long since(String token, String list, int epoch, Instant now, int seconds) {
        ObjectNode state = Json.untoken(token);
        if (state == null || !state.has("sync") || !list.equals(Json.string(state, "list"))) {
            throw GoogleErrors.invalid("Invalid sync token value.", "syncToken");
        }
        boolean old = seconds > 0 && now.getEpochSecond() - state.path("issued").asLong(0) > seconds;
        if (old || state.path("epoch").asInt(0) != epoch) {
            throw new Refused(GoogleErrors.fullSyncRequired());
        }
        return state.path("sync").asLong(0);
    }

    /// Refuses what must not come with a sync token (Google docs: Events: list, `syncToken`).
    static void checkRestrictions(Received request) {
        if (request.parameter("orderBy") != null) {
            throw GoogleErrors.calendarProblem(
                    "syncTokenWithNonDefaultOrdering",
                    "Sync token cannot be used with non-default ordering.",
                    "syncToken");
        }
        boolean hiding =
                "false".equals(request.parameter("showDeleted")) || "false".equals(request.parameter("showHidden"));
        if (hiding || RESTRICTIONS.stream().anyMatch(name -> request.parameter(name) != null)) {
            throw GoogleErrors.calendarProblem(
                    "syncTokenWithRequestRestrictions",
                    "Sync token cannot be used with other request restrictions.",
                    "syncToken");
        }
    }

    static String fingerprint(Received request) {
        var kept = new TreeMap<>(request.query());
        kept.keySet().removeAll(MAY_CHANGE);
        return request.path() + '?' + Integer.toHexString(kept.hashCode());
    }

    static boolean flag(Received request, String name) {
        return "true".equals(request.parameter(name));
    }

    static int number(Received request, String name, int otherwise, int most) {
        String text = request.parameter(name);
        try {
            int number = text == null ? otherwise : Integer.parseInt(text);
            if (number > 0 || text == null) {
                return Math.min(number, most);
            }
        } catch (NumberFormatException malformed) {
            // Answered below.
        }
        throw GoogleErrors.invalid("Invalid integer value: '" + text + "'.", name);
    }

    private static @Nullable Instant moment(Received request, String name) {
        String text = request.parameter(name);
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException malformed) {
            throw GoogleErrors.invalid("Bad Request", name);
        }
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw GoogleErrors.invalid("Invalid time zone: " + name, "timeZone");
        }
    }

    private static String orElse(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }
}
