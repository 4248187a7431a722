package ajar.engine.event;

import ajar.engine.json.Json;
import ajar.engine.problem.ApiException;
import ajar.engine.time.WireTime;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A place in the event log from which to read on. It holds everything it needs, so the server
/// remembers none.
///
/// @param dateUpdated the event's moment
/// @param seq the event's number
/// @param isNewer whether to read towards newer events
/// @param range the limits on `date_updated` that the first page had, by operator
public record EventCursor(Instant dateUpdated, long seq, boolean isNewer, Map<String, Instant> range) {
    private static final String NOT_VALID =
            "The cursor is not valid. It must be used with the filters it was made for.";

    /// Reads a cursor. Null for an empty text, which is the first page. Throws a bad request for
    /// anything that is not a cursor made for these filters.
    public static @Nullable EventCursor parse(String text, Map<String, String> filters) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            JsonNode json = Json.parse(Base64.getUrlDecoder().decode(text));
            if (!json.isObject() || json.path("f").asLong(-1) != digest(filters)) {
                throw ApiException.badRequest(NOT_VALID);
            }
            Map<String, Instant> range = new TreeMap<>();
            json.path("r")
                    .properties()
                    .forEach(entry -> range.put(
                            entry.getKey(), Instant.parse(entry.getValue().asString())));
            return new EventCursor(
                    Instant.parse(json.path("d").asString()),
                    json.path("s").asLong(),
                    json.path("n").asBoolean(),
                    range);
        } catch (IllegalArgumentException | DateTimeException | JacksonException malformed) {
            throw ApiException.badRequest(NOT_VALID);
        }
    }

    /// The text clients carry.
    public String text(Map<String, String> filters) {
        var json = Json.object()
                .put("d", dateUpdated.toString())
                .put("s", seq)
                .put("n", isNewer)
                .put("f", digest(filters));
        var limits = json.putObject("r");
        range.forEach((operator, moment) -> limits.put(operator, moment.toString()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(json));
    }

    private static long digest(Map<String, String> filters) {
        var crc = new CRC32();
        crc.update(new TreeMap<>(filters).toString().getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }

    @Override
    public String toString() {
        return WireTime.naive(dateUpdated) + "#" + seq;
    }
}
