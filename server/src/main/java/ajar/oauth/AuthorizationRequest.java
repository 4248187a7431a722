package ajar.oauth;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an application asks a user for (RFC 6749, section 4.1.1), read in two steps: until it is sure
/// where the user may be sent back to, nothing is told to anybody but the user.
sealed interface AuthorizationRequest {
    /// The parameters that are read, in the order in which they are handed on.
    List<String> PARAMETERS = List.of(
            "client_id", "response_type", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method");

    /// It is in order.
    ///
    /// @param redirectUri where the answer goes
    /// @param scopes what is asked for
    /// @param state what the answer repeats; null for nothing
    /// @param challenge the PKCE challenge; null for none
    record Sound(
            Client client,
            String redirectUri,
            List<String> scopes,
            @Nullable String state,
            @Nullable String challenge) implements AuthorizationRequest {}

    /// It is not in order, and the application is told so (RFC 6749, section 4.1.2.1).
    record Refused(
            String redirectUri,
            String error,
            String description,
            @Nullable String state) implements AuthorizationRequest {}

    /// It cannot be answered at all: only the user is told.
    record Misdirected(String message) implements AuthorizationRequest {}

    /// Reads the parameters of a request.
    static AuthorizationRequest of(Map<String, String> parameters, Clients clients) {
        var client = clients.find(parameters.getOrDefault("client_id", "")).orElse(null);
        if (client == null) {
            return new Misdirected("The link that led here names no application that this server knows.");
        }
        String asked = parameters.getOrDefault("redirect_uri", "");
        if (asked.isEmpty() && client.redirectUris().size() > 1) {
            return new Misdirected("The link that led here does not say where " + client.name() + " is to be found.");
        }
        String redirectUri = asked.isEmpty() ? client.redirectUris().getFirst() : asked;
        if (!RedirectUri.isRegistered(redirectUri, client.redirectUris())) {
            return new Misdirected(
                    "The link that led here would send you to an address that is not one of " + client.name() + ".");
        }
        return of(parameters, client, redirectUri);
    }

    private static AuthorizationRequest of(Map<String, String> parameters, Client client, String redirectUri) {
        String state = sent(parameters, "state");
        if (!parameters.getOrDefault("response_type", "").equals("code")) {
            return new Refused(redirectUri, "unsupported_response_type", "response_type must be code.", state);
        }
        String scope = sent(parameters, "scope");
        var scopes = scope == null ? Scope.standard(client.scopes()) : Scope.split(scope);
        if (scopes.isEmpty() || !client.scopes().containsAll(scopes)) {
            return new Refused(
                    redirectUri,
                    "invalid_scope",
                    "This application may ask for: " + String.join(" ", client.scopes()) + ".",
                    state);
        }
        String challenge = sent(parameters, "code_challenge");
        if (challenge == null) {
            return client.isConfidential()
                    ? new Sound(client, redirectUri, scopes, state, null)
                    : new Refused(
                            redirectUri, "invalid_request", "A public application must send a code_challenge.", state);
        }
        if (!parameters.getOrDefault("code_challenge_method", "plain").equals("S256") || !Pkce.isChallenge(challenge)) {
            return new Refused(redirectUri, "invalid_request", "The code_challenge must be one of method S256.", state);
        }
        return new Sound(client, redirectUri, scopes, state, challenge);
    }

    private static @Nullable String sent(Map<String, String> parameters, String name) {
        String value = parameters.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /// The parameters that matter, of all that were sent.
    static Map<String, String> relevant(Map<String, String> parameters) {
        Map<String, String> relevant = new LinkedHashMap<>();
        for (var name : PARAMETERS) {
            String value = parameters.get(name);
            if (value != null) {
                relevant.put(name, value);
            }
        }
        return relevant;
    }
}
