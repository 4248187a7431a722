package ajar.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// A piece of a path, as it has to be written in a URL.
final class Segment {
    private Segment() {}

    static String of(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
