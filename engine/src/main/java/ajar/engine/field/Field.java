package ajar.engine.field;

import ajar.engine.json.Json;
import ajar.engine.sql.Fragment;
import ajar.engine.sql.Sql;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One named, typed property of a resource: its name on the wire, its codec, where its value comes
/// from, who may write it, and when it is shown. Declared once in a constant, then only read.
public final class Field<T> {
    private final String name;
    private final SerializedString jsonName;
    private final Codec<T> codec;
    private final Source<T> source;
    private final List<String> aliases = new ArrayList<>();
    private final List<String> alsoChanges = new ArrayList<>();
    private Access access = Access.READ_ONLY;
    private boolean mandatory;
    private boolean nullable = true;
    private boolean whenAsked;
    private boolean hidden;
    private boolean inEvents = true;
    private boolean inputOnly;
    private boolean emptied;
    private boolean alwaysNull;
    private boolean inLists = true;
    private boolean keptByNull;
    private @Nullable T fallback;
    private @Nullable String refersTo;
    private String errorKey;
    private String about = "";
    private @Nullable Object example;

    private Field(String name, Codec<T> codec, Source<T> source) {
        this.name = name;
        this.jsonName = new SerializedString(name);
        this.codec = codec;
        this.source = source;
        this.errorKey = name;
    }

    /// A field kept in the column of its own name. Read-only until said otherwise.
    public static <T> Field<T> column(String name, Codec<T> codec) {
        return column(name, codec, name);
    }

    /// A field kept in a column of another name.
    public static <T> Field<T> column(String name, Codec<T> codec, String column) {
        if (!Sql.isName(column)) {
            throw new IllegalArgumentException("not a column name: " + column);
        }
        return new Field<>(name, codec, new Source.Column<>(column));
    }

    /// A field read by an SQL expression over the row `t` and the joins given.
    public static <T> Field<T> expression(String name, Codec<T> codec, Fragment sql, Fragment... joins) {
        return new Field<>(name, codec, new Source.Expression<>(sql, List.of(joins)));
    }

    /// A field worked out in Java from others of the same row.
    public static <T> Field<T> computed(
            String name, Codec<T> codec, Function<Values, @Nullable T> function, Field<?>... needs) {
        return new Field<>(name, codec, new Source.Computed<>(List.of(needs), function));
    }

    /// A field that always has the same value.
    public static <T> Field<T> constant(String name, Codec<T> codec, T value) {
        return computed(name, codec, _ -> value).notNull();
    }

    /// A list of objects that point here. It is not part of events.
    public static Field<tools.jackson.databind.JsonNode> related(String name, Relation relation) {
        return new Field<>(name, Codecs.DOCUMENT, new Source.Related<tools.jackson.databind.JsonNode>(relation))
                .notInEvents()
                .notNull();
    }

    /// Something that can be sent but is neither stored nor shown: a behaviour makes something of it.
    public static <T> Field<T> input(String name, Codec<T> codec, Access access) {
        Field<T> field = computed(name, codec, _ -> null);
        field.access = access;
        field.inputOnly = true;
        return field.hidden().notInEvents();
    }

    /// Clients may write it at any time.
    @CanIgnoreReturnValue
    public Field<T> writable() {
        access = Access.READ_WRITE;
        return this;
    }

    /// Clients may write it when the object is made, and not later.
    @CanIgnoreReturnValue
    public Field<T> fixed() {
        access = Access.ON_CREATE;
        return this;
    }

    /// It must be sent when the object is made, and can never become null. "This field is required."
    @CanIgnoreReturnValue
    public Field<T> mandatory() {
        mandatory = true;
        nullable = false;
        return this;
    }

    /// It is never null.
    @CanIgnoreReturnValue
    public Field<T> notNull() {
        nullable = false;
        return this;
    }

    /// The value it gets when none is sent at creation, or null is; it is then never null.
    @CanIgnoreReturnValue
    public Field<T> or(T value) {
        fallback = value;
        nullable = false;
        return this;
    }

    /// It is shown only when `_fields` names it, or says `_all`.
    @CanIgnoreReturnValue
    public Field<T> whenAsked() {
        whenAsked = true;
        inEvents = false;
        return this;
    }

    /// It is never shown: a column the rules need and clients do not.
    @CanIgnoreReturnValue
    public Field<T> hidden() {
        hidden = true;
        inEvents = false;
        return this;
    }

    /// It is not part of an event's `data`.
    @CanIgnoreReturnValue
    public Field<T> notInEvents() {
        inEvents = false;
        return this;
    }

    /// Lists leave it out unless `_fields` names it.
    @CanIgnoreReturnValue
    public Field<T> notInLists() {
        inLists = false;
        return this;
    }

    /// On an update null may be sent, and leaves it as it is.
    @CanIgnoreReturnValue
    public Field<T> keptByNull() {
        keptByNull = true;
        return this;
    }

    /// It holds the id of an object of the resource called `resource`, in the same organization. Errors
    /// about it are told under the name without `_id`, as Close does.
    @CanIgnoreReturnValue
    public Field<T> refersTo(String resource) {
        refersTo = resource;
        errorKey = name.endsWith("_id") ? name.substring(0, name.length() - 3) : name;
        return this;
    }

    /// The key under which errors about it are told, where that is not its name.
    @CanIgnoreReturnValue
    public Field<T> toldAs(String key) {
        errorKey = key;
        return this;
    }

    /// Another name under which clients may send it.
    @CanIgnoreReturnValue
    public Field<T> alsoSentAs(String alias) {
        aliases.add(alias);
        return this;
    }

    /// Null may be sent, and the rules then give it a value: it never reads null.
    @CanIgnoreReturnValue
    public Field<T> emptied() {
        emptied = true;
        return this;
    }

    /// It is there because clients expect it, and always null.
    @CanIgnoreReturnValue
    public Field<T> alwaysNull() {
        alwaysNull = true;
        return this;
    }

    /// Writing it changes these fields too, for the API reference and the tests that read it.
    @CanIgnoreReturnValue
    public Field<T> alsoChanges(String... others) {
        alsoChanges.addAll(List.of(others));
        return this;
    }

    /// What it means, for the API reference.
    @CanIgnoreReturnValue
    public Field<T> about(String text) {
        about = text;
        return this;
    }

    /// A value for the API reference: a text, a number, a boolean, or a JSON tree.
    @CanIgnoreReturnValue
    public Field<T> example(Object value) {
        example = value;
        return this;
    }

    public String name() {
        return name;
    }

    /// The name as it is written, made ready once.
    public SerializableString jsonName() {
        return jsonName;
    }

    public Codec<T> codec() {
        return codec;
    }

    public Source<T> source() {
        return source;
    }

    public Access access() {
        return access;
    }

    public boolean isMandatory() {
        return mandatory;
    }

    public boolean isNullable() {
        return nullable;
    }

    public boolean isWhenAsked() {
        return whenAsked;
    }

    public boolean isHidden() {
        return hidden;
    }

    public boolean isInEvents() {
        return inEvents;
    }

    public boolean isInLists() {
        return inLists;
    }

    public boolean isKeptByNull() {
        return keptByNull;
    }

    public boolean isInputOnly() {
        return inputOnly;
    }

    public @Nullable T fallback() {
        return fallback;
    }

    public @Nullable String refersTo() {
        return refersTo;
    }

    public String errorKey() {
        return errorKey;
    }

    public List<String> aliases() {
        return List.copyOf(aliases);
    }

    /// The names of the fields that change with it.
    public List<String> alsoChanges() {
        return List.copyOf(alsoChanges);
    }

    public String about() {
        return about;
    }

    public @Nullable Object example() {
        return example;
    }

    /// The column's name; null for fields that are not kept in a column of their own.
    public @Nullable String columnName() {
        return source instanceof Source.Column<T>(var column) ? column : null;
    }

    /// The JSON Schema of the value as it is answered, null allowed where it may be null.
    public ObjectNode schema() {
        return described(nullable && !emptied);
    }

    /// The JSON Schema of the value as it may be sent. Null may be sent wherever it is not refused;
    /// `x-ajar-cleared` tells that the field does not read null afterwards.
    ///
    /// @param creating whether it is sent to make an object, or to change one
    public ObjectNode sentSchema(boolean creating) {
        boolean nullAllowed = !mandatory || (keptByNull && !creating);
        var schema = described(nullAllowed);
        if (nullAllowed && (emptied || !nullable)) {
            schema.put("x-ajar-cleared", "default");
        }
        if (refersTo != null) {
            schema.put("x-ajar-refers-to", refersTo);
        }
        if (!alsoChanges.isEmpty()) {
            alsoChanges.forEach(schema.putArray("x-ajar-changes")::add);
        }
        return schema;
    }

    private ObjectNode described(boolean nullAllowed) {
        var schema = alwaysNull ? Json.object().put("type", "null") : codec.schema();
        if (nullAllowed && !alwaysNull) {
            allowNull(schema);
        }
        if (!about.isEmpty()) {
            schema.put("description", about);
        }
        return schema;
    }

    /// Makes a schema accept null too.
    static void allowNull(ObjectNode schema) {
        var type = schema.get("type");
        if (type != null && type.isString()) {
            schema.putArray("type").add(type).add("null");
        }
        if (schema.get("enum") instanceof ArrayNode words) {
            words.addNull();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
