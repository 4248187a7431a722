package ajar.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class QuotedHtmlTest {
    @Test
    void aBodyWithoutQuotesIsOnePart() {
        assertThat(QuotedHtml.split("Hello!<br>")).containsExactly(new QuotedHtml(true, "Hello!<br>"));
        assertThat(QuotedHtml.split(null)).isEmpty();
        assertThat(QuotedHtml.split("")).isEmpty();
    }

    @Test
    void gmailQuotesAreFoldedWithTheirEnd() {
        String quote = "<div class=\"gmail_quote gmail_quote_container\"><div dir=\"ltr\">On Fri, Ada wrote:<br></div>"
                + "<blockquote class=\"gmail_quote\"><div>Coffee?</div></blockquote></div>";

        assertThat(QuotedHtml.split("<div>Sure!</div>" + quote + "</div>\n"))
                .containsExactly(new QuotedHtml(true, "<div>Sure!</div>"), new QuotedHtml(false, quote + "</div>\n"));
    }

    @Test
    void theAttributionAboveABlockquoteBelongsToIt() {
        String quote = "<div>On Fri, <b>Ada</b> wrote:</div><br><blockquote type=\"cite\">Coffee?</blockquote>";

        assertThat(QuotedHtml.split("<div>Sure!</div>" + quote + "<p>Ada, see above</p>"))
                .containsExactly(
                        new QuotedHtml(true, "<div>Sure!</div>"),
                        new QuotedHtml(false, quote),
                        new QuotedHtml(true, "<p>Ada, see above</p>"));
    }

    @Test
    void nestedBlockquotesAreOneQuote() {
        String quote = "<blockquote>a<blockquote>b</blockquote>c</blockquote>";

        assertThat(QuotedHtml.split(quote + "new"))
                .containsExactly(new QuotedHtml(false, quote), new QuotedHtml(true, "new"));
    }

    @Test
    void everythingBelowAnOutlookHeaderIsQuoted() {
        String quote = "<div id=\"divRplyFwdMsg\" dir=\"ltr\"><b>From:</b> Ada</div><div>Coffee?</div>";

        assertThat(QuotedHtml.split("<p>Sure!</p>" + quote))
                .containsExactly(new QuotedHtml(true, "<p>Sure!</p>"), new QuotedHtml(false, quote));
        assertThat(QuotedHtml.split("Sure!<br>-----Original Message-----<br>From: Ada"))
                .containsExactly(
                        new QuotedHtml(true, "Sure!<br>"),
                        new QuotedHtml(false, "-----Original Message-----<br>From: Ada"));
    }

    @Test
    void hugeBodiesAreSplitQuickly() {
        for (String piece : new String[] {
            "<div ",
            "<blockquote",
            "<blockquote>",
            "<blockquote></blockquote>",
            "<div class=gmail_quote>",
            "<",
            "-",
            "<p>On ",
            "<br>On x wrote:<blockquote>",
            "<div class=\"gmail_",
            "<div gmail_quote "
        }) {
            String html = piece.repeat(1_000_000 / piece.length());

            assertThat(joined(html)).isEqualTo(html);
        }
    }

    @Property
    void partsJoinedAreTheBody(@ForAll("mails") String html) {
        assertThat(joined(html)).isEqualTo(html);
    }

    @Provide
    Arbitrary<String> mails() {
        return Arbitraries.of(
                        "<div>",
                        "</div>",
                        "<blockquote>",
                        "</blockquote>",
                        "<div class=\"gmail_quote\">",
                        "On x wrote:",
                        "Hi",
                        "<br>",
                        "<",
                        ">",
                        "-----Original Message-----",
                        "<div id=\"appendonsend\">",
                        "&nbsp;",
                        " ")
                .list()
                .ofMaxSize(30)
                .map(pieces -> String.join("", pieces));
    }

    private static String joined(String html) {
        return QuotedHtml.split(html).stream().map(QuotedHtml::html).collect(Collectors.joining());
    }
}
