package ajar.calendar.recurrence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import ajar.calendar.Moment;
import ajar.calendar.Recurrence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HostileRulesTest {
    private static final List<String> NAMES = List.of(
            "INTERVAL",
            "COUNT",
            "UNTIL",
            "BYMONTH",
            "BYWEEKNO",
            "BYYEARDAY",
            "BYMONTHDAY",
            "BYDAY",
            "BYHOUR",
            "BYMINUTE",
            "BYSECOND",
            "BYSETPOS",
            "WKST",
            "RSCALE",
            "SKIP",
            "X-WHAT");
    private static final List<String> VALUES = List.of(
            "0",
            "1",
            "-1",
            "2,3",
            "31",
            "-366",
            "53",
            "60",
            "99999",
            "2147483647",
            "-2147483648",
            "MO",
            "-5FR",
            "54SU,MO",
            "XX",
            ",",
            "",
            "1,,2",
            "20260101",
            "50000101T000000Z",
            "00000101",
            "GREGORIAN",
            "FORWARD",
            "BACKWARD",
            "JULIAN",
            "12,1,6",
            "0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23",
            "=",
            "1L");

    @Provide
    Arbitrary<String> rules() {
        var part = Combinators.combine(Arbitraries.of(NAMES), Arbitraries.of(VALUES))
                .as((name, value) -> name + "=" + value);
        return Combinators.combine(
                        Arbitraries.of("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY"),
                        part.list().ofMaxSize(5))
                .as((frequency, parts) ->
                        "FREQ=" + frequency + parts.stream().collect(Collectors.joining(";", ";", "")));
    }

    @Provide
    Arbitrary<Moment> starts() {
        return Arbitraries.of(
                Moment.of(LocalDate.of(2024, 2, 29).atTime(2, 30).atZone(ZoneId.of("Europe/Berlin"))),
                Moment.of(LocalDate.of(1, 1, 1).atTime(0, 0).atZone(ZoneOffset.UTC)),
                Moment.of(LocalDate.of(9999, 12, 31).atTime(23, 59, 59).atZone(ZoneId.of("America/New_York"))),
                Moment.of(LocalDate.of(2026, 1, 31)),
                Moment.of(LocalDate.of(1601, 1, 1)));
    }

    @Property(tries = 3000)
    void everyRuleIsExpandedOrRefusedInNoTime(@ForAll("rules") String rule, @ForAll("starts") Moment start) {
        assertTimeout(Duration.ofSeconds(5), () -> {
            try {
                assertThat(expand(rule, start))
                        .doesNotHaveDuplicates()
                        .hasSizeLessThanOrEqualTo(Expansion.MAX_OCCURRENCES);
            } catch (RecurrenceException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        });
    }

    private static List<Moment> expand(String rule, Moment start) throws RecurrenceException {
        return Expansion.of(start, new Recurrence(List.of(rule), List.of(), List.of()))
                .between(Instant.parse("2025-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"), ZoneOffset.UTC);
    }
}
