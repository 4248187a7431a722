package ajar.engine.problem;

import ajar.engine.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Everything wrong with a body, collected so that it can be told at once. On the wire it is the pair
/// `{"errors": […], "field-errors": {…}}` (Close API conventions, section 11.2).
public final class FieldErrors {
    private final List<String> errors = new ArrayList<>();
    private final Map<String, JsonNode> fields = new LinkedHashMap<>();

    /// One field with one message.
    public static FieldErrors of(String field, String message) {
        return new FieldErrors().add(field, message);
    }

    /// Adds what is wrong with a field; the first message about a field wins.
    public FieldErrors add(String field, String message) {
        fields.putIfAbsent(field, Json.object().stringNode(message));
        return this;
    }

    /// Adds what is wrong inside a field that holds a list or an object.
    public FieldErrors add(String field, JsonNode nested) {
        fields.putIfAbsent(field, nested);
        return this;
    }

    /// Adds a problem of the object as a whole.
    public FieldErrors addOverall(String message) {
        errors.add(message);
        return this;
    }

    public boolean isEmpty() {
        return errors.isEmpty() && fields.isEmpty();
    }

    /// Whether something is already known to be wrong with this field.
    public boolean has(String field) {
        return fields.containsKey(field);
    }

    /// The first message, for logs and tests.
    public @Nullable String first() {
        return !errors.isEmpty()
                ? errors.getFirst()
                : fields.values().stream().findFirst().map(JsonNode::toString).orElse(null);
    }

    /// The wire form.
    public ObjectNode toJson() {
        var body = Json.object();
        var list = body.putArray("errors");
        errors.forEach(list::add);
        var map = body.putObject("field-errors");
        fields.forEach(map::set);
        return body;
    }
}
