package ajar.sandbox;

import ajar.engine.json.Json;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.FieldErrors;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Something that goes wrong on purpose: what it happens to, what happens, and how often.
///
/// It happens to requests of the API, by `path` and `method`, or to deliveries of webhooks, by `url`.
/// Patterns are whole texts in which `*` stands for anything. Safe for use by many threads.
final class Fault {
    private static final long LONGEST_DELAY = 60_000;
    private static final String NOT_A_NUMBER = "Value must be of int type.";

    private final ObjectNode told;
    private final @Nullable Pattern path;
    private final @Nullable Pattern url;
    private final @Nullable String method;
    private final @Nullable String organizationId;
    private final Strike strike;
    private final double rate;
    private final AtomicLong left;

    /// What happens.
    ///
    /// @param status the status to answer with; 0 to answer as always
    /// @param delay how long to wait before
    /// @param isReset whether to hang up without an answer
    record Strike(int status, Duration delay, boolean isReset) {}

    private Fault(JsonNode json, FieldErrors errors) {
        path = pattern(json, "path");
        url = pattern(json, "url");
        method = json.path("method").isString() ? json.path("method").stringValue() : null;
        organizationId = json.path("organization_id").isString()
                ? json.path("organization_id").stringValue()
                : null;
        int status = (int) number(json, "status", 400, 599, 0, errors);
        long delay = number(json, "delay_ms", 0, LONGEST_DELAY, 0, errors);
        strike = new Strike(status, Duration.ofMillis(delay), json.path("reset").asBoolean(false));
        rate = json.path("rate").asDouble(1);
        left = new AtomicLong(number(json, "count", 1, Long.MAX_VALUE, Long.MAX_VALUE, errors));
        told = (ObjectNode) json;
        if ((path == null) == (url == null)) {
            errors.add("path", "Give the path of requests, such as /activity/*, or the url of webhook deliveries.");
        }
        if (rate < 0 || rate > 1) {
            errors.add("rate", "A rate is a number from 0 to 1.");
        }
        if (status == 0 && delay == 0 && !strike.isReset()) {
            errors.add("status", "Say what happens: status, delay_ms or reset.");
        }
    }

    /// Reads a fault. Throws an invalid problem that says what is wrong.
    static Fault of(JsonNode json) {
        var errors = new FieldErrors();
        if (!json.isObject()) {
            throw ApiException.badRequest("Each fault is an object with a path or a url, and what happens to it.");
        }
        var fault = new Fault(json, errors);
        if (!errors.isEmpty()) {
            throw ApiException.invalid(errors);
        }
        return fault;
    }

    private static @Nullable Pattern pattern(JsonNode json, String name) {
        return json.path(name).isString()
                ? Pattern.compile(Stream.of(json.path(name).stringValue().split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")))
                : null;
    }

    private static long number(JsonNode json, String name, long least, long most, long otherwise, FieldErrors errors) {
        var value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.canConvertToLong() || value.asLong() < least || value.asLong() > most) {
            errors.add(name, value.isNumber() ? "The value must be from " + least + " to " + most + "." : NOT_A_NUMBER);
            return otherwise;
        }
        return value.asLong();
    }

    /// What happens to a request, if it is this one's turn; null for nothing.
    ///
    /// @param requestPath the path below `/api/v1`
    @Nullable
    Strike onRequest(String organization, String verb, String requestPath, RandomGenerator random) {
        boolean meant = path != null
                && path.matcher(requestPath).matches()
                && (method == null || method.equalsIgnoreCase(verb));
        return meant ? turn(organization, random) : null;
    }

    /// What happens to the delivery of a webhook, if it is this one's turn; null for nothing.
    @Nullable
    Strike onDelivery(String organization, String address, RandomGenerator random) {
        return url != null && url.matcher(address).matches() ? turn(organization, random) : null;
    }

    private @Nullable Strike turn(String organization, RandomGenerator random) {
        if (organizationId != null && !organizationId.equals(organization)) {
            return null;
        }
        if (rate < 1 && random.nextDouble() >= rate) {
            return null;
        }
        return left.getAndUpdate(count -> Math.max(0, count - 1)) > 0 ? strike : null;
    }

    /// As it was sent, with what is left of its count.
    ObjectNode toJson() {
        var json = told.deepCopy();
        if (json.has("count")) {
            json.put("count", left.get());
        }
        return json;
    }

    /// What a fault answers instead of the endpoint.
    static ObjectNode answer(int status) {
        return Json.object().put("error", "This " + status + " was asked for with PUT /ajar/faults.");
    }
}
