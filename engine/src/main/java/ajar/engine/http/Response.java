package ajar.engine.http;

import ajar.engine.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// An answer.
///
/// @param status the HTTP status
/// @param headers further headers by lower-case name
/// @param contentType the media type; empty when there is no body
/// @param body the body
public record Response(int status, Map<String, String> headers, String contentType, byte[] body) {
    private static final String JSON = "application/json";

    /// A JSON answer of finished text.
    public static Response json(int status, byte[] text) {
        return new Response(status, Map.of(), JSON, text);
    }

    /// A JSON answer.
    public static Response json(int status, JsonNode tree) {
        return json(status, Json.bytes(tree));
    }

    /// 200 with an empty object, as older resources answer a deletion.
    public static Response emptyObject() {
        return json(200, "{}".getBytes(StandardCharsets.UTF_8));
    }

    /// 204.
    public static Response noContent() {
        return new Response(204, Map.of(), "", new byte[0]);
    }

    /// 304: the client has it already.
    static Response notModified(String tag) {
        return new Response(304, Map.of("etag", tag), "", new byte[0]);
    }

    /// An answer of another media type.
    public static Response of(int status, String contentType, byte[] body) {
        return new Response(status, Map.of(), contentType, body);
    }

    /// The same with these headers too.
    public Response with(Map<String, String> more) {
        if (more.isEmpty()) {
            return this;
        }
        var all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Response(status, all, contentType, body);
    }

    /// The same with one more header.
    public Response with(String name, String value) {
        if (headers.isEmpty()) {
            return new Response(status, Map.of(name, value), contentType, body);
        }
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, more, contentType, body);
    }
}
