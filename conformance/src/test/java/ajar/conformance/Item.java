package ajar.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// One JSON object of an answer, read by slash paths (`attendees/0/status`) into plain Java values.
record Item(JsonNode node) {
    /// The value at the path; a JSON null is null, a missing key fails.
    Object get(String path) {
        return Json.plain(at(path));
    }

    String text(String path) {
        return (String) get(path);
    }

    String id() {
        return text("id");
    }

    JsonNode at(String path) {
        JsonNode found = node.at("/" + path);
        if (found.isMissingNode()) {
            throw new AssertionError("there is no " + path + " in " + node);
        }
        return found;
    }

    List<Item> list(String path) {
        var items = new ArrayList<Item>();
        at(path).forEach(each -> items.add(new Item(each)));
        return items;
    }

    boolean has(String key) {
        return node.has(key);
    }

    List<String> keys() {
        return List.copyOf(node.propertyNames());
    }

    Map<String, Object> plain() {
        return Json.object(node);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Item item && plain().equals(item.plain());
    }

    @Override
    public int hashCode() {
        return plain().hashCode();
    }
}
