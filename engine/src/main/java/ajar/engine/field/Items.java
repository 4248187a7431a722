package ajar.engine.field;

import ajar.engine.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The codec of a list of small objects inside a field, such as a contact's e-mail addresses: each
/// member declared, the keys stored in alphabetical order, errors told by index (Close API, observed
/// behaviour 1.2).
public final class Items {
    private final List<Member> members = new ArrayList<>();
    private int most = 1000;
    private boolean keepingAll;
    private Consumer<ObjectNode> rule = _ -> {};

    /// One key of the objects. `fallback` is used when the key is absent; null means the key is then
    /// null.
    private record Member(
            String name,
            Codec<?> codec,
            boolean required,
            boolean nullable,
            @Nullable JsonNode fallback,
            boolean readOnly) {}

    /// Starts a declaration.
    public static Items of() {
        return new Items();
    }

    /// A key that must be sent.
    public Items required(String name, Codec<?> codec) {
        return member(new Member(name, codec, true, false, null, false));
    }

    /// A key that may be null or absent; stored as null then.
    public Items optional(String name, Codec<?> codec) {
        return member(new Member(name, codec, false, true, null, false));
    }

    /// A key that gets `fallback` when it is absent or null.
    public Items or(String name, Codec<?> codec, JsonNode fallback) {
        return member(new Member(name, codec, false, true, fallback, false));
    }

    /// A key that the server fills in; what is sent under it is ignored and stored as `fallback`.
    public Items readOnly(String name, Codec<?> codec, JsonNode fallback) {
        return member(new Member(name, codec, false, true, fallback, true));
    }

    /// The most items the list may have.
    public Items atMost(int most) {
        this.most = most;
        return this;
    }

    /// Keeps the keys that are not declared, too: somebody else will check them.
    public Items keepingAll() {
        keepingAll = true;
        return this;
    }

    /// Checks or normalises each item once its members are right; refuses with [#rejected].
    public Items checkedBy(Consumer<ObjectNode> rule) {
        this.rule = rule;
        return this;
    }

    /// A refusal of one member of an item.
    public static Rejected rejected(String member, String message) {
        var pair = Json.object();
        pair.putArray("errors");
        pair.putObject("field-errors").put(member, message);
        return new Rejected(pair);
    }

    private Items member(Member member) {
        members.add(member);
        members.sort(Comparator.comparing(Member::name));
        return this;
    }

    /// The codec.
    public Codec<JsonNode> codec() {
        return Codecs.document(this::check, this::schema);
    }

    private JsonNode check(JsonNode json) {
        if (!json.isArray()) {
            throw new Rejected("Value must be of list type.");
        }
        if (json.size() > most) {
            throw new Rejected("List is too long.");
        }
        var items = Json.array();
        var errors = Json.object();
        for (int i = 0; i < json.size(); i++) {
            try {
                items.add(checkItem(json.get(i)));
            } catch (Rejected rejected) {
                errors.set(Integer.toString(i), rejected.detail());
            }
        }
        if (!errors.isEmpty()) {
            throw new Rejected(Json.object().set("errors", errors));
        }
        return items;
    }

    private ObjectNode checkItem(JsonNode json) {
        if (!json.isObject()) {
            throw new Rejected("Value must be of dict type.");
        }
        var item = keepingAll ? (ObjectNode) json.deepCopy() : Json.object();
        var errors = Json.object();
        for (var member : members) {
            var value = json.get(member.name());
            try {
                item.set(member.name(), checkMember(member, value));
            } catch (Rejected rejected) {
                errors.set(member.name(), rejected.detail());
            }
        }
        if (!errors.isEmpty()) {
            var pair = Json.object();
            pair.putArray("errors");
            throw new Rejected(pair.set("field-errors", errors));
        }
        rule.accept(item);
        return item;
    }

    private static JsonNode checkMember(Member member, @Nullable JsonNode value) {
        if (value == null
                || value.isNull()
                || member.readOnly()
                || (value.isString() && value.stringValue().isBlank() && member.required())) {
            if (member.required()) {
                throw new Rejected("This field is required.");
            }
            return member.fallback() != null ? member.fallback() : Json.object().nullNode();
        }
        return convert(member.codec(), value);
    }

    private static <T> JsonNode convert(Codec<T> codec, JsonNode value) {
        T parsed = codec.parse(value);
        return Json.parse(Json.write(out -> codec.write(parsed, out)));
    }

    private ObjectNode schema() {
        var item = Json.object().put("type", "object");
        var properties = item.putObject("properties");
        var required = Json.array();
        for (var member : members) {
            var schema = member.codec().schema();
            if (member.nullable()) {
                Field.allowNull(schema);
            }
            if (member.readOnly()) {
                schema.put("readOnly", true);
            }
            properties.set(member.name(), schema);
            if (member.required()) {
                required.add(member.name());
            }
        }
        if (!required.isEmpty()) {
            item.set("required", required);
        }
        return Json.object().put("type", "array").put("maxItems", most).set("items", item);
    }
}
