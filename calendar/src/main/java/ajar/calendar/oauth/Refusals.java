package ajar.calendar.oauth;

import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Says in words what an answer that is no success means.
@FunctionalInterface
public interface Refusals {
    /// What an answer means.
    ConnectorException explain(ApiAnswer answer);

    /// The provider asks for patience.
    static ConnectorException throttled(String provider, @Nullable Duration retryAfter) {
        return new ConnectorException(
                Reason.THROTTLED, provider + " was asked too often and wants to be left alone.", "", retryAfter, null);
    }

    /// The provider has trouble of its own. With a time to wait it counts as asking for patience.
    static ConnectorException unavailable(String provider, ApiAnswer answer) {
        return answer.retryAfter() == null
                ? new ConnectorException(
                        Reason.UNAVAILABLE, provider + " had an error of its own (" + answer.status() + ").", "")
                : throttled(provider, answer.retryAfter());
    }

    /// The account's owner must sign in again.
    static ConnectorException reauthorize(String provider, String why) {
        return new ConnectorException(
                Reason.REAUTHORIZE, provider + " does not let Ajar in any more: " + why, "Connect the account again.");
    }

    /// A text of the provider as part of a sentence: its first line, bounded.
    static String quoted(String text, String otherwise) {
        String line = text.lines().findFirst().orElse("").strip();
        if (line.isEmpty()) {
            return otherwise;
        }
        return line.length() <= 300 ? line : line.substring(0, 300) + "…";
    }
}
