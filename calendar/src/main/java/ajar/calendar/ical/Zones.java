package ajar.calendar.ical;

import ajar.calendar.Quarantined;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The time zones of one calendar: what is behind the names that its events use.
///
/// A name of the world or of Windows is believed before the definition that comes with it: programs
/// write definitions for one year and names for good. Otherwise the definition is compared with all
/// zones of the world. What remains is taken in a zone that comes close, and noted.
final class Zones {
    /// Comparisons with all zones of the world that one calendar gets.
    private static final int MAX_COMPARISONS = 300;

    private static final int MAX_NOTES = 100;

    private final Map<String, ZoneDefinition> definitions = new HashMap<>();
    private final Map<String, ZoneId> locations = new HashMap<>();
    private final Map<String, ZoneId> names = new HashMap<>();
    private final Map<String, ZoneDefinition.Likeness> likenesses = new HashMap<>();
    private final Map<String, String> notes = new LinkedHashMap<>();
    private ZoneId floating = ZoneOffset.UTC;
    private int comparisons;

    /// Takes in a VTIMEZONE.
    void define(Component timezone) {
        String name = timezone.last("TZID");
        ZoneId location = ZoneNames.find(timezone.last("X-LIC-LOCATION"));
        if (location != null) {
            locations.put(name, location);
        }
        try {
            definitions.putIfAbsent(name, ZoneDefinition.of(timezone));
        } catch (BrokenEvent unreadable) {
            note(name, "Its definition cannot be read. " + unreadable.reason());
        }
    }

    /// How many definitions were taken in.
    int size() {
        return definitions.size();
    }

    /// Where times without a zone are.
    void setFloating(ZoneId zone) {
        floating = zone;
    }

    /// Where local times of a zone are.
    ///
    /// @param name as TZID says it; empty for times without a zone
    /// @param repeats whether the zone must hold for a series, and not for one time alone
    Dates.Placing placing(String name, boolean repeats) {
        if (name.isBlank()) {
            return Dates.in(floating);
        }
        ZoneId zone = names.computeIfAbsent(name, this::known);
        if (zone != null) {
            return Dates.in(zone);
        }
        ZoneDefinition definition = definitions.get(name);
        return definition == null ? guessed(name) : local -> defined(name, definition, local, repeats);
    }

    private @Nullable ZoneId known(String name) {
        ZoneId zone = ZoneNames.find(name);
        return zone != null ? zone : locations.get(name);
    }

    private Dates.Placing guessed(String name) {
        ZoneId guess = ZoneNames.guess(name);
        if (guess == null) {
            note(name, "This time zone is not known. Its times are taken as those of " + floating + ".");
        }
        return Dates.in(guess == null ? floating : guess);
    }

    private ZonedDateTime defined(String name, ZoneDefinition definition, LocalDateTime local, boolean repeats) {
        try {
            var likeness = likeness(name, definition, local.getYear());
            if (likeness != null && likeness.isExact()) {
                return local.atZone(likeness.zone());
            }
            ZoneOffset offset = definition.offset(local);
            if (!repeats) {
                return local.atZone(offset);
            }
            ZoneId closest = likeness == null ? offset : likeness.zone();
            note(name, "No time zone changes its clocks as this one does. Its series are taken in " + closest + ".");
            return local.atZone(closest);
        } catch (BrokenEvent unreadable) {
            note(name, unreadable.reason() + " Its times are taken as those of " + floating + ".");
            return local.atZone(floating);
        }
    }

    private ZoneDefinition.@Nullable Likeness likeness(String name, ZoneDefinition definition, int year)
            throws BrokenEvent {
        String key = year + " " + name;
        if (!likenesses.containsKey(key) && comparisons < MAX_COMPARISONS) {
            comparisons++;
            var likeness = definition.likeness(year);
            if (likeness != null) {
                likenesses.put(key, likeness);
            }
        }
        return likenesses.get(key);
    }

    private void note(String name, String text) {
        if (notes.size() < MAX_NOTES) {
            notes.putIfAbsent(name, text);
        }
    }

    /// The zones that were not what they should be.
    List<Quarantined> notes() {
        List<Quarantined> quarantined = new ArrayList<>();
        notes.forEach((name, text) -> {
            String zone = Text.line(name, 200);
            quarantined.add(new Quarantined("#zone " + zone, zone, text));
        });
        return quarantined;
    }
}
