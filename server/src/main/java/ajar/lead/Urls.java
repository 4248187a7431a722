package ajar.lead;

import ajar.engine.field.Codec;
import ajar.engine.field.Rejected;
import java.net.URI;
import java.net.URISyntaxException;

/// Web addresses as people type them.
final class Urls {
    private Urls() {}

    /// Trims the address and adds `http://` where the scheme is missing. Throws [Rejected] for what is
    /// no web address.
    static String normalize(String text) {
        String trimmed = text.strip();
        String url = trimmed.contains("://") ? trimmed : "http://" + trimmed;
        try {
            var uri = new URI(url.replace(" ", "%20"));
            String host = uri.getHost();
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (!web || host == null || host.isEmpty() || !(host.contains(".") || host.equals("localhost"))) {
                throw new Rejected("Invalid URL.");
            }
            return url;
        } catch (URISyntaxException malformed) {
            throw new Rejected("Invalid URL.");
        }
    }

    /// Text that is a web address.
    static Codec<String> codec() {
        return ajar.engine.field.Codecs.text(2083, text -> text.isBlank() ? "" : normalize(text));
    }
}
