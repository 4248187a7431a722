package ajar.calendar;

/// What a guest said to an invitation.
public enum Answer {
    NOREPLY,
    YES,
    NO,
    MAYBE;

    /// As the attendees of a meeting show it, such as `noreply`.
    public String wire() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
