package ajar.simulate.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A request as a simulator received it.
///
/// @param at when it came, by the simulator's clock
/// @param method in upper case
/// @param path as it was sent, still percent-encoded, without the query
/// @param query decoded; a name that came several times has several values
/// @param headers names in lower case; the values of a repeated header joined by commas
/// @param body empty when there was none
public record Received(
        Instant at,
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, String> headers,
        String body) {

    /// The decoded segments of the path.
    public List<String> segments() {
        return Arrays.stream(path.split("/", -1))
                .filter(segment -> !segment.isEmpty())
                .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
    }

    /// The first value of a query parameter. Null when it was not sent.
    public @Nullable String parameter(String name) {
        List<String> values = query.get(name);
        return values == null ? null : values.getFirst();
    }

    /// All values of a query parameter.
    public List<String> parameters(String name) {
        return query.getOrDefault(name, List.of());
    }

    /// A header, whatever its case. Null when it was not sent.
    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /// The access token of the `Authorization` header. Null without one.
    public @Nullable String bearer() {
        String value = header("authorization");
        return value != null && value.regionMatches(true, 0, "Bearer ", 0, 7)
                ? value.substring(7).strip()
                : null;
    }

    /// The body as a JSON object; an empty body is an empty object. Throws
    /// [IllegalArgumentException] when it is anything else.
    public ObjectNode json() {
        return body.isBlank() ? Json.object() : Json.parse(body);
    }

    /// The body as a form, the last of a repeated name.
    public Map<String, String> form() {
        Map<String, String> form = new LinkedHashMap<>();
        parameters(body, form::put);
        return form;
    }

    /// The request as the control interface shows it.
    public ObjectNode describe() {
        ObjectNode shown =
                Json.object().put("at", at.toString()).put("method", method).put("path", path);
        ObjectNode parameters = shown.putObject("query");
        query.forEach((name, values) -> {
            var array = parameters.putArray(name);
            values.forEach(array::add);
        });
        ObjectNode names = shown.putObject("headers");
        headers.forEach(names::put);
        return shown.put("body", body);
    }

    static Map<String, List<String>> query(@Nullable String raw) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        parameters(
                raw == null ? "" : raw,
                (name, value) ->
                        query.computeIfAbsent(name, any -> new ArrayList<>()).add(value));
        return query;
    }

    private static void parameters(String text, java.util.function.BiConsumer<String, String> each) {
        for (String pair : text.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                each.accept(
                        URLDecoder.decode(name, StandardCharsets.UTF_8),
                        URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
        }
    }
}
