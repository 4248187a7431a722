package ajar.webhook;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A condition on an event, or on a value within one, as a closed tree (Close docs: Webhook Filters).
///
/// A value that is missing is null, and a condition on a value of another type is not satisfied.
public sealed interface EventFilter {
    /// The value is this one.
    record Equal(JsonNode value) implements EventFilter {}

    /// The value is another one.
    record NotEqual(JsonNode value) implements EventFilter {}

    /// The value is null or missing.
    record IsNull() implements EventFilter {}

    /// The value is there and not null.
    record NonNull() implements EventFilter {}

    /// The value is a list that has this among its elements, or a text that has it within.
    record Contains(JsonNode value) implements EventFilter {}

    /// All of them are satisfied.
    record And(List<EventFilter> filters) implements EventFilter {}

    /// At least one of them is satisfied.
    record Or(List<EventFilter> filters) implements EventFilter {}

    /// It is not satisfied.
    record Not(EventFilter filter) implements EventFilter {}

    /// The value is an object whose field of this name satisfies the filter. The name is one key and no
    /// path: it may have dots in it.
    record FieldAccessor(String field, EventFilter filter) implements EventFilter {}

    /// The value is a list, and one of its elements satisfies the filter.
    record AnyArrayValue(EventFilter filter) implements EventFilter {}

    /// Whether a value satisfies the filter.
    ///
    /// @param value the value; null when it is missing
    default boolean accepts(@Nullable JsonNode value) {
        return switch (this) {
            case Equal(var wanted) -> isEqual(value, wanted);
            case NotEqual(var unwanted) -> !isEqual(value, unwanted);
            case IsNull() -> isNull(value);
            case NonNull() -> !isNull(value);
            case Contains(var part) -> contains(value, part);
            case And(var filters) -> filters.stream().allMatch(filter -> filter.accepts(value));
            case Or(var filters) -> filters.stream().anyMatch(filter -> filter.accepts(value));
            case Not(var filter) -> !filter.accepts(value);
            case FieldAccessor(var field, var filter) ->
                filter.accepts(value != null && value.isObject() ? value.get(field) : null);
            case AnyArrayValue(var filter) ->
                value != null && value.isArray() && value.valueStream().anyMatch(filter::accepts);
        };
    }

    private static boolean isNull(@Nullable JsonNode value) {
        return value == null || value.isNull() || value.isMissingNode();
    }

    private static boolean isEqual(@Nullable JsonNode value, JsonNode wanted) {
        return (value == null || isNull(value)) ? wanted.isNull() : value.equals(Equality.SAME, wanted);
    }

    private static boolean contains(@Nullable JsonNode value, JsonNode part) {
        if (value != null && value.isArray()) {
            return value.valueStream().anyMatch(element -> isEqual(element, part));
        }
        return value != null
                && value.isString()
                && part.isString()
                && value.stringValue().contains(part.stringValue());
    }

    /// JSON knows one kind of number: 1 and 1.0 are the same.
    final class Equality {
        private static final Comparator<JsonNode> SAME = (one, other) -> {
            if (one.isNumber() && other.isNumber()) {
                return one.decimalValue().compareTo(other.decimalValue());
            }
            return one.equals(other) ? 0 : 1;
        };

        private Equality() {}
    }
}
