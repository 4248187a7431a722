package ajar.sync.page;

import ajar.engine.Engine;
import ajar.engine.http.Endpoint;
import ajar.login.FormGuard;
import ajar.login.Session;
import ajar.login.Sessions;
import ajar.organization.Members;
import ajar.sync.Calendars;
import ajar.web.Frame;
import ajar.web.Html;
import ajar.web.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The pages of connected calendars as a whole.
public final class CalendarPages {
    private static final Template LINK =
            new Template("<ul class=\"links\"><li><a href=\"${address}\">Your calendars</a></li></ul>\n");

    private final Frame frame;
    private final List<Endpoint> endpoints = new ArrayList<>();

    /// @param baseUrl how people reach the server, without a slash at the end
    public CalendarPages(
            Engine engine,
            Calendars calendars,
            Members members,
            Sessions sessions,
            FormGuard guard,
            Frame frame,
            String baseUrl) {
        this.frame = frame;
        var view = new CalendarsView(engine, calendars.consents(), frame);
        var visits = new Visits(members, sessions, guard, frame, view);
        endpoints.addAll(new CalendarsPage(calendars.accounts(), visits, view).endpoints());
        endpoints.addAll(
                new ConsentPages(calendars.consents(), calendars.accounts(), visits, view, baseUrl).endpoints());
    }

    /// The endpoints. They are pages, no part of the API.
    public List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
    }

    /// What the account's page says of calendars.
    public Html section(Session session) {
        return LINK.fill(Map.of("address", Html.text(frame.address(CalendarsPage.PATH))));
    }
}
