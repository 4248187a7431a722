package ajar.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotedTextTest {
    @Test
    void aTextWithoutQuotesIsOnePart() {
        assertThat(QuotedText.split("Hello!\n")).containsExactly(new QuotedText(true, "Hello!\n"));
        assertThat(QuotedText.split("On Monday we met.\n\nOnly > here\n")).hasSize(1);
    }

    @Test
    void nothingHasNoParts() {
        assertThat(QuotedText.split(null)).isEmpty();
        assertThat(QuotedText.split("")).isEmpty();
    }

    @Test
    void aReplyAboveFoldsWhatItAnswers() {
        assertThat(QuotedText.split("Sure!\n\nOn Fri, Feb 8, 2013 Ada <ada@x.com> wrote:\n\n> Coffee?\n>\n> Ada\n"))
                .containsExactly(
                        new QuotedText(true, "Sure!\n\n"),
                        new QuotedText(false, "On Fri, Feb 8, 2013 Ada <ada@x.com> wrote:\n\n> Coffee?\n>\n> Ada\n"));
    }

    @Test
    void foldedAttributionsAreFound() {
        assertThat(QuotedText.split("Sure!\r\nOn Fri, Feb 8, 2013 Ada Example\r\n<ada@x.com>\r\nwrote:\r\n> Coffee?"))
                .containsExactly(
                        new QuotedText(true, "Sure!\r\n"),
                        new QuotedText(false, "On Fri, Feb 8, 2013 Ada Example\r\n<ada@x.com>\r\nwrote:\r\n> Coffee?"));
    }

    @Test
    void repliesBetweenTheLinesStayVisible() {
        assertThat(QuotedText.split("> One?\nYes.\n\n> Two?\n\n> Or three?\nNo.\n"))
                .containsExactly(
                        new QuotedText(false, "> One?\n"),
                        new QuotedText(true, "Yes.\n\n"),
                        new QuotedText(false, "> Two?\n\n> Or three?\n"),
                        new QuotedText(true, "No.\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----Original Message-----\nFrom: Ada\n\nHi\n",
                "________________________________\nFrom: Ada\nHi\n",
                "On Monday, Ada wrote:\nHi there\nmore\n",
                "Am 8. Februar 2013 schrieb Ada Example:\nHallo\n",
                "Le 8 f\u00E9vrier, Ada a \u00E9crit :\nSalut\n"
            })
    void everythingBelowASeparatorIsQuoted(String quoted) {
        assertThat(QuotedText.split("Sure!\n" + quoted))
                .containsExactly(new QuotedText(true, "Sure!\n"), new QuotedText(false, quoted));
    }

    @Test
    void hugeTextsAreSplitQuickly() {
        for (String piece :
                new String[] {"On ", "On x wrote", ">\n", "-", "_", "On a\n", "\n", "-- Original Message"}) {
            String text = piece.repeat(1_000_000 / piece.length());

            assertThat(joined(text)).isEqualTo(text);
        }
    }

    @Property
    void partsJoinedAreTheText(@ForAll("mails") String text) {
        assertThat(joined(text)).isEqualTo(text);
    }

    @Provide
    Arbitrary<String> mails() {
        return Arbitraries.of(
                        "\n",
                        "> ",
                        ">",
                        "On ",
                        "wrote:",
                        " ",
                        "Hi",
                        "-----Original Message-----",
                        "\r\n",
                        "_".repeat(32),
                        "On x wrote:\n",
                        "From: ",
                        "\uD83D")
                .list()
                .ofMaxSize(30)
                .map(pieces -> String.join("", pieces));
    }

    private static String joined(String text) {
        return QuotedText.split(text).stream().map(QuotedText::text).collect(Collectors.joining());
    }
}
