package ajar.calendar.microsoft;

import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.calendar.oauth.ApiAnswer;
import ajar.calendar.oauth.Refusals;
import java.util.Locale;

/// What the errors of Microsoft Graph mean (Microsoft Graph docs: Error responses).
final class GraphRefusals implements Refusals {
    private static final String MICROSOFT = "Microsoft";

    @Override
    public ConnectorException explain(ApiAnswer answer) {
        var error = answer.body().path("error");
        String code = error.path("code").asString("");
        String said = Refusals.quoted(error.path("message").asString(""), code);
        String word = code.toLowerCase(Locale.ROOT);
        if (word.contains("throttled") || word.equals("toomanyrequests")) {
            return Refusals.throttled(MICROSOFT, answer.retryAfter());
        }
        if (word.startsWith("mailbox") || word.contains("mailboxnotfound") || word.contains("nonexistentmailbox")) {
            return new ConnectorException(
                    Reason.FORBIDDEN,
                    "This account has no mailbox in Exchange Online, and so no calendar: " + said,
                    "Connect an account with a license for Exchange Online.");
        }
        if (code.equals("ExtensionError")) {
            return new ConnectorException(
                    Reason.FORBIDDEN, "Microsoft does not send notifications for this account: " + said, "");
        }
        return switch (answer.status()) {
            case 401 -> Refusals.reauthorize(MICROSOFT, said);
            case 403 -> forbidden(code, said);
            case 404 ->
                new ConnectorException(
                        Reason.CALENDAR_GONE,
                        "The calendar does not exist any more at Microsoft, or this account may not see it.",
                        "Choose another calendar, or have it shared with this account again.");
            case 410 -> new ConnectorException(Reason.UNAVAILABLE, "Microsoft asks to begin anew again and again.", "");
            default ->
                new ConnectorException(
                        Reason.FORBIDDEN, "Microsoft refused a request (" + answer.status() + "): " + said, "");
        };
    }

    private static ConnectorException forbidden(String code, String said) {
        return code.equals("ErrorAccessDenied")
                ? new ConnectorException(
                        Reason.CALENDAR_GONE,
                        "This account may no longer read the calendar: " + said,
                        "Have it shared with this account again, with all details.")
                : new ConnectorException(
                        Reason.FORBIDDEN,
                        "Microsoft refused: " + said,
                        "Ask the administrator of the organization at Microsoft to allow Ajar.");
    }
}
