package ajar.simulate.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// JSON trees of the simulators, and the opaque tokens that are made of them.
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /// An empty object that keeps the order in which keys are put.
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// An empty array.
    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /// Reads an object. Throws [IllegalArgumentException] when the text is anything else.
    public static ObjectNode parse(String text) {
        try {
            if (MAPPER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException("Not JSON: " + malformed.getOriginalMessage(), malformed);
        }
        throw new IllegalArgumentException("A JSON object was expected");
    }

    /// Compact text of a tree.
    public static String text(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    /// Applies a merge patch (RFC 7396), except that a null stays in the object as a null: an absent
    /// property and a null are different things in the answers of both providers.
    public static void merge(ObjectNode target, ObjectNode patch) {
        patch.forEachEntry((name, value) -> {
            if (value instanceof ObjectNode inner && target.get(name) instanceof ObjectNode existing) {
                merge(existing, inner);
            } else {
                target.set(name, value.deepCopy());
            }
        });
    }

    /// The text of a property; null when it is absent, null or no text.
    public static @Nullable String string(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isString() ? value.stringValue() : null;
    }

    /// The text of a property, or a substitute.
    public static String string(JsonNode node, String name, String otherwise) {
        String value = string(node, name);
        return value == null ? otherwise : value;
    }

    /// An opaque token that carries `state`.
    public static String token(ObjectNode state) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text(state).getBytes(StandardCharsets.UTF_8));
    }

    /// The state of a token made by [#token]; null when it is none.
    public static @Nullable ObjectNode untoken(String token) {
        try {
            return parse(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException foreign) {
            return null;
        }
    }
}
