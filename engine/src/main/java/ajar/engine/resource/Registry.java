package ajar.engine.resource;

import ajar.engine.field.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Every resource there is, by name. References between resources are names, resolved here, so that
/// declarations need not be loaded in any order.
public final class Registry {
    private final Map<String, Resource> byName = new LinkedHashMap<>();
    private final Map<String, List<Belonging>> owned = new LinkedHashMap<>();

    /// A kind of object that is deleted together with another, and the field that names that other.
    public record Belonging(Resource resource, Field<String> field) {}

    /// Takes the declarations and refuses references to nothing.
    public Registry(List<Resource> resources) {
        for (var resource : resources) {
            if (byName.put(resource.name(), resource) != null) {
                throw new IllegalArgumentException("two resources are called " + resource);
            }
        }
        for (var resource : resources) {
            for (var field : resource.fields().values()) {
                if (field.refersTo() != null && !byName.containsKey(field.refersTo())) {
                    throw new IllegalArgumentException(
                            resource + "." + field + " refers to " + field.refersTo() + ", which is not registered");
                }
            }
            for (var field : resource.goesWith()) {
                owned.computeIfAbsent(Objects.requireNonNull(field.refersTo(), field.name()), _ -> new ArrayList<>())
                        .add(new Belonging(resource, field));
            }
        }
    }

    /// All resources in the order of the API reference.
    public List<Resource> all() {
        return List.copyOf(byName.values());
    }

    /// The resource of that name. Throws when there is none: a name comes from a declaration, never
    /// from a client.
    public Resource get(String name) {
        var resource = byName.get(name);
        if (resource == null) {
            throw new IllegalArgumentException("no resource is called " + name);
        }
        return resource;
    }

    /// What is deleted together with an object of `owner`.
    public List<Belonging> ownedBy(Resource owner) {
        return owned.getOrDefault(owner.name(), List.of());
    }
}
