package ajar.engine.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ajar.engine.json.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecsTest {
    private static String refusal(Codec<?> codec, String json) {
        return Json.text(catchThrowableOfType(Rejected.class, () -> codec.parse(Json.parse(json)))
                .detail());
    }

    @Test
    void aValueOfAnotherTypeIsRefusedInTheOriginalsWords() {
        assertThat(refusal(Codecs.TEXT, "5")).isEqualTo("\"Value must be of str type.\"");
        assertThat(refusal(Codecs.BOOL, "\"true\"")).isEqualTo("\"Value must be of bool type.\"");
        assertThat(refusal(Codecs.WHOLE, "1.5")).isEqualTo("\"Value must be of int type.\"");
        assertThat(refusal(Codecs.WHOLE, "\"1\"")).isEqualTo("\"Value must be of int type.\"");
        assertThat(refusal(Codecs.TEXTS, "\"a\"")).isEqualTo("\"Value must be of list type.\"");
        assertThat(refusal(Codecs.INSTANT, "5")).isEqualTo("\"Invalid ISO 8601 datetime.\"");
        assertThat(refusal(Codecs.DATE, "\"x\"")).isEqualTo("\"Could not parse datetime\"");
        assertThat(refusal(Codecs.choice(List.of("a")), "\"b\"")).isEqualTo("\"Not a valid choice.\"");
    }

    @Test
    void numbersKeepWithinTheirBounds() {
        var codec = Codecs.whole(1, 9);
        assertThat(codec.parse(Json.parse("9"))).isEqualTo(9);
        assertThat(refusal(codec, "0")).isEqualTo("\"The value must be at least 1.\"");
        assertThat(refusal(codec, "10")).isEqualTo("\"The value must not be larger than 9.\"");
        assertThat(refusal(codec, "99999999999999999999")).isEqualTo("\"The value must not be larger than 9.\"");
        assertThat(refusal(codec, "-99999999999999999999")).isEqualTo("\"The value must be at least 1.\"");
    }

    @Test
    void lengthIsCountedInCharactersNotInHalvesOfThem() {
        var codec = Codecs.text(3);
        assertThat(codec.parseText("🚪🚪🚪", ZoneOffset.UTC)).isEqualTo("🚪🚪🚪");
        assertThat(refusal(codec, "\"abcd\"")).isEqualTo("\"The value must be no longer than 3 characters.\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud800x\""})
    void textThatCannotBeKeptIsRefusedWhereverItStands(String text) {
        assertThat(refusal(Codecs.TEXT, text)).startsWith("\"Value must");
        assertThat(refusal(Codecs.TEXTS, "[" + text + "]")).startsWith("{\"errors\":{\"0\":\"Value must");
        assertThat(refusal(Codecs.DOCUMENT, "{\"a\": [" + text + "]}")).startsWith("\"Value must");
    }

    @Test
    void keysThatCannotBeKeptAreRefusedToo() {
        assertThat(refusal(Codecs.DOCUMENT, "{\"a\\u0000\": 1}")).startsWith("\"Value must");
    }

    @Test
    void everyWrongItemOfAListIsTold() {
        assertThat(refusal(Codecs.texts(3, 2), "[\"a\", 5, \"abc\"]"))
                .isEqualTo("{\"errors\":{\"1\":\"Value must be of str type.\","
                        + "\"2\":\"The value must be no longer than 2 characters.\"}}");
        assertThat(refusal(Codecs.texts(1, 2), "[\"a\", \"b\"]")).isEqualTo("\"List is too long.\"");
    }

    @Test
    void storedMomentsHaveMillisecondsAndFiltersMicroseconds() {
        assertThat(Codecs.INSTANT.parse(Json.parse("\"2026-01-01T00:00:00.123456Z\"")))
                .isEqualTo(Instant.parse("2026-01-01T00:00:00.123Z"));
        assertThat(Codecs.INSTANT.parseText("2026-01-01T00:00:00.123456Z", ZoneOffset.UTC))
                .isEqualTo(Instant.parse("2026-01-01T00:00:00.123456Z"));
    }

    @Test
    void onlyFalseIsFalseInAQuery() {
        assertThat(Codecs.BOOL.parseText("False", ZoneOffset.UTC)).isFalse();
        assertThat(Codecs.BOOL.parseText("0", ZoneOffset.UTC)).isTrue();
    }

    @Property(tries = 300)
    void textIsWrittenAsItWasReadOrRefused(@ForAll String text) {
        try {
            String kept = Codecs.TEXT.parseText(text, ZoneOffset.UTC);
            assertThat(Json.parse(Json.write(out -> Codecs.TEXT.write(kept, out)))
                            .stringValue())
                    .isEqualTo(text);
        } catch (Rejected refused) {
            assertThat(text.indexOf(0) >= 0 || text.codePoints().anyMatch(point -> point >= 0xD800 && point <= 0xDFFF))
                    .isTrue();
        }
    }
}
