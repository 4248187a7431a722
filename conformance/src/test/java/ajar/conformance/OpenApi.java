package ajar.conformance;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The served description of the API, read as `conformance/OPENAPI.md` says.
record OpenApi(JsonNode document) {
    private static final String API = "/api/v1";

    static OpenApi served() {
        return new OpenApi(
                Ajar.anonymous().root().get("/api/openapi.json").is(200).body());
    }

    /// Every collection that has an item path below it.
    List<Resource> resources() {
        Map<String, JsonNode> paths = paths();
        var resources = new ArrayList<Resource>();
        paths.forEach((path, operations) -> {
            JsonNode item = paths.get(path + "{id}/");
            if (item != null && operations.has("get")) {
                String name = operations.at("/get/tags/0").asString("");
                resources.add(new Resource(this, path, operations, item, tag(name)));
            }
        });
        return resources;
    }

    /// Paths as the reference counts them: `/lead/`.
    Map<String, JsonNode> paths() {
        String server = URI.create(document.at("/servers/0/url").asString("/")).getPath();
        String base = server == null ? "" : server.replaceAll("/$", "");
        var paths = new LinkedHashMap<String, JsonNode>();
        document.path("paths").properties().forEach(each -> {
            String whole = each.getKey().startsWith(API + "/") ? each.getKey() : base + each.getKey();
            if (whole.startsWith(API + "/")) {
                paths.put(whole.substring(API.length()), each.getValue());
            }
        });
        return paths;
    }

    private JsonNode tag(String name) {
        for (JsonNode tag : document.path("tags")) {
            if (tag.path("name").asString("").equals(name)) {
                return tag;
            }
        }
        return Json.parse("{}");
    }

    /// The schema or parameter itself, wherever it is kept.
    JsonNode resolve(JsonNode node) {
        JsonNode here = node;
        while (here.has("$ref")) {
            here = document.at(here.get("$ref").stringValue().substring(1));
        }
        return here;
    }

    /// The properties of an object, those of its `allOf` parts included.
    Map<String, JsonNode> properties(JsonNode schema) {
        JsonNode here = resolve(schema);
        var all = new LinkedHashMap<String, JsonNode>();
        here.path("allOf").forEach(part -> all.putAll(properties(part)));
        here.path("properties").properties().forEach(each -> all.put(each.getKey(), resolve(each.getValue())));
        return all;
    }

    Set<String> required(JsonNode schema) {
        JsonNode here = resolve(schema);
        var all = new LinkedHashSet<String>();
        here.path("allOf").forEach(part -> all.addAll(required(part)));
        here.path("required").forEach(name -> all.add(name.stringValue()));
        return all;
    }

    static Set<String> types(JsonNode schema) {
        var types = new LinkedHashSet<String>();
        JsonNode type = schema.path("type");
        if (type.isString()) {
            types.add(type.stringValue());
        }
        type.forEach(each -> types.add(each.stringValue()));
        for (String choice : List.of("anyOf", "oneOf")) {
            schema.path(choice).forEach(each -> types.addAll(types(each)));
        }
        return types;
    }

    static boolean nullable(JsonNode schema) {
        return types(schema).contains("null");
    }

    static List<String> strings(JsonNode array) {
        var strings = new ArrayList<String>();
        array.forEach(each -> strings.add(each.stringValue()));
        return strings;
    }

    /// A query parameter that compares a field.
    ///
    /// @param words the only values it takes; empty for any
    record Filter(String parameter, String field, String operator, List<String> requires, List<String> words) {}

    /// A collection and its items.
    record Resource(OpenApi api, String path, JsonNode collection, JsonNode item, JsonNode tag) {
        @Override
        public String toString() {
            return path;
        }

        String itemPath(String id) {
            return path + id + "/";
        }

        boolean creatable() {
            return collection.has("post");
        }

        boolean updatable() {
            return item.has("put");
        }

        boolean deletable() {
            return item.has("delete");
        }

        String eventType() {
            return tag.path("x-ajar-event").asString(null);
        }

        String model() {
            return tag.path("x-ajar-model").asString(null);
        }

        int success(JsonNode operation) {
            List<String> codes = operation.path("responses").propertyNames().stream()
                    .filter(code -> code.startsWith("2"))
                    .toList();
            if (codes.size() != 1) {
                throw new AssertionError(path + " must declare one success code, not " + codes);
            }
            return Integer.parseInt(codes.getFirst());
        }

        JsonNode schema() {
            return api.resolve(content(item.path("get").path("responses").path("200"), path + "{id}/"));
        }

        Map<String, JsonNode> fields() {
            return api.properties(schema());
        }

        Map<String, JsonNode> creatableFields() {
            return api.properties(content(collection.at("/post/requestBody"), "POST " + path));
        }

        /// What update accepts and a read answers.
        Map<String, JsonNode> updatableFields() {
            var fields = api.properties(content(item.at("/put/requestBody"), "PUT " + path));
            fields.values().removeIf(schema -> schema.path("writeOnly").asBoolean(false));
            return fields;
        }

        /// The fields of a read that the object inside an event does not have.
        Set<String> outsideEvents() {
            var fields = fields();
            fields.values().removeIf(schema -> schema.path("x-ajar-in-events").asBoolean(true));
            return fields.keySet();
        }

        /// What only the answer to a creation tells: secrets.
        Set<String> toldOnce() {
            var answer = collection.at("/post/responses/" + success(collection.get("post")));
            var fields = api.properties(content(answer, "POST " + path));
            fields.values().removeIf(schema -> !schema.path("x-ajar-once").asBoolean(false));
            return fields.keySet();
        }

        /// The answer to a creation without what only it tells.
        Item lasting(Item created) {
            var node = (ObjectNode) created.node().deepCopy();
            node.remove(toldOnce());
            return new Item(node);
        }

        /// The fields of a read that the object on a list does not have.
        Set<String> outsideLists() {
            var fields = fields();
            fields.values().removeIf(schema -> schema.path("x-ajar-in-lists").asBoolean(true));
            return fields.keySet();
        }

        /// Whether an organization can have so many and no more.
        boolean isLimited() {
            return tag.has("x-ajar-most");
        }

        JsonNode createExample() {
            return example(collection.at("/post/requestBody"), "POST " + path);
        }

        JsonNode updateExample() {
            return example(item.at("/put/requestBody"), "PUT " + path);
        }

        List<Filter> filters() {
            var filters = new ArrayList<Filter>();
            collection.at("/get/parameters").forEach(each -> {
                JsonNode parameter = api.resolve(each);
                if (parameter.has("x-ajar-field")) {
                    filters.add(new Filter(
                            parameter.get("name").stringValue(),
                            parameter.get("x-ajar-field").stringValue(),
                            parameter.path("x-ajar-operator").asString("eq"),
                            strings(parameter.path("x-ajar-requires")),
                            strings(parameter.path("schema").path("enum"))));
                }
            });
            return filters;
        }

        List<String> orders() {
            return strings(parameter("_order_by").path("schema").path("enum"));
        }

        boolean takes(String parameter) {
            return !parameter(parameter).isMissingNode();
        }

        JsonNode parameter(String name) {
            for (JsonNode each : collection.at("/get/parameters")) {
                JsonNode parameter = api.resolve(each);
                if (parameter.path("name").asString("").equals(name)) {
                    return parameter;
                }
            }
            return Json.parse("{}").path("missing");
        }

        private JsonNode content(JsonNode bodyOrReference, String where) {
            JsonNode schema = api.resolve(bodyOrReference)
                    .path("content")
                    .path("application/json")
                    .path("schema");
            if (schema.isMissingNode()) {
                throw new AssertionError(where + " has no schema");
            }
            return schema;
        }

        private JsonNode example(JsonNode bodyOrReference, String where) {
            JsonNode content = api.resolve(bodyOrReference).path("content").path("application/json");
            for (JsonNode holder : List.of(content, api.resolve(content.path("schema")))) {
                if (holder.has("example")) {
                    return holder.get("example");
                }
                if (holder.path("examples").isArray()) {
                    return holder.at("/examples/0");
                }
            }
            throw new AssertionError(where + " has no example");
        }
    }
}
