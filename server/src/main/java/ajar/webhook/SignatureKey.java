package ajar.webhook;

import java.security.SecureRandom;
import java.util.HexFormat;

/// The key deliveries are signed with: 32 random bytes, shown as 64 hexadecimal digits (Close docs:
/// Webhook signatures).
final class SignatureKey {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    private SignatureKey() {}

    /// A new key.
    static String make() {
        byte[] key = new byte[BYTES];
        RANDOM.nextBytes(key);
        return HexFormat.of().formatHex(key);
    }
}
