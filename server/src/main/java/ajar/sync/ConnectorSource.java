package ajar.sync;

import ajar.calendar.Connector;
import ajar.calendar.ConnectorException;

/// Opens the connector that an account needs.
@FunctionalInterface
interface ConnectorSource {
    /// The connector of a stored account.
    ///
    /// @throws ConnectorException when it cannot even be tried: no consent, no registration
    Connector open(Account account) throws ConnectorException;
}
