package ajar.calendar;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/// The texts of an event, brought into the form that [Details] promises.
public final class EventText {
    private static final int TITLE = 1024;
    private static final int LOCATION = 4096;
    private static final int DESCRIPTION = 100_000;

    private static final Pattern TAG = Pattern.compile(
            "</?(a|b|br|i|u|p|div|span|ul|ol|li|table|tr|td|h[1-6]|html|body|strong|em|font|blockquote|pre)"
                    + "(\\s[^<>]*)?/?>",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern BLOCK =
            Pattern.compile("<(br|p|div|html|body|table|h[1-6])(\\s[^<>]*)?/?>", Pattern.CASE_INSENSITIVE);
    private static final Pattern LINE_END = Pattern.compile("\\R");
    private static final Pattern BLANK_LINES = Pattern.compile("\n{3,}");

    private EventText() {}

    /// A title: one line, at most 1024 characters.
    public static String title(String text) {
        return cut(LINE_END.matcher(printable(text).strip()).replaceAll(" "), TITLE);
    }

    /// A location: at most 4096 characters.
    public static String location(String text) {
        return cut(printable(text).strip(), LOCATION);
    }

    /// A description that may or may not be HTML, as people write them into Google's; at most 100,000
    /// characters.
    public static String description(String text) {
        if (!TAG.matcher(text).find()) {
            return plain(text);
        }
        // Without blocks the ends of lines are meant, as in a text with a link in it.
        return ofHtml(BLOCK.matcher(text).find() ? text : LINE_END.matcher(text).replaceAll("<br>"));
    }

    /// A description without markup; at most 100,000 characters.
    public static String plain(String text) {
        return cut(LINE_END.matcher(printable(text)).replaceAll("\n").strip(), DESCRIPTION);
    }

    /// The text that readers of an HTML document see, line by line; at most 100,000 characters. The
    /// address of a link follows its text, because it may be the way into the conference.
    public static String ofHtml(String html) {
        var lines = new Lines();
        Jsoup.parse(printable(html)).body().traverse(lines);
        return cut(BLANK_LINES.matcher(lines.text.toString().strip()).replaceAll("\n\n"), DESCRIPTION);
    }

    /// Without control characters, which some databases do not store and nobody sees.
    private static String printable(String text) {
        return text.chars().noneMatch(EventText::isControl)
                ? text
                : text.codePoints()
                        .filter(c -> !isControl(c))
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private static boolean isControl(int c) {
        return Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t';
    }

    /// Cuts a text without tearing a character apart.
    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }

    private static final class Lines implements NodeVisitor {
        private final StringBuilder text = new StringBuilder();
        private boolean spacePending;

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode words) {
                append(words.getWholeText());
            } else if (node instanceof Element element && (element.nameIs("br") || element.isBlock())) {
                endLine(element.nameIs("br"));
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (!(node instanceof Element element)) {
                return;
            }
            if (element.nameIs("a")) {
                appendAddress(element);
            } else if (element.nameIs("td") || element.nameIs("th")) {
                spacePending = true;
            } else if (element.isBlock()) {
                endLine(element.nameIs("p"));
            }
        }

        private void append(String words) {
            words.codePoints().forEach(c -> {
                if (Character.isWhitespace(c) || c == 0xA0) {
                    spacePending = true;
                } else {
                    if (spacePending && !isLineStart()) {
                        text.append(' ');
                    }
                    spacePending = false;
                    text.appendCodePoint(c);
                }
            });
        }

        private void appendAddress(Element link) {
            String address = link.attr("href").strip();
            String scheme = address.toLowerCase(Locale.ROOT);
            if ((scheme.startsWith("https://") || scheme.startsWith("http://"))
                    && !link.text().contains(address)) {
                append(" (" + address + ")");
            }
        }

        private boolean isLineStart() {
            return text.isEmpty() || text.charAt(text.length() - 1) == '\n';
        }

        private void endLine(boolean always) {
            spacePending = false;
            if (always || !isLineStart()) {
                text.append('\n');
            }
        }
    }
}
