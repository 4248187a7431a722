package ajar.calendar.microsoft;

import ajar.calendar.Moment;
import ajar.calendar.ical.WindowsZones;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// How Graph writes times. Methods throw [DateTimeException] when they cannot read something, with a
/// message for people.
final class GraphTimes {
    /// Exchange writes the first and the last moment it knows for "none"; a few days inside of them no
    /// zone can carry a time beyond the years 1 to 9999.
    private static final Instant EARLIEST = Instant.parse("0001-01-03T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-29T00:00:00Z");
    private static final String EXCHANGE = "tzone://microsoft/";

    private GraphTimes() {}

    /// A time within the years that everybody can write.
    static Instant clamped(Instant instant) {
        return instant.isBefore(EARLIEST) ? EARLIEST : instant.isAfter(LATEST) ? LATEST : instant;
    }

    /// A zone by the name of Windows or of the IANA; null when the name is empty, stands for a zone that
    /// somebody made for himself, or is unknown.
    static @Nullable ZoneId zone(String name) {
        String text = name.strip();
        if (text.toLowerCase(Locale.ROOT).startsWith(EXCHANGE)) {
            text = text.substring(EXCHANGE.length());
        }
        if (text.isEmpty() || text.equalsIgnoreCase("custom")) {
            return null;
        }
        if (text.equalsIgnoreCase("utc")) {
            return ZoneOffset.UTC;
        }
        var windows = WindowsZones.find(text);
        if (windows != null) {
            return windows;
        }
        try {
            return ZoneId.of(text);
        } catch (DateTimeException unknown) {
            return null;
        }
    }

    /// The first of these zones that means something; null when none does.
    static @Nullable ZoneId firstZone(String... names) {
        for (String name : names) {
            var zone = zone(name);
            if (zone != null) {
                return zone;
            }
        }
        return null;
    }

    /// Reads a `dateTimeTimeZone`, which comes in UTC unless something else is asked for. Returns null
    /// when there is none.
    static @Nullable Instant instant(JsonNode node) {
        var local = local(node);
        if (local == null) {
            return null;
        }
        var zone = zone(node.path("timeZone").asString(""));
        return clamped(local.atZone(zone == null ? ZoneOffset.UTC : zone).toInstant());
    }

    /// The date of a `dateTimeTimeZone` as it is written, which is the day that is meant when an event
    /// takes whole days. Returns null when there is none.
    static @Nullable LocalDate date(JsonNode node) {
        var local = local(node);
        return local == null
                ? null
                : clamped(local.toInstant(ZoneOffset.UTC))
                        .atZone(ZoneOffset.UTC)
                        .toLocalDate();
    }

    private static @Nullable LocalDateTime local(JsonNode node) {
        String text = node.path("dateTime").asString("");
        if (text.isEmpty()) {
            return null;
        }
        return text.endsWith("Z") ? OffsetDateTime.parse(text).toLocalDateTime() : LocalDateTime.parse(text);
    }

    /// Reads `originalStart`, an instant. Returns null when there is none, or it stands for none.
    ///
    /// @param zone the zone of the series
    static @Nullable Moment originalStart(JsonNode node, boolean isDay, ZoneId zone) {
        String text = node.asString("");
        if (text.isEmpty()) {
            return null;
        }
        var instant = OffsetDateTime.parse(text).toInstant();
        if (instant.isBefore(EARLIEST)) {
            return null;
        }
        return isDay
                ? Moment.of(day(instant, zone))
                : Moment.of(clamped(instant).atZone(zone));
    }

    /// A day is written as its midnight, in UTC or in the zone of the series.
    private static LocalDate day(Instant midnight, ZoneId zone) {
        var utc = midnight.atZone(ZoneOffset.UTC);
        return utc.toLocalTime().toSecondOfDay() == 0
                ? utc.toLocalDate()
                : midnight.plus(Duration.ofMinutes(1)).atZone(zone).toLocalDate();
    }
}
