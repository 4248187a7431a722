package ajar.organization;

import ajar.engine.id.Ids;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Secrets that the server makes: keys, tokens, codes, cookies. They are long and random, so their
/// SHA-256 digest is all that is kept; it tells nothing, and to guess at it is hopeless. Safe for use
/// by many threads.
public final class Secrets {
    private static final int HALF = 22;
    private static final int WHOLE = 43;

    private final Ids random;

    /// @param random made on a cryptographically strong source
    public Secrets(Ids random) {
        this.random = random;
    }

    /// A secret of 256 random bits: 43 letters and digits.
    public String next() {
        return random.secret(WHOLE);
    }

    /// Half a secret, about 130 bits: 22 letters and digits.
    public String half() {
        return random.secret(HALF);
    }

    /// What is kept of a secret: its SHA-256 digest in hexadecimal.
    public static String digest(String secret) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /// Whether two texts are the same, in a time that does not tell where they differ.
    public static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
