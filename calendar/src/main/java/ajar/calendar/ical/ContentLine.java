package ajar.calendar.ical;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A property: `NAME;PARAMETER=…:value`.
///
/// @param name in upper case
/// @param parameters by name in upper case, without quotes
/// @param value as written, escapes and all
record ContentLine(String name, Map<String, String> parameters, String value) {
    /// Properties whose value holds no colon, so that one in a time zone's name does no harm.
    private static final Set<String> DATES =
            Set.of("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE", "DTSTAMP", "DURATION");

    private static final Pattern CARET = Pattern.compile("\\^([n'^])");

    private static final Set<String> PEOPLE = Set.of("ATTENDEE", "ORGANIZER");

    /// A parameter; empty when it is absent.
    String parameter(String parameter) {
        return parameters.getOrDefault(parameter, "");
    }

    /// Reads a line; null when it is none.
    static @Nullable ContentLine parse(String line) {
        int end = 0;
        while (end < line.length() && isNamePart(line.charAt(end))) {
            end++;
        }
        if (end == 0 || end == line.length() || (line.charAt(end) != ':' && line.charAt(end) != ';')) {
            return null;
        }
        String name = line.substring(0, end).toUpperCase(Locale.ROOT);
        int colon = line.charAt(end) == ':' ? end : separator(line, end, name);
        if (colon < 0) {
            return null;
        }
        Map<String, String> parameters = new HashMap<>();
        if (colon > end) {
            parameters(line.substring(end + 1, colon), parameters);
        }
        String value = line.substring(colon + 1);
        return new ContentLine(name, parameters, readable(value, parameters));
    }

    private static boolean isNamePart(char letter) {
        return letter == '-' || letter == '_' || letter == '.' || (letter < 128 && Character.isLetterOrDigit(letter));
    }

    /// The colon between the parameters and the value. Names of zones and people hold colons and quotes
    /// that should have been quoted.
    private static int separator(String line, int from, String name) {
        if (DATES.contains(name)) {
            return line.lastIndexOf(':');
        }
        if (PEOPLE.contains(name)) {
            String lower = line.toLowerCase(Locale.ROOT);
            int mailto = lower.lastIndexOf(":mailto:");
            while (mailto > 0 && lower.startsWith(":mailto", mailto - 7)) {
                mailto -= 7;
            }
            if (mailto >= from) {
                return mailto;
            }
        }
        boolean quoted = false;
        for (int i = from; i < line.length(); i++) {
            char letter = line.charAt(i);
            if (letter == '"') {
                quoted = !quoted;
            } else if (letter == ':' && !quoted) {
                return i;
            }
        }
        return line.indexOf(':', from);
    }

    private static void parameters(String text, Map<String, String> into) {
        int from = 0;
        boolean quoted = false;
        for (int i = 0; i <= text.length(); i++) {
            char letter = i < text.length() ? text.charAt(i) : ';';
            if (letter == '"') {
                quoted = !quoted;
            } else if (letter == ';' && (!quoted || i == text.length() || text.indexOf('"', i) < 0)) {
                parameter(text.substring(from, i), into);
                from = i + 1;
            }
        }
    }

    private static void parameter(String text, Map<String, String> into) {
        int equals = text.indexOf('=');
        // vCalendar 1.0 wrote ENCODING without its name.
        String name =
                equals < 0 ? "ENCODING" : text.substring(0, equals).strip().toUpperCase(Locale.ROOT);
        String value = text.substring(equals + 1).strip();
        if (value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")) {
            value = value.substring(1, value.length() - 1);
        }
        into.putIfAbsent(name, caret(value));
    }

    /// RFC 6868.
    private static String caret(String value) {
        return value.indexOf('^') < 0
                ? value
                : CARET.matcher(value).replaceAll(found -> switch (found.group(1)) {
                    case "n" -> "\n";
                    case "'" -> "\"";
                    default -> "^";
                });
    }

    private static String readable(String value, Map<String, String> parameters) {
        if (!parameters.getOrDefault("ENCODING", "").equalsIgnoreCase("QUOTED-PRINTABLE")) {
            return value;
        }
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < value.length(); i++) {
            char letter = value.charAt(i);
            if (letter == '=' && i + 2 < value.length() && isHex(value, i + 1)) {
                bytes.write(Integer.parseInt(value, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.writeBytes(String.valueOf(letter).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toString(charset(parameters.getOrDefault("CHARSET", "UTF-8")));
    }

    private static boolean isHex(String text, int at) {
        return Character.digit(text.charAt(at), 16) >= 0 && Character.digit(text.charAt(at + 1), 16) >= 0;
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return StandardCharsets.UTF_8;
        }
    }
}
