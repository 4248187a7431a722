package ajar.text;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.jsoup.safety.Safelist;

/// The tags and attributes a rich text may hold (Close docs: Rich Text Fields), asked by the cleaner
/// and by the scan.
final class AllowedMarkup extends Safelist {
    private static final Set<String> TAGS = Set.of(
            "h1", "h2", "h3", "h4", "h5", "h6", "p", "em", "i", "strong", "b", "u", "s", "code", "ul", "ol", "li", "a",
            "img", "hr", "br", "span");

    private static final Pattern LINK = Pattern.compile("(?:https?://|mailto:|tel:).*", Pattern.CASE_INSENSITIVE);
    private static final Pattern IMAGE = Pattern.compile("(?:https?://|cid:).*", Pattern.CASE_INSENSITIVE);
    private static final Pattern MENTIONED = Pattern.compile("[A-Za-z0-9_]{1,100}");
    private static final Pattern STYLE_NAME = Pattern.compile("color|background-color|font-[a-z-]+|text-decoration");
    private static final Pattern STYLE_VALUE = Pattern.compile(
            "(?:\\b(?:rgb|rgba|hsl|hsla)\\([-\\w ,.%/]{0,60}\\)|[-#\\w ,.%'\"]){0,300}+", Pattern.CASE_INSENSITIVE);

    @Override
    public boolean isSafeTag(String tag) {
        return isTag(tag);
    }

    @Override
    public boolean isSafeAttribute(String tag, Element element, Attribute attribute) {
        return isAttribute(tag, attribute.getKey(), attribute.getValue());
    }

    static boolean isTag(String tag) {
        return TAGS.contains(tag.toLowerCase(Locale.ROOT));
    }

    static boolean isAttribute(String tag, String name, String value) {
        if (value.chars().anyMatch(c -> c < ' ')) {
            return false;
        }
        return switch (tag.toLowerCase(Locale.ROOT)) {
            case "a" -> name.equalsIgnoreCase("href") && LINK.matcher(value).matches();
            case "img" -> isImageAttribute(name.toLowerCase(Locale.ROOT), value);
            case "span" -> isSpanAttribute(name.toLowerCase(Locale.ROOT), value);
            default -> false;
        };
    }

    /// Control characters have no place in XHTML, apart from tabs and line ends.
    static boolean isControl(char c) {
        return (c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == '\uFFFE' || c == '\uFFFF';
    }

    private static boolean isImageAttribute(String name, String value) {
        return switch (name) {
            case "src" -> IMAGE.matcher(value).matches();
            case "alt" -> true;
            default -> false;
        };
    }

    private static boolean isSpanAttribute(String name, String value) {
        return switch (name) {
            case "style" -> isStyle(value);
            case "class", "data-type" -> value.equals("mention");
            case "data-id" -> MENTIONED.matcher(value).matches();
            case "data-label" -> true;
            default -> false;
        };
    }

    private static boolean isStyle(String style) {
        for (String declaration : style.split(";")) {
            if (!declaration.isBlank() && !isDeclaration(declaration)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDeclaration(String declaration) {
        int colon = declaration.indexOf(':');
        return colon > 0
                && STYLE_NAME
                        .matcher(declaration.substring(0, colon).strip().toLowerCase(Locale.ROOT))
                        .matches()
                && STYLE_VALUE.matcher(declaration.substring(colon + 1)).matches();
    }
}
