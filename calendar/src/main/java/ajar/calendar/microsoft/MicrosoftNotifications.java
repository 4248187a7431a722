package ajar.calendar.microsoft;

import ajar.calendar.Notification;
import ajar.calendar.Notification.Action;
import ajar.engine.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What Graph posts to the address of a subscription (Microsoft Graph docs: Receive change
/// notifications through webhooks; Reduce missing subscriptions and change notifications).
///
/// A request with the parameter `validationToken` asks whether the address exists; anything else has
/// notifications in its body and wants 202 within three seconds, before any work is done.
public final class MicrosoftNotifications {
    /// Graph's tokens are text; one with markup in it would be somebody's attempt to have this server
    /// say it.
    private static final Pattern TOKEN = Pattern.compile("[^<>&\"'\\p{Cntrl}]{1,4096}");

    private static final int MOST = 1000;

    private MicrosoftNotifications() {}

    /// What to answer to a validation token, with 200 and the type `text/plain`; null to answer with
    /// 400.
    ///
    /// @param validationToken the parameter, decoded as the value of a form is: a plus sign is a space
    public static @Nullable String handshake(String validationToken) {
        return TOKEN.matcher(validationToken).matches() ? validationToken : null;
    }

    /// Reads a body: notifications of changes, of the life of subscriptions, or both. Whatever is none is
    /// left out; at most 1000 are read.
    public static List<Notification> read(byte[] body) {
        JsonNode collection;
        try {
            collection = Json.parse(body);
        } catch (JacksonException notJson) {
            return List.of();
        }
        List<Notification> notifications = new ArrayList<>();
        for (var one : collection.path("value")) {
            String subscription = one.path("subscriptionId").asString("");
            if (!subscription.isEmpty() && notifications.size() < MOST) {
                notifications.add(
                        new Notification(subscription, one.path("clientState").asString(""), action(one)));
            }
        }
        return notifications;
    }

    private static Action action(JsonNode one) {
        return switch (one.path("lifecycleEvent").asString("")) {
            case "missed" -> Action.SYNC_ALL;
            case "subscriptionRemoved" -> Action.RESUBSCRIBE;
            case "reauthorizationRequired" -> Action.RENEW;
            default -> Action.SYNC;
        };
    }
}
