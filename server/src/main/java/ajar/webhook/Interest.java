package ajar.webhook;

import ajar.engine.field.Codec;
import ajar.engine.field.Codecs;
import ajar.engine.field.Rejected;
import ajar.engine.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One line of what a subscription asks for: a type of object, an action, and perhaps a condition.
///
/// @param objectType such as `activity.note`
/// @param action such as `created`
/// @param filter a condition on the event; null for every event of that kind
public record Interest(
        String objectType, String action, @Nullable EventFilter filter) {
    private static final int MOST = 300;
    private static final String REQUIRED = "This field is required.";

    /// The codec of `events`, a list of interests as it is sent: checked, but kept as a document, so that
    /// it is shown as it was sent.
    public static Codec<JsonNode> codec() {
        return Codecs.document(Interest::check, Interest::schema);
    }

    /// Reads what [#codec] let through.
    public static List<Interest> of(JsonNode events) {
        return events.valueStream().map(Interest::one).toList();
    }

    private static Interest one(JsonNode event) {
        var filter = event.path("extra_filter");
        return new Interest(
                event.path("object_type").asString(""),
                event.path("action").asString(""),
                filter.isObject() ? EventFilterParser.parse(filter) : null);
    }

    private static JsonNode check(JsonNode json) {
        if (!json.isArray()) {
            throw new Rejected("Value must be of list type.");
        }
        if (json.isEmpty()) {
            throw new Rejected("List must not be empty.");
        }
        if (json.size() > MOST) {
            throw new Rejected("List is too long.");
        }
        var checked = Json.array();
        var errors = Json.object();
        for (int i = 0; i < json.size(); i++) {
            try {
                checked.add(checkOne(json.get(i)));
            } catch (Rejected rejected) {
                errors.set(Integer.toString(i), rejected.detail());
            }
        }
        if (!errors.isEmpty()) {
            throw new Rejected(Json.object().set("errors", errors));
        }
        return checked;
    }

    /// Older documentation calls the filter `event_filter`.
    private static ObjectNode checkOne(JsonNode json) {
        if (!json.isObject()) {
            throw new Rejected("Value must be of dict type.");
        }
        var errors = Json.object();
        String type = text(json, "object_type", errors);
        String action = text(json, "action", errors);
        var filter = json.has("extra_filter") ? json.get("extra_filter") : json.get("event_filter");
        if (filter != null && !filter.isNull()) {
            try {
                EventFilterParser.parse(filter);
            } catch (Rejected rejected) {
                errors.set("extra_filter", rejected.detail());
            }
        }
        var actions = EventTypes.actionsOf(type);
        if (errors.isEmpty() && actions.isEmpty()) {
            errors.put("object_type", "Not a valid choice.");
        } else if (errors.isEmpty() && !actions.contains(action)) {
            errors.put("action", "action must be one of " + String.join(",", actions));
        }
        if (!errors.isEmpty()) {
            var pair = Json.object();
            pair.putArray("errors");
            throw new Rejected(pair.set("field-errors", errors));
        }
        var event = Json.object().put("action", action);
        if (filter != null) {
            event.set("extra_filter", filter);
        }
        return event.put("object_type", type);
    }

    private static String text(JsonNode json, String key, ObjectNode errors) {
        var value = json.path(key);
        if (value.isMissingNode()
                || value.isNull()
                || (value.isString() && value.stringValue().isEmpty())) {
            errors.put(key, REQUIRED);
        } else if (!value.isString()) {
            errors.put(key, "Value must be of str type.");
        } else {
            return value.stringValue();
        }
        return "";
    }

    private static ObjectNode schema() {
        var item = Json.object().put("type", "object");
        var properties = item.putObject("properties");
        properties.putObject("action").put("type", "string").put("description", "What happens, such as `created`.");
        var filter = properties.putObject("extra_filter");
        filter.putArray("type").add("object").add("null");
        filter.put("description", "A condition on the event; see Close's documentation of webhook filters.");
        var types = properties.putObject("object_type").put("type", "string").putArray("enum");
        EventTypes.types().forEach(types::add);
        item.putArray("required").add("action").add("object_type");
        return Json.object()
                .put("type", "array")
                .put("minItems", 1)
                .put("maxItems", MOST)
                .set("items", item);
    }
}
