package ajar.message;

import ajar.text.HtmlText;
import ajar.text.RichText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The little Markdown of WhatsApp, as `message_markdown` carries it (Close docs: WhatsApp Messages).
///
/// Every string is a message; marks that match nothing stay as they are, and HTML in it is only text.
public final class WhatsAppMarkdown {
    private static final String FENCE = "```";
    private static final Pattern BULLET = Pattern.compile("[-*] (.*)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}\\. (.*)");
    private static final Pattern QUOTE = Pattern.compile("> ?(.*)");

    private WhatsAppMarkdown() {}

    /// The message as HTML, as `message_html` shows it; `test` gives `<p>test</p>`.
    ///
    /// `*bold*`, `_italic_`, `~struck~`, `` `code` ``, fenced blocks, `> quotes`, bullets and numbers
    /// are known. Blank lines part paragraphs, other line ends become `<br />`.
    public static String toHtml(String markdown) {
        String text = markdown.replace("\r\n", "\n").replace('\r', '\n');
        StringBuilder html = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf(FENCE, at);
            int close = open < 0 ? -1 : text.indexOf(FENCE, open + FENCE.length());
            appendBlocks(html, text.substring(at, close < 0 ? text.length() : open));
            if (close < 0) {
                break;
            }
            appendFenced(html, text.substring(open + FENCE.length(), close));
            at = close + FENCE.length();
        }
        return html.toString();
    }

    /// The message without its marks, as `text` shows it.
    public static String toText(String markdown) {
        return HtmlText.of(toHtml(markdown)).strip();
    }

    private static void appendFenced(StringBuilder html, String code) {
        String block = code.startsWith("\n") ? code.substring(1) : code;
        html.append("<pre><code>")
                .append(RichText.escape(block).replace("<br />", "\n"))
                .append("</code></pre>");
    }

    private static void appendBlocks(StringBuilder html, String text) {
        List<String> run = new ArrayList<>();
        Block kind = Block.NONE;
        for (String line : text.split("\n")) {
            Block next = Block.of(line);
            if (next != kind) {
                kind.append(html, run);
                run.clear();
                kind = next;
            }
            run.add(WhatsAppInline.toHtml(next.content(line)));
        }
        kind.append(html, run);
    }

    private enum Block {
        NONE,
        PARAGRAPH,
        BULLETS,
        NUMBERS,
        QUOTED;

        static Block of(String line) {
            if (line.isBlank()) {
                return NONE;
            }
            if (BULLET.matcher(line).matches()) {
                return BULLETS;
            }
            if (NUMBER.matcher(line).matches()) {
                return NUMBERS;
            }
            return QUOTE.matcher(line).matches() ? QUOTED : PARAGRAPH;
        }

        String content(String line) {
            return switch (this) {
                case NONE, PARAGRAPH -> line;
                case BULLETS -> inside(BULLET, line);
                case NUMBERS -> inside(NUMBER, line);
                case QUOTED -> inside(QUOTE, line);
            };
        }

        void append(StringBuilder html, List<String> lines) {
            switch (this) {
                case NONE -> {}
                case PARAGRAPH -> html.append(wrapped("p", String.join("<br />", lines)));
                case BULLETS -> html.append(wrapped("ul", items(lines)));
                case NUMBERS -> html.append(wrapped("ol", items(lines)));
                case QUOTED -> html.append(wrapped("blockquote", wrapped("p", String.join("<br />", lines))));
            }
        }

        private static String items(List<String> lines) {
            StringBuilder items = new StringBuilder();
            lines.forEach(line -> items.append(wrapped("li", line)));
            return items.toString();
        }

        private static String wrapped(String tag, String html) {
            return "<" + tag + ">" + html + "</" + tag + ">";
        }

        private static String inside(Pattern pattern, String line) {
            Matcher matcher = pattern.matcher(line);
            return matcher.matches() ? matcher.group(1) : line;
        }
    }
}
