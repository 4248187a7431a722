package ajar.engine.http;

import ajar.engine.event.Told;
import ajar.engine.problem.ApiException;
import ajar.engine.time.WireTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which events somebody asks for (Close docs: Events).
///
/// @param values what columns must equal, by name
/// @param range the limits on `date_updated`, by operator
record EventFilters(Map<String, String> values, Map<String, Instant> range) {
    private static final Set<String> FILTERS =
            Set.of("object_type", "object_id", "action", "lead_id", "user_id", "request_id");

    /// The combinations of filters that are allowed; ranges of `date_updated` may join any.
    private static final Set<Set<String>> ALLOWED = Set.of(
            Set.of(),
            Set.of("object_type", "object_id"),
            Set.of("object_type", "action"),
            Set.of("object_id", "action"),
            Set.of("lead_id", "object_type"),
            Set.of("lead_id", "object_type", "action"),
            Set.of("lead_id", "user_id"),
            Set.of("lead_id", "user_id", "object_type"),
            Set.of("lead_id", "user_id", "object_type", "action"),
            Set.of("user_id", "object_id"),
            Set.of("user_id", "object_id", "action"),
            Set.of("user_id", "object_type"),
            Set.of("user_id", "object_type", "action"),
            Set.of("lead_id"),
            Set.of("user_id"),
            Set.of("request_id"));

    /// Older spellings of object types.
    private static final Map<String, String> ALIASES = Map.of(
            "note", "activity.note",
            "call", "activity.call",
            "email", "activity.email",
            "email_thread", "activity.email_thread",
            "sms", "activity.sms",
            "meeting", "activity.meeting",
            "status_change.lead", "activity.lead_status_change",
            "status_change.opportunity", "activity.opportunity_status_change");

    /// Reads the parameters of a request. Throws a bad request for combinations that are not supported.
    static EventFilters of(Request request) {
        Map<String, String> values = new TreeMap<>();
        for (var name : new TreeSet<>(FILTERS)) {
            String value = request.parameter(name);
            if (value != null && !value.isEmpty()) {
                values.put(name, name.equals("object_type") ? ALIASES.getOrDefault(value, value) : value);
            }
        }
        if (!ALLOWED.contains(values.keySet())) {
            throw ApiException.badRequest(
                    "This combination of filters is not supported: " + String.join(", ", values.keySet()) + ".");
        }
        return new EventFilters(values, range(request));
    }

    private static Map<String, Instant> range(Request request) {
        Map<String, Instant> range = new TreeMap<>();
        for (var operator : List.of("gt", "gte", "lt", "lte")) {
            String name = "date_updated__" + operator;
            String value = request.parameter(name);
            if (value != null && !value.isEmpty()) {
                var moment = WireTime.parse(value, request.zone());
                if (moment == null) {
                    throw ApiException.badRequest(name + ": Invalid ISO 8601 datetime.");
                }
                range.put(operator, moment);
            }
        }
        return range;
    }

    /// Whether an event is asked for.
    boolean accept(Told event) {
        return values.entrySet().stream().allMatch(entry -> entry.getValue().equals(event.value(entry.getKey())))
                && range.entrySet().stream()
                        .allMatch(limit -> isWithin(event.dateUpdated(), limit.getKey(), limit.getValue()));
    }

    private static boolean isWithin(Instant date, String operator, Instant limit) {
        return switch (operator) {
            case "gt" -> date.isAfter(limit);
            case "gte" -> !date.isBefore(limit);
            case "lt" -> date.isBefore(limit);
            default -> !date.isAfter(limit);
        };
    }

    /// The parameters, for the API reference.
    static Endpoint.Parameter[] parameters() {
        return new Endpoint.Parameter[] {
            Endpoint.Parameter.of("object_type", "string", "The type of object, such as `activity.note`."),
            Endpoint.Parameter.of("object_id", "string", "The object itself, no relatives."),
            Endpoint.Parameter.of("action", "string", "What happened, such as `created`."),
            Endpoint.Parameter.of("lead_id", "string", "The lead and everything on it."),
            Endpoint.Parameter.of("user_id", "string", "The acting user."),
            Endpoint.Parameter.of("request_id", "string", "The request that caused them; alone only."),
            Endpoint.Parameter.of("date_updated__gt", "string", "After this moment."),
            Endpoint.Parameter.of("date_updated__gte", "string", "At or after this moment."),
            Endpoint.Parameter.of("date_updated__lt", "string", "Before this moment."),
            Endpoint.Parameter.of("date_updated__lte", "string", "At or before this moment.")
        };
    }
}
