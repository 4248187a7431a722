package ajar.organization;

import ajar.engine.Engine;
import ajar.engine.http.Endpoint;
import ajar.engine.http.Request;
import ajar.engine.http.ResourceEndpoints;
import ajar.engine.http.Response;
import ajar.engine.json.Json;
import ajar.engine.problem.ApiException;
import ajar.engine.read.Renderer;
import ajar.engine.resource.Caller;
import ajar.engine.resource.Schema;
import ajar.engine.resource.Stamps;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Shows, makes and revokes API keys (Ajar extension). Listing them is the resource's own.
public final class ApiKeyEndpoints {
    private static final Logger LOG = LoggerFactory.getLogger(ApiKeyEndpoints.class);
    private static final String PATH = ResourceEndpoints.ROOT + ApiKey.RESOURCE.path();

    private final Engine engine;
    private final ApiKeys keys;
    private final Credentials credentials;

    public ApiKeyEndpoints(Engine engine, ApiKeys keys, Credentials credentials) {
        this.engine = engine;
        this.keys = keys;
        this.credentials = credentials;
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("GET", PATH + "{id}/", "api_key", "Get one key by its id, or by itself", this::get)
                        .taking(Endpoint.Parameter.of(
                                "_fields", "string", "Comma-separated list of fields to include."))
                        .answering(200, Schema.reference(ApiKey.RESOURCE))
                        .extension(),
                Endpoint.of("POST", PATH, "api_key", "Make a key; it is told only in this answer", this::create)
                        .guarded()
                        .body(Schema.creating(ApiKey.RESOURCE))
                        .answering(201, answer())
                        .extension(),
                Endpoint.of("DELETE", PATH + "{id}/", "api_key", "Revoke a key at once", this::delete)
                        .guarded()
                        .answering(204, null)
                        .extension());
    }

    /// The key as it is read, and the secret, which is told here alone.
    private static ObjectNode answer() {
        var answer = Json.object();
        var parts = answer.putArray("allOf");
        parts.add(Schema.reference(ApiKey.RESOURCE));
        var once = parts.addObject().put("type", "object");
        once.putObject("properties").putObject("api_key").put("type", "string").put("x-ajar-once", true);
        return answer;
    }

    /// Old clients of Close ask for the key itself, to find out whose it is.
    private Response get(Request request) {
        var caller = request.caller();
        String asked = request.variable("id");
        String id = keys.find(Secrets.digest(asked)).map(Credential::source).orElse(asked);
        var wanted = ApiKey.RESOURCE.wanted(request.parameter("_fields"));
        return Response.json(200, engine.get(caller, ApiKey.RESOURCE, id, wanted));
    }

    private Response create(Request request) {
        var caller = request.caller();
        requireKeyOrPerson(caller);
        var key = keys.next();
        var made = engine.write(
                caller,
                request.origin(),
                work -> work.createFrom(ApiKey.RESOURCE, request.json(), draft -> {
                    draft.set(Stamps.ID, key.id());
                    draft.set(ApiKey.DIGEST, Secrets.digest(key.secret()));
                    var user = draft.get(ApiKey.USER_ID);
                    if (user != null && !user.equals(caller.userId()) && !caller.isAdministrator()) {
                        throw ApiException.forbidden("Only administrators make keys for others.");
                    }
                }));
        LOG.info("{} made the key {} for {}", caller.userId(), key.id(), made.get(ApiKey.USER_ID));
        var answer = Json.object().put("api_key", key.secret());
        answer.setAll((ObjectNode) Json.parse(Renderer.bytes(ApiKey.RESOURCE.defaults(), made)));
        return Response.json(201, answer)
                .with("location", PATH + key.id() + "/")
                .with("cache-control", "no-store");
    }

    private Response delete(Request request) {
        requireKeyOrPerson(request.caller());
        String id = request.variable("id");
        engine.write(request.caller(), request.origin(), work -> {
            work.delete(ApiKey.RESOURCE, id);
            return true;
        });
        credentials.forget(credential -> credential.source().equals(id));
        LOG.info("{} revoked the key {}", request.caller().userId(), id);
        return Response.noContent();
    }

    /// What an application was allowed ends when the user says so; a key it made would live on.
    private static void requireKeyOrPerson(Caller caller) {
        if (caller.application() != null) {
            throw ApiException.forbidden("OAuth applications cannot make or revoke API keys.");
        }
    }
}
