package ajar.sync;

import ajar.calendar.OAuthClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What an operator may choose about calendars.
///
/// @param past how far back events become meetings
/// @param ahead how far ahead events become meetings
/// @param matchesMentioned whether addresses in an event's title and description count like guests
/// @param google Ajar's registration with Google; null for none
/// @param microsoft Ajar's registration with Microsoft; null for none
/// @param secrets encrypts passwords and tokens
public record CalendarSettings(
        Duration past,
        Duration ahead,
        boolean matchesMentioned,
        @Nullable OAuthClient google,
        @Nullable OAuthClient microsoft,
        SecretBox secrets) {
    /// A year back, two ahead.
    public static CalendarSettings standard(SecretBox secrets) {
        return new CalendarSettings(Duration.ofDays(365), Duration.ofDays(730), false, null, null, secrets);
    }

    /// The registration an account of that type needs; null when there is none.
    @Nullable
    OAuthClient client(String type) {
        return switch (type) {
            case ConnectedAccount.GOOGLE -> google;
            case ConnectedAccount.MICROSOFT -> microsoft;
            default -> null;
        };
    }
}
