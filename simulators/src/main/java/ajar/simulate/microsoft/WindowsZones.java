package ajar.simulate.microsoft;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The time zones of Exchange that the simulator can calculate with: the names of Windows that are met
/// most, and those of the tz database. Events may carry any other name, too.
final class WindowsZones {
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("Dateline Standard Time", "Etc/GMT+12"),
            Map.entry("Hawaiian Standard Time", "Pacific/Honolulu"),
            Map.entry("Alaskan Standard Time", "America/Anchorage"),
            Map.entry("Pacific Standard Time", "America/Los_Angeles"),
            Map.entry("Mountain Standard Time", "America/Denver"),
            Map.entry("US Mountain Standard Time", "America/Phoenix"),
            Map.entry("Central Standard Time", "America/Chicago"),
            Map.entry("Eastern Standard Time", "America/New_York"),
            Map.entry("Atlantic Standard Time", "America/Halifax"),
            Map.entry("Newfoundland Standard Time", "America/St_Johns"),
            Map.entry("E. South America Standard Time", "America/Sao_Paulo"),
            Map.entry("GMT Standard Time", "Europe/London"),
            Map.entry("Greenwich Standard Time", "Atlantic/Reykjavik"),
            Map.entry("W. Europe Standard Time", "Europe/Berlin"),
            Map.entry("Romance Standard Time", "Europe/Paris"),
            Map.entry("Central Europe Standard Time", "Europe/Budapest"),
            Map.entry("Central European Standard Time", "Europe/Warsaw"),
            Map.entry("FLE Standard Time", "Europe/Kyiv"),
            Map.entry("GTB Standard Time", "Europe/Bucharest"),
            Map.entry("Israel Standard Time", "Asia/Jerusalem"),
            Map.entry("South Africa Standard Time", "Africa/Johannesburg"),
            Map.entry("Turkey Standard Time", "Europe/Istanbul"),
            Map.entry("Russian Standard Time", "Europe/Moscow"),
            Map.entry("Arabian Standard Time", "Asia/Dubai"),
            Map.entry("India Standard Time", "Asia/Kolkata"),
            Map.entry("Nepal Standard Time", "Asia/Kathmandu"),
            Map.entry("SE Asia Standard Time", "Asia/Bangkok"),
            Map.entry("China Standard Time", "Asia/Shanghai"),
            Map.entry("Singapore Standard Time", "Asia/Singapore"),
            Map.entry("Tokyo Standard Time", "Asia/Tokyo"),
            Map.entry("AUS Eastern Standard Time", "Australia/Sydney"),
            Map.entry("New Zealand Standard Time", "Pacific/Auckland"));

    private WindowsZones() {}

    /// The zone of a name. Null for names that mean nothing here, such as `tzone://Microsoft/Custom`.
    static @Nullable ZoneId find(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return null;
        }
        if (name.equals("UTC") || name.equals("tzone://Microsoft/Utc")) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(NAMES.getOrDefault(name, name));
        } catch (DateTimeException unknown) {
            return null;
        }
    }

    /// The zone of a name, or UTC.
    static ZoneId orUtc(@Nullable String name) {
        ZoneId zone = find(name);
        return zone == null ? ZoneOffset.UTC : zone;
    }

    /// The name Windows has for a zone; its own name when there is none here.
    static String name(ZoneId zone) {
        return zone.getId().equals("Z")
                ? "UTC"
                : NAMES.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(zone.getId()))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(zone.getId());
    }
}
