package ajar.simulate.microsoft;

import ajar.simulate.calendar.Calendar;
import ajar.simulate.calendar.CalendarSimulator;
import ajar.simulate.calendar.CalendarStore;
import ajar.simulate.calendar.Item;
import ajar.simulate.calendar.User;
import ajar.simulate.http.Json;
import ajar.simulate.http.Received;
import ajar.simulate.http.Refused;
import ajar.simulate.http.Reply;
import ajar.simulate.oauth.Grants;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The calendars of Microsoft Graph on 127.0.0.1. With `url()` as base:
///
/// | | |
/// | --- | --- |
/// | the API | `/v1.0/…` |
/// | token endpoint | `/{tenant}/oauth2/v2.0/token`, with any tenant |
/// | consent page | `/{tenant}/oauth2/v2.0/authorize` |
///
/// It reads, below `/me` or `/users/{id}`: the profile, `mailboxSettings`, `calendar`, `calendars`,
/// `events` with `instances`, and `calendarView` with `delta`; and it serves `/subscriptions`. Every
/// attempt to write to a calendar is recorded and refused with 403.
///
/// An id of a calendar never changes; that of an event does when told to, unless the request prefers
/// immutable ids.
public final class MicrosoftCalendarSimulator extends CalendarSimulator {
    private static final Set<String> SCOPES =
            Set.of("openid", "email", "profile", "offline_access", "User.Read", "Calendars.Read");
    private static final GraphModel MODEL = new GraphModel();

    private final GraphEvents events;
    private final GraphDelta delta;
    private final GraphSubscriptions subscriptions;

    /// Starts to serve.
    ///
    /// @param port 0 for any free one
    /// @param source where the time comes from
    public MicrosoftCalendarSimulator(int port, InstantSource source) {
        super(source, MODEL, new MicrosoftOAuth(), SCOPES, MicrosoftSwitches.ALL, MicrosoftFaults.ALL);
        events = new GraphEvents(store(), MODEL, switches(), this::url);
        delta = new GraphDelta(store(), MODEL, events, switches(), this::url);
        subscriptions = new GraphSubscriptions(notifier(), switches(), clock());
        listen(port);
    }

    @Override
    public String name() {
        return "microsoft-calendar";
    }

    @Override
    protected void eventChanged(Calendar calendar, Item item, CalendarStore.Kind kind) {
        subscriptions.changed(calendar, item, kind);
    }

    @Override
    protected void calendarsChanged(User user) {
        // Graph has no notifications about calendars.
    }

    @Override
    public void expireChannels() {
        subscriptions.expire();
    }

    /// Sends a lifecycle notification: `missed`, `subscriptionRemoved` or `reauthorizationRequired`.
    /// Throws [IllegalArgumentException] for any other.
    ///
    /// @param subscription its id; null for all there are
    public void lifecycle(String event, @Nullable String subscription) {
        subscriptions.lifecycle(event, subscription);
    }

    @Override
    protected ObjectNode act(String action, ObjectNode body) {
        if (!action.equals("lifecycle")) {
            return super.act(action, body);
        }
        lifecycle(Json.string(body, "event", ""), Json.string(body, "subscription"));
        return Json.object();
    }

    @Override
    protected Reply answer(Received request) {
        try {
            String target = request.method() + ' ' + request.path();
            if (target.matches("POST /[^/]+/oauth2/v2\\.0/token")) {
                return oauth().token(request);
            }
            return target.matches("GET /[^/]+/oauth2/v2\\.0/authorize") ? oauth().authorize(request) : graph(request);
        } catch (Refused refused) {
            return refused.reply();
        } catch (IllegalArgumentException unreadable) {
            return GraphErrors.badRequest(request, "Unable to read JSON request payload.");
        }
    }

    private Reply graph(Received received) {
        Grants.Grant grant = grants().of(received.bearer());
        if (grant == null) {
            return GraphErrors.unauthorized(
                    received,
                    received.bearer() == null
                            ? "Access token is empty."
                            : "Lifetime validation failed, the token is expired.");
        }
        User user = store().user(grant.user());
        List<String> path = received.segments();
        if (path.size() < 2 || !path.getFirst().equals("v1.0")) {
            return unknown(received);
        }
        var request = new GraphRequest(received);
        String first = path.get(1);
        boolean calendars = grant.scopes().stream().anyMatch(scope -> scope.contains("Calendars.Read"));
        if (first.equals("subscriptions")) {
            Reply reply = calendars
                    ? subscriptions.answer(user, request, path.subList(2, path.size()), url())
                    : GraphErrors.accessDenied(received);
            return reply == null ? unknown(received) : request.applied(reply);
        }
        List<String> rest = below(user, path);
        if (rest == null) {
            return first.equals("users") ? GraphErrors.accessDenied(received) : unknown(received);
        }
        if (rest.isEmpty() && received.method().equals("GET")) {
            return Reply.json(200, profile(user));
        }
        if (!calendars) {
            return GraphErrors.accessDenied(received);
        }
        if (!received.method().equals("GET")) {
            writeRefused(received);
            return GraphErrors.accessDenied(received);
        }
        Reply reply;
        synchronized (store()) {
            reply = read(user, request, rest);
        }
        return reply == null ? unknown(received) : request.applied(reply);
    }

    private static Reply unknown(Received received) {
        return GraphErrors.badRequest(received, "Resource not found for the segment '" + received.path() + "'.");
    }

    /// The path below `me` or the user. Null when it is somebody else's.
    private static @Nullable List<String> below(User user, List<String> path) {
        if (path.get(1).equals("me")) {
            return path.subList(2, path.size());
        }
        boolean own = path.get(1).equals("users")
                && path.size() > 2
                && (path.get(2).equals(user.id()) || path.get(2).equalsIgnoreCase(user.email()));
        return own ? path.subList(3, path.size()) : null;
    }

    private ObjectNode profile(User user) {
        ObjectNode profile = Json.object()
                .put("@odata.context", url() + "/v1.0/$metadata#users/$entity")
                .put("displayName", user.name())
                .put("mail", user.email())
                .put("userPrincipalName", user.email())
                .put("id", user.id());
        profile.putArray("businessPhones");
        return profile;
    }

    /// Names in paths are taken in any case. Null when there is no such thing to read.
    private @Nullable Reply read(User user, GraphRequest request, List<String> path) {
        switch (path.getFirst().toLowerCase(Locale.ROOT)) {
            case "mailboxsettings" -> {
                return Reply.json(200, Json.object().put("timeZone", WindowsZones.name(user.zone())));
            }
            case "calendars" -> {
                if (path.size() == 1) {
                    return events.calendars(user, request);
                }
                Calendar calendar = user.calendar(path.get(1));
                return calendar == null || calendar.deleted()
                        ? GraphErrors.notFound(request.received())
                        : calendar(calendar, request, path.subList(2, path.size()));
            }
            case "calendar" -> {
                return calendar(user.primary(), request, path.subList(1, path.size()));
            }
            case "events" -> {
                return path.size() == 1 ? events.list(user.primary(), request) : event(living(user), request, path);
            }
            default -> {
                return calendar(user.primary(), request, path);
            }
        }
    }

    private static List<Calendar> living(User user) {
        return user.calendars().stream().filter(one -> !one.deleted()).toList();
    }

    /// The path below a calendar.
    private @Nullable Reply calendar(Calendar calendar, GraphRequest request, List<String> path) {
        if (path.isEmpty()) {
            return Reply.json(200, calendar.json());
        }
        boolean inEvents = path.getFirst().equalsIgnoreCase("events");
        String below = String.join("/", path).toLowerCase(Locale.ROOT);
        return switch (inEvents ? "events" : below) {
            case "calendarview" -> events.view(calendar, request);
            case "calendarview/delta", "calendarview/delta()", "calendarview/microsoft.graph.delta()" ->
                delta.round(calendar, request);
            case "events" ->
                path.size() == 1 ? events.list(calendar, request) : event(List.of(calendar), request, path);
            default -> null;
        };
    }

    /// `events/{id}` and `events/{id}/instances`.
    private @Nullable Reply event(List<Calendar> calendars, GraphRequest request, List<String> path) {
        if (path.size() == 2) {
            return events.get(calendars, path.get(1), request);
        }
        if (path.size() != 3 || !path.get(2).equals("instances")) {
            return null;
        }
        for (Calendar calendar : calendars) {
            Item master = calendar.item(path.get(1));
            if (master != null && !master.deleted()) {
                return events.instances(calendar, master, request);
            }
        }
        return GraphErrors.notFound(request.received());
    }
}
