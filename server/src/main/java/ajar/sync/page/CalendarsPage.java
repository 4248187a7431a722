package ajar.sync.page;

import ajar.engine.http.Endpoint;
import ajar.engine.http.Request;
import ajar.engine.http.Response;
import ajar.engine.json.Json;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.Problem;
import ajar.sync.ConnectedAccount;
import ajar.sync.ConnectedAccounts;
import ajar.web.Html;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The page on which people see how their calendars are, stop and start them, and connect others. What
/// it does, it does as the API would for the same person.
final class CalendarsPage {
    static final String PATH = "/calendars";
    static final String CONNECT = PATH + "/connect/";

    private static final Logger LOG = LoggerFactory.getLogger(CalendarsPage.class);

    private final ConnectedAccounts accounts;
    private final Visits visits;
    private final CalendarsView view;

    CalendarsPage(ConnectedAccounts accounts, Visits visits, CalendarsView view) {
        this.accounts = accounts;
        this.visits = visits;
        this.view = view;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("GET", PATH, "pages", "One's connected calendars", this::show)
                        .openToAll(),
                Endpoint.of("POST", PATH, "pages", "Pause, resume, read or disconnect an account", this::act)
                        .openToAll(),
                connecting(ConnectedAccount.CALDAV),
                connecting(ConnectedAccount.ICS));
    }

    private Endpoint connecting(String type) {
        return Endpoint.of(
                        "POST", CONNECT + type, "pages", "Connect an account of type " + type, it -> connect(it, type))
                .openToAll();
    }

    private Response show(Request request) {
        String done = request.parameters().getOrDefault("done", "");
        return visits.looking(
                request,
                request.parameter("organization"),
                visit -> view.page(200, visit, Done.message(done), Typed.NOTHING));
    }

    private Response act(Request request) {
        return visits.sending(request, (visit, form) -> {
            String id = form.getOrDefault("account", "");
            if (!accounts.isOwn(visit.caller(), id)) {
                return noSuchAccount(visit);
            }
            try {
                return act(request, visit, form, id);
            } catch (ApiException refused) {
                return refused(visit, refused);
            }
        });
    }

    private Response noSuchAccount(Visit visit) {
        return view.problem(404, "No such account", visit.member(), "You have no such account here.");
    }

    private Response act(Request request, Visit visit, Map<String, String> form, String id) {
        var caller = visit.caller();
        var done = Done.of(form.getOrDefault("do", ""));
        switch (done) {
            case PAUSED ->
                accounts.change(caller, request.origin(), id, Json.object().put("paused", true));
            case RESUMED ->
                accounts.change(caller, request.origin(), id, Json.object().put("paused", false));
            case READ -> {
                return read(visit, id);
            }
            case PASSWORD -> {
                String password = form.getOrDefault("password", "");
                if (password.isBlank()) {
                    throw ApiException.badRequest("Please enter the new password.");
                }
                accounts.change(caller, request.origin(), id, Json.object().put("password", password));
            }
            case DISCONNECTED -> accounts.disconnect(caller, request.origin(), id);
            default -> {
                return view.page(400, visit, CalendarsView.bad("Please try again."), Typed.NOTHING);
            }
        }
        LOG.info("{} on {}: {}", caller.userId(), id, done);
        return view.after(visit.member(), done);
    }

    private Response read(Visit visit, String id) {
        try {
            accounts.read(visit.caller(), id);
            return view.after(visit.member(), Done.READ);
        } catch (ApiException refused) {
            if (refused.problem() instanceof Problem.BadRequest) {
                var message = CalendarsView.bad("The calendars could not be read. What is wrong stands with them.");
                return view.page(400, visit, message, Typed.NOTHING);
            }
            throw refused;
        }
    }

    private Response refused(Visit visit, ApiException refused) {
        return switch (refused.problem()) {
            case Problem.BadRequest(var message) -> view.page(400, visit, CalendarsView.bad(message), Typed.NOTHING);
            case Problem.Invalid(var errors) ->
                view.page(
                        400,
                        visit,
                        CalendarsView.bad(Typed.refused("", Map.of(), errors).problem()),
                        Typed.NOTHING);
            // It was disconnected elsewhere meanwhile.
            case Problem.NotFound _ -> noSuchAccount(visit);
            case Problem.Unavailable(var retryAfter) ->
                view.page(
                                503,
                                visit,
                                CalendarsView.bad("These calendars are being read just now. Please try again later."),
                                Typed.NOTHING)
                        .with("retry-after", Long.toString(retryAfter.toSeconds()));
            default -> throw refused;
        };
    }

    private Response connect(Request request, String type) {
        return visits.sending(request, (visit, form) -> {
            var body = Json.object().put("_type", type);
            for (var field : List.of("url", "username", "password")) {
                String value = form.getOrDefault(field, "");
                if (!value.isBlank()) {
                    body.put(field, field.equals("password") ? value : value.strip());
                }
            }
            try {
                if (!body.has("url")) {
                    // The API takes feeds without one, for uploads.
                    throw ApiException.invalid("url", "This field is required.");
                }
                String id = accounts.connect(visit.caller(), request.origin(), body);
                LOG.info("{} connected {}", visit.caller().userId(), id);
                return view.after(visit.member(), Done.CONNECTED);
            } catch (ApiException refused) {
                if (refused.problem() instanceof Problem.Invalid(var errors)) {
                    return view.page(400, visit, Html.NOTHING, Typed.refused(type, form, errors));
                }
                throw refused;
            }
        });
    }
}
