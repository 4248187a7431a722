package ajar.simulate.microsoft;

import ajar.simulate.http.Refused;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `$filter`, as far as a synchronization needs it: comparisons of a property with a text, a moment,
/// a boolean or null, joined by `and`.
final class GraphFilter {
    private static final Pattern COMPARISON = Pattern.compile("\\s*([\\w/]+)\\s+(eq|ne|gt|ge|lt|le)\\s+(.+?)\\s*");

    private GraphFilter() {}

    /// Refuses what it cannot read with 400.
    static Predicate<JsonNode> parse(@Nullable String filter, GraphRequest request) {
        Predicate<JsonNode> all = _ -> true;
        if (filter == null) {
            return all;
        }
        for (String clause : filter.split("(?i)\\sand\\s", -1)) {
            var comparison = COMPARISON.matcher(clause);
            if (!comparison.matches()) {
                throw new Refused(GraphErrors.badRequest(
                        request.received(), "Invalid filter clause: Syntax error in '" + filter + "'."));
            }
            String path = '/' + comparison.group(1);
            String operator = comparison.group(2);
            String literal = comparison.group(3).replaceAll("^'(.*)'$", "$1");
            all = all.and(event -> holds(event.at(path), operator, literal));
        }
        return all;
    }

    private static boolean holds(JsonNode value, String operator, String literal) {
        if (value.isNull() || value.isMissingNode() || literal.equals("null")) {
            boolean same = (value.isNull() || value.isMissingNode()) == literal.equals("null");
            return operator.equals("eq") ? same : operator.equals("ne") && !same;
        }
        int order = compare(value.asString(""), literal);
        return switch (operator) {
            case "eq" -> order == 0;
            case "ne" -> order != 0;
            case "gt" -> order > 0;
            case "ge" -> order >= 0;
            case "lt" -> order < 0;
            default -> order <= 0;
        };
    }

    private static int compare(String value, String literal) {
        try {
            Instant moment = GraphTime.parameter(literal);
            return GraphTime.parameter(value).compareTo(moment);
        } catch (DateTimeException text) {
            return value.compareTo(literal);
        }
    }
}
