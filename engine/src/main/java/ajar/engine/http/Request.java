package ajar.engine.http;

import ajar.engine.json.Json;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.Problem;
import ajar.engine.resource.Caller;
import ajar.engine.resource.Origin;
import ajar.engine.resource.Precondition;
import ajar.engine.time.WireTime;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A request as the handlers see it, free of any server library. Used by one thread.
public final class Request {
    private static final String SEND_JSON = "Please send valid JSON with a 'Content-Type: application/json' header.";

    private final String id;
    private final String path;
    private final Map<String, String> parameters;
    private final Function<String, @Nullable String> headers;
    private final byte[] body;
    private final InputStream stream;
    private String method;
    private Map<String, String> variables = Map.of();
    private @Nullable Caller caller;
    private @Nullable ObjectNode json;
    private @Nullable Precondition precondition;
    private Supplier<String> peer = () -> "";
    private final Map<String, String> told = new LinkedHashMap<>();

    /// @param id `req_…`
    /// @param method the HTTP method, in capitals
    /// @param path the decoded path without the query
    /// @param parameters the query parameters; the last of a repeated one wins
    /// @param headers header values by lower-case name
    /// @param body the body, empty when there is none
    public Request(
            String id,
            String method,
            String path,
            Map<String, String> parameters,
            Function<String, @Nullable String> headers,
            byte[] body) {
        this.id = id;
        this.method = method;
        this.path = path;
        this.parameters = new LinkedHashMap<>(parameters);
        this.headers = headers;
        this.body = body;
        this.stream = new ByteArrayInputStream(body);
    }

    /// A request whose body is read while it is dealt with, because it may be large.
    ///
    /// @param stream the body, bounded; throws the errors of the wire
    public Request(
            String id,
            String method,
            String path,
            Map<String, String> parameters,
            Function<String, @Nullable String> headers,
            InputStream stream) {
        this.id = id;
        this.method = method;
        this.path = path;
        this.parameters = new LinkedHashMap<>(parameters);
        this.headers = headers;
        this.body = new byte[0];
        this.stream = stream;
    }

    /// The request's own id, `req_…`, which its events and its answer carry.
    public String id() {
        return id;
    }

    public String method() {
        return method;
    }

    public String path() {
        return path;
    }

    /// The query parameters, and those of `_params` in the body where the method is overridden.
    public Map<String, String> parameters() {
        return parameters;
    }

    /// A query parameter; null when it is absent.
    public @Nullable String parameter(String name) {
        return parameters.get(name);
    }

    /// A header's value; null when it is absent.
    public @Nullable String header(String name) {
        return headers.apply(name);
    }

    /// The value of a variable in the path, such as `id`.
    public String variable(String name) {
        return Objects.requireNonNull(variables.get(name), name);
    }

    /// Who is asking. Throws when the endpoint asks nobody.
    public Caller caller() {
        return Objects.requireNonNull(caller, "nobody was authenticated for this endpoint");
    }

    /// The caller's offset from UTC.
    public ZoneOffset zone() {
        return WireTime.parseOffset(header("x-tz-offset"));
    }

    /// What events caused by this request tell of it.
    public Origin origin() {
        return new Origin(id, method, path, zone(), "api", precondition());
    }

    /// What must hold of the object that is to be changed or deleted; null for nothing.
    public @Nullable Precondition precondition() {
        String tags = method.equals("PUT") || method.equals("DELETE") ? header("if-match") : null;
        if (precondition == null && tags != null) {
            precondition = new Precondition(tags, parameter("_fields"));
        }
        return precondition;
    }

    /// Whether the path ends with an id.
    boolean isForOneObject() {
        int end = path.endsWith("/") ? path.length() - 1 : path.length();
        String last = path.substring(path.lastIndexOf('/', end - 1) + 1, end);
        return variables.containsValue(last);
    }

    /// The body as it came.
    public byte[] body() {
        return body;
    }

    /// The body as a stream, which can be read once. Only `text/calendar` comes piece by piece; all else
    /// is in memory already.
    public InputStream stream() {
        return stream;
    }

    /// Whether the body is read while it is dealt with, so that nobody has it as a whole.
    boolean isStreamed() {
        return !(stream instanceof ByteArrayInputStream);
    }

    /// The media type of the body in lower case, without parameters; empty when the header is absent.
    public String mediaType() {
        String type = header("content-type");
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /// The fields of a form, `application/x-www-form-urlencoded`. Throws a bad request when the body is
    /// something else, or has a field twice.
    public Map<String, String> form() {
        if (!mediaType().equals("application/x-www-form-urlencoded")) {
            throw ApiException.badRequest(
                    "Please send a form with a 'Content-Type: application/x-www-form-urlencoded' header.");
        }
        String text = new String(body, StandardCharsets.UTF_8);
        var fields = Listener.parameters(text);
        long sent =
                Arrays.stream(text.split("&", -1)).filter(it -> !it.isEmpty()).count();
        if (fields.size() != sent) {
            throw ApiException.badRequest("A field of the form is sent more than once.");
        }
        if (fields.entrySet().stream()
                .anyMatch(field ->
                        field.getKey().indexOf('\0') >= 0 || field.getValue().indexOf('\0') >= 0)) {
            throw ApiException.badRequest("The form must not contain NUL characters.");
        }
        return fields;
    }

    /// The IP address of the other end of the connection, which may be a proxy's; empty when it is not
    /// known.
    public String peer() {
        return peer.get();
    }

    /// The body as a JSON object. Throws the errors of the wire when it is something else.
    public ObjectNode json() {
        if (json == null) {
            json = parse();
        }
        return json;
    }

    private ObjectNode parse() {
        String type = mediaType();
        if (!type.equals("application/json") && !type.endsWith("+json")) {
            // Close's own layer answers 400 to what `curl -d` sends by default; its documentation knows 415.
            throw type.isEmpty() || type.equals("application/x-www-form-urlencoded")
                    ? ApiException.badRequest(SEND_JSON)
                    : new ApiException(new Problem.UnsupportedMediaType());
        }
        JsonNode parsed;
        try {
            parsed = Json.parse(body);
        } catch (JacksonException malformed) {
            throw ApiException.badRequest("The request contains invalid JSON.");
        }
        if (parsed.isMissingNode()) {
            throw ApiException.badRequest("The request contains invalid JSON.");
        }
        if (parsed instanceof ObjectNode object) {
            return object;
        }
        throw ApiException.badRequest("JSON data must be a dict.");
    }

    /// Takes on another method, as `x-http-method-override` demands, and the parameters that the body
    /// holds under `_params` (Close docs: Filter Parameters).
    void override(String newMethod) {
        method = newMethod;
        if (body.length == 0) {
            return;
        }
        var params = json().get("_params");
        if (params != null && !params.isNull()) {
            if (!params.isObject()) {
                throw ApiException.invalid("_params", "Value must be of dict type.");
            }
            params.properties().forEach(param -> parameters.put(param.getKey(), flat(param.getValue())));
        }
    }

    private static String flat(JsonNode value) {
        if (value.isObject()) {
            throw ApiException.invalid("_params", "Value must be of str type.");
        }
        if (value.isArray()) {
            return String.join(",", value.valueStream().map(Request::flat).toList());
        }
        return value.isNull() ? "" : value.asString();
    }

    /// Has the answer carry a header, whatever the answer is.
    public void tell(String header, String value) {
        told.put(header, value);
    }

    /// The headers that the answer is to carry.
    Map<String, String> told() {
        return told;
    }

    void cameFrom(Supplier<String> peer) {
        this.peer = peer;
    }

    void bind(Map<String, String> variables) {
        this.variables = variables;
    }

    void authenticated(Caller caller) {
        this.caller = caller;
    }
}
