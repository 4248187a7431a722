package ajar.oauth;

import ajar.engine.http.Endpoint;
import ajar.engine.http.Response;
import ajar.engine.json.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;

/// What applications can find out by themselves about the authorization server (RFC 8414).
final class Metadata {
    static final String PATH = "/.well-known/oauth-authorization-server";

    private final byte[] document;

    /// @param issuer how people reach the server, without a slash at the end
    Metadata(String issuer) {
        var metadata = Json.object()
                .put("issuer", issuer)
                .put("authorization_endpoint", issuer + AuthorizationEndpoint.PATH)
                .put("token_endpoint", issuer + TokenEndpoints.TOKEN)
                .put("revocation_endpoint", issuer + TokenEndpoints.REVOKE)
                .put("registration_endpoint", issuer + Registration.PATH)
                .put("authorization_response_iss_parameter_supported", true);
        metadata.set("scopes_supported", list(Scope.WORDS));
        metadata.set("response_types_supported", list(List.of("code")));
        metadata.set("response_modes_supported", list(List.of("query")));
        metadata.set("grant_types_supported", list(List.of("authorization_code", "refresh_token")));
        metadata.set("code_challenge_methods_supported", list(List.of("S256")));
        metadata.set("token_endpoint_auth_methods_supported", list(ClientAuthentication.METHODS));
        metadata.set("revocation_endpoint_auth_methods_supported", list(ClientAuthentication.METHODS));
        document = Json.bytes(metadata);
    }

    Endpoint endpoint() {
        return Endpoint.of(
                        "GET", PATH, "oauth", "What the authorization server can do", _ -> Response.json(200, document))
                .openToAll();
    }

    private static ArrayNode list(List<String> words) {
        var list = Json.array();
        words.forEach(list::add);
        return list;
    }
}
