package ajar.sync;

import ajar.calendar.Notification;
import ajar.calendar.google.GoogleNotifications;
import ajar.calendar.microsoft.MicrosoftNotifications;
import ajar.engine.http.Endpoint;
import ajar.engine.http.Handler;
import ajar.engine.http.Request;
import ajar.engine.http.Response;
import ajar.engine.problem.ApiException;
import ajar.engine.sql.Database;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Where providers post that a calendar has changed. Whoever cannot show the subscription's secret is
/// answered like everybody else, and nothing happens.
final class NotificationEndpoints {
    private final Database database;
    private final AccountStore accounts;
    private final Pushes pushes;

    NotificationEndpoints(Database database, AccountStore accounts, Pushes pushes) {
        this.database = database;
        this.accounts = accounts;
        this.pushes = pushes;
    }

    List<Endpoint> endpoints() {
        return List.of(
                endpoint("google", "Where Google tells that a calendar has changed", this::google),
                endpoint("microsoft", "Where Microsoft tells that a calendar has changed", this::microsoft));
    }

    private static Endpoint endpoint(String provider, String summary, Handler handler) {
        return Endpoint.of("POST", "/ajar/calendar/" + provider, ConnectedAccount.RESOURCE.name(), summary, handler)
                .openToAll()
                .extension();
    }

    /// Microsoft first asks whether it has come to the right place, and then tells of many changes at once.
    private Response microsoft(Request request) {
        String token = request.parameter("validationToken");
        if (token != null) {
            String answer = MicrosoftNotifications.handshake(token);
            if (answer == null) {
                throw ApiException.badRequest("This is not a validationToken of Microsoft's.");
            }
            return Response.of(200, "text/plain", answer.getBytes(StandardCharsets.UTF_8));
        }
        MicrosoftNotifications.read(request.body()).forEach(this::take);
        return Response.of(202, "", new byte[0]);
    }

    private Response google(Request request) {
        var notification = GoogleNotifications.read(request::header);
        if (notification != null) {
            take(notification);
        }
        return Response.noContent();
    }

    private void take(Notification notification) {
        pushes.find(notification.subscription())
                .filter(known -> notification.isBelievable(known.secret()))
                .ifPresent(known -> act(notification.action(), known));
    }

    private void act(Notification.Action action, Pushes.Known known) {
        switch (action) {
            case NONE -> {
                return;
            }
            case SYNC -> {
                // Reading is all there is to do.
            }
            case SYNC_ALL ->
                database.write(connection -> {
                    accounts.forgetCursors(connection, known.organizationId(), known.accountId());
                    return true;
                });
            case RENEW -> pushes.expire(known);
            case RESUBSCRIBE -> pushes.forget(known);
        }
        accounts.wake(known.organizationId(), known.accountId());
    }
}
