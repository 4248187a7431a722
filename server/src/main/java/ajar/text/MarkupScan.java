package ajar.text;

/// Reads markup far more strictly than a browser would, so that what passes means the same to every
/// browser.
///
/// Each `<` has to begin a complete tag of the allowed list with quoted, allowed attributes, or the end
/// of one. There is no room for comments, entities in tag names, foreign namespaces or raw text, which
/// is where parsers differ. How tags nest does not matter: no order of allowed tags runs code.
final class MarkupScan {
    private final String html;
    private int at;

    private MarkupScan(String html) {
        this.html = html;
    }

    static boolean isAllowed(String html) {
        return new MarkupScan(html).passes();
    }

    private boolean passes() {
        while (at < html.length()) {
            char c = html.charAt(at);
            if (c == '<' ? !tag() : AllowedMarkup.isControl(c)) {
                return false;
            }
            if (c != '<') {
                at++;
            }
        }
        return true;
    }

    private boolean tag() {
        at++;
        boolean closing = take('/');
        String name = word();
        if (!AllowedMarkup.isTag(name)) {
            return false;
        }
        if (closing) {
            spaces();
            return take('>');
        }
        return attributes(name);
    }

    private boolean attributes(String tag) {
        while (true) {
            boolean spaced = spaces();
            if (take('>')) {
                return true;
            }
            if (take('/')) {
                return take('>');
            }
            if (!spaced || !attribute(tag)) {
                return false;
            }
        }
    }

    private boolean attribute(String tag) {
        String name = word();
        if (!take('=') || at >= html.length()) {
            return false;
        }
        char quote = html.charAt(at++);
        int end = quote == '"' || quote == '\'' ? html.indexOf(quote, at) : -1;
        if (end < 0) {
            return false;
        }
        String value = html.substring(at, end);
        at = end + 1;
        return value.indexOf('<') < 0 && value.indexOf('>') < 0 && AllowedMarkup.isAttribute(tag, name, value);
    }

    private String word() {
        int start = at;
        while (at < html.length() && isWord(html.charAt(at))) {
            at++;
        }
        return html.substring(start, at);
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    }

    private boolean spaces() {
        int start = at;
        while (at < html.length() && " \t\r\n".indexOf(html.charAt(at)) >= 0) {
            at++;
        }
        return at > start;
    }

    private boolean take(char c) {
        boolean found = at < html.length() && html.charAt(at) == c;
        if (found) {
            at++;
        }
        return found;
    }
}
