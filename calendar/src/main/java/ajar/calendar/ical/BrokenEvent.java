package ajar.calendar.ical;

/// An event that cannot be read, and the sentence that says why.
final class BrokenEvent extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    BrokenEvent(String reason) {
        super(reason);
        this.reason = reason;
    }

    BrokenEvent(String reason, Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    /// A sentence for the owner of the calendar.
    String reason() {
        return reason;
    }
}
