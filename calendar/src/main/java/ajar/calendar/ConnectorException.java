package ajar.calendar;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A calendar that could not be read. The message says what happened, the remedy what a person can do
/// about it; neither holds secrets.
public final class ConnectorException extends Exception {
    private static final long serialVersionUID = 1;

    /// What kind of trouble it is.
    public enum Reason {
        /// It may work later: no connection, an error of the provider.
        UNAVAILABLE,
        /// The provider asks for patience.
        THROTTLED,
        /// The account's owner must sign in or consent again.
        REAUTHORIZE,
        /// The provider refuses, and will until somebody changes a setting.
        FORBIDDEN,
        /// The calendar does not exist any more, or can no longer be read by this account.
        CALENDAR_GONE,
        /// What came is not what was expected: a page of HTML instead of a calendar, say.
        NOT_A_CALENDAR,
        /// There is more than Ajar takes in.
        TOO_LARGE,
        /// The address may not be called, or is none.
        BAD_ADDRESS
    }

    private final Reason reason;
    private final String remedy;
    private final @Nullable Duration retryAfter;

    public ConnectorException(Reason reason, String message, String remedy) {
        this(reason, message, remedy, null, null);
    }

    public ConnectorException(Reason reason, String message, String remedy, @Nullable Throwable cause) {
        this(reason, message, remedy, null, cause);
    }

    /// @param retryAfter how long the provider asks to be left alone; null when it does not say
    public ConnectorException(
            Reason reason, String message, String remedy, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.remedy = remedy;
        this.retryAfter = retryAfter;
    }

    public Reason reason() {
        return reason;
    }

    /// What a person can do about it, as a sentence; empty when waiting is all.
    public String remedy() {
        return remedy;
    }

    /// How long the provider asks to be left alone; null when it does not say.
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /// Whether trying again without anybody's help may work.
    public boolean isTemporary() {
        return reason == Reason.UNAVAILABLE || reason == Reason.THROTTLED;
    }
}
