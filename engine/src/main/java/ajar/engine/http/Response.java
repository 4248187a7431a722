package ajar.engine.http;

import ajar.engine.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// An answer.
///
/// @param status the HTTP status; 0 to hang up without an answer
/// @param headers further headers by lower-case name
/// @param contentType the media type; empty when there is no body
/// @param body the body; empty when it is streamed
/// @param stream writes the body piece by piece; null for a body that is there as a whole
public record Response(
        int status,
        Map<String, String> headers,
        String contentType,
        byte[] body,
        @Nullable Stream stream) {
    private static final String JSON = "application/json";
    private static final byte[] NOTHING = {};

    /// Writes a body for as long as there is something to write. It runs on the thread of the request and
    /// may wait; what it writes is on its way when it calls `flush`.
    @FunctionalInterface
    public interface Stream {
        /// @throws IOException when the other side has gone
        void write(OutputStream out) throws IOException;
    }

    private static Response whole(int status, String contentType, byte[] body) {
        return new Response(status, Map.of(), contentType, body, null);
    }

    /// 200 with a body that is written piece by piece.
    public static Response streaming(String contentType, Stream stream) {
        return new Response(200, Map.of(), contentType, NOTHING, stream);
    }

    /// A JSON answer of finished text.
    public static Response json(int status, byte[] text) {
        return whole(status, JSON, text);
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
        return whole(204, "", NOTHING);
    }

    /// No answer at all: the connection is closed.
    public static Response hangUp() {
        return whole(0, "", NOTHING);
    }

    /// 304: the client has it already.
    static Response notModified(String tag) {
        return new Response(304, Map.of("etag", tag), "", NOTHING, null);
    }

    /// An answer of another media type.
    public static Response of(int status, String contentType, byte[] body) {
        return whole(status, contentType, body);
    }

    /// The same with these headers too.
    public Response with(Map<String, String> more) {
        if (more.isEmpty()) {
            return this;
        }
        var all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Response(status, all, contentType, body, stream);
    }

    /// The same with one more header.
    public Response with(String name, String value) {
        if (headers.isEmpty()) {
            return new Response(status, Map.of(name, value), contentType, body, stream);
        }
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, more, contentType, body, stream);
    }
}
