package ajar.calendar.recurrence;

/// A series that cannot be expanded: a rule that is none, or one with more occurrences than anybody
/// meets. The message is a sentence for the owner of the calendar.
public final class RecurrenceException extends Exception {
    private static final long serialVersionUID = 1;

    public RecurrenceException(String message) {
        super(message);
    }

    RecurrenceException(String message, Throwable cause) {
        super(message, cause);
    }
}
