package ajar.calendar.google;

import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.calendar.oauth.ApiAnswer;
import ajar.calendar.oauth.Refusals;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What Google's errors mean (Google docs: Handle API errors).
final class GoogleRefusals implements Refusals {
    private static final String GOOGLE = "Google";
    private static final Set<String> LIMITS =
            Set.of("rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded");
    private static final Set<String> DISABLED = Set.of("accessNotConfigured", "SERVICE_DISABLED");
    private static final Set<String> SCOPES = Set.of("insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT");
    private static final Set<String> ACCESS = Set.of("forbidden", "requiredAccessLevel");

    @Override
    public ConnectorException explain(ApiAnswer answer) {
        var error = answer.body().path("error");
        String said = Refusals.quoted(error.path("message").asString(""), "no reason given");
        var reasons = reasons(error);
        return switch (answer.status()) {
            case 401 -> unauthorized(reasons, said);
            case 403 -> forbidden(answer, reasons, said);
            case 404 ->
                new ConnectorException(
                        Reason.CALENDAR_GONE,
                        "The calendar does not exist any more at Google, or this account may not see it.",
                        "Choose another calendar, or have it shared with this account again.");
            case 410 -> new ConnectorException(Reason.UNAVAILABLE, "Google asks to begin anew again and again.", "");
            default ->
                new ConnectorException(
                        Reason.FORBIDDEN, "Google refused a request (" + answer.status() + "): " + said, "");
        };
    }

    private static ConnectorException unauthorized(Set<String> reasons, String said) {
        boolean aboutPush = reasons.stream()
                .anyMatch(reason -> reason.toLowerCase(Locale.ROOT).contains("webhook"));
        return aboutPush
                ? new ConnectorException(
                        Reason.FORBIDDEN,
                        "Google does not send notifications to this server: " + said,
                        "Verify the domain of this server for the project of the client id at Google.")
                : Refusals.reauthorize(GOOGLE, said);
    }

    private static ConnectorException forbidden(ApiAnswer answer, Set<String> reasons, String said) {
        if (meets(reasons, LIMITS)) {
            return Refusals.throttled(GOOGLE, answer.retryAfter());
        }
        if (meets(reasons, DISABLED)) {
            return new ConnectorException(
                    Reason.FORBIDDEN,
                    "The Google Calendar API is not enabled for this server's client id.",
                    "Enable the Google Calendar API in the Google Cloud project that the client id belongs to.");
        }
        if (reasons.contains("notACalendarUser")) {
            return new ConnectorException(
                    Reason.FORBIDDEN,
                    "This Google account does not use Google Calendar.",
                    "Open Google Calendar once with this account, or connect another.");
        }
        if (meets(reasons, SCOPES)) {
            return Refusals.reauthorize(GOOGLE, "the permission to read calendars is missing.");
        }
        if (reasons.contains("domainPolicy")) {
            return new ConnectorException(
                    Reason.FORBIDDEN,
                    "The administrators of this Google account do not allow apps to read calendars.",
                    "Ask them to allow Ajar.");
        }
        if (meets(reasons, ACCESS)) {
            return new ConnectorException(
                    Reason.CALENDAR_GONE,
                    "This account may no longer read the calendar: " + said,
                    "Have it shared with this account again, with all details.");
        }
        return new ConnectorException(Reason.FORBIDDEN, "Google refused: " + said, "");
    }

    /// The words for what went wrong, from both places where Google puts them.
    static Set<String> reasons(JsonNode error) {
        Set<String> reasons = new LinkedHashSet<>();
        for (var one : error.path("errors")) {
            reasons.add(one.path("reason").asString(""));
        }
        for (var one : error.path("details")) {
            reasons.add(one.path("reason").asString(""));
        }
        return reasons;
    }

    private static boolean meets(Set<String> some, Set<String> others) {
        return some.stream().anyMatch(others::contains);
    }
}
