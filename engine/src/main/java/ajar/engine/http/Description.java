package ajar.engine.http;

import ajar.engine.field.Field;
import ajar.engine.json.Json;
import ajar.engine.predicate.Op;
import ajar.engine.resource.Filter;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Schema;
import ajar.engine.resource.Verb;
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
        properties.putObject("data").put("type", "array").set("items", Schema.reference(resource));
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
                .answering(200, Schema.reference(resource));
    }

    Endpoint create(String path, Handler handler) {
        var endpoint = Endpoint.of("POST", path, tag, "Create a " + resource.model(), handler)
                .taking(fields())
                .body(Schema.creating(resource))
                .answering(resource.created(), Schema.reference(resource));
        return guarded(endpoint, Verb.CREATE);
    }

    Endpoint update(String path, Handler handler) {
        String summary = "Update a " + resource.model() + "; keys left out stay as they are";
        var endpoint = Endpoint.of("PUT", path, tag, summary, handler)
                .taking(fields())
                .body(Schema.updating(resource))
                .answering(200, Schema.reference(resource));
        return guarded(endpoint, Verb.UPDATE);
    }

    Endpoint delete(String path, Handler handler) {
        var endpoint = Endpoint.of("DELETE", path, tag, "Delete a " + resource.model(), handler)
                .answering(
                        resource.deleted(),
                        resource.deleted() == 204 ? null : Json.object().put("type", "object"));
        return guarded(endpoint, Verb.DELETE);
    }

    private Endpoint guarded(Endpoint endpoint, Verb verb) {
        return resource.isGuarded(verb) ? endpoint.guarded() : endpoint;
    }

    private List<Endpoint.Parameter> listParameters() {
        List<Endpoint.Parameter> parameters = new ArrayList<>();
        if (resource.isPaged()) {
            parameters.add(Endpoint.Parameter.limit(Math.min(100, resource.maximumLimit()), resource.maximumLimit()));
            parameters.add(Endpoint.Parameter.skip());
        }
        parameters.add(fields());
        if (!resource.orders().isEmpty()) {
            var words = Json.array();
            resource.orders().keySet().forEach(word -> words.add(word).add("-" + word));
            var schema = Json.object().put("type", "string");
            schema.set("enum", words);
            parameters.add(
                    Endpoint.Parameter.of("_order_by", schema, "The field to sort by; a minus sign reverses it."));
        }
        resource.filters().forEach((name, use) -> parameters.add(filter(name, use.filter(), use.op())));
        return parameters;
    }

    private static Endpoint.Parameter filter(String name, Filter filter, Op op) {
        String operator = op == Op.EQUAL ? "eq" : op.suffix().substring(2);
        List<String> about = new ArrayList<>();
        if (op == Op.IN) {
            about.add("Any of these, separated by commas.");
        }
        if (!filter.requires().isEmpty()) {
            about.add("Together with " + String.join(", ", filter.requires()) + " only.");
        }
        return new Endpoint.Parameter(
                name,
                op == Op.IN ? Json.object().put("type", "string") : one(filter.field()),
                String.join(" ", about),
                filter.field().name(),
                operator,
                filter.requires());
    }

    /// What one value is: lists are searched for one of their elements.
    private static ObjectNode one(Field<?> field) {
        var schema = field.codec().schema();
        return schema.get("items") instanceof ObjectNode item ? item : schema;
    }

    private static Endpoint.Parameter fields() {
        return Endpoint.Parameter.of(
                "_fields",
                "string",
                "Comma-separated list of fields to include in the response; `_all` for all of them.");
    }
}
