package ajar.simulate.microsoft;

import ajar.simulate.http.Json;
import ajar.simulate.http.Received;
import ajar.simulate.http.Reply;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// The errors of Microsoft Graph (Microsoft docs: Microsoft Graph error responses).
final class GraphErrors {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

    private GraphErrors() {}

    static Reply of(Received request, int status, String code, String message) {
        String id = requestId(request);
        String sent = request.header("client-request-id");
        ObjectNode body = Json.object();
        ObjectNode error = body.putObject("error").put("code", code).put("message", message);
        error.putObject("innerError")
                .put("date", DATE.format(request.at().atOffset(ZoneOffset.UTC)))
                .put("request-id", id)
                .put("client-request-id", sent == null ? id : sent);
        return Reply.json(status, body).with("request-id", id);
    }

    static String requestId(Received request) {
        String seed = request.method() + request.path() + request.at();
        return UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
    }

    static Reply unauthorized(Received request, String message) {
        return of(request, 401, "InvalidAuthenticationToken", message)
                .with(
                        "WWW-Authenticate",
                        "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/"
                                + "authorize\", client_id=\"00000003-0000-0000-c000-000000000000\"");
    }

    static Reply accessDenied(Received request) {
        return of(request, 403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");
    }

    static Reply notFound(Received request) {
        return of(request, 404, "ErrorItemNotFound", "The specified object was not found in the store.");
    }

    static Reply badRequest(Received request, String message) {
        return of(request, 400, "BadRequest", message);
    }

    /// What was known about a round of changes is lost (Microsoft docs: delta query, synchronization
    /// reset).
    ///
    /// @param again where to begin anew
    static Reply syncStateNotFound(Received request, int status, String again) {
        return of(request, status, "syncStateNotFound", "The sync state generation is not found; begin a new round.")
                .with("Location", again);
    }

    static Reply throttled(Received request, int status, String code, String message) {
        return of(request, status, code, message).with("Retry-After", "10");
    }
}
