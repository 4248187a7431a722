package ajar.engine.http;

import ajar.engine.json.Json;
import ajar.engine.problem.Problem;

/// The one place that turns a problem into a status and a body, and knows the wire's spellings of an
/// error (Close API conventions, section 11).
public final class ErrorPage {
    private static final String UNAUTHORIZED =
            "The server could not verify that you are authorized to access the URL requested.  You either supplied the "
                    + "wrong credentials (e.g. a bad password), or your browser doesn't understand how to supply the "
                    + "credentials required.";
    private static final String NO_SUCH_PATH =
            "The requested URL was not found on the server. If you entered the URL manually please check your spelling "
                    + "and try again.";

    private ErrorPage() {}

    /// The answer to a problem.
    public static Response of(Problem problem) {
        return switch (problem) {
            case Problem.NotFound(var model) -> error(404, "Empty query: " + model + " matching query does not exist.");
            case Problem.Missing(var message) -> {
                var body = Json.object();
                body.putArray("errors").add(message);
                yield Response.json(404, body);
            }
            case Problem.NoSuchPath() -> error(404, NO_SUCH_PATH);
            case Problem.PostInsteadOfPut() ->
                error(404, "The requested URL was not found on the server. Did you mean to use PUT?");
            case Problem.Invalid(var errors) -> Response.json(400, errors.toJson());
            case Problem.BadRequest(var message) -> error(400, message);
            case Problem.Unauthorized() ->
                error(401, UNAUTHORIZED).with("www-authenticate", "Basic realm=\"Ajar\", charset=\"UTF-8\"");
            case Problem.InvalidToken() ->
                error(401, UNAUTHORIZED).with("www-authenticate", "Bearer realm=\"Ajar\", error=\"invalid_token\"");
            case Problem.InsufficientScope(var message) ->
                error(403, message).with("www-authenticate", "Bearer realm=\"Ajar\", error=\"insufficient_scope\"");
            case Problem.OAuthRefused(var code, var description) -> refused(code, description);
            case Problem.Forbidden(var message) -> error(403, message);
            case Problem.MethodNotAllowed(var allowed) ->
                error(405, "The method is not allowed for the requested URL.").with("allow", allowed);
            case Problem.UnsupportedMediaType() ->
                error(415, "Please send valid JSON with a 'Content-Type: application/json' header.");
            case Problem.TooLarge(var limit) ->
                error(413, "The request body is larger than " + limit + " bytes.")
                        .with("connection", "close");
            case Problem.PageTooLarge(var parameter, var message, var most) -> pageTooLarge(parameter, message, most);
            case Problem.Conflict(var message) -> error(409, message);
            case Problem.PreconditionFailed() ->
                error(412, "The object has changed since it was read. Read it again, and decide anew.");
            case Problem.TooManyRequests refused -> tooManyRequests(refused);
            case Problem.Unavailable(var retryAfter) ->
                error(503, "The database cannot be reached at the moment. Please try again.")
                        .with("retry-after", Long.toString(retryAfter.toSeconds()));
        };
    }

    /// The answer to a bug. It shows nothing but the id under which the log tells more.
    public static Response bug(String requestId) {
        return Response.json(
                500,
                Json.object()
                        .put("error", "Something went wrong on the server. It has been logged as " + requestId + ".")
                        .put("request_id", requestId));
    }

    /// The answer to what is no proper HTTP request.
    static Response unreadable(int status) {
        return error(status, "The request cannot be read.");
    }

    private static Response error(int status, String message) {
        return Response.json(status, Json.object().put("error", message));
    }

    /// The form that OAuth libraries read (RFC 6749, section 5.2). Nothing may keep it.
    private static Response refused(String code, String description) {
        boolean client = code.equals("invalid_client");
        var response = Response.json(
                        client ? 401 : 400, Json.object().put("error", code).put("error_description", description))
                .with("cache-control", "no-store");
        return client ? response.with("www-authenticate", "Basic realm=\"Ajar\"") : response;
    }

    /// The details that older clients look for in the body, at both places where they look for the time
    /// to wait; newer ones read the headers.
    private static Response tooManyRequests(Problem.TooManyRequests refused) {
        double reset = refused.reset().toMillis() / 1000.0;
        var body = Json.object();
        body.putObject("error")
                .put("message", "API call count exceeded for this period")
                .put("rate_endpoint_group", refused.group())
                .put("rate_limit", refused.limit())
                .put("rate_limit_type", refused.isOrganization() ? "organization" : "key")
                .put("rate_reset", reset)
                .put("rate_window", refused.window().toSeconds());
        body.put("rate_reset", reset);
        long seconds = Math.max(1, refused.reset().plusMillis(999).toSeconds());
        return Response.json(429, body).with("retry-after", Long.toString(seconds));
    }

    /// Close has told this in two ways over the years; clients look for either, so both are there.
    private static Response pageTooLarge(String parameter, String message, int most) {
        var body = Json.object().put("error", message);
        body.putArray("errors");
        body.putObject("field-errors").put(parameter, "Input should be less than or equal to " + most);
        return Response.json(400, body);
    }
}
