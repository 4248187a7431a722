package ajar.calendar.caldav;

import ajar.calendar.ConnectorException;

/// A request that a server did not fulfil. There may be another way to what was wanted.
final class DavRefusal extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;
    private final ConnectorException failure;

    DavRefusal(int status, ConnectorException failure) {
        super(failure);
        this.status = status;
        this.failure = failure;
    }

    /// The status of the answer; 207 when it was promised and could not be read, 0 when there was none.
    int status() {
        return status;
    }

    /// What it means where there is no other way.
    ConnectorException failure() {
        return failure;
    }

    /// Whether other requests are bound to fail too: no connection, no permission, no patience.
    boolean concernsAll() {
        return status == 0 || status == 401 || status == 429 || failure.retryAfter() != null;
    }
}
