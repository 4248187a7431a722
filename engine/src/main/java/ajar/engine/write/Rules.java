package ajar.engine.write;

import ajar.engine.entity.Draft;
import ajar.engine.field.Access;
import ajar.engine.field.Field;
import ajar.engine.predicate.Predicate;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.FieldErrors;
import ajar.engine.read.Reader;
import ajar.engine.resource.Caller;
import ajar.engine.resource.Registry;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Work;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The rules of one transaction. Checks a draft: each field's own limits, all references with one query, then the
/// resource's rules.
/// Everything wrong is reported together.
final class Rules {
    static final String REQUIRED = "This field is required.";
    static final String NO_SUCH_OBJECT = "Object does not exist.";

    private final Registry registry;

    /// What this transaction has found to be there: one that makes many objects of a lead asks for the lead
    /// once.
    private final Set<Target> found = new HashSet<>();

    Rules(Registry registry) {
        this.registry = registry;
    }

    /// Something is about to be deleted, and what else goes with it is not known yet.
    void forgetReferences() {
        found.clear();
    }

    /// Throws an invalid problem when anything is wrong, including what `errors` holds already.
    void check(Connection connection, Resource resource, Draft draft, Work work, FieldErrors errors)
            throws SQLException {
        if (draft.isNew()) {
            requireMandatory(resource, draft, errors);
        }
        requireReferences(connection, draft, work.caller(), errors);
        if (errors.isEmpty()) {
            resource.behaviour().check(draft, work, errors);
        }
        if (!errors.isEmpty()) {
            throw ApiException.invalid(errors);
        }
    }

    private static void requireMandatory(Resource resource, Draft draft, FieldErrors errors) {
        for (var field : resource.fields().values()) {
            if (field.isMandatory() && !errors.has(field.errorKey())) {
                var value = draft.get(field);
                if (value == null || value.equals("")) {
                    errors.add(field.errorKey(), REQUIRED);
                }
            }
        }
    }

    /// Throws an invalid problem when the organization has as many objects of this kind as it may have.
    /// Whoever makes one waits until others who do have finished, so that two cannot take the last place.
    void requireRoom(Connection connection, Resource resource, Caller caller) throws SQLException {
        int most = resource.mostPerOrganization();
        if (most == 0) {
            return;
        }
        var lock = Sql.of(
                "select pg_advisory_xact_lock(hashtextextended(?, 0))",
                resource.table() + " " + caller.organizationId());
        Database.first(connection, lock, _ -> true);
        var last = Sql.of("select 1 from ")
                .name(resource.table())
                .add(" t")
                .add(Reader.within(resource, Caller.system(caller.organizationId()), null))
                .add(" offset ? limit 1", (long) most - 1);
        if (Database.first(connection, last, _ -> true).isPresent()) {
            throw ApiException.invalid(new FieldErrors()
                    .addOverall("There can be at most " + most + " of these in an organization. Delete one first."));
        }
    }

    private record Target(Resource resource, String id) {}

    private record Reference(Field<?> field, Resource target, String id) {
        Target object() {
            return new Target(target, id);
        }
    }

    private void requireReferences(Connection connection, Draft draft, Caller caller, FieldErrors errors)
            throws SQLException {
        List<Reference> references = new ArrayList<>();
        for (var field : draft.fields()) {
            String target = field.refersTo();
            // The caller is a member of the organization, or would not have been let in.
            if (target != null
                    && field.access() != Access.READ_ONLY
                    && draft.gives(field)
                    && !errors.has(field.errorKey())) {
                String id = String.valueOf(draft.get(field));
                if (!id.equals(caller.userId())) {
                    references.add(new Reference(field, registry.get(target), id));
                }
            }
        }
        references.removeIf(reference -> found.contains(reference.object()));
        if (references.isEmpty()) {
            return;
        }
        var sql = Sql.of("select ")
                .join(
                        ", ",
                        references.stream()
                                .map(reference -> exists(reference, caller))
                                .toList());
        try (var statement = sql.prepare(connection);
                var rows = statement.executeQuery()) {
            rows.next();
            for (int i = 0; i < references.size(); i++) {
                if (rows.getBoolean(i + 1)) {
                    found.add(references.get(i).object());
                } else {
                    errors.add(references.get(i).field().errorKey(), NO_SUCH_OBJECT);
                }
            }
        }
    }

    private static Sql exists(Reference reference, Caller caller) {
        Predicate is = reference.target().is(reference.id());
        return Sql.of("exists(select 1 from ")
                .name(reference.target().table())
                .add(" t")
                .add(Reader.within(reference.target(), caller, is))
                .add(")");
    }
}
