package ajar.login;

import ajar.engine.http.Endpoint;
import ajar.engine.http.Request;
import ajar.engine.http.Response;
import ajar.login.PasswordAttempts.Outcome;
import ajar.organization.Person;
import ajar.web.Frame;
import ajar.web.Html;
import ajar.web.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The page of whoever is signed in: who they are, what they are connected with, their password.
public final class AccountPage {
    /// Where it is.
    public static final String PATH = "/account/";

    private static final Logger LOG = LoggerFactory.getLogger(AccountPage.class);
    private static final Template PAGE = Template.named("account.html");

    private final Passwords passwords;
    private final PasswordAttempts attempts;
    private final Sessions sessions;
    private final FormGuard guard;
    private final Frame frame;
    private final List<Function<Session, Html>> sections;

    /// @param sections what other subjects have to say about somebody who is signed in
    public AccountPage(
            Passwords passwords,
            PasswordAttempts attempts,
            Sessions sessions,
            FormGuard guard,
            Frame frame,
            List<Function<Session, Html>> sections) {
        this.passwords = passwords;
        this.attempts = attempts;
        this.sessions = sessions;
        this.guard = guard;
        this.frame = frame;
        this.sections = List.copyOf(sections);
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("GET", PATH, "pages", "The page of one's account", this::show)
                        .openToAll(),
                Endpoint.of("POST", PATH, "pages", "Change one's password", this::change)
                        .openToAll());
    }

    private Response show(Request request) {
        return sessions.of(request)
                .map(session -> page(200, session, Html.NOTHING))
                .orElseGet(() -> frame.redirect(LoginPages.path(PATH)));
    }

    private Response page(int status, Session session, Html message) {
        var content = PAGE.fill(Map.of(
                "message", message,
                "name", Html.text(session.person().name()),
                "email", Html.text(session.person().email()),
                "logout", Html.text(frame.address("/logout")),
                "action", Html.text(frame.address(PATH)),
                "proof", Html.text(session.proof()),
                "more",
                        Html.join(sections.stream()
                                .map(section -> section.apply(session))
                                .toList())));
        return frame.page(status, "Your account", content);
    }

    private Response change(Request request) {
        var form = request.form();
        var found = sessions.of(request);
        if (found.isEmpty()) {
            return frame.redirect(LoginPages.path(PATH));
        }
        var session = found.get();
        if (!guard.isOurs(request, form, session)) {
            return page(400, session, LoginPages.message("This form was open for too long. Please try again."));
        }
        var person = session.person();
        String password = form.getOrDefault("new", "");
        var objection = Passwords.objection(password, person.email())
                .or(() -> wrongOld(request, person, form.getOrDefault("current", "")));
        if (objection.isPresent()) {
            return page(400, session, LoginPages.message(objection.get()));
        }
        passwords.set(person.id(), password);
        LOG.info("{} changed the password", person.id());
        return frame.redirect(PATH).with("set-cookie", sessions.start(request, person.id()));
    }

    /// What speaks against the password that is to be the old one. Somebody who signs in elsewhere may
    /// have none yet.
    private Optional<String> wrongOld(Request request, Person person, String old) {
        if (!passwords.has(person.id())) {
            return Optional.empty();
        }
        return switch (attempts.make(request, person.email(), old)) {
            case Outcome.Right _ -> Optional.empty();
            case Outcome.Wrong _ -> Optional.of("The current password is wrong.");
            case Outcome.Wait wait -> Optional.of(wait.message());
        };
    }
}
