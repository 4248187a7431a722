package ajar.calendar.ical;

/// Text that is no calendar as a whole. The message is a sentence for the person who gave it.
public final class ICalendarException extends Exception {
    private static final long serialVersionUID = 1;

    /// What is wrong with it.
    public enum Reason {
        /// There is nothing.
        EMPTY,
        /// It is something else, such as a web page.
        NOT_A_CALENDAR,
        /// It breaks off. What is missing may not be taken for deleted.
        TRUNCATED,
        /// There is more of it than is taken in.
        TOO_LARGE
    }

    private final Reason reason;

    ICalendarException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /// What is wrong with it.
    public Reason reason() {
        return reason;
    }
}
