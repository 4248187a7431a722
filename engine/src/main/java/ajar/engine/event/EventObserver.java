package ajar.engine.event;

import ajar.engine.resource.Work;
import java.sql.Connection;
import java.sql.SQLException;

/// Is told of every event, in the transaction that logs it: what it writes is there exactly when the
/// event is.
@FunctionalInterface
public interface EventObserver {
    /// @param connection the transaction's
    /// @param event the event as it stands now
    void logged(Connection connection, Logged event, Work work) throws SQLException;
}
