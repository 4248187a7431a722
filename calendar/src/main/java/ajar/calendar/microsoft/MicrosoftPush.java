package ajar.calendar.microsoft;

import ajar.calendar.ConnectorException;
import ajar.calendar.Push;
import ajar.calendar.oauth.ApiClient;
import ajar.engine.json.Json;
import ajar.engine.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Subscriptions to change notifications (Microsoft Graph docs: subscription resource type). While one
/// is made, Graph asks the address whether it exists, see [MicrosoftNotifications#handshake].
final class MicrosoftPush implements Push {
    /// Somewhat below the 4230 minutes that are allowed at most, because clocks differ.
    private static final Duration LIFE = Duration.ofHours(70);

    private final ApiClient api;
    private final Clock clock;

    MicrosoftPush(ApiClient api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    @Override
    public Subscription watch(String calendarId, String address, String secret) throws ConnectorException {
        var wanted = Json.object()
                .put("changeType", "created,updated,deleted")
                .put("notificationUrl", address)
                .put("lifecycleNotificationUrl", address)
                .put("resource", "me/calendars/" + calendarId + "/events")
                .put("expirationDateTime", end())
                .put("clientState", secret);
        var answer = api.send("POST", "subscriptions", Map.of(), wanted);
        // Some mailboxes never can, and say so as if it were a passing trouble.
        if (answer.body().path("error").path("code").asString("").equals("ExtensionError")) {
            throw new GraphRefusals().explain(answer);
        }
        return subscription(api.successful(answer), null);
    }

    @Override
    public Subscription renew(String calendarId, Subscription running, String address, String secret)
            throws ConnectorException {
        var wanted = Json.object().put("expirationDateTime", end());
        var answer = api.send("PATCH", "subscriptions/" + ApiClient.encode(running.id()), Map.of(), wanted);
        return answer.status() == 404
                ? watch(calendarId, address, secret)
                : subscription(api.successful(answer), running.id());
    }

    @Override
    public void stop(Subscription running) throws ConnectorException {
        var answer = api.send("DELETE", "subscriptions/" + ApiClient.encode(running.id()), Map.of(), null);
        if (!answer.isSuccess() && answer.status() != 404) {
            throw api.failure(answer);
        }
    }

    private String end() {
        return clock.now().plus(LIFE).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private Subscription subscription(JsonNode body, @Nullable String id) {
        Instant end;
        try {
            end = OffsetDateTime.parse(body.path("expirationDateTime").asString(""))
                    .toInstant();
        } catch (DateTimeException unsaid) {
            end = clock.now().plus(LIFE);
        }
        return new Subscription(body.path("id").asString(id == null ? "" : id), null, end);
    }
}
