package ajar.engine.http;

import ajar.engine.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// An answer as it is kept: encrypted, because it may be the only place where a secret is told, such as
/// a new API key. What opens it is the client's `Idempotency-Key`, of which the database has nothing but
/// a digest.
final class SealedAnswer {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final SecureRandom RANDOM = new SecureRandom();

    private SealedAnswer() {}

    /// Encrypts an answer.
    ///
    /// @param place what the answer belongs to; it opens nowhere else
    static byte[] seal(Response response, String key, String place) {
        var head = Json.object().put("status", response.status()).put("content_type", response.contentType());
        var headers = head.putObject("headers");
        response.headers().forEach(headers::put);
        byte[] text = Json.bytes(head);
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        byte[] plain = ByteBuffer.allocate(Integer.BYTES + text.length + response.body().length)
                .putInt(text.length)
                .put(text)
                .put(response.body())
                .array();
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, key, place, nonce, plain);
        return ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array();
    }

    /// Decrypts an answer that was sealed with the same key for the same place.
    static Response open(byte[] sealed, String key, String place) {
        var input = ByteBuffer.wrap(sealed);
        byte[] nonce = take(input, NONCE);
        var plain = ByteBuffer.wrap(crypt(Cipher.DECRYPT_MODE, key, place, nonce, take(input, input.remaining())));
        var head = Json.parse(take(plain, plain.getInt()));
        Map<String, String> headers = new LinkedHashMap<>();
        head.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asString()));
        return new Response(
                head.path("status").asInt(),
                headers,
                head.path("content_type").asString(),
                take(plain, plain.remaining()),
                null);
    }

    private static byte[] take(ByteBuffer from, int length) {
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }

    private static byte[] crypt(int mode, String key, String place, byte[] nonce, byte[] input) {
        try {
            var cipher = Cipher.getInstance(CIPHER);
            var secret = new SecretKeySpec(sha256("idempotent answer", place, key), "AES");
            cipher.init(mode, secret, new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("an answer cannot be sealed or opened", failed);
        }
    }

    /// A digest of texts, in hexadecimal. `purpose` keeps digests for different purposes apart.
    static String digest(String purpose, String... texts) {
        return HexFormat.of().formatHex(sha256(purpose, texts));
    }

    private static byte[] sha256(String purpose, String... texts) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            add(sha, purpose);
            for (var text : texts) {
                add(sha, text);
            }
            return sha.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /// With its length in front, so that no two lists of texts make the same bytes.
    private static void add(MessageDigest sha, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        sha.update(bytes);
    }
}
