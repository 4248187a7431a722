package ajar.simulate.google;

import ajar.simulate.http.Fault;
import ajar.simulate.http.Fault.Effect;
import ajar.simulate.http.Json;
import ajar.simulate.http.Reply;
import java.time.Duration;
import java.util.List;

/// What can go wrong with requests to Google Calendar. A fault hits the next request unless told
/// otherwise: `GoogleFaults.RATE_LIMIT_EXCEEDED.times(5).on("/events").after(2)`.
public final class GoogleFaults {
    /// Too many requests per user (403): back off and try again.
    public static final Fault USER_RATE_LIMIT_EXCEEDED = error(
            "user_rate_limit_exceeded",
            "Too many requests of one user: 403; back off and try again",
            403,
            "usageLimits",
            "userRateLimitExceeded",
            "User Rate Limit Exceeded");

    /// Too many requests (403): back off and try again.
    public static final Fault RATE_LIMIT_EXCEEDED = error(
            "rate_limit_exceeded",
            "Too many requests: 403; back off and try again",
            403,
            "usageLimits",
            "rateLimitExceeded",
            "Rate Limit Exceeded");

    /// Too many requests, told by status 429: back off and try again.
    public static final Fault TOO_MANY_REQUESTS = error(
            "too_many_requests",
            "Too many requests: 429; back off and try again",
            429,
            "usageLimits",
            "rateLimitExceeded",
            "Rate Limit Exceeded");

    /// The usage limits of a calendar (403): back off and try again.
    public static final Fault QUOTA_EXCEEDED = error(
            "quota_exceeded",
            "The usage limits of the calendar: 403; back off and try again",
            403,
            "usageLimits",
            "quotaExceeded",
            "Calendar usage limits exceeded.");

    /// An error inside Google (500): try again.
    public static final Fault BACKEND_ERROR = error(
            "backend_error", "An error inside Google: 500; try again", 500, "global", "backendError", "Backend Error");

    /// Google is not available (503): try again.
    public static final Fault UNAVAILABLE = error(
            "unavailable",
            "Google is not available: 503; try again",
            503,
            "global",
            "backendError",
            "The service is currently unavailable.");

    /// The project has not turned the Calendar API on (403): nothing helps but an administrator.
    public static final Fault ACCESS_NOT_CONFIGURED = error(
            "access_not_configured",
            "The project has not turned the Calendar API on: 403; only its owner can help",
            403,
            "usageLimits",
            "accessNotConfigured",
            "Google Calendar API has not been used in this project before or it is disabled.");

    /// The account has no calendar (403): nothing helps but the user.
    public static final Fault NOT_A_CALENDAR_USER = error(
            "not_a_calendar_user",
            "The account has no calendar: 403; only the user can help",
            403,
            "calendar",
            "notACalendarUser",
            "The user must be signed up for Google Calendar.");

    /// The access token is not accepted (401): refresh it once.
    public static final Fault INVALID_CREDENTIALS = new Fault(
            "invalid_credentials",
            "The access token is not accepted: 401; refresh it once",
            new Effect.Answer(_ -> GoogleErrors.unauthorized()));

    /// The sync token is too old (410): a full sync.
    public static final Fault FULL_SYNC_REQUIRED = new Fault(
            "full_sync_required",
            "The sync token is too old: 410; a full sync is due",
            new Effect.Answer(_ -> GoogleErrors.fullSyncRequired()));

    /// `updatedMin` lies too far back (410): a full sync.
    public static final Fault UPDATED_MIN_TOO_LONG_AGO = new Fault(
            "updated_min_too_long_ago",
            "updatedMin lies too far back: 410; a full sync is due",
            new Effect.Answer(_ -> GoogleErrors.updatedMinTooLongAgo()));

    /// Not found (404), although it is there.
    public static final Fault NOT_FOUND = new Fault(
            "not_found", "Not found, although it is there: 404", new Effect.Answer(_ -> GoogleErrors.notFound()));

    /// The token endpoint refuses the refresh token (400, `invalid_grant`), by mistake.
    public static final Fault INVALID_GRANT = new Fault(
                    "invalid_grant",
                    "The token endpoint refuses: 400 invalid_grant; the user has to connect anew",
                    new Effect.Answer(_ -> Reply.json(
                            400,
                            Json.object()
                                    .put("error", "invalid_grant")
                                    .put("error_description", "Token has been expired or revoked."))))
            .on("/token");

    /// A list is empty although the answer says 200.
    public static final Fault EMPTY_LIST =
            new Fault("empty_list", "A successful answer whose list is empty by mistake", new Effect.EmptyList());

    /// The answer comes late: after two seconds unless told otherwise.
    public static final Fault SLOW = new Fault("slow", "The answer comes late", new Effect.Late(Duration.ofSeconds(2)));

    /// The connection breaks off in the middle of the answer.
    public static final Fault BROKEN_OFF =
            new Fault("broken_off", "The connection breaks off in the middle of the answer", new Effect.CutOff());

    /// The connection is closed without an answer.
    public static final Fault UNANSWERED =
            new Fault("unanswered", "The connection is closed without an answer", new Effect.Unanswered());

    static final List<Fault> ALL = List.of(
            USER_RATE_LIMIT_EXCEEDED,
            RATE_LIMIT_EXCEEDED,
            TOO_MANY_REQUESTS,
            QUOTA_EXCEEDED,
            BACKEND_ERROR,
            UNAVAILABLE,
            ACCESS_NOT_CONFIGURED,
            NOT_A_CALENDAR_USER,
            INVALID_CREDENTIALS,
            FULL_SYNC_REQUIRED,
            UPDATED_MIN_TOO_LONG_AGO,
            NOT_FOUND,
            INVALID_GRANT,
            EMPTY_LIST,
            SLOW,
            BROKEN_OFF,
            UNANSWERED);

    private GoogleFaults() {}

    private static Fault error(String word, String meaning, int status, String domain, String reason, String message) {
        return new Fault(word, meaning, new Effect.Answer(_ -> GoogleErrors.of(status, domain, reason, message)));
    }
}
