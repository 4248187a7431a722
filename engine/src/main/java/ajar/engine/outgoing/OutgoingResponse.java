package ajar.engine.outgoing;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An answer while it is being read; its body can be read once, within the bounds of the request.
///
/// @param status the HTTP status
/// @param headers by lower-case name; the first of repeated ones
/// @param body the body, decompressed
/// @param address where it came from, after redirects
public record OutgoingResponse(int status, Map<String, String> headers, InputStream body, URI address) {
    /// A header; null when it is absent.
    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /// Whether the status is 2xx.
    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /// The whole body.
    public byte[] bytes() throws IOException {
        return body.readAllBytes();
    }

    /// The whole body as UTF-8.
    public String text() throws IOException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }
}
