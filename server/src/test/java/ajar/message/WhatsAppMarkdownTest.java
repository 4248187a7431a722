package ajar.message;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.text.RichText;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jsoup.Jsoup;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhatsAppMarkdownTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        test                  | <p>test</p>
        ""                    | ""
        *b* _i_ ~s~ `c`       | <p><strong>b</strong> <em>i</em> <s>s</s> <code>c</code></p>
        *_both_*              | <p><strong><em>both</em></strong></p>
        *a _b* c_             | <p><strong>a _b</strong> c_</p>
        2*3*4 a_b_c           | <p>2*3*4 a_b_c</p>
        * not bold*           | <ul><li>not bold*</li></ul>
        a * b * c             | <p>a * b * c</p>
        ** __ ~~              | <p>** __ ~~</p>
        (*b*), *c*!           | <p>(<strong>b</strong>), <strong>c</strong>!</p>
        `*no*` and `open      | <p><code>*no*</code> and `open</p>
        <b> & "q"             | <p>&lt;b&gt; &amp; "q"</p>
        one¶two¶¶three        | <p>one<br />two</p><p>three</p>
        - a¶- *b*             | <ul><li>a</li><li><strong>b</strong></li></ul>
        * a¶* b               | <ul><li>a</li><li>b</li></ul>
        1. a¶2. b¶end         | <ol><li>a</li><li>b</li></ol><p>end</p>
        > q¶> r¶s             | <blockquote><p>q<br />r</p></blockquote><p>s</p>
        ```x *y*¶  z```       | <pre><code>x *y*¶  z</code></pre>
        a ```b``` c           | <p>a </p><pre><code>b</code></pre><p> c</p>
        a ```b                | <p>a ```b</p>
        """)
    void marksBecomeTags(String markdown, String html) {
        assertThat(WhatsAppMarkdown.toHtml(lines(markdown))).isEqualTo(lines(html));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        test           | test
        *b* _i_        | b i
        a b¶c          | a b¶c
        """)
    void textHasNoMarks(String markdown, String text) {
        assertThat(WhatsAppMarkdown.toText(lines(markdown))).isEqualTo(lines(text));
    }

    @Test
    void listsAndQuotesHaveLinesAsText() {
        assertThat(WhatsAppMarkdown.toText("*Hi*\n\n- a\n- b\n\n> q")).isEqualTo("Hi\na\nb\nq");
    }

    @Test
    void hugeMessagesTakeBoundedTime() {
        for (String piece : new String[] {"*a ", "_", "`", "```", "*a_b~", "> ", "- x\n", "a\n", "``` ` "}) {
            assertThat(WhatsAppMarkdown.toHtml(piece.repeat(1_000_000 / piece.length())))
                    .isNotEmpty();
        }
    }

    @Property
    void theHtmlIsWellFormed(@ForAll("messages") String message) {
        String html = WhatsAppMarkdown.toHtml(message);

        assertThat(Parser.xmlParser().setTrackErrors(10)).satisfies(parser -> {
            Jsoup.parse(html, "", parser);
            assertThat(parser.getErrors()).as(html).isEmpty();
        });
        assertThat(count(html, "<strong>")).isEqualTo(count(html, "</strong>"));
        WhatsAppMarkdown.toText(message);
    }

    @Property
    void everyStringIsAMessage(@ForAll String message) {
        WhatsAppMarkdown.toText(message);
        assertThat(RichText.fragment(WhatsAppMarkdown.toHtml("a" + message))).isNotEmpty();
    }

    @Provide
    Arbitrary<String> messages() {
        return Arbitraries.of(
                        "*", "_", "~", "`", "```", "\n", " ", "a", "- ", "1. ", "> ", "<b>", "&", "\r", "\uD83D\uDE00")
                .list()
                .ofMaxSize(25)
                .map(pieces -> String.join("", pieces));
    }

    private static int count(String html, String tag) {
        return html.split(tag, -1).length;
    }

    private static String lines(String cell) {
        return cell.replace('¶', '\n');
    }
}
