package ajar.oauth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The addresses that an application may have its users sent back to. What is sent there is a code, so
/// nothing but what was registered will do (RFC 9700, section 2.1; for programs on people's own
/// machines RFC 8252, section 7).
final class RedirectUri {
    /// The longest address that can be registered, in characters.
    static final int LONGEST = 2000;

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");
    private static final Pattern PORT =
            Pattern.compile("^(http://(?:127\\.0\\.0\\.1|\\[::1]))(?::\\d{1,5})?(?=[/?]|$)");
    private static final Pattern PRIVATE_SCHEME = Pattern.compile("[a-z][a-z0-9+-]*(\\.[a-z0-9+-]+)+");

    private RedirectUri() {}

    /// What is wrong with an address as something to register; empty when it will do.
    static Optional<String> objection(String text) {
        if (text.length() > LONGEST) {
            return Optional.of("The redirect URI is longer than " + LONGEST + " characters.");
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException malformed) {
            return Optional.of("Invalid URL.");
        }
        if (!text.equals(uri.toASCIIString()) || uri.getScheme() == null) {
            return Optional.of("Invalid URL.");
        }
        if (uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
            return Optional.of("A redirect URI must have neither a fragment nor a user name.");
        }
        return schemeObjection(uri);
    }

    private static Optional<String> schemeObjection(URI uri) {
        String scheme = uri.getScheme();
        boolean hosted = uri.getHost() != null && !uri.getHost().isEmpty();
        boolean fine = switch (scheme) {
            case "https" -> hosted;
            case "http" -> hosted && LOOPBACK.contains(uri.getHost());
            default -> PRIVATE_SCHEME.matcher(scheme).matches();
        };
        return fine
                ? Optional.empty()
                : Optional.of("A redirect URI must be https, http on the user's own machine (127.0.0.1, [::1] or"
                        + " localhost), or have a scheme such as com.example.app.");
    }

    /// Whether users may be sent to `asked`. It must be one of those registered, to the letter; only the
    /// port of a loopback address is the program's choice, since it takes any that is free.
    static boolean isRegistered(String asked, Collection<String> registered) {
        return registered.contains(asked)
                || (PORT.matcher(asked).find()
                        && objection(asked).isEmpty()
                        && registered.stream().anyMatch(it -> withoutPort(it).equals(withoutPort(asked))));
    }

    private static String withoutPort(String uri) {
        return PORT.matcher(uri).replaceFirst("$1");
    }

    /// What a Content-Security-Policy calls the place that a registered address leads to.
    static String source(String registered) {
        var uri = URI.create(registered);
        if (uri.getHost() == null || !uri.getScheme().startsWith("http")) {
            return uri.getScheme() + ":";
        }
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    /// Who is behind a registered address, for people to read.
    static String host(String registered) {
        @Nullable String host = URI.create(registered).getHost();
        return host == null ? registered : host;
    }
}
