package ajar.engine.time;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Dates and times as the wire spells them (Close API conventions, section 4).
///
/// Output is ISO 8601 in UTC with six digits of fraction, the fraction left out when it is zero, and
/// `+00:00` at the end or nothing at all ("naive") depending on the resource. Input is ISO 8601 in any
/// common form; without an offset it means UTC, and a bare date means midnight in the zone of the
/// caller.
public final class WireTime {
    private static final Pattern OFFSET = Pattern.compile("([+ -])(\\d{2}):?(\\d{2})?$");
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private static final byte[] PATTERN = "0000-00-00T00:00:00.000000+00:00".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] UTC = "+00:00".getBytes(StandardCharsets.ISO_8859_1);
    private static final int SECONDS = 19;
    private static final int MICROS = 26;

    private WireTime() {}

    /// Cuts a moment down to the millisecond, the precision objects are stored with.
    public static Instant toMillis(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS);
    }

    /// Formats with the offset: `2013-02-20T05:44:35.636000+00:00`.
    public static String withOffset(Instant moment) {
        return format(moment, true);
    }

    /// Formats without an offset: `2016-10-19T12:22:10.434000`.
    public static String naive(Instant moment) {
        return format(moment, false);
    }

    private static String format(Instant moment, boolean offset) {
        var time = LocalDateTime.ofEpochSecond(moment.getEpochSecond(), moment.getNano(), ZoneOffset.UTC);
        byte[] out = PATTERN.clone();
        digits(out, 0, 4, time.getYear());
        digits(out, 5, 2, time.getMonthValue());
        digits(out, 8, 2, time.getDayOfMonth());
        digits(out, 11, 2, time.getHour());
        digits(out, 14, 2, time.getMinute());
        digits(out, 17, 2, time.getSecond());
        int micros = time.getNano() / 1000;
        digits(out, 20, 6, micros);
        int length = micros == 0 ? SECONDS : MICROS;
        if (offset) {
            System.arraycopy(UTC, 0, out, length, UTC.length);
            length += UTC.length;
        }
        return new String(out, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static void digits(byte[] out, int at, int width, int number) {
        int rest = number;
        for (int i = at + width - 1; i >= at; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /// Reads a date-time or a bare date. Returns null when the text is neither, or lies outside the
    /// years 1 to 9999.
    public static @Nullable Instant parse(String text, ZoneOffset zoneOfBareDates) {
        String trimmed = text.strip();
        try {
            Instant moment = trimmed.length() == 10
                    ? LocalDate.parse(trimmed).atStartOfDay(zoneOfBareDates).toInstant()
                    : parseDateTime(trimmed);
            return moment == null || moment.isBefore(EARLIEST) || moment.isAfter(LATEST)
                    ? null
                    : moment.truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException malformed) {
            return null;
        }
    }

    private static @Nullable Instant parseDateTime(String text) {
        if (text.length() < 11 || (text.charAt(10) != 'T' && text.charAt(10) != 't' && text.charAt(10) != ' ')) {
            return null;
        }
        String date = text.substring(0, 10);
        String time = text.substring(11);
        if (time.endsWith("Z") || time.endsWith("z")) {
            return LocalDateTime.parse(date + 'T' + time.substring(0, time.length() - 1))
                    .toInstant(ZoneOffset.UTC);
        }
        var offset = OFFSET.matcher(time);
        // A space before hh:mm is a plus sign that a client forgot to encode in a query string.
        if (time.length() > 5 && offset.find() && offset.start() >= 5) {
            String sign = offset.group(1).equals("-") ? "-" : "+";
            String minutes = offset.group(3) == null ? "00" : offset.group(3);
            return OffsetDateTime.parse(date
                            + 'T'
                            + time.substring(0, offset.start()).strip()
                            + sign
                            + offset.group(2)
                            + ':'
                            + minutes)
                    .toInstant();
        }
        return LocalDateTime.parse(date + 'T' + time).toInstant(ZoneOffset.UTC);
    }

    /// Reads a calendar date, `YYYY-MM-DD`; a date-time is cut down to its date. Returns null when it
    /// is neither.
    public static @Nullable LocalDate parseDate(String text) {
        var moment = parse(text, ZoneOffset.UTC);
        return moment == null
                ? null
                : LocalDate.ofEpochDay(Math.floorDiv(moment.getLong(ChronoField.INSTANT_SECONDS), 86_400L));
    }

    /// Reads the `x-tz-offset` header: signed decimal hours from UTC such as `-4` or `5.5`. Anything
    /// else, and anything beyond 18 hours, counts as absent and means UTC (Close docs: Timezone
    /// Offsets).
    public static ZoneOffset parseOffset(@Nullable String hours) {
        if (hours == null) {
            return ZoneOffset.UTC;
        }
        try {
            double seconds = Double.parseDouble(hours.strip()) * 3600;
            return Math.abs(seconds) <= 18 * 3600
                    ? ZoneOffset.ofTotalSeconds((int) Math.round(seconds))
                    : ZoneOffset.UTC;
        } catch (NumberFormatException malformed) {
            return ZoneOffset.UTC;
        }
    }
}
