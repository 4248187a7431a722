package ajar.engine.http;

import ajar.engine.field.Access;
import ajar.engine.field.Field;
import ajar.engine.json.Json;
import ajar.engine.predicate.Op;
import ajar.engine.resource.Resource;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Describes the endpoints of one resource for the API reference, out of its declaration.
final class Description {
    private final Resource resource;
    private final String tag;

    Description(Resource resource) {
        this.resource = resource;
        this.tag = resource.name();
    }

    Endpoint list(String path, Handler handler) {
        var answer = Json.object().put("type", "object");
        var properties = answer.putObject("properties");
        properties.putObject("data").put("type", "array").set("items", reference());
        properties.putObject("has_more").put("type", "boolean");
        if (resource.isCounted()) {
            properties.putObject("total_results").put("type", "integer");
        }
        answer.putArray("required").add("data").add("has_more");
        return Endpoint.of("GET", path, tag, "List or filter " + resource.model() + " objects", handler)
                .taking(listParameters().toArray(Endpoint.Parameter[]::new))
                .answering(200, answer);
    }

    Endpoint get(String path, Handler handler) {
        return Endpoint.of("GET", path, tag, "Get one " + resource.model(), handler)
                .taking(fields())
                .answering(200, reference());
    }

    Endpoint create(String path, Handler handler) {
        return Endpoint.of("POST", path, tag, "Create a " + resource.model(), handler)
                .taking(fields())
                .body(bodySchema(true))
                .answering(resource.created(), reference());
    }

    Endpoint update(String path, Handler handler) {
        return Endpoint.of(
                        "PUT", path, tag, "Update a " + resource.model() + "; keys left out stay as they are", handler)
                .taking(fields())
                .body(bodySchema(false))
                .answering(200, reference());
    }

    Endpoint delete(String path, Handler handler) {
        return Endpoint.of("DELETE", path, tag, "Delete a " + resource.model(), handler)
                .answering(
                        resource.deleted(),
                        resource.deleted() == 204 ? null : Json.object().put("type", "object"));
    }

    private ObjectNode reference() {
        return Json.object().put("$ref", "#/components/schemas/" + schemaName(resource));
    }

    /// The name of a resource's schema in the OpenAPI document.
    static String schemaName(Resource resource) {
        return resource.model();
    }

    /// The JSON Schema of a resource as it is answered.
    static ObjectNode schema(Resource resource) {
        var schema = Json.object().put("type", "object");
        if (!resource.about().isEmpty()) {
            schema.put("description", resource.about());
        }
        var properties = schema.putObject("properties");
        var required = Json.array();
        for (var field : resource.shown()) {
            var property = field.schema();
            if (field.access() == Access.READ_ONLY) {
                property.put("readOnly", true);
            }
            if (field.isWhenAsked()) {
                property.put("x-ajar-when-asked", true);
            } else {
                required.add(field.name());
            }
            properties.set(field.name(), property);
        }
        return schema.set("required", required);
    }

    private ObjectNode bodySchema(boolean creating) {
        var schema = Json.object().put("type", "object");
        var properties = schema.putObject("properties");
        var required = Json.array();
        for (var field : resource.fields().values()) {
            if (field.access() == Access.READ_WRITE || (creating && field.access() == Access.ON_CREATE)) {
                var property = field.schema();
                if (field.refersTo() != null) {
                    property.put("x-ajar-refers-to", field.refersTo());
                }
                properties.set(field.name(), property);
                if (creating && field.isMandatory()) {
                    required.add(field.name());
                }
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        if (creating && resource.example() != null) {
            schema.set("example", Json.parse(resource.example()));
        }
        return schema;
    }

    private List<Endpoint.Parameter> listParameters() {
        List<Endpoint.Parameter> parameters = new ArrayList<>();
        if (resource.isPaged()) {
            parameters.add(new Endpoint.Parameter(
                    "_limit",
                    Json.object()
                            .put("type", "integer")
                            .put("default", Math.min(100, resource.maximumLimit()))
                            .put("minimum", 0)
                            .put("maximum", resource.maximumLimit()),
                    "Number of results to return.",
                    null,
                    null));
            parameters.add(new Endpoint.Parameter(
                    "_skip",
                    Json.object().put("type", "integer").put("default", 0).put("minimum", 0),
                    "Number of results to skip before returning, for pagination.",
                    null,
                    null));
        }
        parameters.add(fields());
        if (!resource.orders().isEmpty()) {
            var words = Json.array();
            resource.orders().keySet().forEach(word -> words.add(word).add("-" + word));
            var schema = Json.object().put("type", "string");
            schema.set("enum", words);
            parameters.add(new Endpoint.Parameter(
                    "_order_by", schema, "The field to sort by; a minus sign reverses it.", null, null));
        }
        resource.filters()
                .forEach((name, use) -> parameters.add(filter(name, use.filter().field(), use.op())));
        return parameters;
    }

    private static Endpoint.Parameter filter(String name, Field<?> field, Op op) {
        String operator = op == Op.EQUAL ? "eq" : op.suffix().substring(2);
        var schema = op == Op.IN
                ? Json.object().put("type", "string")
                : field.codec().schema();
        String about = op == Op.IN ? "Any of these, separated by commas." : "";
        return new Endpoint.Parameter(name, schema, about, field.name(), operator);
    }

    private static Endpoint.Parameter fields() {
        return Endpoint.Parameter.of(
                "_fields",
                "string",
                "Comma-separated list of fields to include in the response; `_all` for all of them.");
    }
}
