package ajar.simulate.google;

import ajar.simulate.http.Json;
import ajar.simulate.http.Refused;
import ajar.simulate.http.Reply;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The errors of the Calendar API (Google docs: Handle API errors).
final class GoogleErrors {
    private GoogleErrors() {}

    static Reply of(int status, String domain, String reason, String message) {
        return of(status, domain, reason, message, null, null);
    }

    /// @param place what is wrong: `parameter` or `header`
    /// @param name of the parameter or header
    static Reply of(
            int status, String domain, String reason, String message, @Nullable String place, @Nullable String name) {
        ObjectNode body = Json.object();
        ObjectNode error = body.putObject("error");
        ObjectNode detail = error.putArray("errors").addObject();
        detail.put("domain", domain).put("reason", reason).put("message", message);
        if (place != null) {
            detail.put("locationType", place).put("location", name);
        }
        error.put("code", status).put("message", message);
        return Reply.json(status, body);
    }

    static Reply unauthorized() {
        return of(401, "global", "authError", "Invalid Credentials", "header", "Authorization")
                .with("WWW-Authenticate", "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"");
    }

    static Reply loginRequired() {
        return of(401, "global", "required", "Login Required.", "header", "Authorization")
                .with("WWW-Authenticate", "Bearer realm=\"https://accounts.google.com/\"");
    }

    static Reply notFound() {
        return of(404, "global", "notFound", "Not Found");
    }

    static Reply insufficientScopes() {
        return of(403, "global", "insufficientPermissions", "Request had insufficient authentication scopes.")
                .with(
                        "WWW-Authenticate",
                        "Bearer realm=\"https://accounts.google.com/\", error=\"insufficient_scope\", "
                                + "scope=\"https://www.googleapis.com/auth/calendar\"");
    }

    static Reply fullSyncRequired() {
        return of(
                410,
                "calendar",
                "fullSyncRequired",
                "Sync token is no longer valid, a full sync is required.",
                "parameter",
                "syncToken");
    }

    static Reply updatedMinTooLongAgo() {
        return of(
                410,
                "calendar",
                "updatedMinTooLongAgo",
                "The requested minimum modification time lies too far in the past.",
                "parameter",
                "updatedMin");
    }

    static Refused invalid(String message, String parameter) {
        return new Refused(of(400, "global", "invalid", message, "parameter", parameter));
    }

    static Refused calendarProblem(String reason, String message, String parameter) {
        return new Refused(of(400, "calendar", reason, message, "parameter", parameter));
    }
}
