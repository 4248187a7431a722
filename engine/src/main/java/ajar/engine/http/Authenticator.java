package ajar.engine.http;

import ajar.engine.resource.Caller;
import org.jspecify.annotations.Nullable;

/// Finds out who is asking.
@FunctionalInterface
public interface Authenticator {
    /// The caller whom the `authorization` header names. Throws an unauthorized problem when it is
    /// absent or wrong.
    Caller authenticate(@Nullable String authorization);
}
