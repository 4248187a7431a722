package ajar.sync;

import ajar.engine.Engine;
import ajar.engine.http.Endpoint;
import ajar.engine.http.Request;
import ajar.engine.http.ResourceEndpoints;
import ajar.engine.http.Response;
import java.util.ArrayList;
import java.util.List;

/// Connecting accounts through the API, an Ajar extension: Close does it in its app.
final class AccountEndpoints {
    private final Engine engine;
    private final ConnectedAccounts accounts;

    AccountEndpoints(Engine engine, ConnectedAccounts accounts) {
        this.engine = engine;
        this.accounts = accounts;
    }

    List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        for (var endpoint : new ResourceEndpoints(engine).of(ConnectedAccount.RESOURCE)) {
            endpoints.add(
                    switch (endpoint.method()) {
                        case "POST" -> endpoint.handledBy(this::create);
                        case "PUT" -> endpoint.handledBy(this::update);
                        case "DELETE" -> endpoint.handledBy(this::delete);
                        default -> endpoint;
                    });
        }
        return endpoints;
    }

    private Response create(Request request) {
        String id = accounts.connect(request.caller(), request.origin(), request.json());
        return Response.json(201, shown(request, id)).with("location", "/api/v1/connected_account/" + id + "/");
    }

    private Response update(Request request) {
        String id = request.variable("id");
        accounts.change(request.caller(), request.origin(), id, request.json());
        return Response.json(200, shown(request, id));
    }

    private Response delete(Request request) {
        accounts.disconnect(request.caller(), request.origin(), request.variable("id"));
        return Response.emptyObject();
    }

    private byte[] shown(Request request, String id) {
        var wanted = ConnectedAccount.RESOURCE.wanted(request.parameter("_fields"));
        return engine.get(request.caller(), ConnectedAccount.RESOURCE, id, wanted);
    }
}
