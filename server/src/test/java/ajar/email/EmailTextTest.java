package ajar.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmailTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        Hello                        | Hello
        Re: Hello                    | Hello
        RE: Fwd: fw: Hello           | Hello
        AW: WG: SV: VS: Antw: Hallo  | Hallo
        RE[2]: Re(3): Hello          | Hello
        Re : Hello                   | Hello
        Re:Hello                     | Hello
        Re: [list] RE: Hello         | [list] Hello
        [list] Re: Hello             | [list] Hello
        Regarding: Hello             | Regarding: Hello
        Hello re: world              | Hello re: world
        `  Hello    world `          | Hello world
        Re:                          | ``
        ``                           | ``
        """)
    void subjectsLoseTheMarksOfReplying(String subject, String normalized) {
        assertThat(Subject.normalize(subject)).isEqualTo(normalized);
    }

    @Property
    void normalizingASubjectAgainChangesNothing(@ForAll String subject) {
        String normalized = Subject.normalize("Re: " + subject);

        assertThat(Subject.normalize(normalized)).isEqualTo(normalized);
    }

    @Test
    void aLongSubjectIsNormalizedQuickly() {
        assertThat(Subject.normalize("Re: ".repeat(100_000) + "x")).isEqualTo("x");
        assertThat(Subject.normalize("[a] ".repeat(100_000) + "x")).endsWith("[a] x");
    }

    @Test
    void datesAreInUtcAndEnglish() {
        assertThat(Rfc2822.format(Instant.parse("2013-02-08T05:03:15.900Z")))
                .isEqualTo("Fri, 08 Feb 2013 05:03:15 +0000");
    }

    @Test
    void messageIdsHaveAngleBrackets() {
        assertThat(MessageId.of("20130208050314.11553.33819", "Mail.example.com"))
                .isEqualTo("<20130208050314.11553.33819@mail.example.com>");
        assertThat(MessageId.of("a\r\nBcc: x>", "b<.com\n")).isEqualTo("<aBccx@b.com>");
        assertThatThrownBy(() -> MessageId.of("a", "@")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void previewsEndBetweenWords() {
        String preview = Preview.of("Hello  there,\r\n\n" + "word ".repeat(100));

        assertThat(preview).startsWith("Hello there, word").endsWith(" word").hasSizeBetween(190, 200);
        assertThat(Preview.of("short ")).isEqualTo("short");
        assertThat(Preview.of("")).isEmpty();
        assertThat(Preview.of(null)).isNull();
        assertThat(Preview.of("x".repeat(200))).hasSize(200);
        assertThat(Preview.of("x".repeat(200) + " y")).isEqualTo("x".repeat(200));
    }

    @Test
    void previewsDoNotCutCharacters() {
        assertThat(Preview.of("\uD83D\uDE00".repeat(1_000_000))).isEqualTo("\uD83D\uDE00".repeat(200));
    }

    @Property
    void previewsAreShort(@ForAll String text) {
        String preview = Preview.of(text);

        assertThat(preview.codePointCount(0, preview.length())).isLessThanOrEqualTo(Preview.LENGTH);
        assertThat(Preview.of(preview)).isEqualTo(preview);
    }

    @Test
    void oneFormOfABodyGivesTheOther() {
        assertThat(EmailBody.htmlFromText("Hello!\n")).isEqualTo("Hello!<br>");
        assertThat(EmailBody.textFromHtml("Hello!<br>")).isEqualTo("Hello!\n");
        assertThat(EmailBody.htmlFromText("a < b\r\nc")).isEqualTo("a &lt; b<br>c");
        assertThat(EmailBody.textFromHtml("<table><tr><td>a</td><td>b</td></tr></table><center>c</center>"))
                .isEqualTo("a b\nc\n");
    }
}
