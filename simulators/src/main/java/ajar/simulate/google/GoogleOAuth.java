package ajar.simulate.google;

import ajar.simulate.http.Json;
import ajar.simulate.http.Reply;
import ajar.simulate.oauth.OAuthDialect;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Google's authorization server (Google docs: Using OAuth 2.0 for Web Server Applications).
final class GoogleOAuth implements OAuthDialect {
    private static final String SCOPES = "https://www.googleapis.com/auth/userinfo.";

    @Override
    public Reply refused(Refusal refusal) {
        return switch (refusal) {
            case BAD_CODE -> error(400, "invalid_grant", "Malformed auth code.");
            case BAD_REFRESH_TOKEN -> error(400, "invalid_grant", "Token has been expired or revoked.");
            case BAD_VERIFIER -> error(400, "invalid_grant", "Invalid code verifier.");
            case MISSING_VERIFIER -> error(400, "invalid_grant", "Missing code verifier.");
            case BAD_REDIRECT -> error(400, "redirect_uri_mismatch", "Bad Request");
            case BAD_CLIENT -> error(401, "invalid_client", "The OAuth client was not found.");
            case BAD_GRANT_TYPE -> error(400, "unsupported_grant_type", "Invalid grant_type");
        };
    }

    private static Reply error(int status, String error, String description) {
        return Reply.json(status, Json.object().put("error", error).put("error_description", description));
    }

    @Override
    public Map<String, String> denied() {
        return Map.of("error", "access_denied");
    }

    /// Only with `access_type=offline`, and then with the first consent or with `prompt=consent`.
    @Override
    public boolean offline(Map<String, String> request, Set<String> scopes, boolean first) {
        return "offline".equals(request.get("access_type"))
                && (first || request.getOrDefault("prompt", "").contains("consent"));
    }

    @Override
    public boolean rotates() {
        return false;
    }

    @Override
    public String accessTokenPrefix() {
        return "ya29.";
    }

    /// Google spells `email` and `profile` out.
    @Override
    public Set<String> shown(Set<String> granted) {
        Set<String> shown = new LinkedHashSet<>();
        granted.forEach(scope -> shown.add(scope.equals("email") || scope.equals("profile") ? SCOPES + scope : scope));
        return shown;
    }
}
