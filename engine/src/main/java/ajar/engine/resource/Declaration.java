package ajar.engine.resource;

import ajar.engine.field.Field;
import ajar.engine.field.Values;
import ajar.engine.id.Ids;
import ajar.engine.sql.Fragment;
import ajar.engine.sql.Sql;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Collects what a kind of thing is declared to be; begun with [Resource#named], ended with [#build]. What
/// is not said has the default that the field here shows.
public final class Declaration {
    final String name;
    final List<Field<?>> fields = new ArrayList<>();
    final List<Filter> filters = new ArrayList<>();
    final Map<String, Field<?>> orders = new LinkedHashMap<>();
    final Map<String, String> parameterAliases = new LinkedHashMap<>();
    String model;
    String idPrefix = "";
    Ids.Size idSize = Ids.Size.LONG;
    String table;

    @Nullable
    String kind;

    String about = "";
    Resource.Order defaultOrder = new Resource.Order(Stamps.DATE_CREATED, true);
    Set<Verb> verbs = EnumSet.allOf(Verb.class);
    Set<Verb> extensions = EnumSet.noneOf(Verb.class);
    int created = 200;
    int deleted = 200;
    int maximumLimit = 1000;
    int mostPerOrganization;
    boolean paged = true;
    boolean counted;
    boolean logged;

    @Nullable
    String eventName;

    Function<Values, @Nullable String> eventType = _ -> null;
    Behaviour behaviour = Behaviour.NONE;

    @Nullable
    String writePermission;

    @Nullable
    String deleteOwn;

    @Nullable
    String deleteOthers;

    @Nullable
    Field<String> deleteOwner;

    @Nullable
    Field<String> owner;

    @Nullable
    Field<String> leadField;

    final List<Field<String>> goesWith = new ArrayList<>();

    @Nullable
    Fragment condition;

    @Nullable
    Field<?> tombstone;

    @Nullable
    String example;

    @Nullable
    String updateExample;

    java.util.function.Consumer<Map<String, String>> listRule = _ -> {};

    Declaration(String name) {
        this.name = name;
        this.table = name.replace('/', '_');
        this.model = Character.toUpperCase(table.charAt(0)) + table.substring(1);
    }

    /// The prefix and length of its ids.
    @CanIgnoreReturnValue
    public Declaration ids(String prefix, Ids.Size size) {
        idPrefix = prefix;
        idSize = size;
        return this;
    }

    /// The class name that "not found" speaks of.
    @CanIgnoreReturnValue
    public Declaration model(String model) {
        this.model = model;
        return this;
    }

    /// The table or view it is kept in.
    @CanIgnoreReturnValue
    public Declaration in(String table) {
        if (!Sql.isName(table)) {
            throw new IllegalArgumentException("not a table name: " + table);
        }
        this.table = table;
        return this;
    }

    /// It shares its table; the column `type` holds `kind`.
    @CanIgnoreReturnValue
    public Declaration kind(String kind) {
        this.kind = kind;
        return this;
    }

    @CanIgnoreReturnValue
    public Declaration about(String text) {
        about = text;
        return this;
    }

    @CanIgnoreReturnValue
    public Declaration fields(Field<?>... more) {
        return fields(List.of(more));
    }

    @CanIgnoreReturnValue
    public Declaration fields(Collection<? extends Field<?>> more) {
        fields.addAll(more);
        return this;
    }

    @CanIgnoreReturnValue
    public Declaration filterBy(Filter... more) {
        filters.addAll(List.of(more));
        return this;
    }

    @CanIgnoreReturnValue
    public Declaration filterBy(Collection<Filter> more) {
        filters.addAll(more);
        return this;
    }

    /// A query parameter that means the same as another.
    @CanIgnoreReturnValue
    public Declaration parameterAlias(String alias, String parameter) {
        parameterAliases.put(alias, parameter);
        return this;
    }

    /// The fields `_order_by` may name.
    @CanIgnoreReturnValue
    public Declaration orderBy(Field<?>... by) {
        for (var field : by) {
            orders.put(field.name(), field);
        }
        return this;
    }

    /// A word `_order_by` may hold that is not a field's name.
    @CanIgnoreReturnValue
    public Declaration orderBy(String word, Field<?> field) {
        orders.put(word, field);
        return this;
    }

    /// The order of a list when `_order_by` does not say otherwise; newest first when this is not
    /// called.
    @CanIgnoreReturnValue
    public Declaration sortedBy(Field<?> field, boolean descending) {
        defaultOrder = new Resource.Order(field, descending);
        return this;
    }

    @CanIgnoreReturnValue
    public Declaration verbs(Verb first, Verb... rest) {
        verbs = EnumSet.of(first, rest);
        return this;
    }

    /// Close has no such operations; they are Ajar's own.
    @CanIgnoreReturnValue
    public Declaration extensions(Verb first, Verb... rest) {
        extensions = EnumSet.of(first, rest);
        return this;
    }

    /// It has no paths of its own: it is only shown within others.
    @CanIgnoreReturnValue
    public Declaration internal() {
        verbs = EnumSet.noneOf(Verb.class);
        return this;
    }

    /// The statuses of a successful creation and deletion, where they are not 200.
    @CanIgnoreReturnValue
    public Declaration answers(int created, int deleted) {
        this.created = created;
        this.deleted = deleted;
        return this;
    }

    @CanIgnoreReturnValue
    public Declaration atMost(int limit) {
        maximumLimit = limit;
        return this;
    }

    /// An organization may have so many and no more.
    @CanIgnoreReturnValue
    public Declaration mostPerOrganization(int most) {
        mostPerOrganization = most;
        return this;
    }

    /// Its lists hold everything, whatever `_limit` says.
    @CanIgnoreReturnValue
    public Declaration unpaged() {
        paged = false;
        return this;
    }

    /// Its lists carry `total_results`.
    @CanIgnoreReturnValue
    public Declaration counted() {
        counted = true;
        return this;
    }

    /// Its changes are logged as events of this type.
    @CanIgnoreReturnValue
    public Declaration emits(String type) {
        eventType = _ -> type;
        eventName = type;
        logged = true;
        return this;
    }

    @CanIgnoreReturnValue
    public Declaration behaves(Behaviour rules) {
        behaviour = rules;
        return this;
    }

    /// Every write needs this permission.
    @CanIgnoreReturnValue
    public Declaration guardedBy(String permission) {
        writePermission = permission;
        return this;
    }

    /// Deleting needs `own` for what the caller owns, or `others` for everything. `owner` is the
    /// field that names the owner.
    @CanIgnoreReturnValue
    public Declaration deletableWith(String own, String others, Field<String> owner) {
        deleteOwn = own;
        deleteOthers = others;
        deleteOwner = owner;
        return this;
    }

    /// Deleting needs this permission.
    @CanIgnoreReturnValue
    public Declaration deletableWith(String permission) {
        deleteOwn = permission;
        deleteOthers = permission;
        return this;
    }

    /// It belongs to the object that `field` names: it is deleted with it, and its changes move
    /// that object's `date_updated`.
    @CanIgnoreReturnValue
    public Declaration ownedBy(Field<String> field) {
        if (field.refersTo() == null) {
            throw new IllegalArgumentException(name + "." + field + " owns but refers to nothing");
        }
        owner = field;
        return goesWith(field);
    }

    /// It is deleted with the object that `field` names.
    @CanIgnoreReturnValue
    public Declaration goesWith(Field<String> field) {
        goesWith.add(field);
        return this;
    }

    /// The field that tells which lead events about it belong to.
    @CanIgnoreReturnValue
    public Declaration onLead(Field<String> field) {
        leadField = field;
        return this;
    }

    /// A condition over alias `t` that is part of every read.
    @CanIgnoreReturnValue
    public Declaration where(Fragment condition) {
        this.condition = condition;
        return this;
    }

    /// Deleting sets `column` to the moment and keeps the row.
    @CanIgnoreReturnValue
    public Declaration buriedBy(Field<?> column) {
        tombstone = column;
        return this;
    }

    /// Checks a list's query parameters as a whole; throws a bad request.
    @CanIgnoreReturnValue
    public Declaration listRule(java.util.function.Consumer<Map<String, String>> rule) {
        listRule = rule;
        return this;
    }

    /// A body that creates one. Values such as `"$lead_id"` stand for ids of things that exist.
    @CanIgnoreReturnValue
    public Declaration example(String json) {
        example = json;
        return this;
    }

    /// A body that gives everything that can be updated another value than the one in [#example].
    @CanIgnoreReturnValue
    public Declaration updateExample(String json) {
        updateExample = json;
        return this;
    }

    public Resource build() {
        return new Resource(this);
    }
}
