package ajar.calendar;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the calendars of one account, and never writes to them. Used by one thread at a time.
public interface Connector {
    /// All calendars of the account.
    ///
    /// @throws ConnectorException when they cannot be read; never an incomplete list
    List<CalendarInfo> calendars() throws ConnectorException;

    /// Reads what changed in a calendar. Ends with [Receiver#finish], or throws.
    ///
    /// @param calendarId one of [#calendars]
    /// @param cursor where the last reading ended; null to read everything
    /// @param window what is of interest; more may be told, and series are told whole
    /// @throws ConnectorException when it cannot be read; what was received up to then stays
    void changes(String calendarId, @Nullable String cursor, Window window, Receiver receiver)
            throws ConnectorException;

    /// How the provider can tell of changes by itself; null when it cannot.
    default @Nullable Push push() {
        return null;
    }
}
