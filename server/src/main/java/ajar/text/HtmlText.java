package ajar.text;

import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/// The text a reader sees in any HTML, line by line: of rich texts, of emails, of rendered chat
/// messages.
public final class HtmlText {
    private static final char NO_BREAK_SPACE = '\u00A0';
    private static final Set<String> CELLS = Set.of("td", "th");
    private static final Set<String> NO_LINES = Set.of("body", "td", "th", "script", "style");
    private static final Set<String> EMPTY_LINES = Set.of("p", "div", "li");

    private HtmlText() {}

    /// The lines of an HTML document or fragment, each block and each `<br>` ending one; never fails.
    ///
    /// White space is folded as a browser does, a no-break space becomes a space. The end is not
    /// trimmed: `Hello!<br>` gives `Hello!` and a line end, as the emails of the Close docs show.
    public static String of(String html) {
        Lines lines = new Lines();
        Element body = Jsoup.parse(html).body();
        body.traverse(lines);
        return lines.text.toString();
    }

    private static final class Lines implements NodeVisitor {
        private final StringBuilder text = new StringBuilder();
        private int lineStart;
        private int preformatted;
        private boolean spacePending;

        @Override
        public void head(Node node, int depth) {
            switch (node) {
                case TextNode words -> append(words.getWholeText());
                case Element element when element.nameIs("br") -> newLine();
                case Element element when isBlock(element) -> open(element);
                default -> {}
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (node instanceof Element element) {
                if (isBlock(element)) {
                    close(element);
                } else if (CELLS.contains(element.normalName())) {
                    spacePending = true;
                }
            }
        }

        private void open(Element block) {
            freshLine();
            preformatted += block.nameIs("pre") ? 1 : 0;
        }

        private void close(Element block) {
            preformatted -= block.nameIs("pre") ? 1 : 0;
            if (block.childNodeSize() == 0 && EMPTY_LINES.contains(block.normalName())) {
                newLine();
            }
            freshLine();
        }

        private void append(String words) {
            for (int i = 0; i < words.length(); i++) {
                char c = words.charAt(i);
                if (preformatted > 0) {
                    appendAsIs(c);
                } else if (" \t\n\r\f".indexOf(c) >= 0) {
                    spacePending = true;
                } else {
                    appendFolded(c == NO_BREAK_SPACE ? ' ' : c);
                }
            }
        }

        private void appendAsIs(char c) {
            if (c == '\n') {
                newLine();
            } else if (c != '\r') {
                text.append(c);
            }
        }

        private void appendFolded(char c) {
            if (spacePending && text.length() > lineStart) {
                text.append(' ');
            }
            spacePending = false;
            text.append(c);
        }

        private void freshLine() {
            spacePending = false;
            if (text.length() > lineStart) {
                newLine();
            }
        }

        private void newLine() {
            spacePending = false;
            text.append('\n');
            lineStart = text.length();
        }

        private static boolean isBlock(Element element) {
            return element.isBlock() && !NO_LINES.contains(element.normalName());
        }
    }
}
