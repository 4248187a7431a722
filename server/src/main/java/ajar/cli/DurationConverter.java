package ajar.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `30d`, `12h`, `5m`, `10s`, `0` or ISO 8601 (`PT5S`); `forever` is null.
final class DurationConverter implements ITypeConverter<@Nullable Duration> {
    private static final Pattern SIMPLE = Pattern.compile("(\\d{1,9})(d|h|m|s|ms)");

    @Override
    public @Nullable Duration convert(String text) {
        String trimmed = text.strip().toLowerCase(Locale.ROOT);
        if (trimmed.equals("forever")) {
            return null;
        }
        if (trimmed.equals("0")) {
            return Duration.ZERO;
        }
        var simple = SIMPLE.matcher(trimmed);
        if (simple.matches()) {
            long amount = Long.parseLong(simple.group(1));
            return switch (simple.group(2)) {
                case "d" -> Duration.ofDays(amount);
                case "h" -> Duration.ofHours(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "s" -> Duration.ofSeconds(amount);
                default -> Duration.ofMillis(amount);
            };
        }
        try {
            return Duration.parse(trimmed.toUpperCase(Locale.ROOT));
        } catch (DateTimeParseException malformed) {
            throw new TypeConversionException("'" + text + "' is no time: write 30d, 12h, 5m, 10s or forever");
        }
    }
}
