package ajar.calendar.google;

import ajar.calendar.CalendarInfo;
import ajar.calendar.Connector;
import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.calendar.OAuthClient;
import ajar.calendar.OAuthTokens;
import ajar.calendar.Push;
import ajar.calendar.Receiver;
import ajar.calendar.Window;
import ajar.calendar.oauth.AccessTokens;
import ajar.calendar.oauth.ApiAnswer;
import ajar.calendar.oauth.ApiClient;
import ajar.calendar.oauth.OAuthProvider;
import ajar.engine.outgoing.OutgoingHttp;
import ajar.engine.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads a Google account (Google docs: Synchronize resources efficiently).
///
/// Calendars are read whole, without bounds of time: a token goes on for as long as nothing about the
/// request changes, times cannot be given together with a token, and an event that has grown old is
/// then not taken for one that is gone.
public final class GoogleConnector implements Connector {
    /// What is asked for. It must not change from a token's first request to its last, so the cursor
    /// carries it along, and one that belongs to other parameters is dropped.
    static final String QUERY = "eventTypes=default&maxResults=2500&showDeleted=true&singleEvents=false";

    private static final String PRIMARY = "primary";
    private static final Set<String> READING = Set.of("reader", "writer", "owner");
    private static final Set<String> BLIND = Set.of("freeBusyReader", "none");

    /// Holidays, birthdays, week numbers, sports: calendars that Google fills.
    private static final String FILLED_BY_GOOGLE = "@group.v.calendar.google.com";

    private static final String PHASES_OF_THE_MOON = "ht3jlfaac5lfd6263ulfh4tql8@group.calendar.google.com";

    private final ApiClient api;
    private final Push push;

    /// @param store the account's tokens
    public GoogleConnector(OutgoingHttp http, OAuthClient client, OAuthTokens.Store store, Clock clock) {
        var tokens = new AccessTokens(http, OAuthProvider.GOOGLE, client, store, clock);
        api = new ApiClient(http, tokens, client.api(), OAuthProvider.GOOGLE, new GoogleRefusals(), clock);
        push = new GooglePush(api);
    }

    @Override
    public Push push() {
        return push;
    }

    @Override
    public List<CalendarInfo> calendars() throws ConnectorException {
        List<CalendarInfo> calendars = new ArrayList<>();
        String page = "";
        do {
            // A calendar that its owner hides from his list is still his, and may be synced.
            var body =
                    api.get("users/me/calendarList?maxResults=250&showHidden=true" + and("pageToken", page), Map.of());
            for (var item : body.path("items")) {
                if (!item.path("deleted").asBoolean(false)) {
                    calendars.add(calendar(item));
                }
            }
            page = next(body, page);
        } while (!page.isEmpty());
        if (calendars.isEmpty()) {
            throw new ConnectorException(
                    Reason.UNAVAILABLE, "Google listed no calendars at all, not even the account's own.", "");
        }
        return calendars;
    }

    private static CalendarInfo calendar(JsonNode item) {
        String id = item.path("id").asString("");
        boolean isPrimary = item.path("primary").asBoolean(false);
        String own = item.path("summaryOverride").asString("");
        return new CalendarInfo(
                isPrimary ? PRIMARY : id,
                isPrimary ? List.of(id) : List.of(),
                own.isEmpty() ? item.path("summary").asString("") : own,
                isPrimary,
                READING.contains(item.path("accessRole").asString("")),
                !id.endsWith(FILLED_BY_GOOGLE) && !id.equals(PHASES_OF_THE_MOON));
    }

    @Override
    public void changes(String calendarId, @Nullable String cursor, Window window, Receiver receiver)
            throws ConnectorException {
        String path = "calendars/" + ApiClient.encode(calendarId) + "/events?" + QUERY;
        String token = cursor != null && cursor.startsWith(QUERY + ' ') ? cursor.substring(QUERY.length() + 1) : "";
        String next = token.isEmpty() ? "" : changed(path + and("syncToken", token), receiver);
        if (next.isEmpty()) {
            next = everything(path, receiver);
        }
        receiver.finish(QUERY + ' ' + next);
    }

    /// Reads what changed since a token.
    ///
    /// @return the next token; empty when this one is refused
    private String changed(String path, Receiver receiver) throws ConnectorException {
        var answer = events(path);
        String page = "";
        while (!isRefusedToken(answer)) {
            var body = readable(answer);
            receiver.page(GoogleEvents.page(body));
            page = next(body, page);
            if (page.isEmpty()) {
                return body.path("nextSyncToken").asString("");
            }
            answer = events(path + and("pageToken", page));
        }
        return "";
    }

    /// @return the token to go on with
    private String everything(String path, Receiver receiver) throws ConnectorException {
        var body = readable(events(path));
        if (isEmpty(body) && !receiver.versions().isEmpty()) {
            // So much is not given up for a single answer, which may be a failure in disguise.
            body = readable(events(path));
        }
        receiver.startOver();
        String page = "";
        while (true) {
            receiver.page(GoogleEvents.page(body));
            page = next(body, page);
            if (page.isEmpty()) {
                return body.path("nextSyncToken").asString("");
            }
            body = readable(events(path + and("pageToken", page)));
        }
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
    private static String next(JsonNode body, String last) throws ConnectorException {
        String next = body.path("nextPageToken").asString("");
        if (!next.isEmpty() && next.equals(last)) {
            throw new ConnectorException(Reason.UNAVAILABLE, "Google gives the same page again and again.", "");
        }
        return next;
    }

    private static String and(String name, String value) {
        return value.isEmpty() ? "" : '&' + name + '=' + ApiClient.encode(value);
    }
}
