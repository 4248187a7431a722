package ajar.oauth;

import ajar.organization.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Proof Key for Code Exchange (RFC 7636) with S256, the only method there is here: whoever redeems a
/// code shows that it is who asked for it.
final class Pkce {
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

    private Pkce() {}

    /// Whether a text can be a challenge: a SHA-256 digest in the URL's own Base64.
    static boolean isChallenge(String text) {
        return CHALLENGE.matcher(text).matches();
    }

    /// Whether the verifier is the one behind the challenge. Where there was no challenge there must be
    /// no verifier: somebody may have taken the challenge away (RFC 9700, section 4.8.2).
    static boolean fits(@Nullable String verifier, @Nullable String challenge) {
        if (verifier == null || challenge == null) {
            return verifier == null && challenge == null;
        }
        return VERIFIER.matcher(verifier).matches() && Secrets.same(challenge(verifier), challenge);
    }

    /// The challenge of a verifier.
    static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
