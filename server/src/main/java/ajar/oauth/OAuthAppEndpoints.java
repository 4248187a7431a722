package ajar.oauth;

import ajar.engine.Engine;
import ajar.engine.entity.Entity;
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
import ajar.organization.Credentials;
import ajar.organization.Secrets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes and deletes applications (Ajar extension). Listing and changing them is the resource's own.
public final class OAuthAppEndpoints {
    private static final Logger LOG = LoggerFactory.getLogger(OAuthAppEndpoints.class);
    private static final String PATH = ResourceEndpoints.ROOT + OAuthApp.RESOURCE.path();

    private final Engine engine;
    private final Secrets secrets;
    private final Credentials credentials;

    /// A new application.
    ///
    /// @param secret its secret, told only here; null for a public one
    record NewApp(Entity app, @Nullable String secret) {}

    public OAuthAppEndpoints(Engine engine, Secrets secrets, Credentials credentials) {
        this.engine = engine;
        this.secrets = secrets;
        this.credentials = credentials;
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("POST", PATH, "oauth_app", "Make an application; its secret is told only here", this::post)
                        .guarded()
                        .body(Schema.creating(OAuthApp.RESOURCE))
                        .answering(201, answer())
                        .extension(),
                Endpoint.of("DELETE", PATH + "{id}/", "oauth_app", "Delete an application and its tokens", this::delete)
                        .guarded()
                        .answering(204, null)
                        .extension());
    }

    /// The application as it is read, and the secret, which is told here alone.
    private static ObjectNode answer() {
        var answer = Json.object();
        var parts = answer.putArray("allOf");
        parts.add(Schema.reference(OAuthApp.RESOURCE));
        var secret = parts.addObject()
                .put("type", "object")
                .putObject("properties")
                .putObject("client_secret")
                .put("x-ajar-once", true);
        secret.putArray("type").add("string").add("null");
        return answer;
    }

    private Response post(Request request) {
        var made = create(request, request.caller(), request.json());
        var answer = Json.object().put("client_secret", made.secret());
        answer.setAll((ObjectNode) Json.parse(Renderer.bytes(OAuthApp.RESOURCE.defaults(), made.app())));
        return Response.json(201, answer)
                .with("location", PATH + made.app().need(Stamps.ID) + "/")
                .with("cache-control", "no-store");
    }

    /// Makes an application from a client's body. Throws an invalid problem, or a forbidden one for who
    /// is no administrator.
    NewApp create(Request request, Caller caller, JsonNode body) {
        requireKeyOrPerson(caller);
        String secret = secrets.next();
        var app = engine.write(caller, request.origin(), work -> {
            work.requirePermission(OAuthApp.RESOURCE);
            return work.createFrom(OAuthApp.RESOURCE, body, draft -> {
                if (!Boolean.FALSE.equals(draft.get(OAuthApp.CONFIDENTIAL))) {
                    draft.set(OAuthApp.SECRET_DIGEST, Secrets.digest(secret));
                }
            });
        });
        LOG.info("{} made the application {}", caller.userId(), app.need(Stamps.ID));
        return new NewApp(app, app.need(OAuthApp.CONFIDENTIAL) ? secret : null);
    }

    private Response delete(Request request) {
        delete(request, request.caller(), request.variable("id"));
        return Response.noContent();
    }

    /// Deletes an application and, with it, everything it was allowed.
    void delete(Request request, Caller caller, String id) {
        requireKeyOrPerson(caller);
        engine.write(caller, request.origin(), work -> {
            work.deleteFor(OAuthApp.RESOURCE, id);
            return true;
        });
        credentials.forget(credential -> {
            var application = credential.caller().application();
            return application != null && application.id().equals(id);
        });
        LOG.info("{} deleted the application {}", caller.userId(), id);
    }

    /// What an application was allowed ends when the user says so; another one it made would live on.
    private static void requireKeyOrPerson(Caller caller) {
        if (caller.application() != null) {
            throw ApiException.forbidden("OAuth applications cannot make or delete OAuth applications.");
        }
    }
}
