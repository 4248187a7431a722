package ajar.sandbox;

import ajar.engine.http.Endpoint;
import ajar.engine.http.Handler;
import ajar.engine.http.Request;
import ajar.engine.json.Json;
import tools.jackson.databind.node.ObjectNode;

/// What the sandbox's endpoints have in common.
final class Controls {
    private Controls() {}

    static Endpoint endpoint(String method, String path, String summary, Handler handler) {
        return Endpoint.of(method, path, "sandbox", summary, handler).guarded().extension();
    }

    /// The schema of any object.
    static ObjectNode object() {
        return Json.object().put("type", "object");
    }

    /// The body, which need not be there.
    static ObjectNode body(Request request) {
        return request.body().length == 0 ? Json.object() : request.json();
    }
}
