package ajar.engine.http;

import ajar.engine.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// One operation: a method on a path, who may call it, what it is for and what it does.
///
/// @param method the HTTP method
/// @param path the path with variables in braces, such as `/api/v1/lead/{id}/`
/// @param open whether it may be called without credentials
/// @param tag the group it stands in in the API reference
/// @param summary one line for the API reference
/// @param isExtension whether it is Ajar's own and not part of Close's API
/// @param isGuarded whether some callers are refused for want of a permission
/// @param parameters the query parameters
/// @param body the JSON Schema of the body; null when it takes none
/// @param answer the JSON Schema of the answer; null when it has no body or none is described
/// @param status the status of success
/// @param handler what it does
public record Endpoint(
        String method,
        String path,
        boolean open,
        String tag,
        String summary,
        boolean isExtension,
        boolean isGuarded,
        List<Parameter> parameters,
        @Nullable ObjectNode body,
        @Nullable ObjectNode answer,
        int status,
        Handler handler) {
    /// A query parameter.
    ///
    /// @param name its name
    /// @param schema its JSON Schema
    /// @param about what it does
    /// @param field the field it filters by; null when it is not a filter
    /// @param operator the comparison, such as `gte`; null when it is not a filter
    /// @param requires the names of the parameters that must be sent along
    public record Parameter(
            String name,
            ObjectNode schema,
            String about,
            @Nullable String field,
            @Nullable String operator,
            List<String> requires) {
        /// A parameter that is no filter.
        public static Parameter of(String name, String type, String about) {
            return of(name, Json.object().put("type", type), about);
        }

        /// A parameter that is no filter, with a schema of its own.
        public static Parameter of(String name, ObjectNode schema, String about) {
            return new Parameter(name, schema, about, null, null, List.of());
        }

        /// `_limit` of a list whose pages have at most this many results.
        public static Parameter limit(int standard, int most) {
            var schema = Json.object()
                    .put("type", "integer")
                    .put("default", standard)
                    .put("minimum", 0)
                    .put("maximum", most);
            return of("_limit", schema, "Number of results to return.");
        }

        /// `_skip` of a list that is cut into pages.
        public static Parameter skip() {
            var schema = Json.object().put("type", "integer").put("default", 0).put("minimum", 0);
            return of("_skip", schema, "Number of results to skip before returning, for pagination.");
        }
    }

    /// An endpoint of the API that needs credentials and answers 200.
    public static Endpoint of(String method, String path, String tag, String summary, Handler handler) {
        return new Endpoint(method, path, false, tag, summary, false, false, List.of(), null, null, 200, handler);
    }

    /// The same, callable without credentials.
    public Endpoint openToAll() {
        return new Endpoint(
                method, path, true, tag, summary, isExtension, isGuarded, parameters, body, answer, status, handler);
    }

    /// The same, done by another handler.
    public Endpoint handledBy(Handler other) {
        return new Endpoint(
                method, path, open, tag, summary, isExtension, isGuarded, parameters, body, answer, status, other);
    }

    /// The same, marked as Ajar's own.
    public Endpoint extension() {
        return new Endpoint(
                method, path, open, tag, summary, true, isGuarded, parameters, body, answer, status, handler);
    }

    /// The same, refused to callers without some permission.
    public Endpoint guarded() {
        return new Endpoint(
                method, path, open, tag, summary, isExtension, true, parameters, body, answer, status, handler);
    }

    /// The same with query parameters.
    public Endpoint taking(Parameter... more) {
        var all = new ArrayList<>(parameters);
        all.addAll(List.of(more));
        return new Endpoint(
                method, path, open, tag, summary, isExtension, isGuarded, all, body, answer, status, handler);
    }

    /// The same with a described body.
    public Endpoint body(ObjectNode schema) {
        return new Endpoint(
                method, path, open, tag, summary, isExtension, isGuarded, parameters, schema, answer, status, handler);
    }

    /// The same with a described answer.
    public Endpoint answering(int status, @Nullable ObjectNode schema) {
        return new Endpoint(
                method, path, open, tag, summary, isExtension, isGuarded, parameters, body, schema, status, handler);
    }
}
