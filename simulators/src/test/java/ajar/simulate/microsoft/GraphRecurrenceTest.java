package ajar.simulate.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ajar.simulate.http.Json;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphRecurrenceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'type': 'daily', 'interval': 3 | 2026-01-30 2026-02-02 2026-02-05",
                "'type': 'weekly', 'interval': 2, 'daysOfWeek': ['friday', 'sunday'] | 2026-01-30 2026-02-08"
                        + " 2026-02-13",
                "'type': 'absoluteMonthly', 'dayOfMonth': 31 | 2026-01-31 2026-02-28 2026-03-31",
                "'type': 'relativeMonthly', 'daysOfWeek': ['tuesday'], 'index': 'second' "
                        + "| 2026-02-10 2026-03-10 2026-04-14",
                "'type': 'relativeMonthly', 'daysOfWeek': ['saturday', 'sunday'], 'index': 'last' "
                        + "| 2026-01-31 2026-02-28 2026-03-29",
                "'type': 'absoluteYearly', 'month': 2, 'dayOfMonth': 29 | 2026-02-28 2027-02-28 2028-02-29",
                "'type': 'relativeYearly', 'month': 11, 'daysOfWeek': ['thursday'], 'index': 'fourth' "
                        + "| 2026-11-26 2027-11-25 2028-11-23"
            })
    void patternsAreExpandedAsOutlookDoes(String pattern, String dates) {
        var rule = GraphRecurrence.parse(
                Json.parse("{'pattern': {%s}, 'range': {'type': 'numbered', 'numberOfOccurrences': 3}}"
                        .formatted(pattern)
                        .replace('\'', '"')));
        assertThat(rule.starts(LocalDateTime.parse("2026-01-30T09:00"), LocalDateTime.parse("2040-01-01T00:00")))
                .extracting(start -> start.toLocalDate().toString())
                .containsExactly(dates.split(" "));
    }

    @Test
    void aPatternThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> GraphRecurrence.parse(Json.parse("{\"pattern\": {\"type\": \"hourly\"}}")))
                .hasMessageContaining("hourly");
    }
}
