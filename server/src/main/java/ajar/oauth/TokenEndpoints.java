package ajar.oauth;

import static ajar.oauth.ClientAuthentication.refused;

import ajar.engine.http.Endpoint;
import ajar.engine.http.Request;
import ajar.engine.http.Response;
import ajar.engine.json.Json;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.Problem;
import ajar.organization.Credentials;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where applications exchange codes and refresh tokens for tokens, and give tokens back (RFC 6749,
/// RFC 7009; Close docs: Authentication with OAuth).
final class TokenEndpoints {
    static final String TOKEN = "/oauth2/token/";
    static final String REVOKE = "/oauth2/revoke/";

    private static final Logger LOG = LoggerFactory.getLogger(TokenEndpoints.class);

    private final ClientAuthentication authentication;
    private final Grants grants;
    private final Credentials credentials;

    TokenEndpoints(Clients clients, Grants grants, Credentials credentials) {
        this.authentication = new ClientAuthentication(clients);
        this.grants = grants;
        this.credentials = credentials;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("POST", TOKEN, "oauth", "Get tokens for a code or a refresh token", this::token)
                        .openToAll(),
                Endpoint.of("POST", REVOKE, "oauth", "Revoke a token", this::revoke)
                        .openToAll());
    }

    private Response token(Request request) {
        var form = form(request);
        var client = authentication.client(request, form);
        var exchange = switch (need(form, "grant_type")) {
            case "authorization_code" ->
                grants.redeem(client, need(form, "code"), sent(form, "redirect_uri"), sent(form, "code_verifier"));
            case "refresh_token" -> {
                var scope = sent(form, "scope");
                yield grants.refresh(client, need(form, "refresh_token"), scope == null ? null : Scope.split(scope));
            }
            default ->
                throw refused("unsupported_grant_type", "grant_type must be authorization_code or refresh_token.");
        };
        return switch (exchange) {
            case Exchange.Done(var tokens) -> answer(tokens);
            case Exchange.Refused(var error, var description) -> throw refused(error, description);
            case Exchange.Replayed(var grant) -> {
                credentials.forget(credential -> credential.source().equals(grant));
                LOG.warn("{} used something twice; {} and its tokens are revoked", client.id(), grant);
                throw refused("invalid_grant", "This was used before. Everything made from it is revoked.");
            }
        };
    }

    private static Response answer(Tokens tokens) {
        var body = Json.object()
                .put("token_type", "Bearer")
                .put("access_token", tokens.accessToken())
                .put("expires_in", Grants.ACCESS.toSeconds());
        if (tokens.refreshToken() != null) {
            body.put("refresh_token", tokens.refreshToken());
        }
        body.put("scope", String.join(" ", tokens.scopes()))
                .put("organization_id", tokens.organizationId())
                .put("user_id", tokens.userId());
        return Response.json(200, body).with("cache-control", "no-store").with("pragma", "no-cache");
    }

    /// Answers the same whether or not there was such a token.
    private Response revoke(Request request) {
        var form = form(request);
        var client = authentication.client(request, form);
        grants.revoke(client, need(form, "token")).ifPresent(grant -> {
            credentials.forget(credential -> credential.source().equals(grant));
            LOG.info("{} gave back a token of {}", client.id(), grant);
        });
        return Response.emptyObject().with("cache-control", "no-store");
    }

    private static Map<String, String> form(Request request) {
        try {
            return request.form();
        } catch (ApiException unreadable) {
            if (unreadable.problem() instanceof Problem.BadRequest(var message)) {
                throw refused("invalid_request", message);
            }
            throw unreadable;
        }
    }

    private static String need(Map<String, String> form, String name) {
        String value = sent(form, name);
        if (value == null) {
            throw refused("invalid_request", name + " is missing.");
        }
        return value;
    }

    /// A field sent without a value counts as left out (RFC 6749, section 3.2).
    private static @Nullable String sent(Map<String, String> form, String name) {
        String value = form.get(name);
        return value == null || value.isEmpty() ? null : value;
    }
}
