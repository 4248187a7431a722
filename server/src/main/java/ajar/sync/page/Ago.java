package ajar.sync.page;

import ajar.engine.time.WireTime;
import ajar.web.Html;
import ajar.web.Template;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Moments as people speak of them, which needs nobody's time zone: `3 minutes ago`, `in 2 hours`.
final class Ago {
    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final Template TIME =
            new Template("<time datetime=\"${moment}\" title=\"${exact}\">${words}</time>");

    private Ago() {}

    /// A moment of the API at which something is due; what is overdue is due now.
    static Html due(JsonNode wire, Instant now) {
        var moment = wire.isString() ? WireTime.parse(wire.stringValue(), ZoneOffset.UTC) : null;
        return moment == null || !moment.isAfter(now) ? Html.text("now") : html(wire, now, "");
    }

    /// A moment of the API; pointing at it tells it exactly.
    ///
    /// @param otherwise what is said when there is none
    static Html html(JsonNode wire, Instant now, String otherwise) {
        var moment = wire.isString() ? WireTime.parse(wire.stringValue(), ZoneOffset.UTC) : null;
        return moment == null
                ? Html.text(otherwise)
                : TIME.fill(Map.of(
                        "moment", Html.text(WireTime.toMillis(moment).toString()),
                        "exact", Html.text(EXACT.format(moment)),
                        "words", Html.text(words(moment, now))));
    }

    static String words(Instant moment, Instant now) {
        boolean isPast = !moment.isAfter(now);
        var distance = isPast ? Duration.between(moment, now) : Duration.between(now, moment);
        if (distance.compareTo(Duration.ofMinutes(1)) < 0) {
            return isPast ? "just now" : "within a minute";
        }
        String amount = amount(distance);
        return isPast ? amount + " ago" : "in " + amount;
    }

    /// Hours up to two days, so that yesterday is not a day ago in the morning and two in the evening.
    private static String amount(Duration distance) {
        if (distance.compareTo(Duration.ofHours(1)) < 0) {
            return counted(distance.toMinutes(), "minute");
        }
        return distance.compareTo(Duration.ofDays(2)) < 0
                ? counted(distance.toHours(), "hour")
                : counted(distance.toDays(), "day");
    }

    private static String counted(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
