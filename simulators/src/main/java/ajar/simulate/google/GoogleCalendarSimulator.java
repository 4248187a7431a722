package ajar.simulate.google;

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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Google Calendar on 127.0.0.1. With `url()` as base:
///
/// | | |
/// | --- | --- |
/// | the API | `/calendar/v3/…` |
/// | token endpoint | `/token` |
/// | revocation | `/revoke` |
/// | consent page | `/o/oauth2/v2/auth` |
/// | user info | `/oauth2/v3/userinfo` |
///
/// It reads `calendarList` (list, get, watch), `calendars` (get), `events` (list, get, instances, watch)
/// and `settings` (`timezone`), and stops `channels`. Every attempt to write is recorded and refused
/// with 403.
///
/// Where Google's documentation leaves things open, this is what happens: a page token with other
/// parameters than those of the first page is refused with 400; an incremental list is not narrowed by
/// the window of the first list, so it can have more than was asked for; without `timeMax` endless
/// series are expanded for two years.
public final class GoogleCalendarSimulator extends CalendarSimulator {
    private static final String SCOPE = "https://www.googleapis.com/auth/calendar";
    private static final Set<String> SCOPES = Set.of("openid", "email", SCOPE + ".readonly");
    private static final GoogleModel MODEL = new GoogleModel();

    private final GoogleEvents events;
    private final GoogleCalendars calendars;
    private final GoogleChannels channels;

    /// Starts to serve.
    ///
    /// @param port 0 for any free one
    /// @param source where the time comes from
    public GoogleCalendarSimulator(int port, InstantSource source) {
        super(source, MODEL, new GoogleOAuth(), SCOPES, GoogleSwitches.ALL, GoogleFaults.ALL);
        events = new GoogleEvents(store(), MODEL, switches(), clock());
        calendars = new GoogleCalendars(store(), switches(), clock());
        channels = new GoogleChannels(notifier(), switches(), clock());
        listen(port);
    }

    @Override
    public String name() {
        return "google-calendar";
    }

    @Override
    protected void eventChanged(Calendar calendar, Item item, CalendarStore.Kind kind) {
        channels.changed(calendar.user(), calendar);
    }

    @Override
    protected void calendarsChanged(User user) {
        channels.changed(user, null);
    }

    @Override
    public void expireChannels() {
        channels.expire();
    }

    @Override
    protected Reply answer(Received request) {
        try {
            return switch (request.method() + ' ' + request.path()) {
                case "POST /token" -> oauth().token(request);
                case "POST /revoke" -> revoke(request);
                case "GET /o/oauth2/v2/auth" -> oauth().authorize(request);
                default -> authorized(request);
            };
        } catch (Refused refused) {
            return refused.reply();
        } catch (IllegalArgumentException unreadable) {
            return GoogleErrors.of(400, "global", "parseError", "Parse Error");
        }
    }

    private Reply revoke(Received request) {
        String parameter = request.parameter("token");
        String token = parameter == null ? request.form().getOrDefault("token", "") : parameter;
        return grants().revokeToken(token)
                ? Reply.json(200, Json.object())
                : Reply.json(
                        400,
                        Json.object()
                                .put("error", "invalid_token")
                                .put("error_description", "Token expired or revoked"));
    }

    private Reply authorized(Received request) {
        String bearer = request.bearer();
        String token = bearer == null ? request.parameter("access_token") : bearer;
        Grants.Grant grant = grants().of(token);
        if (grant == null) {
            return token == null ? GoogleErrors.loginRequired() : GoogleErrors.unauthorized();
        }
        User user = store().user(grant.user());
        List<String> path = request.segments();
        if (request.path().equals("/oauth2/v3/userinfo")) {
            return userInfo(user);
        }
        if (path.size() < 4 || !request.path().startsWith("/calendar/v3/")) {
            return GoogleErrors.notFound();
        }
        if (grant.scopes().stream().noneMatch(scope -> scope.startsWith(SCOPE))) {
            return GoogleErrors.insufficientScopes();
        }
        Reply reply;
        synchronized (store()) {
            reply = route(request, user, path.subList(2, path.size()));
        }
        if (reply == null && !request.method().equals("GET")) {
            writeRefused(request);
            return GoogleErrors.insufficientScopes();
        }
        return reply == null ? GoogleErrors.notFound() : reply;
    }

    private static Reply userInfo(User user) {
        return Reply.json(
                200,
                Json.object()
                        .put("sub", user.id())
                        .put("name", user.name())
                        .put("email", user.email())
                        .put("email_verified", true));
    }

    /// The path is without `calendar/v3`. Null when there is no such thing to read.
    private @Nullable Reply route(Received request, User user, List<String> path) {
        String method = request.method();
        if (path.equals(List.of("channels", "stop")) && method.equals("POST")) {
            return channels.stop(request.json());
        }
        if (path.size() >= 3 && path.getFirst().equals("users") && path.get(1).equals("me")) {
            return me(request, user, path.subList(2, path.size()));
        }
        if (path.size() < 2 || !path.getFirst().equals("calendars")) {
            return null;
        }
        Calendar calendar = GoogleCalendars.find(user, path.get(1));
        if (calendar == null) {
            return GoogleErrors.notFound();
        }
        if (method.equals("POST") && path.subList(2, path.size()).equals(List.of("events", "watch"))) {
            return channels.watch(user, calendar, request, url());
        }
        return method.equals("GET") ? read(request, calendar, path.subList(2, path.size())) : null;
    }

    private @Nullable Reply read(Received request, Calendar calendar, List<String> path) {
        if (path.isEmpty()) {
            return GoogleCalendars.get(calendar);
        }
        if (!path.getFirst().equals("events")) {
            return null;
        }
        return switch (path.size()) {
            case 1 -> events.list(calendar, request);
            case 2 -> events.get(calendar, path.get(1), request);
            case 3 -> path.get(2).equals("instances") ? instances(request, calendar, path.get(1)) : null;
            default -> null;
        };
    }

    private Reply instances(Received request, Calendar calendar, String id) {
        Item master = calendar.item(id);
        return master == null ? GoogleErrors.notFound() : events.instances(calendar, master, request);
    }

    /// `users/me/…`, without these two.
    private @Nullable Reply me(Received request, User user, List<String> path) {
        String method = request.method();
        if (path.getFirst().equals("settings") && method.equals("GET") && path.size() == 2) {
            return path.get(1).equals("timezone")
                    ? Reply.json(
                            200,
                            Json.object()
                                    .put("kind", "calendar#setting")
                                    .put("etag", "\"1\"")
                                    .put("id", "timezone")
                                    .put("value", user.zone().getId()))
                    : null;
        }
        if (!path.getFirst().equals("calendarList")) {
            return null;
        }
        if (path.size() == 1) {
            return method.equals("GET") ? calendars.list(user, request) : null;
        }
        if (method.equals("POST") && path.get(1).equals("watch")) {
            return channels.watch(user, null, request, url());
        }
        Calendar calendar = GoogleCalendars.find(user, path.get(1));
        if (!method.equals("GET")) {
            return null;
        }
        return calendar == null ? GoogleErrors.notFound() : Reply.json(200, GoogleCalendars.entry(calendar));
    }
}
