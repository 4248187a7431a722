package ajar.engine.outgoing;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request to send.
///
/// @param method the HTTP method, those of WebDAV included
/// @param address where to; `http` or `https`
/// @param headers the headers, without the content's length
/// @param body the body; null for none
/// @param redirects how many redirects to follow; 0 answers with the redirect itself. Credentials are
///     sent to the first host only
/// @param timeout for everything together, the reading of the answer included
/// @param maximumBody how many bytes the answer may have, once decompressed
/// @param checksCertificates whether the certificate must be valid for the host
public record OutgoingRequest(
        String method,
        URI address,
        Map<String, String> headers,
        byte @Nullable [] body,
        int redirects,
        Duration timeout,
        long maximumBody,
        boolean checksCertificates) {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final long MAXIMUM_BODY = 16L << 20;

    public OutgoingRequest {
        headers = Map.copyOf(headers);
    }

    /// A request without headers and body: no redirects, 30 seconds, 16 MiB.
    public static OutgoingRequest of(String method, URI address) {
        return new OutgoingRequest(method, address, Map.of(), null, 0, TIMEOUT, MAXIMUM_BODY, true);
    }

    /// The same with a header more.
    public OutgoingRequest header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new OutgoingRequest(method, address, more, body, redirects, timeout, maximumBody, checksCertificates);
    }

    /// The same with a body.
    public OutgoingRequest body(String contentType, byte[] content) {
        var typed = header("Content-Type", contentType);
        return new OutgoingRequest(
                method, address, typed.headers, content, redirects, timeout, maximumBody, checksCertificates);
    }

    /// The same with a body of UTF-8 text.
    public OutgoingRequest body(String contentType, String content) {
        return body(contentType, content.getBytes(StandardCharsets.UTF_8));
    }

    /// The same, following redirects.
    public OutgoingRequest following(int most) {
        return new OutgoingRequest(method, address, headers, body, most, timeout, maximumBody, checksCertificates);
    }

    /// The same with other bounds.
    public OutgoingRequest within(Duration time, long bytes) {
        return new OutgoingRequest(method, address, headers, body, redirects, time, bytes, checksCertificates);
    }

    /// The same, content with any certificate.
    public OutgoingRequest withoutCheckingCertificates() {
        return new OutgoingRequest(method, address, headers, body, redirects, timeout, maximumBody, false);
    }
}
