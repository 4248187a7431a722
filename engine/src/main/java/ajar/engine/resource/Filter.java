package ajar.engine.resource;

import ajar.engine.field.Codec;
import ajar.engine.field.Field;
import ajar.engine.field.Rejected;
import ajar.engine.predicate.Op;
import ajar.engine.predicate.Predicate;
import ajar.engine.problem.ApiException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// A query parameter by which a list can be narrowed, and the comparisons it allows (Close docs: Filter
/// Parameters).
///
/// @param name the parameter's name without a suffix
/// @param field the stored field, for the documentation and the comparison
/// @param ops the comparisons; any other is ignored, as Close does
/// @param custom what to make of the value of an equality, where it is not a plain comparison; null
///     otherwise
/// @param requires the names of the parameters that must be sent along
public record Filter(
        String name,
        Field<?> field,
        Set<Op> ops,
        @Nullable BiFunction<String, ZoneOffset, Predicate> custom,
        List<String> requires) {
    /// The same, only together with these other parameters.
    public Filter requiring(String... others) {
        return new Filter(name, field, ops, custom, List.of(others));
    }

    /// Equality and membership: `x=a`, `x=a,b`, `x__in=a,b`.
    public static Filter any(Field<?> field) {
        return new Filter(field.name(), field, EnumSet.of(Op.EQUAL, Op.IN), null, List.of());
    }

    /// Ranges and equality: `x`, `x__gt`, `x__gte`, `x__lt`, `x__lte`.
    public static Filter range(Field<?> field) {
        return new Filter(
                field.name(),
                field,
                EnumSet.of(Op.EQUAL, Op.GREATER, Op.AT_LEAST, Op.LESS, Op.AT_MOST),
                null,
                List.of());
    }

    /// Equality only.
    public static Filter equal(Field<?> field) {
        return new Filter(field.name(), field, EnumSet.of(Op.EQUAL), null, List.of());
    }

    /// Equality with a meaning of its own.
    public static Filter custom(String name, Field<?> field, BiFunction<String, ZoneOffset, Predicate> meaning) {
        return new Filter(name, field, EnumSet.of(Op.EQUAL), meaning, List.of());
    }

    /// The predicate that a parameter's value stands for. Throws a bad request when the value cannot be
    /// read.
    public Predicate predicate(Op op, String value, ZoneOffset zone) {
        if (op == Op.EQUAL && custom != null) {
            return custom.apply(value, zone);
        }
        if (op == Op.IN) {
            return value.isEmpty() ? Predicate.any() : in(List.of(value.split(",", -1)), zone);
        }
        if (op == Op.EQUAL && value.isEmpty()) {
            return Predicate.missing(field);
        }
        if (op == Op.EQUAL && (value.equals("\"\"") || value.equals("''"))) {
            return in(List.of(""), zone);
        }
        if (op == Op.EQUAL && ops.contains(Op.IN) && value.indexOf(',') >= 0) {
            return in(List.of(value.split(",", -1)), zone);
        }
        return new Predicate.Compare(field, op, parse(field.codec(), op, value, zone));
    }

    private Predicate in(List<String> values, ZoneOffset zone) {
        List<Object> parsed = new ArrayList<>();
        for (var value : values) {
            parsed.add(parse(field.codec(), Op.IN, value, zone));
        }
        return new Predicate.In(field, parsed);
    }

    private <T> Object parse(Codec<T> codec, Op op, String value, ZoneOffset zone) {
        try {
            return codec.parseText(value, zone);
        } catch (Rejected rejected) {
            throw ApiException.badRequest(
                    name + op.suffix() + ": " + rejected.detail().asString());
        }
    }
}
