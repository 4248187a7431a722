package ajar.engine.http;

import ajar.engine.problem.ApiException;
import ajar.engine.problem.Problem;
import ajar.engine.resource.Caller;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers requests: finds the endpoint, finds out who is asking, lets it work, and turns what goes
/// wrong into the errors of the wire. Safe for use by many threads.
public final class Api {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE");

    private final Router router;
    private final Authenticator authenticator;
    private final Gate gate;
    private final List<Interceptor> interceptors;

    /// @param gate may turn callers away
    /// @param interceptors stand around the endpoints that need credentials, the first one outermost
    public Api(List<Endpoint> endpoints, Authenticator authenticator, Gate gate, List<Interceptor> interceptors) {
        this.router = new Router(endpoints);
        this.authenticator = authenticator;
        this.gate = gate;
        this.interceptors = List.copyOf(interceptors).reversed();
    }

    /// All endpoints.
    public List<Endpoint> endpoints() {
        return router.endpoints();
    }

    /// Answers a request; never throws.
    public Response answer(Request request) {
        request.tell("x-request-id", request.id());
        return respond(request).with(request.told());
    }

    private Response respond(Request request) {
        try {
            return handle(request);
        } catch (ApiException refused) {
            return ErrorPage.of(problem(refused.problem(), request));
        } catch (RuntimeException | StackOverflowError bug) {
            LOG.error("{} {} {} failed", request.id(), request.method(), request.path(), bug);
            return ErrorPage.bug(request.id());
        }
    }

    private Response handle(Request request) {
        if (request.method().equals("OPTIONS")) {
            return Response.noContent().with("allow", "GET, POST, PUT, DELETE, HEAD, OPTIONS");
        }
        String override = request.header("x-http-method-override");
        if (override != null && request.method().equals("POST")) {
            String method = override.strip().toUpperCase(Locale.ROOT);
            if (!METHODS.contains(method)) {
                throw ApiException.badRequest("x-http-method-override must be one of GET, POST, PUT, DELETE.");
            }
            request.override(method);
        }
        var match = router.find(request.method(), request.path());
        request.bind(match.variables());
        if (!match.endpoint().open()) {
            gate.arrived(request);
            request.authenticated(authenticate(request));
            gate.recognised(request);
            requireScope(request);
        }
        requireText(request);
        var handler = match.endpoint().handler();
        return match.endpoint().open()
                ? handler.handle(request)
                : intercepted(handler).handle(request);
    }

    private Handler intercepted(Handler handler) {
        var next = handler;
        for (var interceptor : interceptors) {
            var inner = next;
            next = request -> interceptor.around(request, inner);
        }
        return next;
    }

    private static void requireScope(Request request) {
        if (!request.caller().mayUse(request.method())) {
            throw new ApiException(new Problem.InsufficientScope(
                    "The user did not allow this application to send " + request.method() + " requests."));
        }
    }

    private Caller authenticate(Request request) {
        try {
            return authenticator.authenticate(request.header("authorization"));
        } catch (ApiException refused) {
            if (refused.problem() instanceof Problem.Unauthorized
                    || refused.problem() instanceof Problem.InvalidToken) {
                gate.unrecognised(request);
            }
            throw refused;
        }
    }

    /// PostgreSQL holds no NUL characters, so nothing can match one.
    private static void requireText(Request request) {
        if (request.path().indexOf('\0') >= 0) {
            throw new ApiException(new Problem.NoSuchPath());
        }
        boolean nul = request.parameters().entrySet().stream()
                .anyMatch(entry ->
                        entry.getKey().indexOf('\0') >= 0 || entry.getValue().indexOf('\0') >= 0);
        if (nul) {
            throw ApiException.badRequest("The URL must not contain NUL characters.");
        }
    }

    /// A POST to an object's own path is almost always meant as a PUT; Close answers it with a 404 that
    /// says so.
    private static Problem problem(Problem problem, Request request) {
        return problem instanceof Problem.MethodNotAllowed(var allowed)
                        && request.method().equals("POST")
                        && allowed.contains("PUT")
                        && !allowed.contains("POST")
                ? new Problem.PostInsteadOfPut()
                : problem;
    }
}
