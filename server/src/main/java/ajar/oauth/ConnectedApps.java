package ajar.oauth;

import ajar.engine.http.Endpoint;
import ajar.engine.http.Request;
import ajar.engine.http.Response;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import ajar.login.AccountPage;
import ajar.login.FormGuard;
import ajar.login.LoginPages;
import ajar.login.Session;
import ajar.login.Sessions;
import ajar.organization.Credentials;
import ajar.web.Frame;
import ajar.web.Html;
import ajar.web.Template;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a user allowed to which application, as a part of the account's page, and how to take it back.
final class ConnectedApps {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectedApps.class);
    private static final String PATH = "/account/disconnect/";
    private static final int MOST = 200;

    private static final Template SECTION = new Template("""
        <section>
        <h2>Connected applications</h2>
        ${rows}
        </section>
        """);
    private static final Template ROW = new Template("""
        <form class="row" method="post" action="${action}">
        <p><strong>${app}</strong> in ${organization}</p>
        <input type="hidden" name="proof" value="${proof}">
        <input type="hidden" name="grant" value="${grant}">
        <button class="quiet small" type="submit">Disconnect</button>
        </form>
        """);

    private final Database database;
    private final Sessions sessions;
    private final Credentials credentials;
    private final FormGuard guard;
    private final Frame frame;

    private record Connected(String grantId, String app, String organization) {}

    ConnectedApps(Database database, Sessions sessions, Credentials credentials, FormGuard guard, Frame frame) {
        this.database = database;
        this.sessions = sessions;
        this.credentials = credentials;
        this.guard = guard;
        this.frame = frame;
    }

    Endpoint endpoint() {
        return Endpoint.of("POST", PATH, "pages", "Disconnect an application", this::disconnect)
                .openToAll();
    }

    /// What the page says of it.
    Html section(Session session) {
        var sql = Sql.of(
                "select g.id, c.name, o.name from oauth_grant g join oauth_client c on c.id = g.client_id "
                        + "join organization o on o.id = g.organization_id "
                        + "where g.user_id = ? order by lower(c.name), g.date_created limit ?",
                session.person().id(),
                MOST);
        var connected = database.read(connection -> Database.list(
                connection, sql, row -> new Connected(row.getString(1), row.getString(2), row.getString(3))));
        var rows = connected.stream()
                .map(it -> ROW.fill(Map.of(
                        "action", Html.text(frame.address(PATH)),
                        "app", Html.text(it.app()),
                        "organization", Html.text(it.organization()),
                        "proof", Html.text(session.proof()),
                        "grant", Html.text(it.grantId()))))
                .toList();
        return SECTION.fill(Map.of("rows", rows.isEmpty() ? new Html("<p>None.</p>") : Html.join(rows)));
    }

    private Response disconnect(Request request) {
        var form = request.form();
        var session = sessions.of(request);
        if (session.isEmpty()) {
            return frame.redirect(LoginPages.path(AccountPage.PATH));
        }
        String grant = form.getOrDefault("grant", "");
        if (guard.isOurs(request, form, session.get())) {
            String user = session.get().person().id();
            var sql = Sql.of("delete from oauth_grant where id = ? and user_id = ?", grant, user);
            if (database.write(connection -> Database.execute(connection, sql)) > 0) {
                credentials.forget(credential -> credential.source().equals(grant));
                LOG.info("{} disconnected {}", user, grant);
            }
        }
        return frame.redirect(AccountPage.PATH);
    }
}
