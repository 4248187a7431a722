package ajar.simulate.google;

import ajar.simulate.calendar.Calendar;
import ajar.simulate.calendar.CalendarStore;
import ajar.simulate.calendar.Switches;
import ajar.simulate.calendar.User;
import ajar.simulate.http.Json;
import ajar.simulate.http.Received;
import ajar.simulate.http.Reply;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The list of a user's calendars, and single calendars.
final class GoogleCalendars {
    private static final String LIST = "calendarList";
    private static final List<String> ROLES = List.of("none", "freeBusyReader", "reader", "writer", "owner");

    private final CalendarStore store;
    private final Switches switches;
    private final InstantSource clock;

    GoogleCalendars(CalendarStore store, Switches switches, InstantSource clock) {
        this.store = store;
        this.switches = switches;
        this.clock = clock;
    }

    /// The calendar of an id or `primary`. Null when the user cannot see any such.
    static @Nullable Calendar find(User user, String id) {
        Calendar calendar = id.equals("primary") ? user.primary() : user.calendar(id);
        return calendar == null || gone(calendar) ? null : calendar;
    }

    private static boolean gone(Calendar calendar) {
        return calendar.deleted() || role(calendar).equals("none");
    }

    private static String role(Calendar calendar) {
        return Json.string(calendar.json(), "accessRole", "owner");
    }

    Reply list(User user, Received request) {
        synchronized (store) {
            String syncToken = request.parameter("syncToken");
            int epoch = user.primary().epoch();
            long since = -1;
            if (syncToken != null) {
                GoogleQuery.checkRestrictions(request);
                since = GoogleQuery.since(
                        syncToken, LIST, epoch, clock.instant(), switches.get(GoogleSwitches.SYNC_TOKEN_SECONDS));
            }
            String fingerprint = GoogleQuery.fingerprint(request);
            ObjectNode page = page(request.parameter("pageToken"), fingerprint);
            int offset = page.path("after").asInt(0);
            long at = page.path("at").asLong(store.version());
            List<ObjectNode> entries = entries(user, request, since);
            int most = switches.get(GoogleSwitches.LARGEST_PAGE);
            int asked = GoogleQuery.number(request, "maxResults", 100, 250);
            int end = Math.min(entries.size(), offset + (most > 0 ? Math.min(most, asked) : asked));
            ObjectNode body = Json.object()
                    .put("kind", "calendar#calendarList")
                    .put("etag", "\"p" + (330_000_000_000L + store.version()) + "\"");
            if (end < entries.size()) {
                body.put(
                        "nextPageToken",
                        Json.token(Json.object()
                                .put("query", fingerprint)
                                .put("at", at)
                                .put("after", end)));
            } else {
                body.put("nextSyncToken", GoogleQuery.syncToken(LIST, at, epoch, clock.instant()));
            }
            var items = body.putArray("items");
            entries.subList(Math.min(offset, end), end).forEach(items::add);
            return Reply.json(200, body);
        }
    }

    private static ObjectNode page(@Nullable String token, String fingerprint) {
        ObjectNode state = token == null ? Json.object() : Json.untoken(token);
        if (state == null || (token != null && !fingerprint.equals(Json.string(state, "query")))) {
            throw GoogleErrors.invalid("Invalid page token value.", "pageToken");
        }
        return state;
    }

    private static List<ObjectNode> entries(User user, Received request, long since) {
        boolean changes = since >= 0;
        int least = ROLES.indexOf(
                Json.string(Json.object().put("role", request.parameter("minAccessRole")), "role", "none"));
        List<ObjectNode> entries = new ArrayList<>();
        for (Calendar calendar : user.calendars()) {
            boolean deleted = gone(calendar);
            boolean hidden = calendar.json().path("hidden").asBoolean(false);
            if (calendar.version() > since
                    && (!deleted || changes || GoogleQuery.flag(request, "showDeleted"))
                    && (!hidden || changes || GoogleQuery.flag(request, "showHidden"))
                    && ROLES.indexOf(role(calendar)) >= least) {
                entries.add(entry(calendar));
            }
        }
        return entries;
    }

    static ObjectNode entry(Calendar calendar) {
        ObjectNode entry = calendar.json().deepCopy().put("etag", GoogleModel.etag(calendar.version()));
        if (gone(calendar)) {
            entry.retain("kind", "etag", "id").put("deleted", true);
        }
        return entry;
    }

    static Reply get(Calendar calendar) {
        ObjectNode body = calendar.json().deepCopy().retain("id", "summary", "description", "location", "timeZone");
        body.put("kind", "calendar#calendar").put("etag", GoogleModel.etag(calendar.version()));
        body.set(
                "conferenceProperties",
                calendar.json().path("conferenceProperties").deepCopy());
        return Reply.json(200, body);
    }
}
