package ajar.email;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Dates as the headers and the `envelope` of an email write them.
public final class Rfc2822 {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private Rfc2822() {}

    /// A moment in UTC and English, to the second: `Fri, 08 Feb 2013 05:03:15 +0000`.
    public static String format(Instant instant) {
        return FORMAT.format(instant);
    }
}
