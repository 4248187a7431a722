package ajar.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RichTextTest {
    /// The update of the meeting page: the list stands in a paragraph and is never closed.
    private static final String SEED = "<body><p><ul>"
            + "<li>Discussed product/service offering, highlighting security and scalability features.</li>"
            + "<li>Addressed Bruce Wayne's specific project requirements and concerns.</li>"
            + "<li>Negotiated customized pricing package.</li><ul></p></body>";

    @Test
    void malformedListsAreEchoedAsSent() {
        assertThat(RichText.accept(SEED)).isEqualTo(SEED);
    }

    @Test
    void malformedListsHaveLinesAsText() {
        assertThat(RichText.toText(SEED)).isEqualTo("""
            Discussed product/service offering, highlighting security and scalability features.
            Addressed Bruce Wayne's specific project requirements and concerns.
            Negotiated customized pricing package.\
            """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        test                        | <body><p>test</p></body>
        ``                          | <body><p></p></body>
        a & b < c > d               | <body><p>a &amp; b &lt; c &gt; d</p></body>
        "quotes" 'n' all            | <body><p>"quotes" 'n' all</p></body>
        """)
    void plainTextBecomesOneParagraph(String text, String html) {
        assertThat(RichText.toHtml(text)).isEqualTo(html);
    }

    @Test
    void everyKindOfLineEndBecomesOneBreak() {
        assertThat(RichText.toHtml("a\nb\r\nc\rd")).isEqualTo("<body><p>a<br />b<br />c<br />d</p></body>");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        <body><p></p></body>                          | ``
        <body><p>one</p><p>two</p></body>             | one~two
        <p>one</p><p></p><p>three</p>                 | one~~three
        <p>one</p><p><br></p><p>three</p>             | one~~three
        <div>one</div><div><br></div><div>three</div> | one~~three
        a<br />b<br>c                                 | a~b~c
        <h1>Title</h1>text                            | Title~text
        <ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>d | a~b~c~d
        <p>  folded   white <b> space </b> here </p>  | folded white space here
        Tom &amp; Jerry &lt;3&gt; &eacute;&#33;       | Tom & Jerry <3> é!
        a&nbsp;&nbsp;b                                | a  b
        before<hr>after                               | before~after
        <table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table> | a b~c
        <pre>x  y</pre>z                              | x  y~z
        a<script>alert(1)</script><style>p{}</style><!-- no -->b | ab
        <p>unfinished <b>busi<i                       | unfinished busi
        <br><br>  mid  <br><br>                       | mid
        """)
    void htmlBecomesLines(String html, String text) {
        assertThat(RichText.toText(html)).isEqualTo(text.replace('~', '\n'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<body><p>plain</p></body>",
                "<BODY><P>Loud</P></BODY>",
                " <body>\n<p>spaced</p>\n</body>\n",
                "<body><h1>1</h1><h6>6</h6><em>e</em><i>i</i><strong>s</strong><b>b</b><u>u</u><s>s</s></body>",
                "<body><code>c</code><ol><li>1</li></ol><hr/><hr><br /><br></body>",
                "<body><a href=\"https://close.com/?a=1&amp;b=2\">x</a><a href='mailto:a@b.c'>m</a></body>",
                "<body><a href=\"TEL:+1650\">t</a><a href=\"http://x\">h</a></body>",
                "<body><img src=\"https://x/y.png\" alt=\"a 'b' c\"/><img src=\"cid:abc\"></body>",
                "<body><span style=\"color: #ff0000; background-color:rgb(1, 2, 3);"
                        + " font-weight:bold;\">x</span></body>",
                "<body><span style=\"font-family: 'Open Sans', serif; text-decoration: underline\">x</span></body>",
                "<body><p><b><i></b></i></p></li></ul></body>",
                "<body>a > b & c &lt; d &bogus; \u2500 \uD83D\uDE00</body>",
                "<body><span class=\"mention\" data-type=\"mention\" data-id=\"user_1\""
                        + " data-label=\"A\">@A</span></body>"
            })
    void allowedMarkupIsEchoedAsSent(String html) {
        assertThat(RichText.accept(html)).isEqualTo(html);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        test                                    | <body>test</body>
        <p>a</p>                                | <body><p>a</p></body>
        ``                                      | <body><p></p></body>
        ` `                                     | <body><p></p></body>
        <body></body>                           | <body></body>
        <html><head><title>t</title></head><body><p>a</p></body></html> | <body><p>a</p></body>
        """)
    void fragmentsAreWrapped(String html, String accepted) {
        assertThat(RichText.accept(html)).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        <p onclick="x()">a</p>                         | <p>a</p>
        <body onload="x()"><p>a</p></body>             | <p>a</p>
        <p>a</p><script>alert(1)</script>              | <p>a</p>
        <style>p{color:red}</style><p>a</p>            | <p>a</p>
        <marquee><p>a</p></marquee>                    | <p>a</p>
        <a href="javascript:alert(1)">a</a>            | <a>a</a>
        <a href=" javascript:alert(1)">a</a>           | <a>a</a>
        <a href="java&#x09;script:alert(1)">a</a>      | <a>a</a>
        <a href="javascript&colon;alert(1)">a</a>      | <a>a</a>
        <a href="//evil.example">a</a>                 | <a>a</a>
        <a href="data:text/html,x">a</a>               | <a>a</a>
        <a href="https://x" target="_blank">a</a>      | <a href="https://x">a</a>
        <a href=https://x?a=1&b=2>a</a>                | <a href="https://x?a=1&amp;b=2">a</a>
        <a href="https://x" href="javascript:y">a</a>  | <a href="https://x">a</a>
        <img src=x onerror=alert(1)>                   | <img>
        <img src="https://x/~><script>y</script>">     | <img src="https://x/~&gt;&lt;script&gt;y&lt;/script&gt;">
        <img/src="https://x"/onerror=alert(1)>         | <img src="https://x">
        <p>a<!-- c --><!doctype x></p>                 | <p>a</p>
        <svg><p>a<style><img onerror=x></style></svg>  | <p>a</p>
        <math><mtext><p>a</p></mtext></math>           | <p>a</p>
        1 < 2                                          | 1 &lt; 2
        <div>a</div><div>b <font>c</font></div>        | <p>a</p><p>b c</p>
        <div>a<div><br></div></div><pre>b</pre>        | a<p><br></p><p>b</p>
        <span style="position:fixed;color:red">a</span> | <span>a</span>
        <span style="background-color:url(//x)">a</span> | <span>a</span>
        <span style="color:\\72 ed">a</span>           | <span>a</span>
        <span style="font-family:expression(x)">a</span> | <span>a</span>
        <span style="font-family:&quot;A B&quot;">a</span> | <span style="font-family:'A B'">a</span>
        <span class="fixed mention">a</span>           | <span>a</span>
        <p title="&lt;p>">a</p>                        | <p>a</p>
        """)
    void anythingElseIsCleaned(String html, String cleaned) {
        assertThat(RichText.accept(html)).isEqualTo("<body>" + cleaned + "</body>");
    }

    @Test
    void rawTextElementsCannotSmuggleMarkup() {
        for (String raw : new String[] {"title", "textarea", "noscript", "xmp", "iframe", "noembed", "plaintext"}) {
            String html = "<p>a</p><" + raw + "><p title='</" + raw + "><img src=x onerror=alert(1)>'>";

            assertThat(RichText.accept(html)).as(raw).doesNotContain("<img src=x");
            assertHarmless(RichText.accept(html));
        }
    }

    @Test
    void controlCharactersAreNotEchoed() {
        assertThat(RichText.accept("<p>a\u0000b\u0008</p>"))
                .doesNotContain("\u0000")
                .doesNotContain("\u0008");
        assertThat(RichText.toHtml("a\u0000b")).isEqualTo("<body><p>ab</p></body>");
    }

    @Test
    void mentionsAreInOrderAndUnique() {
        String html = """
            <body><p><span class="mention" data-type="mention" data-id="user_b" data-label="B">@B</span>
            <span class="mention" data-type="mention" data-id="group_a">@A</span>
            <span class="mention" data-type="mention" data-id="user_b">@B</span>
            <span class="mention" data-type="mention" data-id="lead_c">@C</span>
            <span class="mention" data-id="user_d">@D</span>
            <span class="mention" data-type="mention">@E</span></p></body>\
            """;

        assertThat(RichText.mentions(html)).containsExactly("user_b", "group_a");
        assertThat(RichText.mentions("<p>none</p>")).isEmpty();
    }

    @Test
    void hugeAndDeepTextsTakeBoundedTime() {
        int deep = 10_000;
        String[] huge = {
            "<body>" + "<p>word</p>".repeat(95_000) + "</body>",
            "<ul>".repeat(deep) + "text" + "</ul>".repeat(deep),
            "<div>".repeat(deep) + "text" + "</div>".repeat(deep),
            "<b><p>".repeat(deep) + "text",
            "<a href='x'><div>".repeat(deep),
            "<span style='" + "color:rgb(0,0,0);".repeat(60_000) + "'>",
            "<span style='color:" + "rgb(".repeat(250_000) + "'>",
            "<span style='color:" + "a".repeat(1_000_000) + "'>",
            "<".repeat(1_000_000),
            "<p ".repeat(300_000),
            "&".repeat(1_000_000),
            "<!--".repeat(250_000),
            "<table><tr><td>".repeat(deep)
        };
        for (String html : huge) {
            Assertions.assertTimeout(Duration.ofSeconds(20), () -> {
                String accepted = RichText.accept(html);
                RichText.toText(html);
                RichText.mentions(html + "mention");
                assertThat(RichText.accept(accepted)).isEqualTo(accepted);
            });
        }
        assertThat(RichText.toText("<div>".repeat(deep) + "text")).isEqualTo("text");
    }

    @Property
    void plainTextSurvivesTheRoundTrip(@ForAll String text) {
        assertThat(folded(RichText.toText(RichText.toHtml(text)))).isEqualTo(folded(text));
    }

    @Property
    void acceptedTextIsAcceptedAsIs(@ForAll String text) {
        String accepted = RichText.accept(text);

        assertThat(RichText.accept(accepted)).isEqualTo(accepted);
        assertHarmless(accepted);
    }

    @Property
    void noSoupOfTagsFails(@ForAll("soup") String soup) {
        String accepted = RichText.accept(soup);

        assertThat(RichText.accept(accepted)).isEqualTo(accepted);
        assertHarmless(accepted);
        RichText.toText(soup);
        RichText.mentions(soup);
    }

    @Provide
    Arbitrary<String> soup() {
        var piece = Arbitraries.of(
                "<",
                ">",
                "/",
                "=",
                "'",
                "\"",
                " ",
                "<p",
                "<p>",
                "</p>",
                "<b>",
                "</b>",
                "<ul>",
                "<li>",
                "<svg>",
                "<math>",
                "<style>",
                "</style>",
                "<script>",
                "</script>",
                "<title>",
                "</title>",
                "<!--",
                "-->",
                "--!>",
                "<![CDATA[",
                "]]>",
                "<table>",
                "<td>",
                "<a href=",
                "<img src=",
                "javascript:",
                "https://x",
                "onerror=",
                "alert(1)",
                "<span style=",
                "color:",
                "url(x)",
                "&quot;",
                "&lt;",
                "&#0;",
                "<body>",
                "</body>",
                "<form>",
                "<select>",
                "<noscript>",
                "<textarea>",
                "<template>",
                "\u0000",
                "mention",
                "<mglyph>",
                "<annotation-xml>");
        return piece.list().ofMaxSize(30).map(pieces -> String.join("", pieces));
    }

    private static void assertHarmless(String html) {
        for (Element element : Jsoup.parse(html).body().getAllElements()) {
            assertThat(element.nameIs("body") || AllowedMarkup.isTag(element.tagName()))
                    .as(html)
                    .isTrue();
            element.attributes()
                    .forEach(attribute -> assertThat(AllowedMarkup.isAttribute(
                                    element.tagName(), attribute.getKey(), attribute.getValue()))
                            .as(html)
                            .isTrue());
        }
    }

    /// HTML has no runs of white space and no control characters, so texts are the same up to those.
    private static String folded(String text) {
        return text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]", "")
                .replaceAll("[\\s\\u00A0]+", " ")
                .strip();
    }
}
