package ajar.engine.http;

/// Stands around the endpoints that need credentials, once it is known who calls: it may answer in
/// their place, or do something before and after. Safe for use by many threads.
@FunctionalInterface
public interface Interceptor {
    /// @param next the endpoint, perhaps with other interceptors around it
    Response around(Request request, Handler next);
}
