package ajar.oauth;

import ajar.engine.http.Request;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.Problem;
import ajar.organization.Secrets;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds out which application is calling the token endpoint or one of its neighbours, by its secret in
/// the body or in an `authorization` header, or, for public ones, by its id alone (RFC 6749, section
/// 2.3).
final class ClientAuthentication {
    private static final String BASIC = "client_secret_basic";
    private static final String POST = "client_secret_post";

    /// A public client's: it has no secret.
    static final String NONE = "none";

    /// The names of the ways, as metadata and registration spell them.
    static final List<String> METHODS = List.of(BASIC, POST, NONE);

    private final Clients clients;

    private record Shown(String id, @Nullable String secret) {}

    ClientAuthentication(Clients clients) {
        this.clients = clients;
    }

    /// The application that sends this form. Throws `invalid_client` when it is unknown or its secret is
    /// wrong, without telling which.
    Client client(Request request, Map<String, String> form) {
        var shown = shown(request.header("authorization"), form);
        var client = clients.find(shown.id()).orElseThrow(ClientAuthentication::unknown);
        boolean genuine = client.secretDigest() == null
                ? shown.secret() == null || shown.secret().isEmpty()
                : shown.secret() != null && Secrets.same(Secrets.digest(shown.secret()), client.secretDigest());
        if (!genuine) {
            throw unknown();
        }
        return client;
    }

    private static Shown shown(@Nullable String authorization, Map<String, String> form) {
        String id = form.get("client_id");
        String secret = form.get("client_secret");
        if (authorization == null) {
            if (id == null) {
                throw unknown();
            }
            return new Shown(id, secret);
        }
        if (secret != null) {
            throw refused("invalid_request", "The application must show its secret in one way only.");
        }
        var header = ofHeader(authorization.strip());
        if (id != null && !id.equals(header.id())) {
            throw refused("invalid_request", "The client_id is not that of the authorization header.");
        }
        return header;
    }

    /// Both halves are encoded as in a form, before Base64 (RFC 6749, section 2.3.1).
    private static Shown ofHeader(String header) {
        if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
            throw unknown();
        }
        try {
            String pair =
                    new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            if (colon < 0) {
                throw unknown();
            }
            return new Shown(
                    URLDecoder.decode(pair.substring(0, colon), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(colon + 1), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            throw unknown();
        }
    }

    private static ApiException unknown() {
        return refused("invalid_client", "The application is unknown, or its secret is wrong.");
    }

    /// A refusal in the protocol's own form.
    static ApiException refused(String error, String description) {
        return new ApiException(new Problem.OAuthRefused(error, description));
    }
}
