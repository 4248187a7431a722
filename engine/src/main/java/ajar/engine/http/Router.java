package ajar.engine.http;

import ajar.engine.problem.ApiException;
import ajar.engine.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds the endpoint for a method and a path. Paths match with and without the trailing slash, and
/// constant segments win over variables.
public final class Router {
    private final Node root = new Node();
    private final List<Endpoint> endpoints = new ArrayList<>();

    private static final class Node {
        private final Map<String, Node> constants = new HashMap<>();
        private final Map<String, Route> methods = new TreeMap<>();
        private @Nullable Node variable;
    }

    private record Route(Endpoint endpoint, List<String> variables) {}

    /// What was found.
    ///
    /// @param variables the values of the path's variables by name
    public record Match(Endpoint endpoint, Map<String, String> variables) {}

    public Router(List<Endpoint> endpoints) {
        endpoints.forEach(this::add);
    }

    /// All endpoints in the order they were given.
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    private void add(Endpoint endpoint) {
        var node = root;
        List<String> variables = new ArrayList<>();
        for (var segment : segments(endpoint.path())) {
            if (segment.startsWith("{")) {
                variables.add(segment.substring(1, segment.length() - 1));
                node.variable = node.variable == null ? new Node() : node.variable;
                node = node.variable;
            } else {
                node = node.constants.computeIfAbsent(segment, _ -> new Node());
            }
        }
        if (node.methods.put(endpoint.method(), new Route(endpoint, variables)) != null) {
            throw new IllegalArgumentException("two endpoints for " + endpoint.method() + " " + endpoint.path());
        }
        endpoints.add(endpoint);
    }

    /// The endpoint for a request. Throws a no-such-path or method-not-allowed problem when there is
    /// none.
    public Match find(String method, String path) {
        List<String> values = new ArrayList<>();
        var node = find(root, segments(path), 0, values);
        if (node == null) {
            throw new ApiException(new Problem.NoSuchPath());
        }
        var route = node.methods.get(method.equals("HEAD") ? "GET" : method);
        if (route == null) {
            throw new ApiException(new Problem.MethodNotAllowed(String.join(", ", node.methods.keySet())));
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            variables.put(route.variables().get(i), values.get(i));
        }
        return new Match(route.endpoint(), variables);
    }

    private static @Nullable Node find(Node node, List<String> segments, int at, List<String> values) {
        if (at == segments.size()) {
            return node.methods.isEmpty() ? null : node;
        }
        var constant = node.constants.get(segments.get(at));
        if (constant != null) {
            var found = find(constant, segments, at + 1, values);
            if (found != null) {
                return found;
            }
        }
        if (node.variable == null) {
            return null;
        }
        values.add(segments.get(at));
        var found = find(node.variable, segments, at + 1, values);
        if (found == null) {
            values.removeLast();
        }
        return found;
    }

    private static List<String> segments(String path) {
        String inner = path.startsWith("/") ? path.substring(1) : path;
        inner = inner.endsWith("/") ? inner.substring(0, inner.length() - 1) : inner;
        if (inner.isEmpty()) {
            return List.of();
        }
        List<String> segments = new ArrayList<>(8);
        int at = 0;
        for (int slash = inner.indexOf('/'); slash >= 0; slash = inner.indexOf('/', at)) {
            segments.add(inner.substring(at, slash));
            at = slash + 1;
        }
        segments.add(inner.substring(at));
        return segments;
    }
}
