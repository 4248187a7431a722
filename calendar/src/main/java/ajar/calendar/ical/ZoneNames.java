package ajar.calendar.ical;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Time zones by the names that programs give them: those of the world in any case, of Windows, with
/// prefixes such as `/mozilla.org/20050126_1/` or `tzone://Microsoft/`, and offsets.
public final class ZoneNames {
    /// `(UTC+01:00) Amsterdam, Berlin, Bern`, as Windows shows zones to people.
    private static final Pattern SHOWN =
            Pattern.compile("\\((?:UTC|GMT)(?:([+-])(\\d{1,2})[:.]?(\\d{2}))?\\)\\s*(.*)", Pattern.CASE_INSENSITIVE);

    private static final Map<String, ZoneId> REGIONS = new HashMap<>();
    private static final Map<String, String> CITIES = new HashMap<>();

    static {
        for (String id : ZoneId.getAvailableZoneIds()) {
            REGIONS.put(id.toLowerCase(Locale.ROOT), ZoneId.of(id));
            int slash = id.lastIndexOf('/');
            if (slash > 0 && !id.startsWith("Etc/") && !id.startsWith("SystemV/")) {
                CITIES.put(id.substring(slash + 1).replace('_', ' ').toLowerCase(Locale.ROOT), id);
            }
        }
    }

    private ZoneNames() {}

    /// The zone of the world, or of Windows, that a name means without a doubt; null when there is none.
    public static @Nullable ZoneId find(String name) {
        String id = name.strip().replace(' ', '_').toLowerCase(Locale.ROOT);
        ZoneId zone = REGIONS.get(id);
        if (zone == null) {
            zone = WindowsZones.find(name);
        }
        if (zone == null) {
            zone = WindowsZones.find(name.strip().replaceFirst("[ _]\\d+$", ""));
        }
        // /mozilla.org/20050126_1/Europe/Berlin, tzone://Microsoft/Utc
        for (int slash = id.indexOf('/'); zone == null && slash >= 0; slash = id.indexOf('/', slash + 1)) {
            zone = REGIONS.get(id.substring(slash + 1));
        }
        return zone != null ? zone : offsetOrShort(name.strip());
    }

    private static @Nullable ZoneId offsetOrShort(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        try {
            String known = ZoneId.SHORT_IDS.get(upper);
            if (known != null) {
                return ZoneId.of(known);
            }
            return upper.matches("(?:UTC|GMT|UT)?[+-]\\d.*|Z")
                    ? ZoneId.of(upper).normalized()
                    : null;
        } catch (DateTimeException _) {
            return null;
        }
    }

    /// The zone that a name for people seems to mean: one of its cities, where the offset is right;
    /// null when there is none.
    static @Nullable ZoneId guess(String name) {
        Matcher shown = SHOWN.matcher(name.strip());
        if (!shown.matches()) {
            return null;
        }
        ZoneOffset offset = offset(shown);
        if (offset == null) {
            return null;
        }
        for (String city : shown.group(4).split(",")) {
            String id = CITIES.get(city.strip().toLowerCase(Locale.ROOT));
            if (id != null && standardOffset(id).equals(offset)) {
                return ZoneId.of(id);
            }
        }
        return null;
    }

    private static @Nullable ZoneOffset offset(Matcher shown) {
        if (shown.group(1) == null) {
            return ZoneOffset.UTC;
        }
        int sign = shown.group(1).equals("-") ? -1 : 1;
        try {
            return ZoneOffset.ofHoursMinutes(
                    sign * Integer.parseInt(shown.group(2)), sign * Integer.parseInt(shown.group(3)));
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static ZoneOffset standardOffset(String id) {
        var rules = ZoneId.of(id).getRules();
        var changes = rules.getTransitions();
        return changes.isEmpty()
                ? rules.getOffset(Instant.EPOCH)
                : rules.getStandardOffset(changes.getLast().getInstant());
    }
}
