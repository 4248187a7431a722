package ajar.engine.write;

import ajar.engine.entity.Draft;
import ajar.engine.entity.Entity;
import ajar.engine.event.EventLog;
import ajar.engine.field.Field;
import ajar.engine.id.Ids;
import ajar.engine.predicate.Predicate;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.FieldErrors;
import ajar.engine.problem.Problem;
import ajar.engine.read.EntityTag;
import ajar.engine.read.Reader;
import ajar.engine.resource.Caller;
import ajar.engine.resource.Change;
import ajar.engine.resource.Origin;
import ajar.engine.resource.Registry;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import ajar.engine.resource.Work;
import ajar.engine.sql.Database;
import ajar.engine.sql.DatabaseException;
import ajar.engine.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// The one door for writes: a unit of work within one database transaction. Not safe for use by several
/// threads.
public final class Transaction implements Work {
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final Connection connection;
    private final Registry registry;
    private final EventLog events;
    private final Ids ids;
    private final Rules rules;
    private final Caller caller;
    private final Origin origin;
    private final Instant now;
    private final TreeSet<Owner> touched = new TreeSet<>();
    private final Map<String, String> annotations = new TreeMap<>();
    private final List<Runnable> effects = new ArrayList<>();

    private record Owner(String table, String id) implements Comparable<Owner> {
        @Override
        public int compareTo(Owner other) {
            int byTable = table.compareTo(other.table);
            return byTable != 0 ? byTable : id.compareTo(other.id);
        }
    }

    public Transaction(
            Connection connection,
            Registry registry,
            EventLog events,
            Ids ids,
            Caller caller,
            Origin origin,
            Instant now) {
        this.connection = connection;
        this.registry = registry;
        this.events = events;
        this.ids = ids;
        this.rules = new Rules(registry);
        this.caller = caller;
        this.origin = origin;
        this.now = now;
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public Origin origin() {
        return origin;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public String newId(Resource resource) {
        return ids.next(resource.idPrefix(), resource.idSize());
    }

    @Override
    public Resource resource(String name) {
        return registry.get(name);
    }

    /// Makes an object from a client's body. Throws an invalid problem that names every field that is
    /// wrong.
    public Entity createFrom(Resource resource, JsonNode body) {
        requirePermission(resource);
        return createFrom(resource, body, _ -> {});
    }

    @Override
    public Entity createFrom(Resource resource, JsonNode body, Consumer<Draft> fill) {
        var draft = new Draft();
        var errors = new FieldErrors();
        Intake.read(resource, body, draft, errors);
        fill.accept(draft);
        return create(resource, draft, errors);
    }

    @Override
    public Entity create(Resource resource, Consumer<Draft> fill) {
        var draft = new Draft();
        fill.accept(draft);
        return create(resource, draft, new FieldErrors());
    }

    private Entity create(Resource resource, Draft draft, FieldErrors errors) {
        return run(resource, () -> {
            stampNew(resource, draft, errors);
            resource.behaviour().prepare(draft, this);
            stamp(resource, draft, Stamps.CREATED_BY, caller.userId());
            stamp(resource, draft, Stamps.UPDATED_BY, caller.userId());
            rules.check(connection, resource, draft, this, errors);
            rules.requireRoom(connection, resource, caller);
            var after = Rows.insert(connection, resource, draft);
            finish(new Change(resource, after.need(Stamps.ID), null, after, draft));
            return after;
        });
    }

    private void stampNew(Resource resource, Draft draft, FieldErrors errors) {
        draft.setIfMissing(Stamps.ID, newId(resource));
        if (draft.has(Stamps.ORGANIZATION_ID) && !caller.organizationId().equals(draft.get(Stamps.ORGANIZATION_ID))) {
            errors.add("organization", Rules.NO_SUCH_OBJECT);
        }
        draft.set(Stamps.ORGANIZATION_ID, caller.organizationId());
        stamp(resource, draft, Stamps.DATE_CREATED, now);
        if (resource.field(Stamps.DATE_UPDATED.name()) != null) {
            draft.set(Stamps.DATE_UPDATED, now);
        }
        for (var field : resource.fields().values()) {
            fallBack(field, draft);
        }
    }

    private static <T> void stamp(
            Resource resource, Draft draft, Field<T> field, @org.jspecify.annotations.Nullable T value) {
        if (resource.field(field.name()) != null && !draft.has(field)) {
            draft.set(field, value);
        }
    }

    private static <T> void fallBack(Field<T> field, Draft draft) {
        if (field.fallback() != null && draft.get(field) == null) {
            draft.set(field, field.fallback());
        }
    }

    /// Changes an object by a client's body: absent keys stay, null clears.
    public Entity updateFrom(Resource resource, String id, JsonNode body) {
        requirePermission(resource);
        requireExpected(resource, id);
        var errors = new FieldErrors();
        return update(resource, id, draft -> Intake.read(resource, body, draft, errors), errors);
    }

    @Override
    public Entity update(Resource resource, String id, Consumer<Draft> change) {
        return update(resource, id, change, new FieldErrors());
    }

    private Entity update(Resource resource, String id, Consumer<Draft> change, FieldErrors errors) {
        return run(resource, () -> {
            var before = lock(resource, id);
            var draft = new Draft(before);
            change.accept(draft);
            resource.behaviour().prepare(draft, this);
            rules.check(connection, resource, draft, this, errors);
            if (draft.fields().stream().noneMatch(field -> stores(draft, field))) {
                return before;
            }
            stampUpdate(resource, draft);
            var after = Rows.update(connection, caller, resource, id, draft);
            finish(new Change(resource, id, before, after, draft));
            return after;
        });
    }

    private static boolean stores(Draft draft, Field<?> field) {
        return field.columnName() != null && (field.isWhenAsked() || draft.changes(field));
    }

    private void stampUpdate(Resource resource, Draft draft) {
        if (resource.field(Stamps.DATE_UPDATED.name()) != null) {
            var old = draft.old(Stamps.DATE_UPDATED);
            draft.set(Stamps.DATE_UPDATED, old != null && old.isAfter(now) ? old : now);
        }
        if (resource.field(Stamps.UPDATED_BY.name()) != null && caller.userId() != null) {
            draft.set(Stamps.UPDATED_BY, caller.userId());
        }
    }

    /// Deletes an object as a client asked for. Throws a forbidden problem when the caller may not.
    public void deleteFor(Resource resource, String id) {
        run(resource, () -> {
            var before = lockToDelete(resource, id);
            if (!resource.mayDelete(caller, before)) {
                throw ApiException.forbidden("You do not have permission to delete this.");
            }
            requireExpected(resource, id);
            delete(resource, id);
            return before;
        });
    }

    /// Throws a precondition problem when the object is not what the client expects. The object is locked
    /// first, so that it stays as it is.
    private void requireExpected(Resource resource, String id) {
        var precondition = origin.precondition();
        if (precondition == null || precondition.isChecked()) {
            return;
        }
        run(resource, () -> {
            lock(resource, id);
            var wanted = resource.wanted(precondition.fields());
            byte[] shown = new Reader(registry).get(connection, caller, resource, id, wanted);
            if (!EntityTag.isExpected(precondition.tags(), EntityTag.of(caller.organizationId(), shown))) {
                throw new ApiException(new Problem.PreconditionFailed());
            }
            precondition.passed();
            return true;
        });
    }

    @Override
    public void delete(Resource resource, String id) {
        rules.forgetReferences();
        run(resource, () -> {
            var before = lockToDelete(resource, id);
            var change = new Change(resource, id, before, null, null);
            events.append(connection, change, this);
            deleteOwned(resource, id);
            deleteRow(resource, id);
            touchOwner(change);
            resource.behaviour().settle(change, this);
            return before;
        });
    }

    private void deleteRow(Resource resource, String id) throws SQLException {
        var tombstone = resource.tombstone();
        if (tombstone == null) {
            Rows.delete(connection, caller, resource, List.of(id));
        } else {
            var sql = Sql.of("update ")
                    .name(resource.table())
                    .add(" set ")
                    .name(Objects.requireNonNull(tombstone.columnName()))
                    .add(" = ? where organization_id = ? and id = ?", now, caller.organizationId(), id);
            Database.execute(connection, sql);
        }
    }

    /// What an object owns goes with it: in batches and without the rules of each kind, but with an
    /// event for each.
    private void deleteOwned(Resource owner, String id) throws SQLException {
        for (var belonging : registry.ownedBy(owner)) {
            var resource = belonging.resource();
            var belongs = Predicate.equal(belonging.field(), id);
            var gone = Rows.lockOwned(connection, caller, resource, belongs);
            for (var entity : gone) {
                events.append(connection, new Change(resource, entity.need(Stamps.ID), entity, null, null), this);
            }
            Rows.delete(
                    connection,
                    caller,
                    resource,
                    gone.stream().map(entity -> entity.need(Stamps.ID)).toList());
        }
    }

    @Override
    public Optional<Entity> find(Resource resource, String id) {
        return all(resource, resource.is(id), 1).stream().findFirst();
    }

    @Override
    public List<Entity> all(Resource resource, Predicate predicate, int limit) {
        return run(resource, () -> Rows.all(connection, caller, resource, predicate, limit));
    }

    @Override
    public void annotate(String key, String value) {
        annotations.put(key, value);
    }

    @Override
    public Map<String, String> annotations() {
        return Map.copyOf(annotations);
    }

    @Override
    public void afterCommit(Runnable effect) {
        effects.add(effect);
    }

    /// Does what was to be done once the transaction is committed. For whoever committed it.
    public void committed() {
        effects.forEach(Runnable::run);
        effects.clear();
    }

    @Override
    public List<Registry.Belonging> ownedBy(Resource resource) {
        return registry.ownedBy(resource);
    }

    @Override
    public void announce(String action, Change change) {
        run(change.resource(), () -> {
            events.announce(connection, action, change, this);
            return true;
        });
    }

    /// Throws a forbidden problem when the caller may not write this kind of object at all.
    public void requirePermission(Resource resource) {
        var permission = resource.writePermission();
        if (permission != null && !caller.may(permission)) {
            throw ApiException.forbidden("You do not have permission to do this. It needs `" + permission + "`.");
        }
    }

    /// The connection of the transaction, for reading what was just written.
    public Connection connection() {
        return connection;
    }

    /// Writes what is left to write before the transaction is committed.
    public void complete() {
        try {
            Map<String, List<String>> owners = new TreeMap<>();
            touched.forEach(owner -> owners.computeIfAbsent(owner.table(), _ -> new ArrayList<>())
                    .add(owner.id()));
            for (var entry : owners.entrySet()) {
                touch(entry.getKey(), entry.getValue());
            }
        } catch (SQLException failed) {
            throw Database.translate(failed);
        }
    }

    /// Moves the `date_updated` of objects, locked in an order that all transactions share.
    private void touch(String table, List<String> ids) throws SQLException {
        var sql = Sql.of("update ").name(table).add(" o set date_updated = ?", now);
        if (ids.size() == 1) {
            sql.add(
                    " where o.organization_id = ? and o.id = ? and o.date_updated < ?",
                    caller.organizationId(),
                    ids.getFirst(),
                    now);
        } else {
            sql.add(" from (select id from ")
                    .name(table)
                    .add(
                            " where organization_id = ? and id = any(?) and date_updated < ? order by id for no key"
                                    + " update) x where o.organization_id = ? and o.id = x.id",
                            caller.organizationId(),
                            ids,
                            now,
                            caller.organizationId());
        }
        Database.execute(connection, sql);
    }

    /// The object, locked; empty when it is gone or somebody else is at work on it.
    public Optional<Entity> lockIfFree(Resource resource, String id) {
        return run(resource, () -> Rows.lockIfFree(connection, caller, resource, id));
    }

    /// Locks an object, waiting for whoever holds it now. Empty when there is no such object.
    public Optional<Entity> lockIfThere(Resource resource, String id) {
        return run(resource, () -> Rows.lock(connection, caller, resource, id));
    }

    private Entity lock(Resource resource, String id) throws SQLException {
        return Rows.lock(connection, caller, resource, id).orElseThrow(() -> ApiException.notFound(resource.model()));
    }

    private Entity lockToDelete(Resource resource, String id) throws SQLException {
        return Rows.lockToDelete(connection, caller, resource, id)
                .orElseThrow(() -> ApiException.notFound(resource.model()));
    }

    /// The cause is logged before its effects.
    private void finish(Change change) throws SQLException {
        events.append(connection, change, this);
        touchOwner(change);
        change.resource().behaviour().settle(change, this);
    }

    /// A change of what belongs to a lead moves the lead's `date_updated`, without an event.
    private void touchOwner(Change change) {
        var field = change.resource().owner();
        if (field == null || field.refersTo() == null) {
            return;
        }
        String owner = change.latest().get(field);
        if (owner != null) {
            touched.add(new Owner(registry.get(field.refersTo()).table(), owner));
        }
    }

    @FunctionalInterface
    private interface Step<T> {
        T run() throws SQLException;
    }

    private <T> T run(Resource resource, Step<T> step) {
        try {
            return step.run();
        } catch (SQLException failed) {
            if (FOREIGN_KEY_VIOLATION.equals(failed.getSQLState())) {
                throw ApiException.invalid(blamed(resource, failed), Rules.NO_SUCH_OBJECT);
            }
            throw Database.isAway(failed) ? Database.translate(failed) : new DatabaseException(failed);
        }
    }

    /// The field whose object vanished between the check and the write.
    private static String blamed(Resource resource, SQLException failed) {
        return resource.fields().values().stream()
                .filter(field -> field.refersTo() != null
                        && String.valueOf(failed.getMessage()).contains(field.name()))
                .map(Field::errorKey)
                .findFirst()
                .orElse("id");
    }
}
