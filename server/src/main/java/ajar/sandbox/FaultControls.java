package ajar.sandbox;

import ajar.engine.http.Endpoint;
import ajar.engine.http.Request;
import ajar.engine.http.Response;
import ajar.engine.json.Json;
import ajar.engine.problem.ApiException;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What goes wrong on purpose, told and set.
final class FaultControls {
    private static final int MOST = 1000;

    private final Administrators administrators;
    private final Faults faults;

    FaultControls(Administrators administrators, Faults faults) {
        this.administrators = administrators;
        this.faults = faults;
    }

    List<Endpoint> endpoints() {
        var list = Json.object().put("type", "array");
        list.putObject("items").put("type", "object");
        return List.of(
                Controls.endpoint("GET", "/ajar/faults", "What goes wrong on purpose", this::tell)
                        .answering(200, list.deepCopy()),
                Controls.endpoint("PUT", "/ajar/faults", "Make things go wrong on purpose", this::change)
                        .body(list.deepCopy())
                        .answering(200, list.deepCopy()));
    }

    private Response tell(Request request) {
        administrators.requireOfServer(request);
        var list = Json.array();
        faults.current().forEach(fault -> list.add(fault.toJson()));
        return Response.json(200, list);
    }

    private Response change(Request request) {
        administrators.requireOfServer(request);
        JsonNode sent;
        try {
            sent = Json.parse(request.body());
        } catch (JacksonException malformed) {
            throw ApiException.badRequest("The request contains invalid JSON.");
        }
        if (!sent.isArray() || sent.size() > MOST) {
            throw ApiException.badRequest("Send a list of at most " + MOST + " faults; an empty one ends them all.");
        }
        faults.become(sent.valueStream().map(Fault::of).toList());
        return tell(request);
    }
}
