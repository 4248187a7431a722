package ajar.simulate.oauth;

import ajar.simulate.http.Json;
import ajar.simulate.http.Received;
import ajar.simulate.http.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The authorization code flow with PKCE (RFC 6749, RFC 7636) and refresh tokens, in the dialect of a
/// provider. Until a client is registered any client id and secret are taken.
public final class OAuthServer {
    /// How long access tokens live, in seconds; both providers say 3599.
    public static final int ACCESS_TOKEN_LIFE = 3599;

    private record Client(String secret, Set<String> redirects) {}

    private final OAuthDialect dialect;
    private final Grants grants;
    private final Supplier<List<String>> users;
    private final Map<String, Client> clients = new LinkedHashMap<>();
    private volatile Consent consent = Consent.GIVEN;

    /// @param users the addresses of all users
    public OAuthServer(OAuthDialect dialect, Grants grants, Supplier<List<String>> users) {
        this.dialect = dialect;
        this.grants = grants;
        this.users = users;
    }

    /// Sets what the person in front of the consent page does from now on.
    public void consent(Consent behaviour) {
        consent = behaviour;
    }

    /// Registers a client. From now on only registered clients are served.
    ///
    /// @param redirects the redirect URIs it may use; any when empty
    public synchronized void register(String id, String secret, Set<String> redirects) {
        clients.put(id, new Client(secret, Set.copyOf(redirects)));
    }

    /// The consent page.
    public Reply authorize(Received request) {
        Map<String, String> query = new LinkedHashMap<>();
        request.query().forEach((name, values) -> query.put(name, values.getFirst()));
        String redirect = query.getOrDefault("redirect_uri", "");
        String client = query.getOrDefault("client_id", "");
        if (!allowed(client, redirect)) {
            return page(400, "<h1>Access blocked</h1><p>Error 400: redirect_uri_mismatch or invalid client.</p>");
        }
        if (!"code".equals(query.get("response_type")) || redirect.isEmpty()) {
            return page(400, "<h1>Access blocked</h1><p>Error 400: invalid_request</p>");
        }
        if (query.containsKey("simulator_refuse") || consent.decision() == Consent.Decision.REFUSE) {
            return back(redirect, query, dialect.denied());
        }
        String chosen = query.get("simulator_user");
        if (chosen == null && consent.decision() == Consent.Decision.ASK) {
            return question(request);
        }
        String user = chosen == null ? user(query.get("login_hint")) : chosen;
        if (user == null) {
            return page(400, "<h1>No users</h1><p>Create one: POST /simulator/users</p>");
        }
        Set<String> scopes = Grants.scopes(query.get("scope"));
        Set<String> granted = consent.scopes();
        if (granted != null) {
            scopes.retainAll(granted);
        }
        var grant = new Grants.Grant(user, client, scopes);
        boolean offline = dialect.offline(query, scopes, grants.consentFirst(grant));
        Map<String, String> answer = new LinkedHashMap<>();
        String challenge = query.get("code_challenge");
        boolean hashed = "S256".equals(query.get("code_challenge_method"));
        answer.put("code", grants.issueCode(grant, redirect, challenge, hashed, offline));
        answer.put("scope", String.join(" ", scopes));
        return back(redirect, query, answer);
    }

    /// The token endpoint.
    public Reply token(Received request) {
        Map<String, String> form = request.form();
        if (!authenticated(form, request.header("authorization"))) {
            return dialect.refused(OAuthDialect.Refusal.BAD_CLIENT);
        }
        return switch (form.getOrDefault("grant_type", "")) {
            case "authorization_code" -> redeem(form);
            case "refresh_token" -> refresh(form);
            default -> dialect.refused(OAuthDialect.Refusal.BAD_GRANT_TYPE);
        };
    }

    private Reply redeem(Map<String, String> form) {
        Grants.Code code = grants.redeem(form.getOrDefault("code", ""));
        if (code == null) {
            return dialect.refused(OAuthDialect.Refusal.BAD_CODE);
        }
        if (!code.redirect().equals(form.get("redirect_uri"))) {
            return dialect.refused(OAuthDialect.Refusal.BAD_REDIRECT);
        }
        String verifier = form.get("code_verifier");
        if (code.challenge() != null && verifier == null) {
            return dialect.refused(OAuthDialect.Refusal.MISSING_VERIFIER);
        }
        if (verifier != null && !(code.hashed() ? hash(verifier) : verifier).equals(code.challenge())) {
            return dialect.refused(OAuthDialect.Refusal.BAD_VERIFIER);
        }
        return tokens(code.grant(), code.offline());
    }

    private Reply refresh(Map<String, String> form) {
        Grants.Grant grant = grants.refreshed(form.getOrDefault("refresh_token", ""));
        return grant == null
                ? dialect.refused(OAuthDialect.Refusal.BAD_REFRESH_TOKEN)
                : tokens(grant, dialect.rotates());
    }

    private Reply tokens(Grants.Grant grant, boolean withRefresh) {
        ObjectNode answer = Json.object();
        answer.put(
                "access_token",
                grants.issueAccess(grant, dialect.accessTokenPrefix(), Duration.ofSeconds(ACCESS_TOKEN_LIFE)));
        answer.put("expires_in", ACCESS_TOKEN_LIFE);
        if (withRefresh) {
            answer.put("refresh_token", grants.issueRefresh(grant));
        }
        answer.put("scope", String.join(" ", dialect.shown(grant.scopes())));
        answer.put("token_type", "Bearer");
        if (grant.scopes().contains("openid")) {
            answer.put("id_token", identity(grant));
        }
        return Reply.json(200, answer).with("Cache-Control", "no-store");
    }

    /// An identity token without a signature; the real ones are signed.
    private static String identity(Grants.Grant grant) {
        ObjectNode header = Json.object().put("alg", "none").put("typ", "JWT");
        ObjectNode claims = Json.object()
                .put("aud", grant.client())
                .put("sub", Integer.toString(grant.user().hashCode() & Integer.MAX_VALUE))
                .put("email", grant.user())
                .put("email_verified", true)
                .put("preferred_username", grant.user());
        return Json.token(header) + '.' + Json.token(claims) + '.';
    }

    private synchronized boolean allowed(String client, String redirect) {
        Client known = clients.get(client);
        return clients.isEmpty()
                || (known != null
                        && (known.redirects().isEmpty() || known.redirects().contains(redirect)));
    }

    private synchronized boolean authenticated(Map<String, String> form, @Nullable String basic) {
        if (clients.isEmpty()) {
            return true;
        }
        String id = form.get("client_id");
        String secret = form.get("client_secret");
        if (basic != null && basic.startsWith("Basic ")) {
            String text = new String(Base64.getDecoder().decode(basic.substring(6)), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            id = colon < 0 ? text : text.substring(0, colon);
            secret = colon < 0 ? "" : text.substring(colon + 1);
        }
        Client known = id == null ? null : clients.get(id);
        return known != null && known.secret().equals(secret);
    }

    private @Nullable String user(@Nullable String hint) {
        List<String> all = users.get();
        if (consent.user() != null) {
            return consent.user();
        }
        return all.contains(hint) || all.isEmpty() ? hint : all.getFirst();
    }

    private Reply question(Received request) {
        var links = new StringBuilder("<h1>Which account?</h1>");
        Set<String> choices = new LinkedHashSet<>(users.get());
        String again = request.path() + '?' + encode(request.query());
        for (String user : choices) {
            links.append("<p><a href=\"%s&amp;simulator_user=%s\">Continue as %s</a></p>"
                    .formatted(escape(again), encode(user), escape(user)));
        }
        links.append("<p><a href=\"%s&amp;simulator_refuse=1\">Cancel</a></p>".formatted(escape(again)));
        return page(200, links.toString());
    }

    private static Reply page(int status, String content) {
        return Reply.html(
                status, "<!doctype html><meta charset=\"utf-8\"><title>Sign in (simulator)</title>" + content);
    }

    private static Reply back(String redirect, Map<String, String> query, Map<String, String> answer) {
        var url = new StringBuilder(redirect);
        char separator = redirect.indexOf('?') < 0 ? '?' : '&';
        String state = query.get("state");
        Map<String, String> all = new LinkedHashMap<>();
        if (state != null) {
            all.put("state", state);
        }
        all.putAll(answer);
        for (var parameter : all.entrySet()) {
            url.append(separator).append(encode(parameter.getKey())).append('=').append(encode(parameter.getValue()));
            separator = '&';
        }
        return Reply.redirect(url.toString());
    }

    private static String encode(Map<String, List<String>> query) {
        var text = new StringBuilder();
        query.forEach((name, values) -> values.forEach(value -> text.append(text.isEmpty() ? "" : "&")
                .append(encode(name))
                .append('=')
                .append(encode(value))));
        return text.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private static String hash(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
