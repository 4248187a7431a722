package ajar.web;

import ajar.engine.http.Endpoint;
import ajar.engine.http.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A file of the program that pages load. Its path holds its version, so browsers may keep it for good.
///
/// @param path where it is served
/// @param resource where it is found on the class path
/// @param mediaType what it is
record Asset(String path, String resource, String mediaType) {
    private static final String FOREVER = "public, max-age=31536000, immutable";

    /// A file of ours; the version is made of its content.
    static Asset own(String name, String mediaType) {
        String resource = "/ajar/web/" + name;
        return new Asset("/ajar/assets/" + fingerprint(bytes(resource)) + "/" + name, resource, mediaType);
    }

    /// The endpoint that serves it.
    Endpoint endpoint() {
        return Endpoint.of(
                        "GET",
                        path,
                        "pages",
                        resource,
                        _ -> Response.of(200, mediaType, bytes(resource)).with("cache-control", FOREVER))
                .openToAll()
                .extension();
    }

    /// The content of a resource. Throws `IllegalArgumentException` when there is none.
    static byte[] bytes(String resource) {
        try (var stream = Asset.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalArgumentException("not on the class path: " + resource);
            }
            return stream.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String fingerprint(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
