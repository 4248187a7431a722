package ajar.engine.read;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// The entity tag of an object as it is shown: equal exactly when the JSON is (RFC 9110, section 8.8.3).
/// It is a strong one. What is shown depends on `_fields`, so a tag belongs to the URL it was read from.
public final class EntityTag {
    private static final int BYTES = 16;

    /// What the server adds to the tag of an answer that it compresses: another form, another tag.
    private static final String COMPRESSED = "-gzip";

    private EntityTag() {}

    /// The tag of an object's JSON, in quotes.
    public static String of(String organizationId, byte[] json) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update(organizationId.getBytes(StandardCharsets.UTF_8));
            byte[] digest = Arrays.copyOf(sha.digest(json), BYTES);
            return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + '"';
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /// The tag of the compressed form.
    public static String compressed(String tag) {
        return tag.substring(0, tag.length() - 1) + COMPRESSED + '"';
    }

    /// Whether a value of `if-match` names the tag. Weak tags never do.
    public static boolean isExpected(String header, String tag) {
        return named(header, tag, false).isPresent();
    }

    /// The tag as a value of `if-none-match` names it; empty when it does not. Weak tags do, too.
    public static Optional<String> isKnown(String header, String tag) {
        return named(header, tag, true);
    }

    private static Optional<String> named(String header, String tag, boolean weak) {
        if (header.strip().equals("*")) {
            return Optional.of(tag);
        }
        return Arrays.stream(header.split(",", -1))
                .map(String::strip)
                .map(one -> weak && one.startsWith("W/") ? one.substring(2) : one)
                .filter(one -> one.equals(tag) || one.equals(compressed(tag)))
                .findFirst();
    }
}
