package ajar.sandbox;

import ajar.engine.http.Endpoint;
import ajar.engine.http.Request;
import ajar.engine.http.Response;
import ajar.engine.job.AlarmClock;
import ajar.engine.json.Json;
import ajar.engine.problem.ApiException;
import ajar.engine.time.AdjustableClock;
import ajar.engine.time.WireTime;
import ajar.organization.Accounts;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/// What tests need and a service cannot give: a clock to set and organizations to make. Administrators
/// only.
public final class Sandbox {
    private final AdjustableClock clock;
    private final AlarmClock alarms;
    private final Accounts accounts;

    public Sandbox(AdjustableClock clock, AlarmClock alarms, Accounts accounts) {
        this.clock = clock;
        this.alarms = alarms;
        this.accounts = accounts;
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        var object = Json.object().put("type", "object");
        return List.of(
                Endpoint.of("GET", "/ajar/clock", "sandbox", "What time it is", this::tell)
                        .answering(200, object.deepCopy())
                        .guarded()
                        .extension(),
                Endpoint.of("PUT", "/ajar/clock", "sandbox", "Set, move or freeze the clock", this::change)
                        .body(object.deepCopy())
                        .answering(200, object.deepCopy())
                        .guarded()
                        .extension(),
                Endpoint.of(
                                "POST",
                                "/ajar/organization",
                                "sandbox",
                                "Make an organization with an administrator",
                                this::found)
                        .body(object.deepCopy())
                        .answering(201, object.deepCopy())
                        .guarded()
                        .extension());
    }

    /// The controls move the whole server, so only an administrator of its first organization has them,
    /// not those of the organizations that tests made.
    private void requireAdministrator(Request request) {
        if (!request.caller().isAdministrator()
                || !accounts.oldestOrganization().equals(request.caller().organizationId())) {
            throw ApiException.forbidden("This needs the key of an administrator of the server's first organization.");
        }
    }

    private Response tell(Request request) {
        requireAdministrator(request);
        return Response.json(
                200, Json.object().put("now", WireTime.withOffset(clock.now())).put("frozen", clock.isFrozen()));
    }

    private Response change(Request request) {
        requireAdministrator(request);
        var body = request.json();
        try {
            if (body.path("reset").asBoolean(false)) {
                clock.reset();
            }
            if (body.has("frozen")) {
                if (body.path("frozen").asBoolean()) {
                    clock.freeze();
                } else {
                    clock.thaw();
                }
            }
            if (body.has("now")) {
                var moment = WireTime.parse(body.path("now").asString(), ZoneOffset.UTC);
                if (moment == null) {
                    throw ApiException.invalid("now", "Invalid ISO 8601 datetime.");
                }
                clock.set(moment);
            }
            if (body.has("advance")) {
                clock.advance(Duration.parse(body.path("advance").asString()));
            }
        } catch (DateTimeException | ArithmeticException malformed) {
            throw ApiException.invalid("advance", "Not an ISO 8601 duration such as PT1H30M.");
        }
        // What is due by now has happened when the answer arrives.
        alarms.ringDue();
        return tell(request);
    }

    private Response found(Request request) {
        requireAdministrator(request);
        String name = request.json().path("name").asString("Sandbox");
        String email = request.json().path("email").asString("admin+" + request.id() + "@example.com");
        var made = accounts.found(name, email, "Sandy", "Box", null);
        return Response.json(
                201,
                Json.object()
                        .put("organization_id", made.organizationId())
                        .put("user_id", made.userId())
                        .put("api_key", made.apiKey()));
    }
}
