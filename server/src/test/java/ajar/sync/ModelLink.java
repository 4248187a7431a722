package ajar.sync;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// Which occurrence and which lead a meeting was made for. One whose meeting was deleted keeps it from
/// coming back.
final class ModelLink {
    private static final DateTimeFormatter KEY =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final String uid;
    private final ModelMeeting meeting;
    private String key;
    private String lead;
    private Set<String> addresses;
    private boolean exists = true;

    /// @param key the original start of the occurrence; empty for an event that does not repeat
    /// @param addresses by whom the lead was recognised
    ModelLink(String uid, String key, String lead, Set<String> addresses, ModelMeeting meeting) {
        this.uid = uid;
        this.key = key;
        this.lead = lead;
        this.addresses = addresses;
        this.meeting = meeting;
    }

    String uid() {
        return uid;
    }

    String key() {
        return key;
    }

    String lead() {
        return lead;
    }

    Set<String> addresses() {
        return addresses;
    }

    ModelMeeting meeting() {
        return meeting;
    }

    boolean exists() {
        return exists;
    }

    void delete() {
        exists = false;
    }

    void move(String destination) {
        lead = destination;
    }

    void recognise(Set<String> now) {
        if (!now.isEmpty()) {
            addresses = now;
        }
    }

    /// Where the occurrence began by the schedule it was made under.
    private Instant begin() {
        return key.isEmpty() ? meeting.said().start() : Instant.from(KEY.parse(key));
    }

    /// Where an occurrence is not in the schedule any more, its meetings go to the one of the same day,
    /// else to the only one of the same week.
    static void carryOver(List<ModelLink> links, ModelViews views) {
        var schedule = views.schedule();
        if (schedule == null) {
            return;
        }
        var planned = views.scheduled();
        Map<String, Instant> old = new LinkedHashMap<>();
        Set<String> taken = new TreeSet<>();
        for (var link : links) {
            if (views.byKey().containsKey(link.key()) || planned.contains(link.key())) {
                taken.add(link.key());
            } else {
                old.putIfAbsent(link.key(), link.begin());
            }
        }
        Map<String, Instant> free = new LinkedHashMap<>();
        views.byKey().forEach((key, of) -> {
            if (!taken.contains(key)) {
                free.put(key, key.isEmpty() ? of.getFirst().start() : Instant.from(KEY.parse(key)));
            }
        });
        var carried = schedule.recurrence().repeats() ? carried(old, free, views.zone()) : toSingle(old, free);
        links.forEach(link -> link.key = carried.getOrDefault(link.key, link.key));
    }

    private static Map<String, String> toSingle(Map<String, Instant> old, Map<String, Instant> free) {
        Map<String, String> carried = new HashMap<>();
        var single = free.get("");
        if (single != null) {
            old.entrySet().stream()
                    .min(Comparator.comparing(entry ->
                            java.time.Duration.between(entry.getValue(), single).abs()))
                    .ifPresent(nearest -> carried.put(nearest.getKey(), ""));
        }
        return carried;
    }

    private static Map<String, String> carried(Map<String, Instant> old, Map<String, Instant> free, ZoneId zone) {
        Map<String, String> carried = new HashMap<>();
        Function<Instant, Object> day = at -> date(at, zone);
        Function<Instant, Object> week = at -> date(at, zone).get(IsoFields.WEEK_BASED_YEAR) * 100
                + date(at, zone).get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
        for (var stretch : List.of(day, week)) {
            for (var key : List.copyOf(old.keySet())) {
                Object when = stretch.apply(old.get(key));
                List<String> before = within(old, stretch, when);
                List<String> after = within(free, stretch, when);
                if (before.size() == 1 && after.size() == 1) {
                    carried.put(key, after.getFirst());
                }
            }
            old.keySet().removeAll(carried.keySet());
            free.keySet().removeAll(carried.values());
        }
        return carried;
    }

    private static LocalDate date(Instant at, ZoneId zone) {
        return at.atZone(zone).toLocalDate();
    }

    private static List<String> within(Map<String, Instant> starts, Function<Instant, Object> stretch, Object when) {
        List<String> within = new ArrayList<>();
        starts.forEach((key, start) -> {
            if (stretch.apply(start).equals(when)) {
                within.add(key);
            }
        });
        return within;
    }

    /// After leads were merged, one occurrence may have several meetings on one lead. Those that somebody
    /// wrote on stay; else the first.
    static void removeDuplicates(List<ModelLink> links) {
        for (var link : links) {
            var same = links.stream()
                    .filter(other -> other.exists && other.key.equals(link.key) && other.lead.equals(link.lead))
                    .toList();
            boolean anyWords = same.stream().anyMatch(other -> other.meeting.hasWords());
            same.stream()
                    .filter(other -> anyWords ? !other.meeting.hasWords() : other != same.getFirst())
                    .forEach(ModelLink::delete);
        }
    }
}
