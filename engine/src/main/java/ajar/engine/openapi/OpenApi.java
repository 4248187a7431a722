package ajar.engine.openapi;

import ajar.engine.event.Event;
import ajar.engine.http.Endpoint;
import ajar.engine.http.Response;
import ajar.engine.json.Json;
import ajar.engine.resource.Registry;
import ajar.engine.resource.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The OpenAPI 3.1 document of a server, built out of its endpoints and resources. Immutable.
public final class OpenApi {
    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");
    private static final String JSON = "application/json";

    private final Registry registry;
    private final List<Endpoint> endpoints;
    private final Map<String, String> groups;
    private final ObjectNode document;
    private final byte[] bytes;

    /// What the document says of the server as a whole.
    ///
    /// @param title its name
    /// @param version its version
    /// @param about what it is, in Markdown
    /// @param url how it is reached, without a slash at the end
    public record Info(String title, String version, String about, String url) {}

    /// Describes these endpoints.
    ///
    /// @param groups what the groups of operations are that stand for no resource
    /// @param registry all resources, in the order of the reference
    /// @param endpoints what is described; pages are no part of an API and stay out of it
    public OpenApi(Info info, Map<String, String> groups, Registry registry, List<Endpoint> endpoints) {
        this.groups = Map.copyOf(groups);
        this.registry = registry;
        this.endpoints = List.copyOf(endpoints);
        this.document = Json.object().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", info.title())
                .put("version", info.version())
                .put("description", info.about());
        document.putArray("servers").addObject().put("url", info.url());
        document.putArray("security").addObject().putArray("apiKey");
        ((ArrayNode) document.get("security")).addObject().putArray("oauth");
        document.set("tags", tags());
        document.set("paths", paths());
        document.set("components", components());
        bytes = Json.bytes(document);
    }

    /// The document.
    public ObjectNode document() {
        return document.deepCopy();
    }

    /// `GET /api/openapi.json`, open to all.
    public Endpoint endpoint() {
        return Endpoint.of("GET", "/api/openapi.json", "server", "This description", _ -> Response.json(200, bytes))
                .openToAll()
                .extension();
    }

    /// The groups of operations: resources in their order, each preceded by the group whose path its
    /// own continues, then the rest, and last what is Ajar's own.
    private ArrayNode tags() {
        Map<String, Boolean> extensions = new LinkedHashMap<>();
        endpoints.forEach(endpoint -> extensions.merge(endpoint.tag(), endpoint.isExtension(), Boolean::logicalAnd));
        List<String> names = new ArrayList<>(extensions.keySet());
        ToIntFunction<String> place = name -> Boolean.TRUE.equals(extensions.get(name))
                ? Integer.MAX_VALUE
                : registry.all().stream()
                        .map(resource -> resource.name())
                        .filter(resource -> resource.equals(name) || resource.startsWith(name + "/"))
                        .map(resource -> position(resource))
                        .findFirst()
                        .orElse(Integer.MAX_VALUE - 1);
        names.sort(Comparator.comparingInt(place).thenComparing(name -> !isPrefix(name)));
        var tags = Json.array();
        names.forEach(name -> tags.add(tag(name)));
        return tags;
    }

    private int position(String name) {
        return registry.all().indexOf(registry.get(name));
    }

    private boolean isPrefix(String name) {
        return registry.all().stream().noneMatch(resource -> resource.name().equals(name));
    }

    private ObjectNode tag(String name) {
        var tag = Json.object().put("name", tagName(name));
        String about = groups.get(name);
        if (about != null) {
            tag.put("description", about);
        }
        for (var resource : registry.all()) {
            if (resource.name().equals(name)) {
                tag.put("description", resource.about());
                tag.put("x-ajar-model", resource.model());
                if (resource.eventName() != null) {
                    tag.put("x-ajar-event", resource.eventName());
                }
                if (resource.mostPerOrganization() > 0) {
                    tag.put("x-ajar-most", resource.mostPerOrganization());
                }
            }
        }
        if (!tag.has("x-ajar-model")
                && endpoints.stream().anyMatch(it -> it.path().endsWith("/" + name + "/{id}/"))) {
            tag.put("x-ajar-model", Character.toUpperCase(name.charAt(0)) + name.substring(1));
        }
        return tag;
    }

    /// Links into the reference take a slash for the end of the group's name.
    private static String tagName(String name) {
        return name.replace('/', '.');
    }

    private ObjectNode paths() {
        var paths = Json.object();
        for (var endpoint : endpoints) {
            paths.withObjectProperty(endpoint.path())
                    .set(endpoint.method().toLowerCase(java.util.Locale.ROOT), operation(endpoint));
        }
        return paths;
    }

    private static ObjectNode operation(Endpoint endpoint) {
        var operation = Json.object();
        operation.putArray("tags").add(tagName(endpoint.tag()));
        operation.put("operationId", operationId(endpoint));
        operation.put("summary", endpoint.summary());
        if (endpoint.isExtension()) {
            operation.put("description", "Ajar extension: not part of Close's API.");
            operation.put("x-ajar-extension", true);
        }
        if (endpoint.open()) {
            operation.putArray("security");
        }
        var parameters = parameters(endpoint);
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
        if (endpoint.body() != null) {
            var body = operation.putObject("requestBody").put("required", true);
            body.putObject("content").putObject(JSON).set("schema", endpoint.body());
        }
        operation.set("responses", responses(endpoint));
        return operation;
    }

    /// Such as `get_activity_note_by_id`.
    private static String operationId(Endpoint endpoint) {
        String path = endpoint.path().replaceFirst("^/api/v1/", "/");
        String words = VARIABLE.matcher(path).replaceAll("by_$1").replaceAll("[^A-Za-z0-9]+", "_");
        return endpoint.method().toLowerCase(java.util.Locale.ROOT)
                + (words.endsWith("_") ? words.substring(0, words.length() - 1) : words);
    }

    private static ArrayNode parameters(Endpoint endpoint) {
        var parameters = Json.array();
        var variables = VARIABLE.matcher(endpoint.path());
        while (variables.find()) {
            parameters
                    .addObject()
                    .put("name", variables.group(1))
                    .put("in", "path")
                    .put("required", true)
                    .putObject("schema")
                    .put("type", "string");
        }
        for (var each : endpoint.parameters()) {
            var parameter = parameters.addObject().put("name", each.name()).put("in", "query");
            if (!each.about().isEmpty()) {
                parameter.put("description", each.about());
            }
            parameter.set("schema", each.schema());
            if (each.field() != null) {
                parameter.put("x-ajar-field", each.field()).put("x-ajar-operator", each.operator());
            }
            if (!each.requires().isEmpty()) {
                each.requires().forEach(parameter.putArray("x-ajar-requires")::add);
            }
        }
        return parameters;
    }

    private static ObjectNode responses(Endpoint endpoint) {
        var responses = Json.object();
        var success = responses.putObject(Integer.toString(endpoint.status())).put("description", "Success");
        if (endpoint.answer() != null) {
            success.putObject("content").putObject(JSON).set("schema", endpoint.answer());
        }
        boolean takesAnything =
                endpoint.body() != null || !endpoint.parameters().isEmpty();
        if (takesAnything) {
            error(responses, 400, "BadRequest");
        }
        if (!endpoint.open()) {
            error(responses, 401, "Unauthorized");
        }
        if (endpoint.isGuarded()) {
            error(responses, 403, "Forbidden");
        }
        if (endpoint.path().indexOf('{') >= 0) {
            error(responses, 404, "NotFound");
        }
        return responses;
    }

    private static void error(ObjectNode responses, int status, String name) {
        responses.putObject(Integer.toString(status)).put("$ref", "#/components/responses/" + name);
    }

    private ObjectNode components() {
        var components = Json.object();
        var schemes = components.putObject("securitySchemes");
        schemes.putObject("apiKey")
                .put("type", "http")
                .put("scheme", "basic")
                .put("description", "The API key is the username; the password stays empty.");
        schemes.putObject("oauth")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "An access token of an OAuth application.");
        var responses = components.putObject("responses");
        response(responses, "BadRequest", "What was sent is wrong.", "BadRequest");
        response(responses, "Unauthorized", "The credentials are missing or wrong.", "Error");
        response(responses, "Forbidden", "The caller lacks the permission.", "Error");
        response(responses, "NotFound", "There is no such object.", "Error");
        var schemas = components.putObject("schemas");
        registry.all().forEach(resource -> schemas.set(resource.model(), Schema.of(resource, registry)));
        schemas.set("Event", Schema.of("What happened to an object.", Event.FIELDS, registry));
        schemas.set("Error", error());
        schemas.set("FieldErrors", fieldErrors());
        schemas.putObject("BadRequest")
                .putArray("anyOf")
                .add(Schema.reference("FieldErrors"))
                .add(Schema.reference("Error"));
        return components;
    }

    private static void response(ObjectNode responses, String name, String about, String schema) {
        responses
                .putObject(name)
                .put("description", about)
                .putObject("content")
                .putObject(JSON)
                .set("schema", Schema.reference(schema));
    }

    private static ObjectNode error() {
        var schema = Json.object().put("type", "object").put("description", "One sentence that says what is wrong.");
        schema.putObject("properties").putObject("error").put("type", "string");
        schema.putArray("required").add("error");
        return schema;
    }

    private static ObjectNode fieldErrors() {
        var schema = Json.object().put("type", "object").put("description", "What is wrong, by field.");
        var properties = schema.putObject("properties");
        properties.putObject("errors").put("type", "array").put("description", "What concerns no single field.");
        properties
                .putObject("field-errors")
                .put("type", "object")
                .put("description", "A sentence for each field; for lists, an object of `errors` by position.");
        schema.putArray("required").add("errors").add("field-errors");
        return schema;
    }
}
