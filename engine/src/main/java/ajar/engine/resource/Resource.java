package ajar.engine.resource;

import ajar.engine.entity.Selection;
import ajar.engine.field.Field;
import ajar.engine.field.Source;
import ajar.engine.field.Values;
import ajar.engine.id.Ids;
import ajar.engine.predicate.Op;
import ajar.engine.predicate.Predicate;
import ajar.engine.sql.Fragment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The declaration of one kind of thing. Routes, validation, SQL, rendering, events, documentation and
/// tests all read it. Immutable once built.
public final class Resource {
    /// `_type` comes first, then everything else by the alphabet, as in the samples of Close's
    /// documentation.
    public static final Comparator<String> WIRE_ORDER =
            Comparator.comparing((String name) -> !name.equals("_type")).thenComparing(Comparator.naturalOrder());

    private final Declaration d;
    private final Map<String, Field<?>> fields = new LinkedHashMap<>();
    private final List<Field<?>> shown = new ArrayList<>();
    private final List<Field<?>> defaults = new ArrayList<>();
    private final List<Field<?>> listed = new ArrayList<>();
    private final List<Field<?>> inEvents = new ArrayList<>();
    private final Map<String, FilterUse> filters = new LinkedHashMap<>();
    private final Selection stored;
    private final Map<List<Field<?>>, Selection> selections = new ConcurrentHashMap<>();

    /// One query parameter: a filter with one of its comparisons.
    public record FilterUse(Filter filter, Op op) {}

    /// The order of a list: a stored field, and whether the largest comes first.
    public record Order(Field<?> field, boolean descending) {}

    Resource(Declaration declared) {
        d = declared;
        d.fields.stream().sorted(Comparator.comparing(Field::name, WIRE_ORDER)).forEach(field -> {
            if (fields.put(field.name(), field) != null) {
                throw new IllegalArgumentException(d.name + " declares " + field + " twice");
            }
        });
        for (var field : fields.values()) {
            check(field);
            if (!field.isHidden()) {
                shown.add(field);
                if (!field.isWhenAsked()) {
                    defaults.add(field);
                    if (field.isInLists()) {
                        listed.add(field);
                    }
                }
                if (field.isInEvents()) {
                    inEvents.add(field);
                }
            }
        }
        for (var filter : d.filters) {
            for (var op : filter.ops()) {
                filters.put(filter.name() + op.suffix(), new FilterUse(filter, op));
            }
        }
        stored = new Selection(
                d.table,
                fields.values().stream()
                        .filter(field -> !field.isWhenAsked() && !field.isInputOnly())
                        .toList());
    }

    private void check(Field<?> field) {
        if (field.isMandatory() && field.access() == ajar.engine.field.Access.READ_ONLY && !field.isInputOnly()) {
            throw new IllegalArgumentException(d.name + "." + field + " is mandatory but nobody may write it: "
                    + "make it writable() or fixed(), or notNull() instead of mandatory()");
        }
        if (field.isHidden() && field.isWhenAsked()) {
            throw new IllegalArgumentException(d.name + "." + field + " is hidden and shown when asked: choose one");
        }
        if (field.access() != ajar.engine.field.Access.READ_ONLY
                && !(field.source() instanceof Source.Column<?>)
                && !(field.source() instanceof Source.Related<?>)
                && !field.isInputOnly()) {
            throw new IllegalArgumentException(
                    d.name + "." + field + " can be written but is not kept in a column: use Field.input()");
        }
    }

    /// Starts the declaration of a resource called `name`, which is also its path: `status/lead` is
    /// `/status/lead/`.
    public static Declaration named(String name) {
        return new Declaration(name);
    }

    /// The name other resources refer to it by.
    public String name() {
        return d.name;
    }

    /// The path of the collection, with both slashes.
    public String path() {
        return "/" + d.name + "/";
    }

    /// The class name that "not found" speaks of.
    public String model() {
        return d.model;
    }

    public String idPrefix() {
        return d.idPrefix;
    }

    public Ids.Size idSize() {
        return d.idSize;
    }

    public String table() {
        return d.table;
    }

    /// The value of the column `type` that tells this kind from its siblings in one table; null when it
    /// has the table to itself.
    public @Nullable String kind() {
        return d.kind;
    }

    /// What it is, for the API reference.
    public String about() {
        return d.about;
    }

    /// All fields by name, in wire order, hidden ones included.
    public Map<String, Field<?>> fields() {
        return fields;
    }

    /// The fields clients may see, in wire order.
    public List<Field<?>> shown() {
        return shown;
    }

    /// The fields of an answer when `_fields` does not say otherwise.
    public List<Field<?>> defaults() {
        return defaults;
    }

    /// The fields of each object of a list when `_fields` does not say otherwise.
    public List<Field<?>> listed() {
        return listed;
    }

    /// The fields of the object inside an event.
    public List<Field<?>> inEvents() {
        return inEvents;
    }

    /// The field of that name; null when there is none.
    public @Nullable Field<?> field(String name) {
        return fields.get(name);
    }

    /// The id field.
    public Field<String> id() {
        return Stamps.ID;
    }

    /// The list's filters by query parameter.
    public Map<String, FilterUse> filters() {
        return filters;
    }

    /// The names `_order_by` may have, without the minus.
    public Map<String, Field<?>> orders() {
        return d.orders;
    }

    /// The order of a list when `_order_by` does not say otherwise.
    public Order defaultOrder() {
        return d.defaultOrder;
    }

    public Set<Verb> verbs() {
        return d.verbs;
    }

    /// Whether Close has no such operation, so that it is Ajar's own.
    public boolean isExtension(Verb verb) {
        return d.extensions.contains(verb);
    }

    /// The status of a successful creation: 200 or 201.
    public int created() {
        return d.created;
    }

    /// The status of a successful deletion: 200 with an empty object, or 204.
    public int deleted() {
        return d.deleted;
    }

    /// The largest `_limit`.
    public int maximumLimit() {
        return d.maximumLimit;
    }

    /// Whether lists are cut into pages; otherwise they hold everything.
    public boolean isPaged() {
        return d.paged;
    }

    /// Whether its lists tell how many objects there are in all.
    public boolean isCounted() {
        return d.counted;
    }

    /// The event type of this object; null when changes are not logged.
    public @Nullable String eventType(Values values) {
        return d.eventType.apply(values);
    }

    /// Whether changes of it are logged.
    public boolean isLogged() {
        return d.logged;
    }

    /// The event type's name for the documentation; null when changes are not logged.
    public @Nullable String eventName() {
        return d.eventName;
    }

    public Behaviour behaviour() {
        return d.behaviour;
    }

    /// The permission that every write needs; null for none.
    public @Nullable String writePermission() {
        return d.writePermission;
    }

    /// Whether some callers may not do this to some objects.
    public boolean isGuarded(Verb verb) {
        return switch (verb) {
            case LIST, GET -> false;
            case CREATE, UPDATE -> d.writePermission != null;
            case DELETE -> d.writePermission != null || d.deleteOthers != null;
        };
    }

    /// Whether the caller may delete this object.
    public boolean mayDelete(Caller caller, Values object) {
        if (d.writePermission != null && !caller.may(d.writePermission)) {
            return false;
        }
        if (d.deleteOwn == null || d.deleteOthers == null) {
            return true;
        }
        var owner = d.deleteOwner == null ? null : object.get(d.deleteOwner);
        boolean own = owner != null && owner.equals(caller.userId());
        return caller.may(d.deleteOthers) || (own && caller.may(d.deleteOwn));
    }

    /// The field that names the object this one belongs to: it is deleted with it, and its changes move
    /// that object's `date_updated`. Null when it belongs to nothing.
    public @Nullable Field<String> owner() {
        return d.owner;
    }

    /// The fields that name objects this one is deleted with.
    public List<Field<String>> goesWith() {
        return d.goesWith;
    }

    /// The lead an event about the object belongs to; null for things outside leads.
    public @Nullable String leadOf(Values values) {
        return d.leadField == null ? null : values.get(d.leadField);
    }

    /// A condition that is part of every read, over alias `t`; null for none.
    public @Nullable Fragment condition() {
        return d.condition;
    }

    /// Deletes by setting this column to the moment, and keeps the row; null to delete the row.
    public @Nullable Field<?> tombstone() {
        return d.tombstone;
    }

    /// Checks a list's query parameters as a whole, before they are read one by one.
    public java.util.function.Consumer<Map<String, String>> listRule() {
        return d.listRule;
    }

    /// Query parameters that mean the same as another.
    public Map<String, String> parameterAliases() {
        return d.parameterAliases;
    }

    /// An object that can be sent to create one, as JSON, for the reference and for tests; null when
    /// there is none.
    public @Nullable String example() {
        return d.example;
    }

    /// An object that can be sent to change one, as JSON; null when there is none.
    public @Nullable String updateExample() {
        return d.updateExample;
    }

    /// What the writer reads of a row: everything stored but what is shown only when asked.
    public Selection stored() {
        return stored;
    }

    /// What a reader reads of a row to show `wanted`.
    public Selection selection(List<Field<?>> wanted) {
        return selections.size() < 500
                ? selections.computeIfAbsent(wanted, this::select)
                : selections.getOrDefault(wanted, select(wanted));
    }

    private Selection select(List<Field<?>> wanted) {
        List<Field<?>> needed = new ArrayList<>(wanted);
        needed.add(Stamps.ID);
        return new Selection(d.table, needed);
    }

    /// The fields that `_fields` asks for: the default ones when it is absent; unknown names are
    /// dropped (Close docs: Specifying Fields).
    public List<Field<?>> wanted(@Nullable String names) {
        if (names == null || names.isEmpty()) {
            return defaults;
        }
        Set<String> asked = Set.copyOf(
                List.of(names.replace(" ", "").split(",")).stream().distinct().toList());
        if (asked.contains("_all")) {
            return shown;
        }
        return shown.stream().filter(field -> asked.contains(field.name())).toList();
    }

    /// The same for each object of a list.
    public List<Field<?>> wantedInLists(@Nullable String names) {
        return names == null || names.isEmpty() ? listed : wanted(names);
    }

    /// How many an organization may have; 0 for any number.
    public int mostPerOrganization() {
        return d.mostPerOrganization;
    }

    @Override
    public String toString() {
        return d.name;
    }

    /// The predicate that an object of this kind is the one called `id`.
    public Predicate is(String id) {
        return Predicate.equal(Stamps.ID, id);
    }
}
