package ajar.engine.sql;

import java.sql.SQLException;

/// A statement failed in a way nobody foresaw.
public final class DatabaseException extends RuntimeException {
    private final SQLException cause;

    public DatabaseException(SQLException cause) {
        super(cause);
        this.cause = cause;
    }

    /// Whether a row could not be written because there is one of the same unique values.
    public boolean isDuplicate() {
        return "23505".equals(cause.getSQLState());
    }

    /// The failure as the driver told it.
    public SQLException cause() {
        return cause;
    }
}
