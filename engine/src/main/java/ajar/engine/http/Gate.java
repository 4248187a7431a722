package ajar.engine.http;

/// What stands between a request and its endpoint and may turn it away, because somebody asks too
/// often. It is asked for every endpoint that needs credentials. Safe for use by many threads.
public interface Gate {
    /// Lets everybody in.
    Gate OPEN = new Gate() {};

    /// A request has come; who sends it is not known yet. Throws a too-many-requests problem.
    default void arrived(Request request) {}

    /// The caller is known. Throws a too-many-requests problem.
    default void recognised(Request request) {}

    /// The credentials are wrong or missing. Throws a too-many-requests problem, which is then told
    /// instead.
    default void unrecognised(Request request) {}
}
