package ajar.engine.http;

import ajar.engine.predicate.Predicate;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.Problem;
import ajar.engine.read.ReadPlan;
import ajar.engine.resource.Resource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the query parameters of a list: paging, order, fields and filters (Close docs: Pagination,
/// Specifying Fields, Filter Parameters).
public final class ListRequest {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAXIMUM_SKIP = 250_000;

    private ListRequest() {}

    /// The plan for a plain list of one resource.
    public static ReadPlan plan(Resource resource, Request request) {
        var parameters = new LinkedHashMap<>(request.parameters());
        resource.parameterAliases().forEach((alias, name) -> {
            var value = parameters.get(alias);
            if (value != null) {
                parameters.putIfAbsent(name, value);
            }
        });
        resource.listRule().accept(parameters);
        var wanted = resource.wantedInLists(parameters.get("_fields"));
        int limit =
                resource.isPaged() ? limit(parameters, resource.maximumLimit(), DEFAULT_LIMIT) : Integer.MAX_VALUE - 1;
        int skip = resource.isPaged() ? skip(parameters) : 0;
        var part = new ReadPlan.Part(resource, wanted);
        return new ReadPlan(
                List.of(part),
                predicate(resource, parameters, request.zone()),
                order(resource, parameters),
                limit,
                skip,
                resource.isCounted());
    }

    /// `_limit`, at most `maximum`.
    public static int limit(Map<String, String> parameters, int maximum, int fallback) {
        int limit = number(parameters, "_limit", fallback);
        if (limit > maximum) {
            throw new ApiException(new Problem.PageTooLarge(
                    "_limit",
                    "The limit you set is larger than the maximum limit for this resource (max_limit = " + maximum
                            + ").",
                    maximum));
        }
        return limit;
    }

    /// `_skip`.
    public static int skip(Map<String, String> parameters) {
        int skip = number(parameters, "_skip", 0);
        if (skip > MAXIMUM_SKIP) {
            throw new ApiException(new Problem.PageTooLarge(
                    "_skip",
                    "The skip you set is larger than the maximum skip for this resource (max_skip = " + MAXIMUM_SKIP
                            + ").\nPlease refine your search query.",
                    MAXIMUM_SKIP));
        }
        return skip;
    }

    private static int number(Map<String, String> parameters, String name, int fallback) {
        String text = parameters.get(name);
        if (text == null || text.isEmpty()) {
            return fallback;
        }
        int number;
        try {
            number = Math.clamp(new java.math.BigDecimal(text.strip()).longValueExact(), -1, Integer.MAX_VALUE - 1);
        } catch (ArithmeticException | NumberFormatException malformed) {
            throw ApiException.badRequest(name + " must be an integer (got \"" + text + "\" instead).");
        }
        if (number < 0) {
            throw ApiException.badRequest(name + " must be a non-negative integer (got \"" + text + "\" instead).");
        }
        return number;
    }

    /// `_order_by`, ignored unless it names one of the orders the resource declares.
    public static Resource.Order order(Resource resource, Map<String, String> parameters) {
        String by = parameters.getOrDefault("_order_by", "");
        boolean descending = by.startsWith("-");
        var field = resource.orders().get(descending ? by.substring(1) : by);
        return field == null ? resource.defaultOrder() : new Resource.Order(field, descending);
    }

    /// The declared filters among the parameters; all others are ignored, as Close does.
    public static Predicate predicate(Resource resource, Map<String, String> parameters, ZoneOffset zone) {
        List<Predicate> all = new ArrayList<>();
        parameters.forEach((name, value) -> {
            var use = resource.filters().get(name);
            if (use != null) {
                all.add(use.filter().predicate(use.op(), value, zone));
            }
        });
        return all.size() == 1 ? all.getFirst() : new Predicate.All(all);
    }
}
