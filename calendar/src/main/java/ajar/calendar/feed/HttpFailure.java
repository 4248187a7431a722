package ajar.calendar.feed;

import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.engine.outgoing.OutgoingException;
import ajar.engine.outgoing.OutgoingResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// What answers over HTTP that are no calendars mean for the person who connected it.
public final class HttpFailure {
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private HttpFailure() {}

    /// There was no usable answer.
    public static ConnectorException of(OutgoingException failed) {
        String message = String.valueOf(failed.getMessage());
        return switch (failed.reason()) {
            case BAD_ADDRESS, PRIVATE_ADDRESS, REDIRECT ->
                new ConnectorException(Reason.BAD_ADDRESS, message, "Check the address.", failed);
            case UNKNOWN_HOST -> new ConnectorException(Reason.UNAVAILABLE, message, "Check the address.", failed);
            case TLS ->
                new ConnectorException(
                        Reason.UNAVAILABLE, message, "Its operator has to renew or correct the certificate.", failed);
            case CONNECTION, TIMEOUT -> new ConnectorException(Reason.UNAVAILABLE, message, "", failed);
            case TOO_LARGE ->
                new ConnectorException(
                        Reason.TOO_LARGE,
                        message,
                        "Share a smaller calendar, without the years that are over.",
                        failed);
        };
    }

    /// The status says no.
    ///
    /// @param signIn what helps where a password is asked for, as a sentence
    public static ConnectorException of(OutgoingResponse answer, String signIn) {
        int status = answer.status();
        String host = answer.address().getHost();
        return switch (status) {
            case 401, 407 -> failure(Reason.REAUTHORIZE, host + " does not accept the user name and password.", signIn);
            case 403 ->
                failure(
                        Reason.FORBIDDEN,
                        host + " does not let this user read the calendar.",
                        "Ask the calendar's owner to share it.");
            case 404, 410 ->
                failure(
                        Reason.CALENDAR_GONE,
                        host + " has no calendar at this address.",
                        "Check the address, or remove the calendar.");
            case 429, 503 ->
                new ConnectorException(
                        status == 429 || retryAfter(answer) != null ? Reason.THROTTLED : Reason.UNAVAILABLE,
                        host + " asks for patience (status " + status + ").",
                        "",
                        retryAfter(answer),
                        null);
            default ->
                status >= 500
                        ? failure(Reason.UNAVAILABLE, host + " is out of order (status " + status + ").", "")
                        : failure(
                                Reason.FORBIDDEN,
                                host + " refuses the request (status " + status + ").",
                                "Check the address.");
        };
    }

    private static ConnectorException failure(Reason reason, String message, String remedy) {
        return new ConnectorException(reason, message, remedy);
    }

    /// Retry-After, in seconds or as a date, which is taken against the clock of the server that wrote
    /// it; null when there is none.
    private static @Nullable Duration retryAfter(OutgoingResponse answer) {
        String text = answer.header("retry-after");
        if (text == null) {
            return null;
        }
        String value = text.strip();
        if (value.matches("\\d{1,9}")) {
            return shorter(Duration.ofSeconds(Long.parseLong(value)));
        }
        String now = answer.header("date");
        try {
            return now == null ? null : shorter(Duration.between(date(now), date(value)));
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private static ZonedDateTime date(String text) {
        return ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
    }

    private static Duration shorter(Duration wait) {
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
