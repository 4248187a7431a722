package ajar.sync.page;

import ajar.engine.http.Request;
import ajar.engine.http.Response;
import ajar.login.FormGuard;
import ajar.login.LoginPages;
import ajar.login.Session;
import ajar.login.Sessions;
import ajar.organization.Members;
import ajar.web.Frame;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Who comes to the pages of calendars: people who are signed in, in an organization of theirs, with
/// forms of ours. Everybody else is sent to where they can become one of them.
final class Visits {
    private final Members members;
    private final Sessions sessions;
    private final FormGuard guard;
    private final Frame frame;
    private final CalendarsView view;

    Visits(Members members, Sessions sessions, FormGuard guard, Frame frame, CalendarsView view) {
        this.members = members;
        this.sessions = sessions;
        this.guard = guard;
        this.frame = frame;
        this.view = view;
    }

    /// The session a request belongs to; empty when nobody is signed in.
    Optional<Session> session(Request request) {
        return sessions.of(request);
    }

    /// A person in an organization; empty when they do not belong to it.
    Optional<Visit> in(Session session, String organizationId) {
        var all = members.of(session.person().id());
        return all.stream()
                .filter(it -> it.organizationId().equals(organizationId))
                .findFirst()
                .map(member -> new Visit(session, member, all));
    }

    /// Answers who wants to see a page, in the organization they ask for or else their first.
    Response looking(Request request, @Nullable String organizationId, Function<Visit, Response> answer) {
        var session = sessions.of(request);
        if (session.isEmpty()) {
            return frame.redirect(LoginPages.path(CalendarsPage.PATH));
        }
        var all = members.of(session.get().person().id());
        if (all.isEmpty()) {
            return frame.page(
                    403, CalendarsView.TITLE, CalendarsView.bad("You belong to no organization on this server."));
        }
        var here = all.stream()
                .filter(it -> it.organizationId().equals(organizationId))
                .findFirst()
                .orElse(all.getFirst());
        return answer.apply(new Visit(session.get(), here, all));
    }

    /// Answers who sends a form, which must be one of ours, for the organization that it names.
    Response sending(Request request, BiFunction<Visit, Map<String, String>, Response> answer) {
        var form = request.form();
        String organization = form.getOrDefault("organization", "");
        return looking(
                request,
                organization,
                visit -> visit.member().organizationId().equals(organization)
                                && guard.isOurs(request, form, visit.session())
                        ? answer.apply(visit, form)
                        : view.page(
                                400,
                                visit,
                                CalendarsView.bad("This form was open for too long. Please try again."),
                                Typed.NOTHING));
    }
}
