package ajar.webhook;

import ajar.engine.field.Rejected;
import ajar.engine.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads `extra_filter`, within bounds: what is stored here is evaluated for every event. Used once.
final class EventFilterParser {
    /// How deep filters may nest. The deepest documented one has five levels.
    static final int MOST_LEVELS = 20;

    /// How many conditions a filter may have in all.
    static final int MOST_CONDITIONS = 200;

    private static final int LONGEST_VALUE = 10_000;
    private static final String REQUIRED = "This field is required.";

    private final Map<String, Function<JsonNode, EventFilter>> types = new TreeMap<>();
    private int levels;
    private int conditions;

    private EventFilterParser() {
        types.put("equals", json -> new EventFilter.Equal(value(json)));
        types.put("not_equals", json -> new EventFilter.NotEqual(value(json)));
        types.put("is_null", _ -> new EventFilter.IsNull());
        types.put("non_null", _ -> new EventFilter.NonNull());
        types.put("contains", json -> new EventFilter.Contains(value(json)));
        types.put("and", json -> new EventFilter.And(filters(json)));
        types.put("or", json -> new EventFilter.Or(filters(json)));
        types.put("not", json -> new EventFilter.Not(filter(json)));
        types.put("field_accessor", json -> new EventFilter.FieldAccessor(field(json), filter(json)));
        types.put("any_array_value", json -> new EventFilter.AnyArrayValue(filter(json)));
    }

    /// Reads a filter. Throws [Rejected] with a message under the key that is wrong.
    static EventFilter parse(JsonNode json) {
        return new EventFilterParser().read(json);
    }

    private EventFilter read(JsonNode json) {
        if (!json.isObject()) {
            throw new Rejected("Value must be of dict type.");
        }
        if (levels == MOST_LEVELS) {
            throw new Rejected("Filters can be nested " + MOST_LEVELS + " levels deep at most.");
        }
        if (++conditions > MOST_CONDITIONS) {
            throw new Rejected("A filter can have " + MOST_CONDITIONS + " conditions at most.");
        }
        var type = json.path("type").isString() ? types.get(json.path("type").stringValue()) : null;
        if (type == null) {
            throw wrong("type", "type must be one of " + String.join(",", types.keySet()));
        }
        levels++;
        try {
            return type.apply(json);
        } finally {
            levels--;
        }
    }

    private static JsonNode value(JsonNode json) {
        var value = json.get("value");
        if (value == null) {
            throw wrong("value", REQUIRED);
        }
        if (!isFinite(value)) {
            throw wrong("value", "The number is too large.");
        }
        if (Json.text(value).length() > LONGEST_VALUE) {
            throw wrong("value", "The value must be no longer than " + LONGEST_VALUE + " characters.");
        }
        return value;
    }

    private static boolean isFinite(JsonNode value) {
        return value.isContainer()
                ? value.valueStream().allMatch(EventFilterParser::isFinite)
                : !value.isFloatingPointNumber() || Double.isFinite(value.doubleValue());
    }

    private static String field(JsonNode json) {
        var field = json.get("field");
        if (field == null
                || field.isNull()
                || (field.isString() && field.stringValue().isEmpty())) {
            throw wrong("field", REQUIRED);
        }
        if (!field.isString()) {
            throw wrong("field", "Value must be of str type.");
        }
        return field.stringValue();
    }

    private EventFilter filter(JsonNode json) {
        return under("filter", json.get("filter"));
    }

    private EventFilter under(String key, @Nullable JsonNode json) {
        if (json == null || json.isNull()) {
            throw wrong(key, REQUIRED);
        }
        try {
            return read(json);
        } catch (Rejected rejected) {
            throw wrong(key, rejected.detail());
        }
    }

    private List<EventFilter> filters(JsonNode json) {
        var list = json.get("filters");
        if (list == null || list.isNull()) {
            throw wrong("filters", REQUIRED);
        }
        if (!list.isArray()) {
            throw wrong("filters", "Value must be of list type.");
        }
        if (list.isEmpty()) {
            throw wrong("filters", "List must not be empty.");
        }
        List<EventFilter> filters = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            try {
                filters.add(read(list.get(i)));
            } catch (Rejected rejected) {
                var position = Json.object();
                position.putObject("errors").set(Integer.toString(i), rejected.detail());
                throw wrong("filters", position);
            }
        }
        return List.copyOf(filters);
    }

    private static Rejected wrong(String key, String message) {
        return wrong(key, Json.object().stringNode(message));
    }

    private static Rejected wrong(String key, JsonNode detail) {
        var pair = Json.object();
        pair.putArray("errors");
        pair.putObject("field-errors").set(key, detail);
        return new Rejected(pair);
    }
}
