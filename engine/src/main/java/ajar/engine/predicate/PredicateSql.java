package ajar.engine.predicate;

import ajar.engine.field.Codec;
import ajar.engine.field.Field;
import ajar.engine.field.Source;
import ajar.engine.sql.Sql;
import java.util.List;

/// Compiles a [Predicate] to SQL over the row alias `t`.
public final class PredicateSql {
    private PredicateSql() {}

    /// The condition, in parentheses where it needs them.
    public static Sql of(Predicate predicate) {
        return switch (predicate) {
            case Predicate.All(var of) -> of.isEmpty() ? Sql.of("true") : joined(of, true);
            case Predicate.Any(var of) -> of.isEmpty() ? Sql.of("false") : joined(of, false);
            case Predicate.Compare(var field, var op, var value) -> compare(field, op, value);
            case Predicate.In(var field, var values) -> in(field, values);
            case Predicate.Missing(var field) -> column(field).add(" is null");
            case Predicate.Holds(var field, var value) -> column(field).add(" @> array[?]::text[]", value);
        };
    }

    private static Sql joined(List<Predicate> of, boolean and) {
        var pieces = of.stream().map(PredicateSql::of).toList();
        return and
                ? Sql.of("(").join(" and ", pieces).add(")")
                : Sql.of("(").join(" or ", pieces).add(")");
    }

    private static Sql compare(Field<?> field, Op op, Object value) {
        return column(field).fragment(op.sql()).value(parameter(field.codec(), value));
    }

    private static Sql in(Field<?> field, List<?> values) {
        if (values.isEmpty()) {
            return Sql.of("false");
        }
        if (values.size() == 1) {
            return compare(field, Op.EQUAL, values.getFirst());
        }
        var list = values.stream()
                .map(value -> Sql.of("?", parameter(field.codec(), value)))
                .toList();
        return values.getFirst() instanceof String
                ? column(field).add(" = any(").value(values).add(")")
                : column(field).add(" in (").join(", ", list).add(")");
    }

    @SuppressWarnings("unchecked") // a predicate pairs a field with values its own codec made
    private static <T> Object parameter(Codec<T> codec, Object value) {
        return codec.parameter((T) value);
    }

    private static Sql column(Field<?> field) {
        return switch (field.source()) {
            case Source.Column<?>(var name) -> Sql.of("t.").name(name);
            case Source.Expression<?>(var sql, var _) ->
                Sql.of("(").fragment(sql).add(")");
            case Source.Computed<?> _, Source.Related<?> _ ->
                throw new IllegalArgumentException("cannot be searched by: " + field);
        };
    }
}
