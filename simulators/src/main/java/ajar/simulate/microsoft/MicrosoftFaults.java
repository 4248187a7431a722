package ajar.simulate.microsoft;

import ajar.simulate.http.Fault;
import ajar.simulate.http.Fault.Effect;
import java.time.Duration;
import java.util.List;

/// What can go wrong with requests to Microsoft Graph. A fault hits the next request unless told
/// otherwise: `MicrosoftFaults.TOO_MANY_REQUESTS.times(5).on("/calendarView").after(2)`.
public final class MicrosoftFaults {
    /// Throttled (429): wait as long as `Retry-After` says, which is ten seconds.
    public static final Fault TOO_MANY_REQUESTS = new Fault(
            "too_many_requests",
            "Throttled: 429 with Retry-After: 10",
            new Effect.Answer(request -> GraphErrors.throttled(
                    request, 429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.")));

    /// Not available (503): wait as long as `Retry-After` says, which is ten seconds.
    public static final Fault SERVICE_UNAVAILABLE = new Fault(
            "service_unavailable",
            "Not available: 503 with Retry-After: 10",
            new Effect.Answer(request ->
                    GraphErrors.throttled(request, 503, "serviceNotAvailable", "The service is unavailable.")));

    /// An error inside Exchange (500): try again.
    public static final Fault SERVER_ERROR = error(
            "server_error",
            "An error inside Exchange: 500; try again",
            500,
            "ErrorInternalServerError",
            "An internal server error occurred. The operation failed.");

    /// A gateway gave up (504): try again.
    public static final Fault GATEWAY_TIMEOUT =
            error("gateway_timeout", "A gateway gave up: 504; try again", 504, "UnknownError", "");

    /// The connection to the mailbox was lost behind Graph (502): try again.
    public static final Fault CONNECTION_WAS_CLOSED = error(
            "connection_was_closed",
            "Graph lost its own connection to the mailbox: 502; try again",
            502,
            "ErrorConnectionClosed",
            "The underlying connection was closed: A connection that was expected to be kept alive was closed "
                    + "by the server.");

    /// The access token is not accepted (401): refresh it once.
    public static final Fault INVALID_TOKEN = new Fault(
            "invalid_token",
            "The access token is not accepted: 401; refresh it once",
            new Effect.Answer(
                    request -> GraphErrors.unauthorized(request, "Lifetime validation failed, the token is expired.")));

    /// Access is denied (403): nothing helps but the user or an administrator.
    public static final Fault ACCESS_DENIED = new Fault(
            "access_denied",
            "Access is denied: 403; only the user or an administrator can help",
            new Effect.Answer(GraphErrors::accessDenied));

    /// The account has no mailbox in the cloud (404): nothing helps but an administrator.
    public static final Fault MAILBOX_NOT_ENABLED = error(
            "mailbox_not_enabled",
            "The account has no mailbox that Graph can read: 404; only an administrator can help",
            404,
            "MailboxNotEnabledForRESTAPI",
            "The mailbox is either inactive, soft-deleted, or is hosted on-premise.");

    /// Not found (404), although it is there.
    public static final Fault ITEM_NOT_FOUND = new Fault(
            "item_not_found", "Not found, although it is there: 404", new Effect.Answer(GraphErrors::notFound));

    /// What was known about a round of changes is lost (410): begin anew.
    public static final Fault SYNC_STATE_NOT_FOUND = new Fault(
            "sync_state_not_found",
            "What was known about a round of changes is lost: 410; begin anew",
            new Effect.Answer(
                    request -> GraphErrors.syncStateNotFound(request, 410, request.path() + "?$deltatoken=")));

    /// The token endpoint refuses the refresh token (400, `invalid_grant`).
    public static final Fault INVALID_GRANT = new Fault(
                    "invalid_grant",
                    "The token endpoint refuses: 400 invalid_grant; the user has to connect anew",
                    new Effect.Answer(_ -> MicrosoftOAuth.error(
                            "invalid_grant", 700082, "The refresh token has expired due to inactivity.")))
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
            TOO_MANY_REQUESTS,
            SERVICE_UNAVAILABLE,
            SERVER_ERROR,
            GATEWAY_TIMEOUT,
            CONNECTION_WAS_CLOSED,
            INVALID_TOKEN,
            ACCESS_DENIED,
            MAILBOX_NOT_ENABLED,
            ITEM_NOT_FOUND,
            SYNC_STATE_NOT_FOUND,
            INVALID_GRANT,
            EMPTY_LIST,
            SLOW,
            BROKEN_OFF,
            UNANSWERED);

    private MicrosoftFaults() {}

    private static Fault error(String word, String meaning, int status, String code, String message) {
        return new Fault(word, meaning, new Effect.Answer(request -> GraphErrors.of(request, status, code, message)));
    }
}
