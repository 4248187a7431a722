package ajar.calendar.ical;

import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;

/// Values of the type TEXT (RFC 5545, 3.3.11) as plain text.
final class Text {
    private static final Pattern HTML = Pattern.compile(
            "<(?:!doctype|html|body|p|br|div|span|a|ul|ol|li|table|b|i|u|em|strong|h[1-6])\\b[^>]*>",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern MANY_LINES = Pattern.compile("\\s*\n(?:[ \t\u00a0]*\n)+");

    private Text() {}

    /// The value without its escapes.
    static String of(String value) {
        if (value.indexOf('\\') < 0) {
            return printable(value);
        }
        var text = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char letter = value.charAt(i);
            if (letter == '\\' && i + 1 < value.length()) {
                letter = value.charAt(++i);
                text.append(letter == 'n' || letter == 'N' ? '\n' : letter);
            } else {
                text.append(letter);
            }
        }
        return printable(text);
    }

    /// What a database and a page can show: no control characters, no halves of characters.
    static String printable(CharSequence text) {
        if (isOrdinary(text)) {
            return text.toString();
        }
        var clean = new StringBuilder(text.length());
        text.codePoints()
                .filter(it -> it == '\n' || it == '\t' || !Character.isISOControl(it))
                .filter(it -> it < Character.MIN_SURROGATE || it > Character.MAX_SURROGATE)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static boolean isOrdinary(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isOrdinary(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOrdinary(char letter) {
        return letter == '\n'
                || (letter >= ' ' && letter < 0x7f)
                || (letter >= 0xa0 && letter < Character.MIN_SURROGATE);
    }

    /// One line of text, cut to a length.
    static String line(String value, int most) {
        return cut(of(value).replace('\n', ' ').strip(), most);
    }

    /// Several lines of text, cut to a length, and read as HTML where they are.
    static String block(String value, int most) {
        String text = of(value);
        return cut((text.indexOf('<') >= 0 && HTML.matcher(text).find() ? plain(text) : text).strip(), most);
    }

    /// The text of HTML, with its lines.
    static String plain(String html) {
        Element body = Jsoup.parse(html).body();
        body.select("style, script").remove();
        body.select("p, div, li, tr, h1, h2, h3, h4, h5, h6").forEach(it -> it.before(new TextNode("\n")));
        return MANY_LINES.matcher(body.wholeText()).replaceAll("\n\n").strip();
    }

    /// The beginning of a text, never half a character.
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }
}
