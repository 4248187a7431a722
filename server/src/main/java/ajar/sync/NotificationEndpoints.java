package ajar.sync;

import ajar.calendar.Notification;
import ajar.calendar.google.GoogleNotifications;
import ajar.engine.http.Endpoint;
import ajar.engine.http.Request;
import ajar.engine.http.Response;
import ajar.engine.sql.Database;
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
        return List.of(Endpoint.of(
                        "POST",
                        "/ajar/calendar/google",
                        ConnectedAccount.RESOURCE.name(),
                        "Where Google tells that a calendar has changed",
                        this::google)
                .openToAll()
                .extension());
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
