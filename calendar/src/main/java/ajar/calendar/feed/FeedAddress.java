package ajar.calendar.feed;

import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.engine.outgoing.OutgoingException;
import ajar.engine.outgoing.OutgoingHttp;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a feed is, and who asks for it.
///
/// @param uri without credentials
/// @param authorization the header that says who asks; null when nobody in particular
/// @param isGuess whether `https` was made of `webcal`, which also stands for `http`
record FeedAddress(URI uri, @Nullable String authorization, boolean isGuess) {
    private static final Pattern PARTS =
            Pattern.compile("(https?|webcals?)://(?:([^/?#@]*)@)?(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /// @param address an http, https, webcal or webcals URL, perhaps with credentials
    /// @param username whom to ask as; null for those of the address, or nobody
    static FeedAddress of(String address, @Nullable String username, @Nullable String password)
            throws ConnectorException {
        Matcher parts = PARTS.matcher(address.strip());
        if (!parts.matches()) {
            throw new ConnectorException(
                    Reason.BAD_ADDRESS,
                    "The address of the calendar must start with https://, http:// or webcal://.",
                    "Copy the address of the calendar again.");
        }
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        boolean isGuess = scheme.equals("webcal");
        String authorization =
                username == null ? of(parts.group(2)) : basic(username, password == null ? "" : password);
        try {
            URI uri = OutgoingHttp.address((scheme.equals("http") ? "http" : "https") + "://" + parts.group(3));
            return new FeedAddress(uri, authorization, isGuess && authorization == null);
        } catch (OutgoingException refused) {
            throw HttpFailure.of(refused);
        }
    }

    private static @Nullable String of(@Nullable String credentials) {
        if (credentials == null || credentials.isEmpty()) {
            return null;
        }
        int colon = credentials.indexOf(':');
        return colon < 0
                ? basic(decoded(credentials), "")
                : basic(decoded(credentials.substring(0, colon)), decoded(credentials.substring(colon + 1)));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException asItIs) {
            return text;
        }
    }

    private static String basic(String username, String password) {
        byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /// The same without encryption.
    FeedAddress plain() {
        return new FeedAddress(URI.create("http" + uri.toString().substring("https".length())), authorization, false);
    }

    @Override
    public String toString() {
        return "FeedAddress[" + uri.getHost() + "]";
    }
}
