package ajar.engine.resource;

import ajar.engine.entity.Draft;
import ajar.engine.entity.Entity;
import ajar.engine.predicate.Predicate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// One caller's unit of work: who, for which organization, at what moment, in which transaction; and
/// the verbs. Every change of data goes through here, so that its event cannot be forgotten.
public interface Work {
    Caller caller();

    Origin origin();

    /// The moment of this unit of work, to the millisecond.
    Instant now();

    /// A new id for an object of this kind.
    String newId(Resource resource);

    /// The declaration of the resource called `name`.
    Resource resource(String name);

    /// Makes an object. `fill` sets its fields; it may set what clients may not.
    Entity create(Resource resource, Consumer<Draft> fill);

    /// Makes an object from a part of a client's body, which `fill` then completes. Throws an invalid
    /// problem that names every field that is wrong.
    Entity createFrom(Resource resource, JsonNode body, Consumer<Draft> fill);

    /// Changes an object. Throws a not-found problem when there is none.
    Entity update(Resource resource, String id, Consumer<Draft> change);

    /// Deletes an object and what it owns. Throws a not-found problem when there is none.
    void delete(Resource resource, String id);

    /// The object as it is in this transaction; empty when there is none in the caller's organization.
    Optional<Entity> find(Resource resource, String id);

    /// Objects that satisfy a predicate, in the resource's own order, at most `limit`.
    List<Entity> all(Resource resource, Predicate predicate, int limit);

    /// Adds an entry to the `meta` of every event that this unit of work logs from now on.
    void annotate(String key, String value);

    /// The entries added so far.
    Map<String, String> annotations();

    /// Has something done once the transaction is committed, such as waking somebody up. It is forgotten
    /// when the transaction fails, and when the server ends at that moment: what must happen belongs in
    /// the transaction.
    void afterCommit(Runnable effect);

    /// What is deleted together with an object of this kind.
    List<Registry.Belonging> ownedBy(Resource resource);

    /// Logs a further event about a change, such as `scheduled`, after the one the change itself made.
    void announce(String action, Change change);
}
