package ajar.calendar.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ajar.calendar.Moment;
import ajar.calendar.Recurrence;
import ajar.calendar.recurrence.Expansion;
import ajar.engine.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphRuleTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static String rule(String pattern, String range, boolean isAllDay) {
        var json = Json.parse(("{'pattern': {" + pattern + "}, 'range': {" + range + "}}").replace('\'', '"'));
        return GraphRule.of(json, isAllDay, BERLIN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'type': 'daily', 'interval': 1 | FREQ=DAILY",
                "'type': 'daily', 'interval': 3 | FREQ=DAILY;INTERVAL=3",
                "'type': 'weekly', 'interval': 2, 'daysOfWeek': ['monday', 'thursday'], 'firstDayOfWeek': 'monday'"
                        + " | FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;WKST=MO",
                "'type': 'weekly', 'interval': 1, 'daysOfWeek': ['friday'] | FREQ=WEEKLY;BYDAY=FR;WKST=SU",
                "'type': 'absoluteMonthly', 'interval': 1, 'dayOfMonth': 15 | FREQ=MONTHLY;BYMONTHDAY=15",
                "'type': 'absoluteMonthly', 'interval': 1, 'dayOfMonth': 31"
                        + " | FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
                "'type': 'relativeMonthly', 'interval': 1, 'daysOfWeek': ['tuesday'], 'index': 'second'"
                        + " | FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2",
                "'type': 'relativeMonthly', 'interval': 1, 'daysOfWeek': ['monday', 'tuesday'], 'index': 'last'"
                        + " | FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1",
                "'type': 'absoluteYearly', 'interval': 1, 'dayOfMonth': 24, 'month': 12"
                        + " | FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24",
                "'type': 'relativeYearly', 'interval': 1, 'daysOfWeek': ['thursday'], 'index': 'fourth', 'month': 11"
                        + " | FREQ=MONTHLY;INTERVAL=12;BYDAY=TH;BYSETPOS=4",
                "'type': 'AbsoluteMonthly', 'interval': 0, 'dayOfMonth': 1 | FREQ=MONTHLY;BYMONTHDAY=1",
            })
    void everyPatternHasItsRule(String pattern, String rule) {
        assertThat(rule(pattern, "'type': 'noEnd', 'endDate': '0001-01-01'", false))
                .isEqualTo(rule);
    }

    @Test
    void rangesEndByDateOrNumberOrNotAtAll() {
        String daily = "'type': 'daily', 'interval': 1";
        assertThat(rule(daily, "'type': 'numbered', 'numberOfOccurrences': 5", false))
                .isEqualTo("FREQ=DAILY;COUNT=5");
        assertThat(rule(daily, "'type': 'endDate', 'endDate': '2026-05-30'", false))
                .isEqualTo("FREQ=DAILY;UNTIL=20260530T215959Z");
        assertThat(rule(daily, "'type': 'endDate', 'endDate': '2026-05-30'", true))
                .isEqualTo("FREQ=DAILY;UNTIL=20260530");
        assertThat(rule(daily, "'type': 'endDate', 'endDate': '9999-12-31'", false))
                .isEqualTo("FREQ=DAILY");
        assertThat(rule(daily, "'type': 'endDate', 'endDate': '0001-01-01'", false))
                .isEqualTo("FREQ=DAILY");
    }

    @Test
    void thePatternOfAYearFallsOnTheDayThatIsMeant() throws Exception {
        String rule = rule(
                "'type': 'relativeYearly', 'interval': 1, 'daysOfWeek': ['thursday'], 'index': 'fourth', 'month': 11",
                "'type': 'noEnd'",
                false);
        var start = Moment.of(LocalDateTime.parse("2025-11-27T09:00").atZone(BERLIN));
        assertThat(Expansion.of(start, new Recurrence(List.of(rule), List.of(), List.of()))
                        .between(Instant.parse("2025-01-01T00:00:00Z"), Instant.parse("2028-01-01T00:00:00Z"), BERLIN))
                .extracting(Moment::key)
                .containsExactly("20251127T080000Z", "20261126T080000Z", "20271125T080000Z");
    }

    @Test
    void theLastDayStandsInForOneThatAMonthDoesNotHave() throws Exception {
        String rule = rule("'type': 'absoluteMonthly', 'interval': 1, 'dayOfMonth': 31", "'type': 'noEnd'", false);
        var start = Moment.of(LocalDateTime.parse("2026-01-31T09:00").atZone(BERLIN));
        assertThat(Expansion.of(start, new Recurrence(List.of(rule), List.of(), List.of()))
                        .between(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-05-15T00:00:00Z"), BERLIN))
                .extracting(Moment::key)
                .containsExactly("20260131T080000Z", "20260228T080000Z", "20260331T070000Z", "20260430T070000Z");
    }

    @Test
    void aPatternThatNobodyKnowsIsNoRuleAndNonsenseIsRefused() {
        assertThat(rule("'type': 'lunar', 'interval': 1", "'type': 'noEnd'", false))
                .isNull();
        assertThatThrownBy(() -> rule(
                        "'type': 'relativeMonthly', 'daysOfWeek': ['monday'], 'index': 'sixth'",
                        "'type': 'noEnd'",
                        false))
                .isInstanceOf(DateTimeException.class)
                .hasMessageContaining("sixth");
    }
}
