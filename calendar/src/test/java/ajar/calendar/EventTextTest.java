package ajar.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventTextTest {
    @Test
    void htmlBecomesTheLinesThatReadersSee() {
        assertThat(EventText.ofHtml("""
            <html><head><style>p {color: red}</style></head><body><p>Hello&nbsp;Ann,</p>
            <p>two   things:</p><ul><li>first</li><li>second</li></ul><div>Bye<br>Bob</div></body></html>\
            """))
                .isEqualTo("Hello" + " Ann,\n" + "two things:\n" + "first\n" + "second\n" + "Bye\n" + "Bob");
    }

    @Test
    void anEmptyParagraphIsAnEmptyLineAndManyAreOne() {
        assertThat(EventText.ofHtml("<p>a</p><p>&nbsp;</p><p></p><p></p><p>b</p>"))
                .isEqualTo("a\n\nb");
    }

    @Test
    void theAddressOfALinkFollowsItsText() {
        assertThat(EventText.ofHtml("Join <a href=\"https://zoom.us/j/1\">here</a>, or <a href=\"https://zoom.us/j/1\">"
                        + "https://zoom.us/j/1</a> <a href=\"javascript:alert(1)\">x</a>"))
                .isEqualTo("Join here (https://zoom.us/j/1), or https://zoom.us/j/1 x");
    }

    @Test
    void aTextWithoutMarkupKeepsItsLinesAndItsAngles() {
        assertThat(EventText.description("a < b & c > d\r\n<ann@example.com>\n\n"))
                .isEqualTo("a < b & c > d\n<ann@example.com>");
    }

    @Test
    void aTextWithALinkInItKeepsItsLinesToo() {
        assertThat(EventText.description("one\ntwo <b>bold</b> &amp; more")).isEqualTo("one\ntwo bold & more");
        assertThat(EventText.description("one<br>two\nthree")).isEqualTo("one\ntwo three");
    }

    @Test
    void whatNobodySeesIsLeftOut() {
        assertThat(EventText.title("a\u0000b\tc")).isEqualTo("ab\tc");
        assertThat(EventText.ofHtml("a\u0000b&#0;<br>c")).isEqualTo("ab\uFFFD\nc");
    }

    @Test
    void lengthsAreCutBetweenCharacters() {
        assertThat(EventText.title("x".repeat(1023) + "😀")).hasSize(1023);
        assertThat(EventText.title(" a\nb ")).isEqualTo("a b");
        assertThat(EventText.location("y".repeat(5000))).hasSize(4096);
        assertThat(EventText.plain("z".repeat(200_000))).hasSize(100_000);
    }
}
