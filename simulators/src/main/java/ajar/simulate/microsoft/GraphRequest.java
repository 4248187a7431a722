package ajar.simulate.microsoft;

import ajar.simulate.http.Received;
import ajar.simulate.http.Refused;
import ajar.simulate.http.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A request to Graph with its OData parameters and preferences. Names of parameters are taken in any
/// case.
record GraphRequest(Received received) {
    private static final Pattern TIME_ZONE =
            Pattern.compile("outlook\\.timezone=\"?([^\",;]+)\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern PAGE_SIZE = Pattern.compile("odata\\.maxpagesize=(\\d+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern BODY_TYPE =
            Pattern.compile("outlook\\.body-content-type=\"?text\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern IMMUTABLE = Pattern.compile("IdType=\"?ImmutableId\"?", Pattern.CASE_INSENSITIVE);

    @Nullable
    String parameter(String name) {
        for (var entry : received.query().entrySet()) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                return entry.getValue().getFirst();
            }
        }
        return null;
    }

    /// A number that must not be negative. Refuses anything else with 400.
    int number(String name, int otherwise) {
        String text = parameter(name);
        try {
            int number = text == null ? otherwise : Integer.parseInt(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException malformed) {
            // Answered below.
        }
        throw new Refused(
                GraphErrors.badRequest(received, "Invalid value '" + text + "' for " + name + " query option found."));
    }

    /// The window of a calendar view. Refuses a request without one with 400.
    Window window() {
        String start = parameter("startDateTime");
        String end = parameter("endDateTime");
        if (start == null || end == null) {
            throw new Refused(GraphErrors.of(
                    received,
                    400,
                    "ErrorInvalidParameter",
                    "This request requires a time window specified by the query string parameters StartDateTime "
                            + "and EndDateTime."));
        }
        try {
            return new Window(start, end, GraphTime.parameter(start), GraphTime.parameter(end));
        } catch (DateTimeException malformed) {
            throw new Refused(GraphErrors.of(
                    received,
                    400,
                    "ErrorInvalidParameter",
                    "The value of the parameter startDateTime or endDateTime " + "is not a valid date."));
        }
    }

    /// @param startText as it was sent
    record Window(String startText, String endText, Instant start, Instant end) {}

    private String preferences() {
        String prefer = received.header("prefer");
        return prefer == null ? "" : prefer;
    }

    boolean immutable() {
        return IMMUTABLE.matcher(preferences()).find();
    }

    boolean textBody() {
        return BODY_TYPE.matcher(preferences()).find();
    }

    /// The page size of `Prefer: odata.maxpagesize`; a default without it.
    int pageSize(int otherwise) {
        var size = PAGE_SIZE.matcher(preferences());
        return size.find() ? Math.max(1, Integer.parseInt(size.group(1))) : otherwise;
    }

    /// The name of the zone that times are wanted in.
    String zoneName() {
        var zone = TIME_ZONE.matcher(preferences());
        return zone.find() ? zone.group(1).strip() : "UTC";
    }

    /// That zone. Refuses a name that is unknown with 400.
    ZoneId zone() {
        ZoneId zone = WindowsZones.find(zoneName());
        if (zone == null) {
            throw new Refused(GraphErrors.of(
                    received, 400, "TimeZoneNotSupportedException", "A valid TimeZone value must be specified."));
        }
        return zone;
    }

    /// Says which preferences were followed.
    Reply applied(Reply reply) {
        List<String> applied = new ArrayList<>();
        if (TIME_ZONE.matcher(preferences()).find()) {
            applied.add("outlook.timezone=\"" + zoneName() + '"');
        }
        if (PAGE_SIZE.matcher(preferences()).find()) {
            applied.add("odata.maxpagesize=" + pageSize(0));
        }
        if (textBody()) {
            applied.add("outlook.body-content-type=\"text\"");
        }
        if (immutable()) {
            applied.add("IdType=\"ImmutableId\"");
        }
        Reply identified = reply.with("request-id", GraphErrors.requestId(received));
        return applied.isEmpty() ? identified : identified.with("Preference-Applied", String.join(", ", applied));
    }

    /// The request's URL with one parameter replaced.
    String with(String base, String name, String value) {
        var url = new StringBuilder(base + received.path());
        received.query().forEach((key, values) -> {
            if (!key.equalsIgnoreCase(name)) {
                append(url, key, values.getFirst());
            }
        });
        append(url, name, value);
        return url.toString();
    }

    static void append(StringBuilder url, String name, String value) {
        url.append(url.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
}
