package ajar.calendar.microsoft;

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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads an account of Microsoft 365 or outlook.com. How a calendar is gone through is described at
/// [CalendarReading].
public final class MicrosoftConnector implements Connector {
    private final ApiClient api;
    private final OAuthClient client;
    private final Push push;

    /// @param store the account's tokens
    public MicrosoftConnector(OutgoingHttp http, OAuthClient client, OAuthTokens.Store store, Clock clock) {
        var tokens = new AccessTokens(http, OAuthProvider.MICROSOFT, client, store, clock);
        this.client = client;
        api = new ApiClient(http, tokens, client.api(), OAuthProvider.MICROSOFT, new GraphRefusals(), clock);
        push = new MicrosoftPush(api, clock);
    }

    @Override
    public Push push() {
        return push;
    }

    @Override
    public List<CalendarInfo> calendars() throws ConnectorException {
        List<JsonNode> items = new ArrayList<>();
        String next = "me/calendars?$top=100";
        while (!next.isEmpty()) {
            var body = api.get(next, Map.of());
            body.path("value").forEach(items::add);
            next = CalendarReading.next(body, next);
        }
        if (items.isEmpty()) {
            throw new ConnectorException(
                    Reason.UNAVAILABLE, "Microsoft listed no calendars at all, not even the account's own.", "");
        }
        String self = items.stream()
                .filter(item -> item.path("isDefaultCalendar").asBoolean(false))
                .map(MicrosoftConnector::owner)
                .findFirst()
                .orElse("");
        return items.stream().map(item -> calendar(item, self)).toList();
    }

    /// A calendar of one's own that one cannot write in is filled by somebody else: holidays, birthdays,
    /// subscriptions.
    private static CalendarInfo calendar(JsonNode item, String self) {
        boolean isPrimary = item.path("isDefaultCalendar").asBoolean(false);
        boolean isFilled = !item.path("canEdit").asBoolean(true) && owner(item).equalsIgnoreCase(self);
        return new CalendarInfo(
                item.path("id").asString(""),
                List.of(),
                item.path("name").asString(""),
                isPrimary,
                true,
                isPrimary || !isFilled);
    }

    static String owner(JsonNode calendar) {
        return calendar.path("owner").path("address").asString("");
    }

    @Override
    public void changes(String calendarId, @Nullable String cursor, Window window, Receiver receiver)
            throws ConnectorException {
        new CalendarReading(api, client.api(), calendarId, receiver).read(GraphCursor.parse(cursor), window);
    }
}
