package ajar.login;

import ajar.engine.http.Endpoint;
import ajar.engine.http.Request;
import ajar.engine.http.Response;
import ajar.login.PasswordAttempts.Outcome;
import ajar.organization.Secrets;
import ajar.web.Frame;
import ajar.web.Html;
import ajar.web.Template;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The pages `/login` and `/logout`.
public final class LoginPages {
    private static final Logger LOG = LoggerFactory.getLogger(LoginPages.class);
    private static final Template PAGE = Template.named("login.html");
    private static final Html FOCUS = new Html(" autofocus");
    private static final String TITLE = "Sign in";
    private static final String PATH = "/login";
    private static final Duration FORM_LIFE = Duration.ofHours(1);

    /// A path on this server: what starts with two slashes, or a slash and a backslash, leads elsewhere.
    private static final Pattern OWN_PATH = Pattern.compile("/(?![/\\\\])[!-~]{0,8000}");

    private final PasswordAttempts attempts;
    private final Sessions sessions;
    private final FormGuard guard;
    private final Frame frame;
    private final Secrets secrets;
    private final Cookie formCookie;
    private final @Nullable ProviderPages provider;

    /// @param provider where people may sign in instead; null for nowhere
    /// @param baseUrl how people reach the server
    public LoginPages(
            PasswordAttempts attempts,
            Secrets secrets,
            Sessions sessions,
            Frame frame,
            @Nullable ProviderPages provider,
            String baseUrl) {
        this.attempts = attempts;
        this.sessions = sessions;
        this.guard = new FormGuard(baseUrl);
        this.frame = frame;
        this.secrets = secrets;
        this.provider = provider;
        this.formCookie = Cookie.named("ajar_form", baseUrl);
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("GET", PATH, "pages", "The page to sign in", this::show)
                        .openToAll(),
                Endpoint.of("POST", PATH, "pages", "Sign in", this::signIn).openToAll(),
                Endpoint.of("POST", "/logout", "pages", "Sign out", this::signOut)
                        .openToAll());
    }

    /// The path of the page that signs in and then leads on to `next`, a path of ours.
    public static String path(String next) {
        return PATH + "?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
    }

    private Response show(Request request) {
        String next = next(request.parameters());
        return sessions.of(request).isPresent() ? frame.redirect(next) : form(request, 200, next, "", Optional.empty());
    }

    private static String next(Map<String, String> parameters) {
        String next = parameters.getOrDefault("next", "");
        return own(next);
    }

    /// A path of ours that somebody sent, or the account's where it is none.
    static String own(String path) {
        return OWN_PATH.matcher(path).matches() ? path : AccountPage.PATH;
    }

    /// The form's proof belongs to a cookie that only this server can have set: whoever makes a browser
    /// sign in as somebody else knows neither.
    private Response form(Request request, int status, String next, String email, Optional<String> problem) {
        String secret = formCookie.of(request).orElseGet(secrets::next);
        var content = PAGE.fill(Map.of(
                "message", problem.map(LoginPages::message).orElse(Html.NOTHING),
                "action", Html.text(frame.address(PATH)),
                "proof", Html.text(Proof.of(secret, PATH)),
                "next", Html.text(next),
                "email", Html.text(email),
                "emailFocus", email.isEmpty() ? FOCUS : Html.NOTHING,
                "passwordFocus", email.isEmpty() ? Html.NOTHING : FOCUS,
                "provider", provider == null ? Html.NOTHING : provider.link(next)));
        return frame.page(status, TITLE, content).with("set-cookie", formCookie.set(secret, FORM_LIFE));
    }

    /// A box that says what is wrong.
    static Html message(String problem) {
        return new Template("<p class=\"message bad\" role=\"alert\">${text}</p>")
                .fill(Map.of("text", Html.text(problem)));
    }

    private Response signIn(Request request) {
        var form = request.form();
        String next = next(form);
        String email = form.getOrDefault("email", "").strip();
        var secret = formCookie.of(request);
        if (secret.isEmpty() || !guard.isOurs(request, form, Proof.of(secret.get(), PATH))) {
            return form(
                    request,
                    400,
                    next,
                    email,
                    Optional.of("This form was open for too long, or your browser"
                            + " keeps no cookies. Please try again."));
        }
        return switch (attempts.make(request, email, form.getOrDefault("password", ""))) {
            case Outcome.Wait wait ->
                form(request, 429, next, email, Optional.of(wait.message()))
                        .with("retry-after", Long.toString(wait.time().toSeconds() + 1));
            case Outcome.Wrong() ->
                form(request, 403, next, email, Optional.of("The e-mail address or the password is wrong."));
            case Outcome.Right(var person) -> {
                LOG.info("{} signed in from {}", person.id(), RemoteAddress.of(request));
                yield frame.redirect(next).with("set-cookie", sessions.start(request, person.id()));
            }
        };
    }

    private Response signOut(Request request) {
        var form = request.form();
        var session = sessions.of(request);
        if (session.isEmpty()) {
            return frame.redirect(PATH);
        }
        if (!guard.isOurs(request, form, session.get())) {
            return frame.redirect(AccountPage.PATH);
        }
        return frame.redirect(PATH).with("set-cookie", sessions.end(session.get()));
    }
}
