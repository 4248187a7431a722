package ajar.engine.predicate;

import ajar.engine.field.Field;
import java.util.Collection;
import java.util.List;

/// A condition on objects. A closed tree, so that whoever compiles it handles every case.
public sealed interface Predicate {
    /// All of them; true when there are none.
    record All(List<Predicate> of) implements Predicate {}

    /// At least one of them; false when there are none.
    record Any(List<Predicate> of) implements Predicate {}

    /// A stored field compared with a value that is not null. SQL nulls compare false.
    record Compare(Field<?> field, Op op, Object value) implements Predicate {}

    /// A stored field is one of the values.
    record In(Field<?> field, List<?> values) implements Predicate {}

    /// A stored field is null.
    record Missing(Field<?> field) implements Predicate {}

    /// A stored list of texts has `value` among its elements.
    record Holds(Field<List<String>> field, String value) implements Predicate {}

    static <T> Predicate equal(Field<T> field, T value) {
        return new Compare(field, Op.EQUAL, value);
    }

    static <T> Predicate compare(Field<T> field, Op op, T value) {
        return new Compare(field, op, value);
    }

    static <T> Predicate in(Field<T> field, Collection<T> values) {
        return new In(field, List.copyOf(values));
    }

    static Predicate missing(Field<?> field) {
        return new Missing(field);
    }

    static Predicate holds(Field<List<String>> field, String value) {
        return new Holds(field, value);
    }

    static Predicate all(Predicate... of) {
        return new All(List.of(of));
    }

    static Predicate any(Predicate... of) {
        return new Any(List.of(of));
    }
}
