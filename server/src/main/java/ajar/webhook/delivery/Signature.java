package ajar.webhook.delivery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The headers by which a receiver knows that a delivery is genuine and fresh. Each attempt is signed
/// anew, because receivers refuse old timestamps.
final class Signature {
    private static final String ALGORITHM = "HmacSHA256";

    private Signature() {}

    /// The headers of one attempt.
    ///
    /// @param messageId the same for all attempts of one delivery
    /// @param now the moment of the attempt
    /// @param body the bytes as they are sent
    static Map<String, String> headers(Target target, String messageId, Instant now, byte[] body) {
        byte[] key = HexFormat.of().parseHex(target.signatureKey());
        String timestamp = Long.toString(now.getEpochSecond());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("close-sig-timestamp", timestamp);
        headers.put("close-sig-hash", HexFormat.of().formatHex(hmac(key, timestamp, body)));
        if (target.standardWebhooks()) {
            byte[] hash = hmac(key, messageId + "." + timestamp + ".", body);
            headers.put("webhook-id", messageId);
            headers.put("webhook-timestamp", timestamp);
            headers.put("webhook-signature", "v1," + Base64.getEncoder().encodeToString(hash));
        }
        return headers;
    }

    private static byte[] hmac(byte[] key, String before, byte[] body) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update(before.getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
        }
    }
}
