package ajar.engine.sql;

import java.sql.SQLException;

/// A statement failed in a way nobody foresaw.
public final class DatabaseException extends RuntimeException {
    private final SQLException cause;

    public DatabaseException(SQLException cause) {
        super(cause);
        this.cause = cause;
    }

    /// The failure as the driver told it.
    public SQLException cause() {
        return cause;
    }
}
