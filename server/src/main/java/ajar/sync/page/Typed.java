package ajar.sync.page;

import ajar.engine.problem.FieldErrors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What somebody typed into a form to connect a calendar, and what was wrong with it.
///
/// @param type the type of account the form is for; empty for none
/// @param values what was typed, by field
/// @param problems what is wrong with a field, as sentences
record Typed(String type, Map<String, String> values, Map<String, String> problems) {
    /// Forms that nobody has filled in yet.
    static final Typed NOTHING = new Typed("", Map.of(), Map.of());

    /// A form that was refused.
    static Typed refused(String type, Map<String, String> values, FieldErrors errors) {
        Map<String, String> problems = new LinkedHashMap<>();
        var told = errors.toJson();
        told.path("field-errors").properties().forEach(it -> problems.put(it.getKey(), sentence(it.getValue())));
        told.path("errors").forEach(it -> problems.merge("", it.asString(), (one, other) -> one + " " + other));
        return new Typed(type, values, problems);
    }

    private static String sentence(JsonNode told) {
        return told.isString()
                ? told.stringValue()
                : told.path("errors").valueStream().map(JsonNode::asString).collect(Collectors.joining(" "));
    }

    /// All that is wrong, in one text.
    String problem() {
        return String.join(" ", problems.values());
    }
}
