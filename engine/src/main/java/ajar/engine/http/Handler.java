package ajar.engine.http;

/// Answers a request. It throws [ajar.engine.problem.ApiException] for what is wrong with the request.
@FunctionalInterface
public interface Handler {
    Response handle(Request request);
}
