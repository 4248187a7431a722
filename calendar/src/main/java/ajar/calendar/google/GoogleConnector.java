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
import ajar.calendar.oauth.ApiClient;
import ajar.calendar.oauth.OAuthProvider;
import ajar.engine.outgoing.OutgoingHttp;
import ajar.engine.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads a Google account. How a calendar is gone through is described at [GoogleReading].
public final class GoogleConnector implements Connector {
    private static final String PRIMARY = "primary";
    private static final Set<String> READING = Set.of("reader", "writer", "owner");

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
            var body = api.get(
                    "users/me/calendarList?maxResults=250&showHidden=true" + GoogleReading.and("pageToken", page),
                    Map.of());
            for (var item : body.path("items")) {
                if (!item.path("deleted").asBoolean(false)) {
                    calendars.add(calendar(item));
                }
            }
            page = GoogleReading.next(body, page);
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
        new GoogleReading(api, calendarId, receiver).read(cursor);
    }
}
