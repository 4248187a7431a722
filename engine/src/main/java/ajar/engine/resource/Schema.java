package ajar.engine.resource;

import ajar.engine.field.Access;
import ajar.engine.field.Field;
import ajar.engine.field.Relation;
import ajar.engine.field.Source;
import ajar.engine.json.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What a resource looks like on the wire, as JSON Schemas worked out from its declaration: as it is
/// answered, and as it is sent.
public final class Schema {
    private static final String PLACE = "#/components/schemas/";

    private Schema() {}

    /// A reference to the schema of that name in the OpenAPI document.
    public static ObjectNode reference(String name) {
        return Json.object().put("$ref", PLACE + name);
    }

    /// A reference to the schema of the resource.
    public static ObjectNode reference(Resource resource) {
        return reference(resource.model());
    }

    /// The resource as it is answered.
    ///
    /// @param registry where the resources that it shows lists of are found
    public static ObjectNode of(Resource resource, Registry registry) {
        return described(resource.about(), resource.shown(), sentNames(resource), Set.of(), registry);
    }

    /// An object of these fields that nobody can write.
    public static ObjectNode of(String about, List<Field<?>> fields, Registry registry) {
        return described(about, fields, Set.of(), Set.of(), registry);
    }

    private static ObjectNode described(
            String about, List<Field<?>> fields, Set<String> sent, Set<String> without, Registry registry) {
        var schema = Json.object().put("type", "object");
        if (!about.isEmpty()) {
            schema.put("description", about);
        }
        var properties = schema.putObject("properties");
        var required = Json.array();
        for (var field : fields) {
            if (without.contains(field.name())) {
                continue;
            }
            var property = property(field, registry);
            if (!sent.contains(field.name())) {
                property.put("readOnly", true);
            }
            if (field.isWhenAsked()) {
                property.put("x-ajar-when-asked", true);
            } else {
                required.add(field.name());
                if (!field.isInEvents()) {
                    property.put("x-ajar-in-events", false);
                }
                if (!field.isInLists()) {
                    property.put("x-ajar-in-lists", false);
                }
            }
            properties.set(field.name(), property);
        }
        return schema.set("required", required);
    }

    private static ObjectNode property(Field<?> field, Registry registry) {
        var property = field.schema();
        if (field.source() instanceof Source.Related<?>(var relation)) {
            property.put("type", "array").set("items", items(relation, registry));
        }
        return property;
    }

    private static ObjectNode items(Relation relation, Registry registry) {
        var resource = registry.get(relation.resource());
        return relation.without().isEmpty()
                ? reference(resource)
                : described(resource.about(), resource.shown(), Set.of(), relation.without(), registry);
    }

    /// The body that creates one of the resource.
    public static ObjectNode creating(Resource resource) {
        return body(resource, true, resource.example());
    }

    /// The body that changes one of the resource.
    public static ObjectNode updating(Resource resource) {
        return body(resource, false, resource.updateExample());
    }

    private static ObjectNode body(Resource resource, boolean creating, @Nullable String example) {
        var schema = Json.object().put("type", "object");
        var properties = schema.putObject("properties");
        var required = Json.array();
        for (var field : resource.fields().values()) {
            if (!isTaken(field, creating)) {
                continue;
            }
            for (var name : sentAs(resource, field)) {
                var property = field.sentSchema(creating);
                if (creating) {
                    property.remove(List.of("x-ajar-changes", "x-ajar-cleared"));
                }
                if (!isShown(resource, name)) {
                    property.put("writeOnly", true);
                }
                properties.set(name, property);
            }
            if (creating && field.isMandatory()) {
                required.add(field.name());
            }
        }
        if (creating && !required.isEmpty()) {
            schema.set("required", required);
        }
        if (example != null) {
            schema.set("example", Json.parse(example));
        }
        return schema;
    }

    private static boolean isTaken(Field<?> field, boolean creating) {
        return field.access() == Access.READ_WRITE || (creating && field.access() == Access.ON_CREATE);
    }

    private static boolean isShown(Resource resource, String name) {
        var field = resource.field(name);
        return field != null && !field.isHidden();
    }

    /// The names under which clients send a field: its own, unless it is an input that has others, and
    /// those under which it is shown, too.
    private static Set<String> sentAs(Resource resource, Field<?> field) {
        Set<String> names = new LinkedHashSet<>();
        if (!field.isInputOnly() || field.aliases().isEmpty()) {
            names.add(field.name());
        } else {
            names.add(field.aliases().getFirst());
        }
        field.aliases().stream().filter(alias -> isShown(resource, alias)).forEach(names::add);
        return names;
    }

    /// Everything that can be sent at one time or another.
    private static Set<String> sentNames(Resource resource) {
        Set<String> names = new LinkedHashSet<>();
        resource.fields().values().stream()
                .filter(field -> isTaken(field, true))
                .forEach(field -> names.addAll(sentAs(resource, field)));
        return names;
    }
}
