package ajar.simulate.calendar;

import ajar.simulate.http.Fault;
import ajar.simulate.http.Json;
import ajar.simulate.http.Notifier;
import ajar.simulate.http.Received;
import ajar.simulate.http.Reply;
import ajar.simulate.oauth.Consent;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The control interface, `/simulator/…`; what it offers is written down with the package
/// `ajar.simulate`.
final class ControlApi {
    private final CalendarSimulator simulator;

    ControlApi(CalendarSimulator simulator) {
        this.simulator = simulator;
    }

    Reply answer(Received request) {
        try {
            List<String> path = request.segments();
            Reply reply = path.size() > 2 && path.get(1).equals("users")
                    ? users(request, path.subList(2, path.size()))
                    : route(request, path.size() > 1 ? path.get(1) : "", path.size() > 2 ? path.get(2) : "");
            return reply == null
                    ? problem(404, "There is no " + request.method() + ' ' + request.path() + "; see GET /simulator")
                    : reply;
        } catch (NoSuchElementException missing) {
            return problem(404, missing.getMessage());
        } catch (IllegalArgumentException | DateTimeException wrong) {
            return problem(400, wrong.getMessage());
        }
    }

    private static Reply problem(int status, @Nullable String message) {
        return Reply.json(status, Json.object().put("error", message == null ? "" : message));
    }

    private @Nullable Reply route(Received request, String subject, String rest) {
        return switch (request.method() + ' ' + subject) {
            case "GET " -> Reply.json(200, overview());
            case "POST users" -> addUser(request.json());
            case "GET switches" -> Reply.json(200, simulator.switches().describe());
            case "PATCH switches" -> {
                simulator.switches().set(request.json());
                yield Reply.json(200, simulator.switches().describe());
            }
            case "DELETE switches" -> done(simulator.switches()::reset);
            case "GET faults" -> Reply.json(200, faults());
            case "POST faults" -> plan(request.json());
            case "DELETE faults" -> done(simulator.faults()::clear);
            case "GET requests" ->
                Reply.json(200, list(simulator.requests().stream().map(Received::describe)));
            case "GET refused-writes" ->
                Reply.json(200, list(simulator.refusedWrites().stream().map(Received::describe)));
            case "GET notifications" ->
                Reply.json(200, list(simulator.notifications().stream().map(Notifier.Sent::describe)));
            case "DELETE requests" -> done(simulator::forget);
            case "POST clock" -> {
                simulator.advance(Duration.ofSeconds(
                        request.json().path("advance_seconds").asLong(0)));
                yield Reply.json(200, Json.object().put("now", simulator.now().toString()));
            }
            case "POST clients" -> client(request.json());
            case "PATCH consent" -> consent(request.json());
            case "POST expire" -> expire(rest);
            case "POST act" -> Reply.json(200, simulator.act(rest, request.json()));
            default -> null;
        };
    }

    private ObjectNode overview() {
        ObjectNode shown = Json.object()
                .put("provider", simulator.name())
                .put("url", simulator.url())
                .put("now", simulator.now().toString());
        var users = shown.putArray("users");
        for (User user : simulator.store().users()) {
            ObjectNode one = users.addObject().put("email", user.email()).put("name", user.name());
            var calendars = one.putArray("calendars");
            user.calendars().stream().filter(each -> !each.deleted()).forEach(each -> calendars.add(each.id()));
        }
        return shown.set("switches", simulator.switches().describe());
    }

    private Reply addUser(ObjectNode body) {
        String email = required(body, "email");
        simulator.addUser(email, Json.string(body, "name", email), ZoneId.of(Json.string(body, "time_zone", "UTC")));
        return Reply.json(
                201,
                Json.object()
                        .put("email", email)
                        .put("refresh_token", simulator.refreshToken(email))
                        .put("access_token", simulator.accessToken(email))
                        .put("calendar", simulator.calendar(email, "primary").id()));
    }

    private ObjectNode faults() {
        ObjectNode shown = Json.object();
        shown.set(
                "known",
                list(simulator.knownFaults().stream().map(Fault::describe)).path("list"));
        shown.set(
                "planned",
                list(simulator.faults().planned().stream().map(Fault::describe)).path("list"));
        return shown;
    }

    private Reply plan(ObjectNode body) {
        String word = required(body, "fault");
        Fault fault = simulator.knownFaults().stream()
                .filter(known -> known.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No fault " + word + "; there are "
                        + simulator.knownFaults().stream().map(Fault::word).toList()))
                .times(body.path("times").asInt(1))
                .after(body.path("after").asInt(0))
                .on(Json.string(body, "path", ""));
        if (body.has("milliseconds")) {
            fault = fault.by(Duration.ofMillis(body.path("milliseconds").asLong(0)));
        }
        simulator.fail(fault);
        return Reply.json(201, fault.describe());
    }

    private Reply client(ObjectNode body) {
        Set<String> redirects = new LinkedHashSet<>();
        body.path("redirect_uris").values().forEach(uri -> redirects.add(uri.asString("")));
        simulator.registerClient(required(body, "client_id"), required(body, "client_secret"), redirects);
        return Reply.empty(204);
    }

    private Reply consent(ObjectNode body) {
        Set<String> scopes = new LinkedHashSet<>();
        body.path("scopes").values().forEach(scope -> scopes.add(scope.asString("")));
        simulator.consent(new Consent(
                Consent.Decision.valueOf(
                        Json.string(body, "decision", "approve").toUpperCase(Locale.ROOT)),
                Json.string(body, "user"),
                body.has("scopes") ? scopes : null));
        return Reply.empty(204);
    }

    private @Nullable Reply expire(String what) {
        return switch (what) {
            case "access-tokens" -> done(simulator::expireAccessTokens);
            case "sync-tokens" -> done(simulator::expireSyncTokens);
            case "channels" -> done(simulator::expireChannels);
            default -> null;
        };
    }

    /// `users/{email}/…`, without the first segment.
    private @Nullable Reply users(Received request, List<String> path) {
        String email = path.getFirst();
        String method = request.method();
        if (path.size() == 2 && method.equals("POST")) {
            return switch (path.get(1)) {
                case "calendars" ->
                    created(simulator.addCalendar(email, request.json()).id());
                case "revoke" -> done(() -> simulator.revoke(email));
                case "tokens" ->
                    Reply.json(
                            201,
                            Json.object()
                                    .put("refresh_token", simulator.refreshToken(email))
                                    .put("access_token", simulator.accessToken(email)));
                default -> null;
            };
        }
        if (path.size() < 3 || !path.get(1).equals("calendars")) {
            return null;
        }
        SimulatedCalendar calendar = simulator.calendar(email, path.get(2));
        if (path.size() == 3) {
            return switch (method) {
                case "PATCH" -> done(() -> calendar.changeCalendar(request.body()));
                case "DELETE" -> done(calendar::deleteCalendar);
                default -> null;
            };
        }
        if (path.size() == 4 && method.equals("POST")) {
            return switch (path.get(3)) {
                case "events" -> created(calendar.add(request.json()));
                case "expire-sync-tokens" -> done(calendar::expireSyncTokens);
                case "change-ids" -> done(calendar::changeIds);
                default -> null;
            };
        }
        return path.size() > 4 && path.get(3).equals("events")
                ? event(request, calendar, path.subList(4, path.size()))
                : null;
    }

    /// `events/{id}/…`, without the first segment.
    private @Nullable Reply event(Received request, SimulatedCalendar calendar, List<String> path) {
        String id = path.getFirst();
        String step = request.method() + (path.size() > 1 ? ' ' + path.get(1) : "");
        ObjectNode body = request.json();
        if (path.size() == 3 && path.get(1).equals("instances")) {
            return switch (request.method()) {
                case "PATCH" -> created(calendar.changeInstance(id, path.get(2), body));
                case "DELETE" -> created(calendar.deleteInstance(id, path.get(2)));
                default -> null;
            };
        }
        return switch (step) {
            case "GET" -> Reply.json(200, calendar.event(id));
            case "PATCH" -> done(() -> calendar.change(id, body));
            case "DELETE" -> done(() -> calendar.delete(id));
            case "POST answer" ->
                done(() -> calendar.answer(id, required(body, "attendee"), required(body, "response")));
            case "POST split" -> created(calendar.split(id, required(body, "from"), body.withObject("change")));
            case "POST copy" ->
                created(calendar.copyTo(
                        simulator.calendar(required(body, "user"), Json.string(body, "calendar", "primary")),
                        id,
                        body.path("same_id").asBoolean(false)));
            default -> null;
        };
    }

    private static Reply created(String id) {
        return Reply.json(201, Json.object().put("id", id));
    }

    private static Reply done(Runnable action) {
        action.run();
        return Reply.empty(204);
    }

    private static ObjectNode list(Stream<ObjectNode> all) {
        ObjectNode shown = Json.object();
        var array = shown.putArray("list");
        all.forEach(array::add);
        return shown;
    }

    private static String required(ObjectNode body, String name) {
        String value = Json.string(body, name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }
}
