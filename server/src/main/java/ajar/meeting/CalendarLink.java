package ajar.meeting;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a link to a calendar event says about the event (Close docs: Meeting Search).
///
/// @param provider `google` or `microsoft`, as in `provider_calendar_type`
/// @param eventId as in `provider_calendar_event_id`
/// @param calendarId as in `provider_calendar_id`; null when the link does not tell, as with Microsoft
public record CalendarLink(
        String provider, String eventId, @Nullable String calendarId) {
    private static final Pattern URL = Pattern.compile(
            "https?://([^/?#\\\\@:]+)(?::\\d{1,5})?(/[^?#]*)?(?:\\?([^#]*))?(?:#.*)?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern GOOGLE = Pattern.compile("(?:.+\\.)?google\\.com");
    private static final Pattern MICROSOFT =
            Pattern.compile("(?:.+\\.)?(?:outlook\\.com|office\\.com|office365\\.com|live\\.com|cloud\\.microsoft)");
    private static final Pattern MICROSOFT_ID = Pattern.compile("[A-Za-z0-9_=-]+");
    private static final String GOOGLE_EVENT = "https://www.google.com/calendar/event?eid=";

    /// The endings of calendar ids that Google shortens in links.
    private static final Map<String, String> SHORTENED = Map.of(
            "@m", "@gmail.com",
            "@g", "@group.calendar.google.com",
            "@v", "@group.v.calendar.google.com",
            "@i", "@import.calendar.google.com");

    /// The ids inside a link to an event, or null when it is no such link.
    ///
    /// Google: the `eid` parameter, or what follows `eventedit`, is Base64 without padding of `eventId
    /// calendarId`. Microsoft: the `itemid` parameter, or what follows `calendar/item`, is the event id
    /// once `/` is read as `-` and `+` as `_`, which is the opposite of URL-safe Base64.
    public static @Nullable CalendarLink decode(String link) {
        Matcher url = URL.matcher(link.strip());
        if (!url.matches()) {
            return null;
        }
        String host = url.group(1).toLowerCase(Locale.ROOT);
        String path = url.group(2) == null ? "" : url.group(2);
        String query = url.group(3) == null ? "" : url.group(3);
        if (GOOGLE.matcher(host).matches()) {
            String code = firstOf(parameter(query, "eid"), after(path, "/eventedit/"));
            return code == null ? null : google(code);
        }
        if (MICROSOFT.matcher(host).matches()) {
            String item = firstOf(parameter(query, "itemid"), after(path, "/item/"));
            return item == null ? null : microsoft(item);
        }
        return null;
    }

    /// The link Google gives an event, as in `calendar_event_link`; [#decode(String)] reads it back.
    public static String encodeGoogle(String eventId, String calendarId) {
        byte[] pair = (eventId + " " + calendarId).getBytes(StandardCharsets.UTF_8);
        return GOOGLE_EVENT + Base64.getUrlEncoder().withoutPadding().encodeToString(pair);
    }

    private static @Nullable CalendarLink google(String code) {
        String pair = base64(code);
        if (pair == null || pair.chars().anyMatch(Character::isISOControl)) {
            return null;
        }
        int space = pair.indexOf(' ');
        String event = space < 0 ? pair : pair.substring(0, space);
        String calendar = space < 0 ? "" : pair.substring(space + 1).strip();
        return event.isEmpty() ? null : new CalendarLink("google", event, calendar.isEmpty() ? null : expand(calendar));
    }

    private static @Nullable CalendarLink microsoft(String item) {
        String id = item.replace('/', '-').replace('+', '_');
        return MICROSOFT_ID.matcher(id).matches() ? new CalendarLink("microsoft", id, null) : null;
    }

    private static String expand(String calendar) {
        String ending = calendar.substring(Math.max(0, calendar.length() - 2));
        String full = SHORTENED.get(ending);
        return full == null ? calendar : calendar.substring(0, calendar.length() - 2) + full;
    }

    private static @Nullable String base64(String code) {
        String standard = code.replace('-', '+').replace('_', '/').replaceAll("={1,2}$", "");
        try {
            return utf8(Base64.getDecoder().decode(standard));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static @Nullable String parameter(String query, String name) {
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).equalsIgnoreCase(name)) {
                return percentDecoded(pair.substring(equals + 1));
            }
        }
        return null;
    }

    private static @Nullable String after(String path, String marker) {
        int start = path.indexOf(marker);
        if (start < 0) {
            return null;
        }
        String rest = path.substring(start + marker.length());
        return percentDecoded(rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest);
    }

    private static @Nullable String firstOf(@Nullable String first, @Nullable String second) {
        return first == null ? second : first;
    }

    /// Percent escapes only: a `+` is a character of Base64 here and no space.
    private static @Nullable String percentDecoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * 3);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int octet = c == '%' ? octet(text, i + 1) : c;
            if (octet < 0 || octet > 255) {
                return null;
            }
            bytes.put((byte) octet);
            i += c == '%' ? 2 : 0;
        }
        return utf8(Arrays.copyOf(bytes.array(), bytes.position()));
    }

    private static int octet(String text, int at) {
        int high = at + 1 < text.length() ? Character.digit(text.charAt(at), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(text.charAt(at + 1), 16);
        return low < 0 ? -1 : high * 16 + low;
    }

    private static @Nullable String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }
}
