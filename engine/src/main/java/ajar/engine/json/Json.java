package ajar.engine.json;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The one configured JSON library. Numbers keep their exact value, nesting is bounded, and trailing
/// text is refused.
public final class Json {
    /// How deep a document may nest. The deepest documented body needs fewer than ten levels.
    public static final int MAX_DEPTH = 100;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(20_000_000)
                    .maxNumberLength(100)
                    .maxNameLength(10_000)
                    .build())
            .build();
    private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /// Reads a document. Throws `tools.jackson.core.JacksonException` when the text is not JSON.
    public static JsonNode parse(byte[] text) {
        return MAPPER.readTree(text);
    }

    /// Reads a document. Throws `tools.jackson.core.JacksonException` when the text is not JSON.
    public static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    /// An empty object that keeps the order in which keys are put.
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// An empty array.
    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /// Compact text of a tree.
    public static String text(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    /// Compact UTF-8 text of a tree.
    public static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    /// Writes a document by streaming and returns its UTF-8 text.
    public static byte[] write(Consumer<JsonGenerator> content) {
        var out = new ByteArrayOutputStream(2048);
        try (var generator = MAPPER.createGenerator(out)) {
            content.accept(generator);
        }
        return out.toByteArray();
    }
}
