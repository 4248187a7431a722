package ajar.simulate.microsoft;

import ajar.simulate.http.Json;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Times as Graph writes them: `dateTimeTimeZone` with seven digits of fraction, and moments in UTC.
final class GraphTime {
    private static final DateTimeFormatter SEVEN_DIGITS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS");

    private GraphTime() {}

    static String text(LocalDateTime time) {
        return SEVEN_DIGITS.format(time);
    }

    /// `2026-03-01T12:00:00.0000000Z`.
    static String moment(Instant instant) {
        return SEVEN_DIGITS.format(instant.atOffset(ZoneOffset.UTC)) + 'Z';
    }

    /// `2026-03-01T12:00:00Z`.
    static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static LocalDateTime local(JsonNode time) {
        String text = Json.string(time, "dateTime", "");
        return LocalDateTime.parse(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text);
    }

    static ZoneId zone(JsonNode time) {
        return WindowsZones.orUtc(Json.string(time, "timeZone"));
    }

    static Instant instant(JsonNode time) {
        return local(time).atZone(zone(time)).toInstant();
    }

    static void put(ObjectNode into, LocalDateTime time, String zone) {
        into.put("dateTime", text(time)).put("timeZone", zone);
    }

    /// Reads a parameter: with an offset, or in UTC. Throws [java.time.DateTimeException].
    static Instant parameter(String text) {
        boolean offset = text.endsWith("Z") || text.matches(".*T.*[+-]\\d\\d:\\d\\d$");
        String complete = text.length() == 10 ? text + "T00:00:00" : text;
        return offset
                ? OffsetDateTime.parse(complete).toInstant()
                : LocalDateTime.parse(complete).toInstant(ZoneOffset.UTC);
    }
}
