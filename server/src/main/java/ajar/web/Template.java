package ajar.web;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// HTML with places such as `${version}` that are filled each time it is used.
public final class Template {
    private static final Pattern PLACE = Pattern.compile("\\$\\{([a-zA-Z]+)}");

    private final String source;

    /// @param source the HTML with its places
    public Template(String source) {
        this.source = source;
    }

    /// The template in the resource of that name next to this class.
    public static Template named(String name) {
        return new Template(new String(Asset.bytes("/ajar/web/" + name), StandardCharsets.UTF_8));
    }

    /// The filled template. Throws `IllegalArgumentException` for a place that has no value.
    public Html fill(Map<String, Html> values) {
        return new Html(PLACE.matcher(source).replaceAll(place -> {
            var value = values.get(place.group(1));
            if (value == null) {
                throw new IllegalArgumentException("nothing for " + place.group());
            }
            return Matcher.quoteReplacement(value.source());
        }));
    }
}
