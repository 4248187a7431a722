package ajar.engine.resource;

import ajar.engine.entity.Draft;
import ajar.engine.predicate.Predicate;
import ajar.engine.problem.FieldErrors;
import org.jspecify.annotations.Nullable;

/// The four moments at which a resource may have rules of its own. Implementations hold no state.
public interface Behaviour {
    /// A resource without rules of its own.
    Behaviour NONE = new Behaviour() {};

    /// Fills in and normalises, before anything is checked.
    default void prepare(Draft draft, Work work) {}

    /// Rules across fields. What is wrong is added to `errors`; references have been found to exist by
    /// then.
    default void check(Draft draft, Work work, FieldErrors errors) {}

    /// Consequences, in the same transaction, after the row and its event are written.
    default void settle(Change change, Work work) {}

    /// A condition added to every read by this caller; null for none.
    default @Nullable Predicate visibleTo(Caller caller) {
        return null;
    }
}
