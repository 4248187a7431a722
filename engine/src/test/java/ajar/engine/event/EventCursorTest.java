package ajar.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ajar.engine.problem.ApiException;
import java.time.Instant;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventCursorTest {
    private static final Map<String, String> FILTERS = Map.of("lead_id", "lead_1");
    private static final Instant MOMENT = Instant.parse("2026-11-21T09:00:00.123456Z");

    @Property(tries = 200)
    void aCursorIsReadBack(
            @ForAll @LongRange(min = 0, max = 4_000_000_000L) long second,
            @ForAll @LongRange(min = 0) long seq,
            @ForAll boolean newer) {
        var cursor = new EventCursor(Instant.ofEpochSecond(second), seq, newer, Map.of("gte", MOMENT));
        assertThat(EventCursor.parse(cursor.text(FILTERS), FILTERS)).isEqualTo(cursor);
    }

    @Test
    void nothingIsTheFirstPage() {
        assertThat(EventCursor.parse("", FILTERS)).isNull();
    }

    @Test
    void aCursorMadeForOtherFiltersIsRefused() {
        String text = new EventCursor(MOMENT, 1, false, Map.of()).text(FILTERS);
        assertRefused(text, Map.of());
        assertRefused(text, Map.of("lead_id", "lead_2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"junk", "e30", "bnVsbA", "W10", "AAAA", "%%%", "eyJmIjoxfQ"})
    void whatIsNoCursorIsRefused(String text) {
        assertRefused(text, FILTERS);
    }

    @Property(tries = 200)
    void readingNeverFailsOtherwise(@ForAll String text) {
        if (!text.isEmpty()) {
            assertRefused(text, FILTERS);
        }
    }

    private static void assertRefused(String text, Map<String, String> filters) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> EventCursor.parse(text, filters))
                .withMessageContaining("The cursor is not valid.");
    }
}
