package ajar.calendar.google;

import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.calendar.Push;
import ajar.calendar.oauth.ApiClient;
import ajar.engine.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/// Notification channels (Google docs: Push notifications). They cannot be prolonged: a new one is
/// opened before the old one is closed, so that for a moment there are two rather than none.
final class GooglePush implements Push {
    private static final Duration LIFE = Duration.ofDays(7);

    private final ApiClient api;

    GooglePush(ApiClient api) {
        this.api = api;
    }

    @Override
    public Subscription watch(String calendarId, String address, String secret) throws ConnectorException {
        String id = UUID.randomUUID().toString();
        var channel = Json.object()
                .put("id", id)
                .put("type", "web_hook")
                .put("address", address)
                .put("token", secret);
        channel.putObject("params").put("ttl", Long.toString(LIFE.toSeconds()));
        var body = api.successful(
                api.send("POST", "calendars/" + ApiClient.encode(calendarId) + "/events/watch", Map.of(), channel));
        // The expiration is a number of milliseconds, written as a string.
        long expiration = body.path("expiration").asLong(0);
        if (expiration == 0) {
            throw new ConnectorException(
                    Reason.UNAVAILABLE, "Google opened a channel without saying when it ends.", "");
        }
        return new Subscription(id, body.path("resourceId").asString(""), Instant.ofEpochMilli(expiration));
    }

    @Override
    public Subscription renew(String calendarId, Subscription running, String address, String secret)
            throws ConnectorException {
        var next = watch(calendarId, address, secret);
        try {
            stop(running);
        } catch (ConnectorException leftToExpire) {
            // Two channels tell the same twice until the old one ends, which does no harm.
        }
        return next;
    }

    @Override
    public void stop(Subscription running) throws ConnectorException {
        var channel = Json.object().put("id", running.id()).put("resourceId", running.resource());
        var answer = api.send("POST", "channels/stop", Map.of(), channel);
        if (!answer.isSuccess() && answer.status() != 404 && answer.status() != 410) {
            throw api.failure(answer);
        }
    }
}
