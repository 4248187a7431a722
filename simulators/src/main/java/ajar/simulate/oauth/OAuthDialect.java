package ajar.simulate.oauth;

import ajar.simulate.http.Reply;
import java.util.Map;
import java.util.Set;

/// Where two authorization servers differ.
public interface OAuthDialect {
    /// Why a token endpoint refuses.
    enum Refusal {
        /// The authorization code is unknown, used or too old.
        BAD_CODE,
        /// The refresh token is unknown, expired or revoked.
        BAD_REFRESH_TOKEN,
        /// The code verifier does not match the challenge.
        BAD_VERIFIER,
        /// There was a challenge and there is no verifier.
        MISSING_VERIFIER,
        /// The redirect URI is another one than that of the authorization request.
        BAD_REDIRECT,
        /// No such client, or a wrong secret.
        BAD_CLIENT,
        /// Neither `authorization_code` nor `refresh_token`.
        BAD_GRANT_TYPE
    }

    /// The answer of the token endpoint.
    Reply refused(Refusal refusal);

    /// What the client's redirect URI gets when the person refuses, besides the state.
    Map<String, String> denied();

    /// Whether a refresh token is issued for an authorization request.
    ///
    /// @param first whether the user consents to this client for the first time
    boolean offline(Map<String, String> request, Set<String> scopes, boolean first);

    /// Whether each refresh brings a new refresh token. The old one stays good.
    boolean rotates();

    /// What access tokens begin with.
    String accessTokenPrefix();

    /// The scopes that a token says it has been granted.
    Set<String> shown(Set<String> granted);
}
