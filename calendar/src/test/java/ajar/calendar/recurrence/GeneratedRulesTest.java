package ajar.calendar.recurrence;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.calendar.Moment;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Expansion against two other opinions: RFC 5545 taken at its word, and another library. Where one of
/// them differs, [Difference] says why.
class GeneratedRulesTest {
    /// When no clock is changed, so that nothing is at the edge of what is looked at.
    private static final LocalTime NOON = LocalTime.of(12, 0, 1);

    @Provide
    Arbitrary<Series> series() {
        return Series.any();
    }

    @Provide
    Arbitrary<Series> seriesThatAllReadAlike() {
        return Series.any().filter(it -> Difference.of(it).isEmpty());
    }

    @Property(tries = 2500, seed = "20261121", edgeCases = EdgeCasesMode.NONE)
    void rulesMeanWhatTheRfcSays(@ForAll("series") Series series) throws RecurrenceException {
        var literal = literal(series);
        if (Difference.of(series).stream().noneMatch(Difference::isOurs)) {
            assertThat(ours(series)).isEqualTo(literal);
        }
    }

    @Property(tries = 2500, seed = "20261121", edgeCases = EdgeCasesMode.NONE)
    void aSecondLibraryFindsTheSameOccurrences(@ForAll("seriesThatAllReadAlike") Series series)
            throws RecurrenceException {
        var ours = ours(series);
        var theirs = SecondLibrary.expand(series, from(series), to(series));
        Instant start = series.first().instant(ZoneOffset.UTC);
        if (ours.contains(start)
                && (theirs.isEmpty() || !readings(start, series).contains(theirs.getFirst()))) {
            // It leaves the start out where the rule does not make it, and counts one more at the end.
            ours = ours.subList(1, ours.size());
        }
        if (series.has("COUNT") && Math.abs(theirs.size() - ours.size()) == 1) {
            int both = Math.min(ours.size(), theirs.size());
            ours = ours.subList(0, both);
            theirs = theirs.subList(0, both);
        }
        assertThat(theirs).hasSameSizeAs(ours);
        for (int i = 0; i < ours.size(); i++) {
            assertThat(theirs.get(i)).isIn(readings(ours.get(i), series));
        }
    }

    /// A difference that is gone should not be excused any more.
    @ParameterizedTest
    @EnumSource
    void everyNamedDifferenceIsOne(Difference difference) throws RecurrenceException {
        Series example = difference.example();
        assertThat(Difference.of(example)).contains(difference);
        assertThat(ours(example).equals(literal(example))).isNotEqualTo(difference.isOurs());
        if (!difference.isOurs()) {
            assertThat(SecondLibrary.expand(example, from(example), to(example)))
                    .isNotEqualTo(ours(example));
        }
    }

    /// The instants that a local time can mean. The libraries differ where clocks change: we take the
    /// first of two, and move on what is skipped.
    private static List<Instant> readings(Instant instant, Series series) {
        LocalDateTime local = instant.atZone(series.zone()).toLocalDateTime();
        var change = series.zone().getRules().nextTransition(instant.minus(1, ChronoUnit.HOURS));
        if (change == null || change.getInstant().isAfter(instant.plus(1, ChronoUnit.HOURS))) {
            return List.of(instant);
        }
        return List.of(
                instant,
                local.toInstant(change.getOffsetBefore()),
                local.toInstant(change.getOffsetAfter()),
                instant.minus(change.getDuration().abs()));
    }

    private static List<Instant> ours(Series series) throws RecurrenceException {
        return Expansion.of(series.first(), series.recurrence())
                .between(from(series), to(series), ZoneOffset.UTC)
                .stream()
                .map(Moment.Time.class::cast)
                .map(it -> it.at().toInstant())
                .toList();
    }

    private static List<Instant> literal(Series series) {
        return new LiteralReading(series.start(), series.rule())
                .until(series.windowEnd().plusDays(1)).stream()
                        .map(it -> it.atZone(series.zone()).toInstant())
                        .filter(it -> !it.isBefore(from(series)) && it.isBefore(to(series)))
                        .sorted()
                        .distinct()
                        .toList();
    }

    private static Instant from(Series series) {
        return series.windowStart().atTime(NOON).atZone(series.zone()).toInstant();
    }

    private static Instant to(Series series) {
        return series.windowEnd().atTime(NOON).atZone(series.zone()).toInstant();
    }
}
