package ajar.web;

import java.util.Collection;

/// A piece of HTML. Text becomes one by being escaped, so that what is not HTML cannot pass for it.
///
/// @param source the HTML itself
public record Html(String source) {
    /// No HTML at all.
    public static final Html NOTHING = new Html("");

    /// Text as it is to be read, safe between tags and within quoted attributes.
    public static Html text(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return new Html(escaped.toString());
    }

    /// One piece after the other.
    public static Html join(Collection<Html> pieces) {
        var joined = new StringBuilder();
        pieces.forEach(piece -> joined.append(piece.source));
        return new Html(joined.toString());
    }
}
