package ajar.simulate.microsoft;

import ajar.simulate.calendar.Calendar;
import ajar.simulate.calendar.CalendarStore.Kind;
import ajar.simulate.calendar.Item;
import ajar.simulate.calendar.Switches;
import ajar.simulate.calendar.User;
import ajar.simulate.http.Json;
import ajar.simulate.http.Notifier;
import ajar.simulate.http.Reply;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Subscriptions with their change and lifecycle notifications (Microsoft docs: subscription resource
/// type; Reduce missing subscriptions and change notifications). URLs may be `http:`, which Graph
/// refuses.
final class GraphSubscriptions {
    private static final String TENANT = "84bd8158-6d4d-4958-8b9f-9d6445542f95";
    private static final List<String> LIFECYCLE = List.of("missed", "subscriptionRemoved", "reauthorizationRequired");

    /// @param calendar the id of the calendar that is watched; null for the default one
    /// @param immutable whether ids in notifications are the immutable ones
    private record Subscription(User user, @Nullable String calendar, boolean immutable, ObjectNode json) {
        String text(String name) {
            return Json.string(json, name, "");
        }

        Instant until() {
            return Instant.parse(text("expirationDateTime"));
        }
    }

    private final Notifier notifier;
    private final Switches switches;
    private final InstantSource clock;
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private long number;

    GraphSubscriptions(Notifier notifier, Switches switches, InstantSource clock) {
        this.notifier = notifier;
        this.switches = switches;
        this.clock = clock;
    }

    /// `subscriptions/…`, without the first segment. The client is called back before this returns, so
    /// no monitor is held meanwhile. Null when there is no such operation.
    @Nullable
    Reply answer(User user, GraphRequest request, List<String> path, String base) {
        String operation = request.received().method() + ' ' + path.size();
        if (operation.equals("POST 0")) {
            return create(user, request, base);
        }
        if (operation.equals("GET 0")) {
            return list(user, base);
        }
        Subscription known = path.isEmpty() ? null : find(user, path.getFirst());
        if (known == null) {
            return GraphErrors.of(request.received(), 404, "ResourceNotFound", "The object was not found.");
        }
        return switch (operation) {
            case "GET 1" -> Reply.json(200, known.json());
            case "PATCH 1" -> renew(known, request);
            case "DELETE 1" -> {
                remove(path.getFirst());
                yield Reply.empty(204);
            }
            case "POST 2" -> path.get(1).equals("reauthorize") ? Reply.empty(204) : null;
            default -> null;
        };
    }

    private synchronized @Nullable Subscription find(User user, String id) {
        subscriptions.values().removeIf(one -> !clock.instant().isBefore(one.until()));
        Subscription known = subscriptions.get(id);
        return known == null || known.user() != user ? null : known;
    }

    private synchronized void remove(String id) {
        subscriptions.remove(id);
    }

    private synchronized Reply list(User user, String base) {
        ObjectNode body = Json.object().put("@odata.context", base + "/v1.0/$metadata#subscriptions");
        var value = body.putArray("value");
        subscriptions.values().stream().filter(one -> one.user() == user).forEach(one -> value.add(one.json()));
        return Reply.json(200, body);
    }

    private Reply create(User user, GraphRequest request, String base) {
        ObjectNode given = request.received().json();
        Reply refused = refused(request, given);
        if (refused == null) {
            refused = expiration(request, given);
        }
        for (String url : List.of("notificationUrl", "lifecycleNotificationUrl")) {
            if (refused == null && given.has(url)) {
                refused = validated(request, Json.string(given, url, ""));
            }
        }
        if (refused != null) {
            return refused;
        }
        ObjectNode json = Json.object();
        String id = nextId();
        json.put("@odata.context", base + "/v1.0/$metadata#subscriptions/$entity")
                .put("id", id);
        for (String name :
                List.of("resource", "changeType", "clientState", "notificationUrl", "lifecycleNotificationUrl")) {
            json.put(name, Json.string(given, name));
        }
        json.put("applicationId", TENANT).put("creatorId", user.id()).put("latestSupportedTlsVersion", "v1_2");
        json.put(
                "expirationDateTime",
                GraphTime.moment(GraphTime.parameter(Json.string(given, "expirationDateTime", ""))));
        synchronized (this) {
            subscriptions.put(
                    id,
                    new Subscription(user, calendar(Json.string(given, "resource", "")), request.immutable(), json));
        }
        return Reply.json(201, json);
    }

    private synchronized String nextId() {
        return UUID.nameUUIDFromBytes(("subscription" + ++number).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static @Nullable String calendar(String resource) {
        List<String> path = List.of(resource.split("/", -1));
        int at = path.indexOf("calendars");
        return at < 0 || at + 1 >= path.size() ? null : path.get(at + 1);
    }

    private @Nullable Reply refused(GraphRequest request, ObjectNode given) {
        switch (switches.get(MicrosoftSwitches.SUBSCRIPTIONS)) {
            case "backend_unknown" -> {
                return GraphErrors.of(
                        request.received(),
                        503,
                        "ExtensionError",
                        "Operation: Create; Exception: [Status Code: ServiceUnavailable; Reason: Target resource '"
                                + TENANT + "' hosted on database '" + TENANT + "' is currently on backend 'Unknown']");
            }
            case "mailbox_unsupported" -> {
                return GraphErrors.of(
                        request.received(),
                        404,
                        "ExtensionError",
                        "Operation: Create; Exception: [Status Code: NotFound; Reason: REST API is not yet supported "
                                + "for this mailbox.]");
            }
            default -> {}
        }
        for (String name : List.of("changeType", "notificationUrl", "resource", "expirationDateTime")) {
            if (Json.string(given, name, "").isEmpty()) {
                return GraphErrors.of(
                        request.received(),
                        400,
                        "InvalidRequest",
                        name + " is a required property for subscription creation");
            }
        }
        return Json.string(given, "resource", "").toLowerCase(Locale.ROOT).endsWith("events")
                ? null
                : GraphErrors.of(request.received(), 400, "InvalidRequest", "The resource is not supported.");
    }

    /// Null when the wished life is neither too long nor over.
    private @Nullable Reply expiration(GraphRequest request, ObjectNode given) {
        int most = switches.get(MicrosoftSwitches.SUBSCRIPTION_MINUTES);
        Instant now = clock.instant();
        try {
            Instant until = GraphTime.parameter(Json.string(given, "expirationDateTime", ""));
            if (until.isAfter(now.plus(Duration.ofMinutes(most)))) {
                return GraphErrors.of(
                        request.received(),
                        400,
                        "ExtensionError",
                        "Subscription expiration can only be " + most + " minutes in the future.");
            }
            return until.isAfter(now)
                    ? null
                    : GraphErrors.of(
                            request.received(),
                            400,
                            "InvalidRequest",
                            "Subscription expiration must be in the future.");
        } catch (DateTimeException malformed) {
            return GraphErrors.of(
                    request.received(),
                    400,
                    "InvalidRequest",
                    "Could not process subscription creation payload. Are all property names spelled and camelCased "
                            + "properly?");
        }
    }

    /// Asks an endpoint to send a token back. Null when it does.
    private @Nullable Reply validated(GraphRequest request, String url) {
        String token = "Validation: Testing client application reachability for subscription Request-Id: "
                + GraphErrors.requestId(request.received());
        var target = new StringBuilder(url);
        GraphRequest.append(target, "validationToken", token);
        HttpResponse<String> answer =
                notifier.post(target.toString(), Map.of("Content-Type", "text/plain; charset=utf-8"), "");
        String problem = null;
        if (answer == null) {
            problem = "Subscription validation request timed out.";
        } else if (answer.statusCode() != 200) {
            problem = "Subscription validation request failed. HTTP status code is '" + answer.statusCode()
                    + "'. Notification endpoint must respond with 200 OK to validation request.";
        } else if (!answer.body().equals(token)
                || !answer.headers().firstValue("content-type").orElse("").startsWith("text/plain")) {
            problem = "Subscription validation request failed. Response must exactly match validationToken query "
                    + "parameter.";
        }
        return problem == null ? null : GraphErrors.of(request.received(), 400, "ValidationError", problem);
    }

    private Reply renew(Subscription known, GraphRequest request) {
        ObjectNode given = request.received().json();
        Reply refused = expiration(request, given);
        if (refused != null) {
            return refused;
        }
        Instant until = GraphTime.parameter(Json.string(given, "expirationDateTime", ""));
        synchronized (this) {
            return Reply.json(200, known.json().put("expirationDateTime", GraphTime.moment(until)));
        }
    }

    /// Tells all subscriptions on the calendar of a change.
    synchronized void changed(Calendar calendar, Item item, Kind kind) {
        String word = kind.name().toLowerCase(Locale.ROOT);
        subscriptions.values().removeIf(one -> !clock.instant().isBefore(one.until()));
        for (Subscription one : subscriptions.values()) {
            boolean same = one.user() == calendar.user()
                    && (one.calendar() == null
                            ? calendar == calendar.user().primary()
                            : one.calendar().equals(calendar.id()));
            if (same
                    && List.of(one.text("changeType").split(",", -1)).contains(word)
                    && !switches.get(MicrosoftSwitches.NOTIFICATIONS_LOST)) {
                ObjectNode body = collection(change(one, item, word));
                send(one.text("notificationUrl"), body);
                if (switches.get(MicrosoftSwitches.NOTIFICATIONS_DOUBLED)) {
                    send(one.text("notificationUrl"), body);
                }
            }
        }
    }

    private static ObjectNode change(Subscription to, Item item, String word) {
        String id = to.immutable() ? item.immutableId() : item.id();
        String resource = "Users/" + to.user().id() + "/Events/" + id;
        ObjectNode body = envelope(to).put("changeType", word).put("resource", resource);
        body.putObject("resourceData")
                .put("@odata.type", "#Microsoft.Graph.Event")
                .put("@odata.id", resource)
                .put("@odata.etag", Json.string(item.json(), "@odata.etag", ""))
                .put("id", id);
        return body;
    }

    private static ObjectNode envelope(Subscription to) {
        return Json.object()
                .put("subscriptionId", to.text("id"))
                .put("subscriptionExpirationDateTime", to.text("expirationDateTime"))
                .put("clientState", Json.string(to.json(), "clientState"))
                .put("tenantId", TENANT);
    }

    private static ObjectNode collection(ObjectNode notification) {
        ObjectNode body = Json.object();
        body.putArray("value").add(notification);
        return body;
    }

    private void send(String url, ObjectNode body) {
        notifier.send(url, Map.of("Content-Type", "application/json; charset=utf-8"), Json.text(body));
    }

    /// Sends a lifecycle notification to the subscriptions that have a URL for it. With
    /// `subscriptionRemoved` they are gone.
    ///
    /// @param id of a subscription; null for all
    synchronized void lifecycle(String event, @Nullable String id) {
        if (!LIFECYCLE.contains(event)) {
            throw new IllegalArgumentException("event is one of " + LIFECYCLE);
        }
        for (Subscription one : List.copyOf(subscriptions.values())) {
            if (id == null || id.equals(one.text("id"))) {
                String url = one.text("lifecycleNotificationUrl");
                if (!url.isEmpty()) {
                    send(url, collection(envelope(one).put("lifecycleEvent", event)));
                }
                if (event.equals("subscriptionRemoved")) {
                    subscriptions.remove(one.text("id"));
                }
            }
        }
    }

    synchronized void expire() {
        subscriptions.clear();
    }
}
