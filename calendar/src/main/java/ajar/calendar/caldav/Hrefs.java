package ajar.calendar.caldav;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Addresses within a server: what they are relative to, when two are the same, and which may be told
/// a password.
final class Hrefs {
    private static final String UNRESERVED = "-._~!$&'()*+,;=:@/";
    private static final Pattern REFERENCE =
            Pattern.compile("(?:([a-zA-Z][a-zA-Z0-9+.-]*)://([^/?#]*))?([^?#]*).*", Pattern.DOTALL);

    private Hrefs() {}

    /// The address that a server means, also where it forgot to escape; null when it is none.
    static @Nullable URI resolve(URI base, String href) {
        Matcher parts = REFERENCE.matcher(href.strip());
        if (!parts.matches() || href.isBlank()) {
            return null;
        }
        try {
            String authority = parts.group(2);
            String path = canonical(parts.group(3));
            return authority == null
                    ? base.resolve(path.startsWith("/") ? path : "./" + path)
                    : URI.create(parts.group(1) + "://" + authority + path);
        } catch (IllegalArgumentException unusable) {
            return null;
        }
    }

    /// The path of an address, written in one way: `/a%40b/c` and `/a@b/c` are the same resource.
    static String path(URI base, String href) {
        URI resolved = resolve(base, href);
        return resolved == null || resolved.getRawPath() == null ? href : resolved.getRawPath();
    }

    private static String canonical(String path) {
        byte[] bytes = decoded(path);
        var text = new StringBuilder();
        for (byte part : bytes) {
            int letter = part & 0xff;
            boolean asItIs = letter < 128
                    && (Character.isLetterOrDigit(letter) || UNRESERVED.indexOf(letter) >= 0 || letter == '%');
            if (asItIs) {
                text.append((char) letter);
            } else {
                text.append('%').append(String.format(Locale.ROOT, "%02X", letter));
            }
        }
        return text.toString();
    }

    /// Without escapes, but for those of a slash and a percent sign, which mean something else.
    private static byte[] decoded(String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        var decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int code = bytes[i] == '%' && i + 2 < bytes.length ? hex(bytes[i + 1], bytes[i + 2]) : -1;
            if (bytes[i] == '%' && code < 0) {
                decoded.writeBytes("%25".getBytes(StandardCharsets.US_ASCII));
            } else if (code == '/' || code == '%') {
                decoded.writeBytes(code == '/' ? new byte[] {'%', '2', 'F'} : new byte[] {'%', '2', '5'});
                i += 2;
            } else if (code >= 0) {
                decoded.write(code);
                i += 2;
            } else {
                decoded.write(bytes[i]);
            }
        }
        return decoded.toByteArray();
    }

    private static int hex(byte high, byte low) {
        int first = Character.digit(high, 16);
        int second = Character.digit(low, 16);
        return first < 0 || second < 0 ? -1 : first * 16 + second;
    }

    /// Whether a password given for one address may be sent to another: on the same host, or encrypted
    /// within the same domain, as large services spread their accounts (`p12-caldav.icloud.com`).
    static boolean mayTrust(URI given, URI next) {
        if (given.getHost() == null || next.getHost() == null) {
            return false;
        }
        boolean encrypted = "https".equalsIgnoreCase(next.getScheme());
        boolean sameOrigin = Objects.equals(lower(given.getScheme()), lower(next.getScheme()))
                && given.getHost().equalsIgnoreCase(next.getHost())
                && given.getPort() == next.getPort();
        return sameOrigin || (encrypted && domain(given).equals(domain(next)));
    }

    private static String domain(URI uri) {
        String host = lower(uri.getHost());
        if (host.matches("[0-9.]+|\\[.*")) {
            return host;
        }
        String[] labels = host.split("\\.");
        return labels.length < 2 ? host : labels[labels.length - 2] + "." + labels[labels.length - 1];
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}
