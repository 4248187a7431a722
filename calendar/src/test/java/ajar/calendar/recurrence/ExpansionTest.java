package ajar.calendar.recurrence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ajar.calendar.Moment;
import ajar.calendar.Recurrence;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpansionTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant ALWAYS = Instant.parse("2100-01-01T00:00:00Z");

    private static Moment berlin(String local) {
        return Moment.of(ZonedDateTime.of(java.time.LocalDateTime.parse(local), BERLIN));
    }

    private static Moment utc(String instant) {
        return Moment.of(Instant.parse(instant).atZone(ZoneOffset.UTC));
    }

    private static Moment day(String date) {
        return Moment.of(LocalDate.parse(date));
    }

    private static Recurrence rules(String... rules) {
        return new Recurrence(List.of(rules), List.of(), List.of());
    }

    private static List<Moment> all(Moment start, Recurrence recurrence) throws RecurrenceException {
        return Expansion.of(start, recurrence).between(Instant.EPOCH, ALWAYS, BERLIN);
    }

    /// The local times of all occurrences, briefly.
    private static List<String> texts(Moment start, Recurrence recurrence) throws RecurrenceException {
        return all(start, recurrence).stream()
                .map(it ->
                        it instanceof Moment.Time(var at) ? at.toLocalDateTime().toString() : it.toString())
                .toList();
    }

    @Test
    void aSeriesKeepsItsHourWhenClocksChange() throws RecurrenceException {
        var starts = all(berlin("2026-03-23T09:00"), rules("FREQ=WEEKLY;COUNT=2"));
        assertThat(starts)
                .extracting(it -> it.instant(BERLIN))
                .containsExactly(Instant.parse("2026-03-23T08:00:00Z"), Instant.parse("2026-03-30T07:00:00Z"));
    }

    @Test
    void aTimeThatIsSkippedMovesOn() throws RecurrenceException {
        assertThat(texts(berlin("2026-03-28T02:30"), rules("FREQ=DAILY;COUNT=3")))
                .containsExactly("2026-03-28T02:30", "2026-03-29T03:30", "2026-03-30T02:30");
    }

    @Test
    void ofATimeThatOccursTwiceTheFirstIsMeant() throws RecurrenceException {
        var starts = all(berlin("2026-10-24T02:30"), rules("FREQ=DAILY;COUNT=2"));
        assertThat(starts.getLast().instant(BERLIN)).isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
    }

    @Test
    void theStartIsTheFirstOccurrenceEvenWhereTheRuleWouldNotMakeIt() throws RecurrenceException {
        // A Thursday.
        assertThat(texts(berlin("2026-01-01T09:00"), rules("FREQ=WEEKLY;BYDAY=MO;COUNT=3")))
                .containsExactly("2026-01-01T09:00", "2026-01-05T09:00", "2026-01-12T09:00");
    }

    @ParameterizedTest
    @CsvSource({
        "FREQ=DAILY;UNTIL=20260103, 3",
        "FREQ=DAILY;UNTIL=20260103T080000Z, 3",
        "FREQ=DAILY;UNTIL=20260103T075959Z, 2",
        "FREQ=DAILY;UNTIL=20260103T090000, 3",
        "FREQ=DAILY;UNTIL=20260103T085959, 2",
        "FREQ=DAILY;UNTIL=20250103T090000Z, 1",
        "FREQ=DAILY;UNTIL=20260110;COUNT=4, 4",
        "FREQ=DAILY;COUNT=0, 1",
        "FREQ=DAILY;COUNT=1, 1",
        "FREQ=DAILY;INTERVAL=0;COUNT=5, 5",
        "freq=daily; count=2, 2",
        "FREQ=WEEKLY;BYDAY=1TH;UNTIL=20260115, 3"
    })
    void aRuleEndsWhereItSays(String rule, int occurrences) throws RecurrenceException {
        assertThat(all(berlin("2026-01-01T09:00"), rules(rule))).hasSize(occurrences);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FREQ=DAILY;UNTIL=20260103", "FREQ=DAILY;UNTIL=20260103T235959Z", "FREQ=DAILY;COUNT=3"})
    void daysEndOnTheDateWhateverTheTime(String rule) throws RecurrenceException {
        assertThat(all(day("2026-01-01"), rules(rule)))
                .containsExactly(day("2026-01-01"), day("2026-01-02"), day("2026-01-03"));
    }

    @Test
    void leapDaysComeEveryFourYears() throws RecurrenceException {
        assertThat(texts(day("2096-02-29"), rules("FREQ=YEARLY"))).containsExactly("2096-02-29");
        assertThat(texts(day("2088-02-29"), rules("FREQ=YEARLY;UNTIL=20981231")))
                .containsExactly("2088-02-29", "2092-02-29", "2096-02-29");
    }

    @Test
    void monthsWithoutTheDayAreLeftOut() throws RecurrenceException {
        assertThat(texts(day("2026-01-31"), rules("FREQ=MONTHLY;COUNT=3")))
                .containsExactly("2026-01-31", "2026-03-31", "2026-05-31");
    }

    /// The example of RFC 5545, 3.3.10, in which the start of the week changes the result.
    @Test
    void theStartOfTheWeekMatters() throws RecurrenceException {
        var start = day("1997-08-05");
        assertThat(texts(start, rules("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO")))
                .containsExactly("1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24");
        assertThat(texts(start, rules("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU")))
                .containsExactly("1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31");
    }

    @Test
    void positionsChooseAmongTheDaysOfAMonth() throws RecurrenceException {
        assertThat(texts(day("2026-01-30"), rules("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3")))
                .containsExactly("2026-01-30", "2026-02-27", "2026-03-31");
    }

    @Test
    void additionsJoinTheSeriesInItsForm() throws RecurrenceException {
        var recurrence = new Recurrence(
                List.of("FREQ=WEEKLY;COUNT=2", "FREQ=MONTHLY;COUNT=2"),
                List.of(utc("2026-01-02T12:00:00Z"), day("2026-01-03")),
                List.of());
        assertThat(texts(berlin("2026-01-01T09:00"), recurrence))
                .containsExactly(
                        "2026-01-01T09:00",
                        "2026-01-02T13:00",
                        "2026-01-03T09:00",
                        "2026-01-08T09:00",
                        "2026-02-01T09:00");
    }

    @Test
    void exclusionsAreComparedByWhatTheyAre() throws RecurrenceException {
        var recurrence = new Recurrence(
                List.of("FREQ=DAILY;COUNT=5"),
                List.of(),
                List.of(utc("2026-01-02T08:00:00Z"), day("2026-01-03"), utc("2026-01-04T09:00:00Z")));
        assertThat(texts(berlin("2026-01-01T09:00"), recurrence))
                .containsExactly("2026-01-01T09:00", "2026-01-04T09:00", "2026-01-05T09:00");
        assertThat(texts(day("2026-01-01"), recurrence)).containsExactly("2026-01-01", "2026-01-05");
    }

    @Test
    void theStartCanBeExcluded() throws RecurrenceException {
        var recurrence = new Recurrence(List.of("FREQ=DAILY;COUNT=2"), List.of(), List.of(berlin("2026-01-01T09:00")));
        assertThat(texts(berlin("2026-01-01T09:00"), recurrence)).containsExactly("2026-01-02T09:00");
    }

    @Test
    void theWindowIsHalfOpen() throws RecurrenceException {
        var expansion = Expansion.of(utc("2026-01-01T09:00:00Z"), rules("FREQ=DAILY"));
        assertThat(expansion.between(
                        Instant.parse("2026-01-02T09:00:00Z"), Instant.parse("2026-01-04T09:00:00Z"), BERLIN))
                .containsExactly(utc("2026-01-02T09:00:00Z"), utc("2026-01-03T09:00:00Z"));
    }

    @Test
    void daysBeginWhereOneLooksFrom() throws RecurrenceException {
        var expansion = Expansion.of(day("2026-01-01"), rules("FREQ=DAILY"));
        assertThat(expansion.between(
                        Instant.parse("2026-01-01T23:00:00Z"), Instant.parse("2026-01-02T23:00:00Z"), BERLIN))
                .containsExactly(day("2026-01-02"));
    }

    @Test
    void whatDoesNotRepeatOccursOnce() throws RecurrenceException {
        assertThat(all(berlin("2026-01-01T09:00"), Recurrence.NONE)).containsExactly(berlin("2026-01-01T09:00"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "W1 MO #0",
                "FREQ=SOMETIMES",
                "BYDAY=MO",
                "FREQ=DAILY;UNTIL=tomorrow",
                "FREQ=DAILY;UNTIL=20261301",
                "FREQ=DAILY;COUNT=99999999999",
                "FREQ=DAILY;INTERVAL=99999999999",
                "FREQ=DAILY;INTERVAL=2147483647",
                "FREQ=SECONDLY",
                "FREQ=MINUTELY;COUNT=2000000000",
                "RSCALE=HEBREW;FREQ=YEARLY;BYMONTH=5L"
            })
    void whatIsNoRuleIsSaidSo(String rule) {
        assertThatThrownBy(() -> Expansion.of(berlin("2026-01-01T09:00"), rules(rule)))
                .isInstanceOf(RecurrenceException.class)
                .hasMessageStartingWith("It")
                .hasMessageEndingWith(".");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FREQ=HOURLY",
                "FREQ=HOURLY;UNTIL=50000101T000000Z",
                "FREQ=HOURLY;COUNT=2000000000",
                "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23;BYMINUTE=0,10,20,30,40,50"
            })
    @Timeout(5)
    void nobodyMeetsThatOften(String rule) throws RecurrenceException {
        var expansion = Expansion.of(berlin("1990-01-01T09:00"), rules(rule));
        assertThatThrownBy(() -> expansion.between(
                        Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2028-01-01T00:00:00Z"), BERLIN))
                .isInstanceOf(RecurrenceException.class)
                .hasMessageStartingWith("It repeats more often than");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
                "FREQ=YEARLY;BYYEARDAY=-366;BYMONTH=6",
                "FREQ=HOURLY;BYHOUR=9;BYMONTH=2;BYMONTHDAY=30;BYSETPOS=300",
                "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=5",
                "FREQ=YEARLY;INTERVAL=10000"
            })
    @Timeout(5)
    void aRuleThatNeverComesTrueLeavesTheStart(String rule) throws RecurrenceException {
        assertThat(all(berlin("2026-01-01T09:00"), rules(rule))).containsExactly(berlin("2026-01-01T09:00"));
    }

    @Test
    @Timeout(20)
    void aLongPastCostsLittle() throws RecurrenceException {
        for (int i = 0; i < 10_000; i++) {
            var found = Expansion.of(berlin("1990-01-01T09:00"), rules("FREQ=DAILY;UNTIL=50000101T000000Z"))
                    .between(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-08T00:00:00Z"), BERLIN);
            assertThat(found).hasSize(7);
        }
    }

    @Test
    @Timeout(5)
    void anEndlessWindowEnds() throws RecurrenceException {
        var expansion = Expansion.of(day("2026-01-01"), rules("FREQ=YEARLY"));
        assertThat(expansion.between(Instant.MIN, Instant.MAX, BERLIN)).hasSizeGreaterThan(7000);
    }

    @Test
    void originalStartsNameOccurrencesAcrossForms() {
        var nine = berlin("2026-01-01T09:00");
        assertThat(Expansion.names(utc("2026-01-01T08:00:00Z"), nine)).isTrue();
        assertThat(Expansion.names(utc("2026-01-01T09:00:00Z"), nine)).isFalse();
        assertThat(Expansion.names(day("2026-01-01"), nine)).isTrue();
        assertThat(Expansion.names(nine, day("2026-01-01"))).isTrue();
        assertThat(Expansion.names(day("2026-01-02"), day("2026-01-01"))).isFalse();
    }
}
