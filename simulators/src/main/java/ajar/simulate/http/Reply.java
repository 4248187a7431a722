package ajar.simulate.http;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// An answer.
///
/// @param headers with the content type, where there is a body
/// @param body empty for none
public record Reply(int status, Map<String, String> headers, String body) {
    /// A JSON answer.
    public static Reply json(int status, JsonNode body) {
        return new Reply(status, Map.of("Content-Type", "application/json; charset=UTF-8"), Json.text(body));
    }

    /// A page for a person.
    public static Reply html(int status, String body) {
        return new Reply(status, Map.of("Content-Type", "text/html; charset=UTF-8"), body);
    }

    /// An answer without a body.
    public static Reply empty(int status) {
        return new Reply(status, Map.of(), "");
    }

    /// A redirect with status 302.
    public static Reply redirect(String location) {
        return new Reply(302, Map.of("Location", location), "");
    }

    /// The same answer with one header more.
    public Reply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, body);
    }
}
