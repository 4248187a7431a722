package ajar.calendar.ical;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The time zones of Windows by the names that Outlook and Exchange write, as the Unicode CLDR maps
/// them to those of the world.
public final class WindowsZones {
    private static final Map<String, ZoneId> ZONES = load();

    private WindowsZones() {}

    /// The zone of a name such as `W. Europe Standard Time`, in any case; null when there is none.
    public static @Nullable ZoneId find(String name) {
        return ZONES.get(name.strip().toLowerCase(Locale.ROOT));
    }

    /// All of them, by their names in lower case.
    static Map<String, ZoneId> all() {
        return ZONES;
    }

    private static Map<String, ZoneId> load() {
        Map<String, ZoneId> zones = new LinkedHashMap<>();
        try (InputStream in = Objects.requireNonNull(WindowsZones.class.getResourceAsStream("windows-zones.txt"))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && line.contains("="))
                    .forEach(line -> {
                        int equals = line.indexOf('=');
                        zones.put(
                                line.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                                ZoneId.of(line.substring(equals + 1).strip()));
                    });
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Collections.unmodifiableMap(zones);
    }
}
