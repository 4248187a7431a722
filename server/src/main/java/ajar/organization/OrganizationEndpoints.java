package ajar.organization;

import ajar.engine.Engine;
import ajar.engine.http.Endpoint;
import ajar.engine.http.ListRequest;
import ajar.engine.http.Request;
import ajar.engine.http.Response;
import ajar.engine.json.Json;
import ajar.engine.predicate.Predicate;
import ajar.engine.problem.ApiException;
import ajar.engine.read.ReadPlan;
import ajar.engine.resource.Resource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What the wire tells about organizations and users beyond plain resources: who am I, who is
/// available, and the two forms in which an organization shows its members.
public final class OrganizationEndpoints {
    private static final String USER_PREFIX = "user_";

    private final Engine engine;

    public OrganizationEndpoints(Engine engine) {
        this.engine = engine;
    }

    /// The endpoints. They stand in for the plain ones of the organization.
    public List<Endpoint> endpoints() {
        var object = Json.object().put("type", "object");
        var organization = Json.object().put("$ref", "#/components/schemas/Organization");
        var expand = Endpoint.Parameter.of(
                "_expand",
                "string",
                "`memberships__user` and `inactive_memberships__user` nest a `user` object in each membership.");
        return List.of(
                Endpoint.of("GET", "/api/v1/me/", "user", "The user whose credentials these are", this::me)
                        .taking(Endpoint.Parameter.of(
                                "_fields", "string", "Comma-separated list of fields to include."))
                        .answering(200, object.deepCopy()),
                Endpoint.of(
                                "GET",
                                "/api/v1/user/availability/",
                                "user",
                                "Who is available for calls",
                                this::availability)
                        .taking(Endpoint.Parameter.of("organization_id", "string", "The organization."))
                        .answering(200, object.deepCopy()),
                Endpoint.of("GET", "/api/v1/organization/{id}/", "organization", "Get one Organization", this::get)
                        .taking(expand)
                        .answering(200, organization.deepCopy()),
                Endpoint.of("PUT", "/api/v1/organization/{id}/", "organization", "Update an Organization", this::update)
                        .taking(expand)
                        .body(body())
                        .answering(200, organization.deepCopy()));
    }

    private static ObjectNode body() {
        var body = Json.object().put("type", "object");
        var properties = body.putObject("properties");
        properties.putObject("currency").put("type", "string");
        properties.putObject("enable_unsubscribe_link").put("type", "boolean");
        var status = properties
                .putObject("lead_statuses")
                .put("type", "array")
                .put("maxItems", 1000)
                .putObject("items");
        status.put("type", "object").putObject("properties").putObject("id").put("type", "string");
        properties.putObject("name").put("type", "string").put("minLength", 1);
        properties.putObject("require_unsubscribe_link").put("type", "boolean");
        return body;
    }

    private Response get(Request request) {
        return Response.json(200, expanded(request, one(request, Organization.RESOURCE, request.variable("id"))));
    }

    private Response update(Request request) {
        String id = request.variable("id");
        var body = request.json();
        engine.write(request.caller(), request.origin(), work -> work.updateFrom(Organization.RESOURCE, id, body));
        return get(request);
    }

    private ObjectNode one(Request request, Resource resource, String id) {
        return (ObjectNode)
                Json.parse(engine.get(request.caller(), resource, id, resource.wanted(request.parameter("_fields"))));
    }

    private static ObjectNode expanded(Request request, ObjectNode organization) {
        String expand = request.parameters().getOrDefault("_expand", "");
        for (var which : List.of("memberships", "inactive_memberships")) {
            if (Arrays.asList(expand.split(",", -1)).contains(which + "__user")) {
                organization.path(which).forEach(membership -> nestUser((ObjectNode) membership));
            }
        }
        return organization;
    }

    private static void nestUser(ObjectNode membership) {
        var user = Json.object();
        List<String> keys = membership
                .propertyStream()
                .map(java.util.Map.Entry::getKey)
                .filter(key -> key.startsWith(USER_PREFIX))
                .toList();
        for (var key : keys) {
            user.set(key.substring(USER_PREFIX.length()), membership.get(key));
            if (!key.equals("user_id")) {
                membership.remove(key);
            }
        }
        membership.set("user", user);
    }

    private Response me(Request request) {
        var caller = request.caller();
        String userId = caller.userId();
        if (userId == null) {
            throw ApiException.notFound("User");
        }
        var user = (ObjectNode) Json.parse(engine.get(caller, User.RESOURCE, userId, User.RESOURCE.defaults()));
        var organization = (ObjectNode) Json.parse(
                engine.get(caller, Organization.RESOURCE, caller.organizationId(), Organization.RESOURCE.defaults()));
        organization.remove(List.of("memberships", "inactive_memberships"));
        var memberships = list(request, Membership.RESOURCE, Predicate.equal(Membership.USER_ID, userId));
        user.set("email_accounts", Json.array());
        user.set("memberships", memberships);
        user.put("organization_id", caller.organizationId());
        user.set("organizations", Json.array().add(organization));
        user.set("phone_numbers", Json.array());
        return Response.json(200, selected(user, request.parameter("_fields")));
    }

    private static ObjectNode selected(ObjectNode user, @org.jspecify.annotations.Nullable String fields) {
        Set<String> asked =
                fields == null || fields.isEmpty() ? Set.of("_all") : Set.copyOf(List.of(fields.split(",")));
        var sorted = Json.object();
        user.propertyStream()
                .map(java.util.Map.Entry::getKey)
                .filter(key -> asked.contains("_all") || asked.contains(key))
                .sorted(Resource.WIRE_ORDER)
                .forEach(key -> sorted.set(key, user.get(key)));
        return sorted;
    }

    private JsonNode list(Request request, Resource resource, Predicate predicate) {
        var plan = ReadPlan.of(resource, resource.defaults(), predicate, resource.defaultOrder(), 1000, 0);
        return Json.parse(engine.list(request.caller(), plan)).path("data");
    }

    /// Nobody makes calls through Ajar yet, so everybody is offline.
    private Response availability(Request request) {
        String organization = request.parameter("organization_id");
        if (organization != null && !organization.equals(request.caller().organizationId())) {
            throw ApiException.notFound("Organization");
        }
        var data = Json.array();
        for (var user : list(
                request, User.RESOURCE, ListRequest.predicate(User.RESOURCE, java.util.Map.of(), request.zone()))) {
            var row = data.addObject();
            row.put("user_id", user.path("id").asString());
            var availability = row.putArray("availability");
            for (var type : List.of("mobile", "native", "web")) {
                var device = availability.addObject().put("type", type).put("status", "offline");
                device.putArray("active_calls");
            }
        }
        return Response.json(200, Json.object().set("data", data));
    }
}
