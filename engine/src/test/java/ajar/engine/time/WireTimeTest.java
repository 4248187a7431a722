package ajar.engine.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireTimeTest {
    @ParameterizedTest
    @CsvSource({
        "2013-02-20T05:44:35.636Z, 2013-02-20T05:44:35.636000+00:00",
        "2019-10-11T16:30:00Z, 2019-10-11T16:30:00+00:00",
        "2018-12-06T19:15:09.000001Z, 2018-12-06T19:15:09.000001+00:00",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00+00:00"
    })
    void aMomentIsWrittenAsTheWireDoes(Instant moment, String text) {
        assertThat(WireTime.withOffset(moment)).isEqualTo(text);
        assertThat(WireTime.naive(moment)).isEqualTo(text.replace("+00:00", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "2023-09-19T15:00:00, 2023-09-19T15:00:00Z",
        "2023-09-19T15:00, 2023-09-19T15:00:00Z",
        "2023-09-19t15:00:00z, 2023-09-19T15:00:00Z",
        "2023-09-19 15:00:00, 2023-09-19T15:00:00Z",
        "2023-09-19T15:00:00.5Z, 2023-09-19T15:00:00.500Z",
        "2023-09-19T15:00:00.123456789Z, 2023-09-19T15:00:00.123456Z",
        "2023-09-19T15:00:00+02:00, 2023-09-19T13:00:00Z",
        "2023-09-19T15:00:00+0200, 2023-09-19T13:00:00Z",
        "2023-09-19T15:00:00+02, 2023-09-19T13:00:00Z",
        "2023-09-19T15:00:00-02:30, 2023-09-19T17:30:00Z",
        "2023-09-19T15:00:00 00:00, 2023-09-19T15:00:00Z",
        "2023-09-19T15:00:00 02:00, 2023-09-19T13:00:00Z",
        "' 2023-09-19T15:00:00Z ', 2023-09-19T15:00:00Z"
    })
    void everyCommonFormIsRead(String text, Instant moment) {
        assertThat(WireTime.parse(text, ZoneOffset.ofHours(-7))).isEqualTo(moment);
    }

    @Test
    void aBareDateIsMidnightWhereTheCallerIs() {
        assertThat(WireTime.parse("2023-09-20", ZoneOffset.UTC)).isEqualTo("2023-09-20T00:00:00Z");
        assertThat(WireTime.parse("2023-09-20", ZoneOffset.ofHours(-4))).isEqualTo("2023-09-20T04:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2023",
                "2023-09",
                "2023-02-30",
                "2023-13-01",
                "20230919T150000Z",
                "2023-09-19T25:00:00Z",
                "2023-09-19T15",
                "2023-09-19X15:00:00",
                "2023-09-19T15:00:00+99:00",
                "10000-01-01T00:00:00Z",
                "0000-12-31",
                "+12023-01-1",
                "2023-09-19T15:00:00Z junk",
                "1695135600"
            })
    void whatIsNoDateIsNotRead(String text) {
        assertThat(WireTime.parse(text, ZoneOffset.UTC)).isNull();
        assertThat(WireTime.parseDate(text)).isNull();
    }

    @Test
    void aDateTimeIsCutDownToItsDate() {
        assertThat(WireTime.parseDate("2023-09-20")).isEqualTo(LocalDate.of(2023, 9, 20));
        assertThat(WireTime.parseDate("2023-09-20T23:59:59Z")).isEqualTo(LocalDate.of(2023, 9, 20));
        assertThat(WireTime.parseDate("1969-12-31T23:59:59Z")).isEqualTo(LocalDate.of(1969, 12, 31));
    }

    @ParameterizedTest
    @CsvSource({"-4, -04:00", "5.5, +05:30", "+2, +02:00", "' 1 ', +01:00", "18, +18:00", "0, Z"})
    void theHeaderHoldsDecimalHours(String hours, String zone) {
        assertThat(WireTime.parseOffset(hours)).isEqualTo(ZoneOffset.of(zone));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "east", "19", "-18.5", "NaN", "Infinity", "1e9"})
    void anyOtherHeaderMeansUtc(String hours) {
        assertThat(WireTime.parseOffset(hours)).isEqualTo(ZoneOffset.UTC);
    }

    @Property(tries = 300)
    void whatIsWrittenIsReadBack(@ForAll("moments") Instant moment) {
        assertThat(WireTime.parse(WireTime.withOffset(moment), ZoneOffset.ofHours(5)))
                .isEqualTo(moment);
        assertThat(WireTime.parse(WireTime.naive(moment), ZoneOffset.ofHours(5)))
                .isEqualTo(moment);
    }

    @Property(tries = 300)
    void readingNeverFails(@ForAll String text, @ForAll("almost") String almost) {
        WireTime.parse(text, ZoneOffset.UTC);
        WireTime.parse(almost, ZoneOffset.UTC);
        WireTime.parseDate(almost);
        WireTime.parseOffset(text);
    }

    @Provide
    Arbitrary<Instant> moments() {
        long first = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
        long last = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
        return Arbitraries.longs()
                .between(first, last)
                .flatMap(second -> Arbitraries.integers()
                        .between(0, 999_999)
                        .map(micro -> Instant.ofEpochSecond(second, micro * 1000L)));
    }

    @Provide
    Arbitrary<String> almost() {
        return Arbitraries.strings()
                .withChars("0123456789-+:. TZz")
                .ofMinLength(8)
                .ofMaxLength(32);
    }
}
