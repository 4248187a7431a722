package ajar.text;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;
import org.jsoup.parser.Parser;
import org.jsoup.safety.Cleaner;

/// A rich text as the wire carries it: `<body><p>…</p></body>` on one side, plain text on the other.
///
/// Everything here takes any string and never fails. See Close docs: Rich Text Fields.
public final class RichText {
    /// The rich form of an empty text.
    public static final String EMPTY = "<body><p></p></body>";

    private static final String OPEN = "<body>";
    private static final String CLOSE = "</body>";
    private static final Cleaner CLEANER = new Cleaner(new AllowedMarkup());

    /// The body itself, and what the cleaner has to recognise by name to drop it whole.
    private static final Set<String> KEPT_FOREIGN = Set.of("body", "script", "style", "template", "noscript");

    private RichText() {}

    /// The plain form of a rich text: blocks, list items and `<br>` become lines, everything else loses
    /// its tags.
    ///
    /// Blank lines at both ends are gone, so an empty document gives `""`.
    public static String toText(String html) {
        return HtmlText.of(html).strip();
    }

    /// The rich form of a plain text: escaped, one paragraph, a `<br />` for every line end.
    ///
    /// `test` gives `<body><p>test</p></body>`, as Close answers.
    public static String toHtml(String text) {
        return OPEN + paragraph(text) + CLOSE;
    }

    /// One `<p>` around an escaped plain text, with a `<br />` for every line end and no `<body>`.
    public static String paragraph(String text) {
        return "<p>" + escape(text) + "</p>";
    }

    /// A plain text ready to stand inside HTML: `&`, `<`, `>` escaped, line ends as `<br />`, no
    /// control characters.
    public static String escape(String text) {
        StringBuilder html = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '\n' -> html.append("<br />");
                case '\r' -> html.append(followedByLineFeed(text, i) ? "" : "<br />");
                default -> html.append(AllowedMarkup.isControl(c) ? "" : c);
            }
        }
        return html.toString();
    }

    /// What is stored and echoed for a rich text sent by a client.
    ///
    /// Exactly the sent string when it is one `<body>` of allowed markup, whatever its nesting: Close
    /// answers a list that is never closed as it was sent. A fragment without `<body>` is wrapped in
    /// one. Anything else is cleaned before: foreign tags go and their text stays, scripts and style
    /// sheets go whole, links keep only `http`, `https`, `mailto` and `tel`. The result is harmless in
    /// a browser; accepting it again changes nothing.
    public static String accept(String html) {
        if (html.isBlank()) {
            return EMPTY;
        }
        String document = html.strip();
        return isWrapped(document) && MarkupScan.isAllowed(inside(document)) ? html : OPEN + fragment(html) + CLOSE;
    }

    /// The same promise as [#accept(String)] for places that hold a fragment without `<body>`, such as
    /// summaries.
    public static String fragment(String html) {
        return MarkupScan.isAllowed(html) ? html : clean(html);
    }

    /// The ids of the users and groups mentioned in a rich text, in order of appearance and without
    /// repetition.
    ///
    /// A mention is `<span class="mention" data-type="mention" data-id="user_…">`; other ids are passed
    /// over.
    public static List<String> mentions(String html) {
        if (!html.contains("mention")) {
            return List.of();
        }
        Set<String> ids = new LinkedHashSet<>();
        for (Element span : Jsoup.parse(html).select("span.mention[data-type=mention]")) {
            String id = span.attr("data-id");
            if (id.startsWith("user_") || id.startsWith("group_")) {
                ids.add(id);
            }
        }
        return List.copyOf(ids);
    }

    private static boolean isWrapped(String document) {
        return document.length() >= OPEN.length() + CLOSE.length()
                && document.regionMatches(true, 0, OPEN, 0, OPEN.length())
                && document.regionMatches(true, document.length() - CLOSE.length(), CLOSE, 0, CLOSE.length());
    }

    private static String inside(String document) {
        return document.substring(OPEN.length(), document.length() - CLOSE.length());
    }

    private static String clean(String html) {
        Document sent = Jsoup.parse(html);
        keepLinesApart(sent);
        Document document = CLEANER.clean(sent);
        document.outputSettings().prettyPrint(false).escapeMode(Entities.EscapeMode.xhtml);
        for (Element span : document.select("span[style]")) {
            // A double quote would have to be written as an entity, which the scan does not accept in a style.
            span.attr("style", span.attr("style").replace('"', '\''));
        }
        String cleaned = document.body().html();
        // The scan, and not the cleaner, is what we trust: should they ever disagree, only the text survives.
        return MarkupScan.isAllowed(cleaned) ? cleaned : paragraph(toText(html));
    }

    /// Foreign blocks of text become paragraphs, or their words would run together when their tags go.
    private static void keepLinesApart(Document document) {
        for (Element element : document.body().select("*")) {
            if (isForeignBlock(element) && element.children().stream().noneMatch(Element::isBlock)) {
                element.tagName("p");
            }
        }
    }

    private static boolean isForeignBlock(Element element) {
        return element.isBlock()
                && element.tag().namespace().equals(Parser.NamespaceHtml)
                && !AllowedMarkup.isTag(element.tagName())
                && !KEPT_FOREIGN.contains(element.normalName());
    }

    private static boolean followedByLineFeed(String text, int index) {
        return index + 1 < text.length() && text.charAt(index + 1) == '\n';
    }
}
