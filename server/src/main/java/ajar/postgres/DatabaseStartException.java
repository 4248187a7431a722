package ajar.postgres;

import org.jspecify.annotations.Nullable;

/// The embedded database cannot be started. The message is written for the operator: it names the
/// folder or the setting concerned and says what to do.
public class DatabaseStartException extends RuntimeException {
    /// @param message what went wrong and what to do about it
    public DatabaseStartException(String message) {
        super(message);
    }

    /// @param message what went wrong and what to do about it
    /// @param cause the failure underneath, null if there is none
    public DatabaseStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
