package ajar.sandbox;

import ajar.engine.http.Endpoint;
import ajar.engine.http.Request;
import ajar.engine.http.Response;
import ajar.engine.json.Json;
import ajar.engine.problem.ApiException;
import ajar.engine.time.OrganizationClocks;
import ajar.engine.time.WireTime;
import ajar.organization.Accounts;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Organizations for tests: made, emptied, filled, kept, brought back and dropped.
final class OrganizationControls {
    private static final String ONE = "/ajar/organization/{id}";

    private final Administrators administrators;
    private final Accounts accounts;
    private final OrganizationImages images;
    private final OrganizationClocks clocks;

    OrganizationControls(
            Administrators administrators, Accounts accounts, OrganizationImages images, OrganizationClocks clocks) {
        this.administrators = administrators;
        this.accounts = accounts;
        this.images = images;
        this.clocks = clocks;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Controls.endpoint(
                                "POST", "/ajar/organization", "Make an organization with an administrator", this::found)
                        .body(Controls.object())
                        .answering(201, Controls.object()),
                Controls.endpoint("DELETE", ONE, "Drop an organization and all it has", this::drop)
                        .answering(204, null),
                Controls.endpoint(
                                "POST", ONE + "/reset", "Empty an organization, or fill it with the demo", this::reset)
                        .body(Controls.object())
                        .answering(200, Controls.object()),
                Controls.endpoint("POST", ONE + "/snapshot", "Keep an organization as it is", this::snapshot)
                        .answering(201, Controls.object()),
                Controls.endpoint("POST", ONE + "/restore", "Bring an organization back to a snapshot", this::restore)
                        .body(Controls.object())
                        .answering(200, Controls.object()));
    }

    private Response found(Request request) {
        administrators.requireOfServer(request);
        String name = Controls.body(request).path("name").asString("Sandbox");
        String email = Controls.body(request).path("email").asString("admin+" + request.id() + "@example.com");
        var made = accounts.found(name, email, "Sandy", "Box", null);
        return Response.json(
                201,
                Json.object()
                        .put("organization_id", made.organizationId())
                        .put("user_id", made.userId())
                        .put("api_key", made.apiKey()));
    }

    /// The organization that the path names, which the caller may control and which is there.
    private String organization(Request request) {
        String id = request.variable("id");
        administrators.requireOf(id, request);
        if (!images.exists(id)) {
            throw ApiException.notFound("Organization");
        }
        return id;
    }

    private Response drop(Request request) {
        String id = organization(request);
        if (administrators.isFirst(id)) {
            throw ApiException.badRequest(
                    "The server's first organization cannot be dropped: its keys open the sandbox.");
        }
        images.drop(id);
        clocks.rejoin(id);
        return Response.noContent();
    }

    private Response reset(Request request) {
        String id = organization(request);
        String to = Controls.body(request).path("to").asString("empty");
        switch (to) {
            case "empty" -> images.empty(id, now(id));
            case "demo" -> images.fillWithDemo(id, now(id));
            default -> throw ApiException.invalid("to", "to must be one of demo,empty");
        }
        return Response.json(200, told(id).put("is", to));
    }

    private Response snapshot(Request request) {
        String id = organization(request);
        return Response.json(201, told(id).put("snapshot_id", images.snapshot(id, now(id))));
    }

    private Response restore(Request request) {
        String id = organization(request);
        var asked = Controls.body(request).path("snapshot_id");
        var restored = images.restore(id, asked.isString() ? asked.stringValue() : null);
        return Response.json(
                200, told(id).put("snapshot_id", restored.orElseThrow(() -> ApiException.notFound("Snapshot"))));
    }

    private Instant now(String organizationId) {
        return WireTime.toMillis(clocks.of(organizationId).now());
    }

    private static ObjectNode told(String id) {
        return Json.object().put("organization_id", id);
    }
}
