package ajar.engine.read;

import ajar.engine.field.Field;
import ajar.engine.predicate.Predicate;
import ajar.engine.resource.Resource;
import java.util.List;

/// A list that somebody wants to read: what a request's parameters come down to.
///
/// @param parts the kinds of objects, with the fields wanted of each; several only when they share a
///     table
/// @param predicate which objects
/// @param order in which order; the id is always the last key, in the same direction
/// @param limit the most objects to return
/// @param skip how many to pass over first
/// @param counted whether the answer tells how many there are in all
public record ReadPlan(
        List<Part> parts, Predicate predicate, Resource.Order order, int limit, int skip, boolean counted) {
    /// One kind of object and what is wanted of it.
    public record Part(Resource resource, List<Field<?>> wanted) {}

    /// A plan for one kind of object.
    public static ReadPlan of(
            Resource resource, List<Field<?>> wanted, Predicate predicate, Resource.Order order, int limit, int skip) {
        return new ReadPlan(List.of(new Part(resource, wanted)), predicate, order, limit, skip, false);
    }
}
