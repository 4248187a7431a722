package ajar.engine.http;

import ajar.engine.Engine;
import ajar.engine.entity.Entity;
import ajar.engine.field.Field;
import ajar.engine.read.Renderer;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import ajar.engine.write.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The endpoints that every declared resource gets: list, get, create, update and delete, as far as it
/// has them.
public final class ResourceEndpoints {
    /// Where the API lives.
    public static final String ROOT = "/api/v1";

    private final Engine engine;

    public ResourceEndpoints(Engine engine) {
        this.engine = engine;
    }

    /// The endpoints of one resource.
    public List<Endpoint> of(Resource resource) {
        String collection = ROOT + resource.path();
        String item = collection + "{id}/";
        var described = new Description(resource);
        List<Endpoint> endpoints = new ArrayList<>();
        for (var verb : resource.verbs()) {
            var endpoint = switch (verb) {
                case LIST -> described.list(collection, request -> list(resource, request));
                case GET -> described.get(item, request -> get(resource, request));
                case CREATE -> described.create(collection, request -> create(resource, request));
                case UPDATE -> described.update(item, request -> update(resource, request));
                case DELETE -> described.delete(item, request -> delete(resource, request));
            };
            endpoints.add(resource.isExtension(verb) ? endpoint.extension() : endpoint);
        }
        return endpoints;
    }

    private Response list(Resource resource, Request request) {
        return Response.json(200, engine.list(request.caller(), ListRequest.plan(resource, request)));
    }

    private Response get(Resource resource, Request request) {
        var wanted = resource.wanted(request.parameter("_fields"));
        return Response.json(200, engine.get(request.caller(), resource, request.variable("id"), wanted));
    }

    private Response create(Resource resource, Request request) {
        var body = request.json();
        var made = write(resource, request, work -> work.createFrom(resource, body));
        var response = Response.json(resource.created(), made.json());
        return resource.created() == 201
                ? response.with("location", ROOT + resource.path() + made.id() + "/")
                : response;
    }

    private Response update(Resource resource, Request request) {
        var body = request.json();
        String id = request.variable("id");
        return Response.json(
                200,
                write(resource, request, work -> work.updateFrom(resource, id, body))
                        .json());
    }

    private Response delete(Resource resource, Request request) {
        engine.write(request.caller(), request.origin(), work -> {
            work.deleteFor(resource, request.variable("id"));
            return true;
        });
        return resource.deleted() == 204 ? Response.noContent() : Response.emptyObject();
    }

    private record Written(String id, byte[] json) {}

    private Written write(Resource resource, Request request, Function<Transaction, Entity> change) {
        var wanted = resource.wanted(request.parameter("_fields"));
        return engine.write(request.caller(), request.origin(), work -> {
            var entity = change.apply(work);
            String id = entity.need(Stamps.ID);
            return new Written(
                    id,
                    isComplete(resource, wanted)
                            ? Renderer.bytes(wanted, entity)
                            : engine.get(work, resource, id, wanted));
        });
    }

    /// Whether what the writer read back is all that the answer shows.
    private static boolean isComplete(Resource resource, List<Field<?>> wanted) {
        return resource.inEvents().containsAll(wanted);
    }
}
