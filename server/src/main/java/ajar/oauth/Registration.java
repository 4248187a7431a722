package ajar.oauth;

import static ajar.oauth.ClientAuthentication.refused;

import ajar.engine.http.Endpoint;
import ajar.engine.http.Request;
import ajar.engine.http.Response;
import ajar.engine.json.Json;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.Problem;
import ajar.engine.time.Clock;
import ajar.organization.Secrets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Where applications that nobody at the server knows register themselves (RFC 7591). Users are told
/// so when they are asked for consent. A public one gets scopes of tools only.
final class Registration {
    static final String PATH = "/oauth2/register/";

    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
    private static final String METADATA = "invalid_client_metadata";
    private static final List<String> GRANT_TYPES = List.of("authorization_code", "refresh_token");
    private static final int MOST_URIS = 20;
    private static final int LONGEST_NAME = 200;

    private final Clients clients;
    private final Secrets secrets;
    private final Clock clock;

    Registration(Clients clients, Secrets secrets, Clock clock) {
        this.clients = clients;
        this.secrets = secrets;
        this.clock = clock;
    }

    Endpoint endpoint() {
        return Endpoint.of("POST", PATH, "oauth", "Register an application", this::register)
                .openToAll();
    }

    private Response register(Request request) {
        var body = json(request);
        var uris = redirectUris(body.path("redirect_uris"));
        String method = word(body, "token_endpoint_auth_method", "client_secret_basic");
        if (!ClientAuthentication.METHODS.contains(method)) {
            throw refused(METADATA, "token_endpoint_auth_method must be one of " + ClientAuthentication.METHODS + ".");
        }
        requireWithin(body, "grant_types", GRANT_TYPES);
        requireWithin(body, "response_types", List.of("code"));
        boolean confidential = !method.equals(ClientAuthentication.NONE);
        var scopes = scopes(body, confidential ? Scope.WORDS : Scope.FOR_TOOLS);
        String name = word(body, "client_name", RedirectUri.host(uris.getFirst()));
        if (name.isBlank() || name.length() > LONGEST_NAME || !isPlain(name)) {
            throw refused(METADATA, "client_name must have 1 to " + LONGEST_NAME + " visible characters.");
        }
        String secret = confidential ? secrets.next() : null;
        var client = clients.register(name, uris, scopes, secret)
                .orElseThrow(() -> refused(METADATA, "Too many applications wait for their first user. Try tomorrow."));
        LOG.info("{} registered itself from {}", client.id(), request.peer());
        var answer = Json.object()
                .put("client_id", client.id())
                .put("client_id_issued_at", clock.now().getEpochSecond())
                .put("client_name", name);
        if (secret != null) {
            answer.put("client_secret", secret).put("client_secret_expires_at", 0);
        }
        answer.set("redirect_uris", list(uris));
        answer.set("grant_types", list(GRANT_TYPES));
        answer.set("response_types", list(List.of("code")));
        answer.put("token_endpoint_auth_method", method).put("scope", String.join(" ", scopes));
        return Response.json(201, answer).with("cache-control", "no-store");
    }

    /// Whether a name reads as it is written: characters that hide or turn around others could make it
    /// look like another.
    private static boolean isPlain(String name) {
        return name.codePoints()
                .noneMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE);
    }

    private static ObjectNode json(Request request) {
        try {
            return request.json();
        } catch (ApiException unreadable) {
            throw unreadable.problem() instanceof Problem.BadRequest(var message)
                    ? refused(METADATA, message)
                    : unreadable;
        }
    }

    private static List<String> redirectUris(JsonNode sent) {
        List<String> uris = new ArrayList<>();
        sent.forEach(uri -> uris.add(uri.asString("")));
        if (!sent.isArray() || uris.isEmpty() || uris.size() > MOST_URIS) {
            throw refused("invalid_redirect_uri", "redirect_uris must be a list of 1 to " + MOST_URIS + " addresses.");
        }
        for (var uri : uris) {
            RedirectUri.objection(uri).ifPresent(objection -> {
                throw refused("invalid_redirect_uri", objection);
            });
        }
        return List.copyOf(uris);
    }

    private static String word(ObjectNode body, String key, String fallback) {
        var sent = body.get(key);
        if (sent == null || sent.isNull()) {
            return fallback;
        }
        if (!sent.isString()) {
            throw refused(METADATA, key + " must be a text.");
        }
        return sent.stringValue();
    }

    private static void requireWithin(ObjectNode body, String key, List<String> offered) {
        for (var sent : body.path(key)) {
            if (!offered.contains(sent.asString(""))) {
                throw refused(METADATA, key + " can hold " + String.join(", ", offered) + " only.");
            }
        }
    }

    /// Scopes beyond what it may have are left out, and the answer says what it got.
    private static List<String> scopes(ObjectNode body, List<String> offered) {
        var asked = Scope.split(word(body, "scope", ""));
        var granted = asked.stream().filter(offered::contains).toList();
        if (!asked.isEmpty() && granted.isEmpty()) {
            throw refused(METADATA, "Of these scopes, an application like this can have none.");
        }
        return asked.isEmpty() ? offered : granted;
    }

    private static JsonNode list(List<String> texts) {
        var list = Json.array();
        texts.forEach(list::add);
        return list;
    }
}
