package ajar.sync;

import ajar.sync.EventStore.Link;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which existing meeting belongs to which occurrence.
///
/// An occurrence goes by its original start. When somebody moves a whole series, makes a series of a
/// single event, or a single event of a series, the original starts are others; the meetings are then
/// carried over to the occurrence of the same day, else to the only one of the same week, so that their
/// notes and outcomes stay with them.
final class Links {
    private final Map<String, List<Link>> byOccurrence = new LinkedHashMap<>();
    private final List<Link> moved = new ArrayList<>();

    /// @param links what was made so far
    /// @param occurrences the start of each occurrence there is now, by key
    Links(List<Link> links, Map<String, Instant> occurrences) {
        Set<String> taken = new HashSet<>();
        List<Link> homeless = new ArrayList<>();
        for (var link : links) {
            if (occurrences.containsKey(link.occurrence())) {
                taken.add(link.occurrence());
                put(link);
            } else {
                homeless.add(link);
            }
        }
        Map<String, Instant> free = new LinkedHashMap<>(occurrences);
        free.keySet().removeAll(taken);
        Map<String, String> renamed = rename(homeless, free);
        for (var link : homeless) {
            String key = renamed.get(link.occurrence());
            if (key == null) {
                put(link);
            } else {
                var there = link.at(key);
                moved.add(there);
                put(there);
            }
        }
    }

    private void put(Link link) {
        byOccurrence.computeIfAbsent(link.occurrence(), _ -> new ArrayList<>()).add(link);
    }

    private static Map<String, String> rename(List<Link> homeless, Map<String, Instant> free) {
        Map<String, Instant> old = new LinkedHashMap<>();
        homeless.stream()
                .filter(link -> link.startsAt() != null)
                .forEach(link -> old.putIfAbsent(link.occurrence(), link.startsAt()));
        Map<String, String> renamed = new HashMap<>();
        if (old.isEmpty() || free.isEmpty()) {
            return renamed;
        }
        if (free.size() == 1 && free.containsKey("")) {
            // The series became a single event: the meeting nearest to it goes on.
            Instant start = free.get("");
            old.entrySet().stream()
                    .min(Comparator.comparing(entry ->
                            java.time.Duration.between(entry.getValue(), start).abs()))
                    .ifPresent(nearest -> renamed.put(nearest.getKey(), ""));
            return renamed;
        }
        pair(old, free, renamed, start -> day(start));
        pair(
                old,
                free,
                renamed,
                start -> List.of(
                        day(start).get(IsoFields.WEEK_BASED_YEAR), day(start).get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)));
        return renamed;
    }

    private static LocalDate day(Instant start) {
        return start.atZone(ZoneOffset.UTC).toLocalDate();
    }

    /// Pairs what is alone on both sides within a stretch of time.
    private static void pair(
            Map<String, Instant> old,
            Map<String, Instant> free,
            Map<String, String> renamed,
            Function<Instant, Object> stretch) {
        Map<Object, String> before = alone(old, stretch);
        Map<Object, String> after = alone(free, stretch);
        before.forEach((when, key) -> {
            String now = after.get(when);
            if (now != null) {
                renamed.put(key, now);
                old.remove(key);
                free.remove(now);
            }
        });
    }

    private static Map<Object, String> alone(Map<String, Instant> starts, Function<Instant, Object> stretch) {
        Map<Object, String> alone = new LinkedHashMap<>();
        Set<Object> crowded = new HashSet<>();
        starts.forEach((key, start) -> {
            Object when = stretch.apply(start);
            if (alone.putIfAbsent(when, key) != null) {
                crowded.add(when);
            }
        });
        alone.keySet().removeAll(crowded);
        return alone;
    }

    /// The meetings of an occurrence.
    List<Link> of(String occurrence) {
        return byOccurrence.getOrDefault(occurrence, List.of());
    }

    /// All occurrences that have meetings.
    Set<String> occurrences() {
        return byOccurrence.keySet();
    }

    /// The meeting of an occurrence on a lead; null when there is none.
    @Nullable
    Link of(String occurrence, String leadId) {
        return of(occurrence).stream()
                .filter(link -> link.leadId().equals(leadId))
                .min(Comparator.comparing((Link link) -> !link.exists()))
                .orElse(null);
    }

    /// Those that were carried over.
    List<Link> moved() {
        return moved;
    }
}
