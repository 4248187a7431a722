package ajar.sandbox;

import ajar.engine.http.Endpoint;
import ajar.engine.http.Request;
import ajar.engine.http.Response;
import ajar.engine.job.AlarmClock;
import ajar.engine.json.Json;
import ajar.engine.problem.ApiException;
import ajar.engine.time.AdjustableClock;
import ajar.engine.time.OrganizationClocks;
import ajar.engine.time.WireTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The clocks, told and set: the server's, and those of single organizations.
final class ClockControls {
    private static final String SERVER = "/ajar/clock";
    private static final String ORGANIZATION = "/ajar/organization/{id}/clock";

    private final Administrators administrators;
    private final OrganizationClocks clocks;
    private final AlarmClock alarms;
    private final OrganizationImages images;

    ClockControls(
            Administrators administrators, OrganizationClocks clocks, AlarmClock alarms, OrganizationImages images) {
        this.administrators = administrators;
        this.clocks = clocks;
        this.alarms = alarms;
        this.images = images;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Controls.endpoint("GET", SERVER, "What time it is", this::tell).answering(200, Controls.object()),
                Controls.endpoint("PUT", SERVER, "Set, move or freeze the clock", this::change)
                        .body(Controls.object())
                        .answering(200, Controls.object()),
                Controls.endpoint("GET", ORGANIZATION, "What time it is in an organization", this::tellOfOne)
                        .answering(200, Controls.object()),
                Controls.endpoint("PUT", ORGANIZATION, "Set, move or freeze one organization's clock", this::changeOne)
                        .body(Controls.object())
                        .answering(200, Controls.object()));
    }

    /// What is to be done to a clock, in the order in which it is done.
    private record Setting(
            boolean reset,
            @Nullable Boolean frozen,
            @Nullable Instant now,
            @Nullable Duration advance) {
        static Setting of(ObjectNode body) {
            return new Setting(
                    body.path("reset").asBoolean(false),
                    body.has("frozen") ? body.path("frozen").asBoolean() : null,
                    body.has("now") ? moment(body.path("now").asString("")) : null,
                    body.has("advance") ? step(body.path("advance").asString("")) : null);
        }

        private static Instant moment(String text) {
            var moment = WireTime.parse(text, ZoneOffset.UTC);
            if (moment == null) {
                throw ApiException.invalid("now", "Invalid ISO 8601 datetime.");
            }
            return moment;
        }

        private static Duration step(String text) {
            try {
                return Duration.parse(text);
            } catch (DateTimeException malformed) {
                throw notAStep();
            }
        }

        private static ApiException notAStep() {
            return ApiException.invalid("advance", "Not an ISO 8601 duration such as PT1H30M.");
        }

        boolean isResetOnly() {
            return reset && frozen == null && now == null && advance == null;
        }

        void applyTo(AdjustableClock clock) {
            if (reset) {
                clock.reset();
            }
            if (frozen != null) {
                if (frozen) {
                    clock.freeze();
                } else {
                    clock.thaw();
                }
            }
            if (now != null) {
                clock.set(now);
            }
            if (advance != null) {
                try {
                    clock.advance(advance);
                } catch (DateTimeException | ArithmeticException beyond) {
                    throw notAStep();
                }
            }
        }
    }

    private Response tell(Request request) {
        administrators.requireOfServer(request);
        return Response.json(200, told(clocks.server()));
    }

    private static ObjectNode told(AdjustableClock clock) {
        return Json.object().put("now", WireTime.withOffset(clock.now())).put("frozen", clock.isFrozen());
    }

    private Response change(Request request) {
        administrators.requireOfServer(request);
        Setting.of(request.json()).applyTo(clocks.server());
        ringDue();
        return tell(request);
    }

    /// What is due by now has happened when the answer arrives.
    private void ringDue() {
        alarms.ringDueAndWait();
    }

    private Response tellOfOne(Request request) {
        String id = organization(request);
        return Response.json(200, told(clocks.of(id)).put("own", clocks.isSeparate(id)));
    }

    /// Reset, an organization follows the server's clock again.
    private Response changeOne(Request request) {
        String id = organization(request);
        var setting = Setting.of(request.json());
        if (setting.isResetOnly()) {
            clocks.rejoin(id);
        } else {
            setting.applyTo(clocks.separate(id));
        }
        ringDue();
        return tellOfOne(request);
    }

    private String organization(Request request) {
        String id = request.variable("id");
        administrators.requireOf(id, request);
        if (!images.exists(id)) {
            throw ApiException.notFound("Organization");
        }
        return id;
    }
}
