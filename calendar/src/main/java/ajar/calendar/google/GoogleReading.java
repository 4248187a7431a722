package ajar.calendar.google;

import ajar.calendar.CalendarObject;
import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.calendar.Page;
import ajar.calendar.Receiver;
import ajar.calendar.oauth.ApiAnswer;
import ajar.calendar.oauth.ApiClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One reading of one calendar (Google docs: Synchronize resources efficiently).
///
/// Calendars are read whole, without bounds of time: a token goes on for as long as nothing about the
/// request changes, times cannot be given together with a token, and an event that has grown old is
/// then not taken for one that is gone.
///
/// Of a cancelled event little is promised but its id. What comes without the UID by which copies are
/// recognised waits until the last page; by then its series may have told it, and else it is asked for.
final class GoogleReading {
    /// What is asked for. It must not change from a token's first request to its last, so the cursor
    /// carries it along, and one that belongs to other parameters is dropped.
    static final String QUERY = "eventTypes=default&maxResults=2500&showDeleted=true&singleEvents=false";

    private static final Set<String> BLIND = Set.of("freeBusyReader", "none");

    private final ApiClient api;
    private final String path;
    private final Receiver receiver;
    private final Map<String, String> uids = new HashMap<>();
    private final List<CalendarObject> nameless = new ArrayList<>();

    GoogleReading(ApiClient api, String calendarId, Receiver receiver) {
        this.api = api;
        this.path = "calendars/" + ApiClient.encode(calendarId) + "/events";
        this.receiver = receiver;
    }

    void read(@Nullable String cursor) throws ConnectorException {
        String token = cursor != null && cursor.startsWith(QUERY + ' ') ? cursor.substring(QUERY.length() + 1) : "";
        String next = token.isEmpty() ? "" : changed(token);
        if (next.isEmpty()) {
            next = everything();
        }
        receiver.finish(QUERY + ' ' + next);
    }

    /// Reads what changed since a token.
    ///
    /// @return the next token; empty when this one is refused
    private String changed(String token) throws ConnectorException {
        String query = path + '?' + QUERY + and("syncToken", token);
        var answer = events(query);
        String page = "";
        while (!isRefusedToken(answer)) {
            var body = readable(answer);
            take(body);
            page = next(body, page);
            if (page.isEmpty()) {
                tellNameless(receiver.versions().keySet());
                return body.path("nextSyncToken").asString("");
            }
            answer = events(query + and("pageToken", page));
        }
        nameless.clear();
        return "";
    }

    /// @return the token to go on with
    private String everything() throws ConnectorException {
        String query = path + '?' + QUERY;
        var body = readable(events(query));
        if (isEmpty(body) && !receiver.versions().isEmpty()) {
            // So much is not given up for a single answer, which may be a failure in disguise.
            body = readable(events(query));
        }
        receiver.startOver();
        String page = "";
        while (true) {
            take(body);
            page = next(body, page);
            if (page.isEmpty()) {
                // What is cancelled as a whole need not be told: it is swept away.
                tellNameless(Set.of());
                return body.path("nextSyncToken").asString("");
            }
            body = readable(events(query + and("pageToken", page)));
        }
    }

    private void take(JsonNode body) {
        var read = GoogleEvents.page(body);
        uids.putAll(read.uids());
        nameless.addAll(read.nameless());
        receiver.page(read.page());
    }

    /// @param known the events besides occurrences of which a cancellation is of interest
    private void tellNameless(Set<String> known) throws ConnectorException {
        List<CalendarObject> named = new ArrayList<>();
        for (var object : nameless) {
            String series = object.copies().getFirst().seriesId();
            if (series != null || known.contains(object.key())) {
                named.add(GoogleEvents.named(object, uid(series == null ? object.key() : series)));
            }
        }
        nameless.clear();
        if (!named.isEmpty()) {
            receiver.page(Page.of(named));
        }
    }

    /// The UID of an event, which Google tells for some time after it was deleted; its id when it does
    /// not.
    private String uid(String id) throws ConnectorException {
        String uid = uids.get(id);
        if (uid == null) {
            var answer = events(path + '/' + ApiClient.encode(id) + "?fields=iCalUID");
            boolean isGone = answer.status() == 404 || answer.status() == 410;
            uid = isGone ? id : api.successful(answer).path("iCalUID").asString(id);
            uids.put(id, uid);
        }
        return uid;
    }

    private static boolean isEmpty(JsonNode body) {
        return body.path("items").isEmpty()
                && body.path("nextPageToken").asString("").isEmpty();
    }

    private ApiAnswer events(String path) throws ConnectorException {
        return api.send("GET", path, Map.of(), null);
    }

    /// With lowered access Google goes on answering, with events that say nothing but when.
    private JsonNode readable(ApiAnswer answer) throws ConnectorException {
        var body = api.successful(answer);
        if (BLIND.contains(body.path("accessRole").asString(""))) {
            throw new ConnectorException(
                    Reason.CALENDAR_GONE,
                    "This account may see when the calendar is busy, but no longer with what.",
                    "Have it shared with this account with all details.");
        }
        return body;
    }

    /// 410 is what the docs promise; some refusals of a token come as a bad parameter.
    private static boolean isRefusedToken(ApiAnswer answer) {
        if (answer.status() == 410) {
            return true;
        }
        var error = answer.body().path("error");
        if (answer.status() != 400) {
            return false;
        }
        for (var one : error.path("errors")) {
            if (one.path("location").asString("").equals("syncToken")) {
                return true;
            }
        }
        return GoogleRefusals.reasons(error).contains("syncTokenWithRequestRestrictions")
                || error.path("message").asString("").toLowerCase(Locale.ROOT).contains("sync token");
    }

    /// @param last the token of the page that was just read
    static String next(JsonNode body, String last) throws ConnectorException {
        String next = body.path("nextPageToken").asString("");
        if (!next.isEmpty() && next.equals(last)) {
            throw new ConnectorException(Reason.UNAVAILABLE, "Google gives the same page again and again.", "");
        }
        return next;
    }

    static String and(String name, String value) {
        return value.isEmpty() ? "" : '&' + name + '=' + ApiClient.encode(value);
    }
}
