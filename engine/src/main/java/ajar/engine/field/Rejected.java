package ajar.engine.field;

import ajar.engine.json.Json;
import tools.jackson.databind.JsonNode;

/// A codec's refusal of a value: the message, or the nested messages, to be put under the field's name.
public final class Rejected extends RuntimeException {
    private final transient JsonNode detail;

    public Rejected(String message) {
        this(Json.object().stringNode(message));
    }

    public Rejected(JsonNode detail) {
        super(detail.toString(), null, false, false);
        this.detail = detail;
    }

    /// The message as JSON: a string, or the nested form of the wire.
    public JsonNode detail() {
        return detail;
    }
}
