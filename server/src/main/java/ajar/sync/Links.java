package ajar.sync;

import ajar.sync.EventStore.Link;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which existing meeting belongs to which occurrence.
///
/// An occurrence goes by its original start. When somebody moves a whole series, makes a series of a
/// single event, or a single event of a series, the original starts are others; the meetings are then
/// carried over to the occurrence of the same day, else to the only one of the same week, so that their
/// notes and outcomes stay with them. What was deleted here is carried over too, and stays deleted. An
/// occurrence that was called off is none that has moved.
final class Links {
    private static final DateTimeFormatter KEY =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Map<String, List<Link>> byOccurrence = new LinkedHashMap<>();
    private final List<Link> moved = new ArrayList<>();

    /// @param links what was made so far
    /// @param occurrences the start of each occurrence there is now, by key
    /// @param schedule how the event goes now; null when nobody says
    Links(List<Link> links, Map<String, Instant> occurrences, @Nullable Schedule schedule) {
        Set<String> taken = new HashSet<>();
        List<Link> homeless = new ArrayList<>();
        for (var link : links) {
            String key = link.occurrence();
            if (schedule == null || occurrences.containsKey(key) || schedule.plans(key)) {
                taken.add(key);
                put(link);
            } else {
                homeless.add(link);
            }
        }
        if (schedule == null || homeless.isEmpty()) {
            return;
        }
        Map<String, Instant> free = new LinkedHashMap<>();
        occurrences.forEach((key, start) -> {
            if (!taken.contains(key)) {
                free.put(key, originalStart(key, start));
            }
        });
        Map<String, String> renamed = rename(homeless, free, schedule);
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

    /// The moment a key names; `otherwise` when it names none.
    static Instant originalStart(String key, Instant otherwise) {
        try {
            return key.indexOf('T') < 0 ? otherwise : Instant.from(KEY.parse(key));
        } catch (DateTimeException malformed) {
            return otherwise;
        }
    }

    private static Map<String, String> rename(List<Link> homeless, Map<String, Instant> free, Schedule schedule) {
        Map<String, Instant> old = new LinkedHashMap<>();
        for (var link : homeless) {
            // A single event that was deleted here is the first of the series it has become.
            Instant start = link.startsAt() == null ? schedule.start() : link.startsAt();
            old.putIfAbsent(link.occurrence(), originalStart(link.occurrence(), start));
        }
        Map<String, String> renamed = new HashMap<>();
        if (!schedule.repeats()) {
            // The series became a single event: the meeting nearest to it goes on.
            Instant start = free.get("");
            if (start != null) {
                old.entrySet().stream()
                        .min(Comparator.comparing(entry ->
                                Duration.between(entry.getValue(), start).abs()))
                        .ifPresent(nearest -> renamed.put(nearest.getKey(), ""));
            }
            return renamed;
        }
        var zone = schedule.zone();
        pair(old, free, renamed, start -> day(start, zone));
        pair(
                old,
                free,
                renamed,
                start -> List.of(
                        day(start, zone).get(IsoFields.WEEK_BASED_YEAR),
                        day(start, zone).get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)));
        return renamed;
    }

    private static LocalDate day(Instant start, ZoneId zone) {
        return start.atZone(zone).toLocalDate();
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

    /// Takes out what is too much, and returns it. After two leads were merged, one occurrence may have
    /// several meetings on one lead: those go that nobody wrote on, or all but the first.
    List<Link> removeDuplicates(Predicate<Link> isWrittenOn) {
        List<Link> removed = new ArrayList<>();
        for (var here : byOccurrence.values()) {
            Map<String, List<Link>> byLead = new LinkedHashMap<>();
            here.stream()
                    .filter(Link::exists)
                    .forEach(link -> byLead.computeIfAbsent(link.leadId(), _ -> new ArrayList<>())
                            .add(link));
            for (var same : byLead.values()) {
                if (same.size() > 1) {
                    var kept = same.stream().filter(isWrittenOn).toList();
                    same.removeAll(kept.isEmpty() ? List.of(same.getFirst()) : kept);
                    removed.addAll(same);
                }
            }
            here.replaceAll(link -> removed.contains(link) ? link.deleted() : link);
        }
        return removed;
    }

    /// Those that were carried over.
    List<Link> moved() {
        return moved;
    }
}
