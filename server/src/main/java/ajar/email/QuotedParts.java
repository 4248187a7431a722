package ajar.email;

import ajar.engine.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The visible and the quoted parts of a body in the form of the wire: `[{expand, text}]` and
/// `[{expand, html}]`.
final class QuotedParts {
    private QuotedParts() {}

    static @Nullable JsonNode ofText(@Nullable String text) {
        var parts = Json.array();
        QuotedText.split(text)
                .forEach(part -> parts.addObject().put("expand", part.expand()).put("text", part.text()));
        return parts.isEmpty() ? null : parts;
    }

    static @Nullable JsonNode ofHtml(@Nullable String html) {
        var parts = Json.array();
        QuotedHtml.split(html)
                .forEach(part -> parts.addObject().put("expand", part.expand()).put("html", part.html()));
        return parts.isEmpty() ? null : parts;
    }
}
