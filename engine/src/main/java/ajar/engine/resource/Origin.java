package ajar.engine.resource;

import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// What caused a unit of work: the request it belongs to, as events tell it.
///
/// @param requestId `req_…`; null for the system
/// @param method the HTTP method; null for the system
/// @param path the HTTP path; null for the system
/// @param zone the caller's offset from UTC, for days and bare dates (Close docs: Timezone Offsets)
/// @param source where new things come from, one of Close's creation sources such as `api` or `import`
public record Origin(
        @Nullable String requestId,
        @Nullable String method,
        @Nullable String path,
        ZoneOffset zone,
        String source) {
    /// The system itself: no request.
    public static Origin system() {
        return new Origin(null, null, null, ZoneOffset.UTC, "api");
    }
}
