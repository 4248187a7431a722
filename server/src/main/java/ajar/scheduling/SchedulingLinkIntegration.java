package ajar.scheduling;

import ajar.engine.Engine;
import ajar.engine.entity.Entity;
import ajar.engine.http.Endpoint;
import ajar.engine.http.Request;
import ajar.engine.http.ResourceEndpoints;
import ajar.engine.http.Response;
import ajar.engine.predicate.Predicate;
import ajar.engine.problem.ApiException;
import ajar.engine.resource.Caller;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Schema;
import ajar.engine.resource.Stamps;
import ajar.engine.resource.Work;
import ajar.engine.sql.DatabaseException;
import java.util.List;
import java.util.Optional;

/// What an OAuth application does with the links that it keeps for its users: it names them by ids of
/// its own (Close docs: Scheduling Links).
public final class SchedulingLinkIntegration {
    private static final String PATH = ResourceEndpoints.ROOT + SchedulingLink.RESOURCE.path() + "integration/";
    private static final Resource LINK = SchedulingLink.OF_APPLICATION;

    private final Engine engine;

    public SchedulingLinkIntegration(Engine engine) {
        this.engine = engine;
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(
                                "POST",
                                PATH,
                                "scheduling_link",
                                "Create or update a link of the application (OAuth applications only)",
                                this::put)
                        .guarded()
                        .body(Schema.creating(LINK))
                        .answering(200, Schema.reference(SchedulingLink.RESOURCE)),
                Endpoint.of(
                                "DELETE",
                                PATH + "{source_id}/",
                                "scheduling_link",
                                "Delete a link of the application by its own id (OAuth applications only)",
                                this::delete)
                        .guarded()
                        .answering(204, null));
    }

    private static Caller.Application application(Request request) {
        var application = request.caller().application();
        if (application == null) {
            throw ApiException.forbidden(
                    "Scheduling link integrations are for OAuth applications only, not for API keys.");
        }
        return application;
    }

    private Response put(Request request) {
        var application = application(request);
        try {
            return Response.json(200, put(request, application));
        } catch (DatabaseException failed) {
            if (!failed.isDuplicate()) {
                throw failed;
            }
            // Somebody was a moment quicker to make the same link, so this changes it.
            return Response.json(200, put(request, application));
        }
    }

    private byte[] put(Request request, Caller.Application application) {
        var body = request.json();
        var wanted = SchedulingLink.RESOURCE.wanted(request.parameter("_fields"));
        return engine.write(request.caller(), request.origin(), work -> {
            String sourceId = body.path("source_id").asString("");
            String id = find(work, application, sourceId)
                    .map(link -> work.updateFrom(LINK, link.need(Stamps.ID), body))
                    .orElseGet(() -> work.createFrom(
                            LINK, body, link -> link.set(SchedulingLink.OAUTH_CLIENT_ID, application.id())))
                    .need(Stamps.ID);
            return engine.get(work, SchedulingLink.RESOURCE, id, wanted);
        });
    }

    private Response delete(Request request) {
        var application = application(request);
        engine.write(request.caller(), request.origin(), work -> {
            var link = find(work, application, request.variable("source_id"))
                    .orElseThrow(() -> ApiException.notFound(SchedulingLink.RESOURCE.model()));
            work.delete(LINK, link.need(Stamps.ID));
            return true;
        });
        return Response.noContent();
    }

    private static Optional<Entity> find(Work work, Caller.Application application, String sourceId) {
        var own = Predicate.all(
                Predicate.equal(SchedulingLink.OAUTH_CLIENT_ID, application.id()),
                Predicate.equal(SchedulingLink.SOURCE_ID, sourceId));
        return work.all(LINK, own, 1).stream().findFirst();
    }
}
