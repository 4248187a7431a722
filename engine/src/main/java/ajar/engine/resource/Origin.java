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
/// @param precondition what must hold of the object that the request changes; null for nothing
public record Origin(
        @Nullable String requestId,
        @Nullable String method,
        @Nullable String path,
        ZoneOffset zone,
        String source,
        @Nullable Precondition precondition) {
    /// An origin that demands nothing.
    public Origin(
            @Nullable String requestId,
            @Nullable String method,
            @Nullable String path,
            ZoneOffset zone,
            String source) {
        this(requestId, method, path, zone, source, null);
    }

    /// The system itself: no request.
    public static Origin system() {
        return new Origin(null, null, null, ZoneOffset.UTC, "api");
    }
}
