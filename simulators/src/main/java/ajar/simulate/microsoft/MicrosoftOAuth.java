package ajar.simulate.microsoft;

import ajar.simulate.http.Json;
import ajar.simulate.http.Reply;
import ajar.simulate.oauth.OAuthDialect;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// The Microsoft identity platform (Microsoft docs: OAuth 2.0 authorization code flow).
final class MicrosoftOAuth implements OAuthDialect {
    private static final String TRACE = "6f1c5d0e-2f6b-4d2a-9b1e-000000000001";

    @Override
    public Reply refused(Refusal refusal) {
        return switch (refusal) {
            case BAD_CODE ->
                error("invalid_grant", 70008, "The provided authorization code or refresh token has expired.");
            case BAD_REFRESH_TOKEN ->
                error(
                        "invalid_grant",
                        50173,
                        "The provided grant has expired due to it being revoked, a fresh " + "auth token is needed.");
            case BAD_VERIFIER, MISSING_VERIFIER ->
                error(
                        "invalid_grant",
                        501481,
                        "The Code_Verifier does not match the code_challenge supplied in "
                                + "the authorization request.");
            case BAD_REDIRECT ->
                error(
                        "invalid_grant",
                        500112,
                        "The reply address does not match the reply address provided when "
                                + "requesting the authorization code.");
            case BAD_CLIENT -> error(401, "invalid_client", 7000215, "Invalid client secret provided.");
            case BAD_GRANT_TYPE ->
                error("unsupported_grant_type", 70003, "The app requested an unsupported grant type.");
        };
    }

    static Reply error(String error, int code, String description) {
        return error(400, error, code, description);
    }

    private static Reply error(int status, String error, int code, String description) {
        ObjectNode body = Json.object()
                .put("error", error)
                .put(
                        "error_description",
                        "AADSTS" + code + ": " + description + " Trace ID: " + TRACE + " Correlation ID: " + TRACE);
        body.putArray("error_codes").add(code);
        return Reply.json(
                status,
                body.put("trace_id", TRACE)
                        .put("correlation_id", TRACE)
                        .put("error_uri", "https://login.microsoftonline.com/error?code=" + code));
    }

    @Override
    public Map<String, String> denied() {
        return Map.of(
                "error",
                "access_denied",
                "error_description",
                "AADSTS65004: User declined to consent to access the app.",
                "error_subcode",
                "cancel");
    }

    /// Only with the scope `offline_access`.
    @Override
    public boolean offline(Map<String, String> request, Set<String> scopes, boolean first) {
        return scopes.contains("offline_access");
    }

    @Override
    public boolean rotates() {
        return true;
    }

    @Override
    public String accessTokenPrefix() {
        return "EwB";
    }

    /// `offline_access` is not among the scopes of a token.
    @Override
    public Set<String> shown(Set<String> granted) {
        Set<String> shown = new LinkedHashSet<>(granted);
        shown.remove("offline_access");
        return shown;
    }
}
