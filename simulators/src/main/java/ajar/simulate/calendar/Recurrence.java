package ajar.simulate.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A series in local time: occurrences keep their time of day when clocks change.
///
/// @param first the start of the series, and of its first occurrence
/// @param end the end of the first occurrence
/// @param zone where the local times are
/// @param allDay whether it lasts whole days, its times being midnights
/// @param excluded starts that are left out
public record Recurrence(
        LocalDateTime first, LocalDateTime end, ZoneId zone, boolean allDay, Rule rule, Set<LocalDateTime> excluded) {

    /// One occurrence where the rule puts it, before any change to it.
    ///
    /// @param start local time in `zone`
    public record Occurrence(LocalDateTime start, LocalDateTime end, ZoneId zone, boolean allDay) {
        /// When it starts.
        public Instant startsAt() {
            return start.atZone(zone).toInstant();
        }

        /// When it ends.
        public Instant endsAt() {
            return end.atZone(zone).toInstant();
        }
    }

    /// The occurrences that end after `from` and start before `to`.
    public List<Occurrence> between(Instant from, Instant to) {
        LocalDateTime limit = LocalDateTime.ofInstant(to, zone).plusDays(1);
        return rule.starts(first, limit).stream()
                .filter(start -> !excluded.contains(start))
                .map(this::occurrence)
                .filter(one -> one.endsAt().isAfter(from) && one.startsAt().isBefore(to))
                .toList();
    }

    /// The occurrence with this original start. Null when the series has none there.
    ///
    /// @param start an instant such as `2026-03-02T08:00:00Z`, or a date such as `2026-03-02`
    public @Nullable Occurrence at(String start) {
        LocalDateTime local = start.length() == 10
                ? LocalDate.parse(start).atTime(first.toLocalTime())
                : LocalDateTime.ofInstant(Instant.parse(start), zone);
        return rule.starts(first, local.plus(1, ChronoUnit.DAYS)).contains(local) && !excluded.contains(local)
                ? occurrence(local)
                : null;
    }

    private Occurrence occurrence(LocalDateTime start) {
        return new Occurrence(
                start, start.plus(ChronoUnit.SECONDS.between(first, end), ChronoUnit.SECONDS), zone, allDay);
    }
}
