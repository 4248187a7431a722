package ajar.login;

import ajar.engine.http.Endpoint;
import ajar.engine.http.Request;
import ajar.engine.http.Response;
import ajar.organization.Members;
import ajar.organization.Secrets;
import ajar.web.Frame;
import ajar.web.Html;
import ajar.web.Template;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signing in with somebody else's identity provider. Whom the provider vouches for by a verified
/// address is let in as the user of that address; nobody becomes a user this way.
///
/// State, nonce and PKCE verifier all follow from one secret in a cookie, so nothing has to be kept here
/// while people are away, and only the browser that went can come back.
public final class ProviderPages {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderPages.class);
    private static final String PATH = "/login/provider/";
    private static final String CALLBACK = PATH + "callback/";
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Template LINK = new Template("""
        <p class="or"><a class="button" href="${address}">Sign in with ${name}</a></p>
        """);

    private final IdentityProvider provider;
    private final Members members;
    private final Sessions sessions;
    private final Secrets secrets;
    private final Frame frame;
    private final Cookie cookie;

    /// @param baseUrl how people reach the server
    public ProviderPages(
            IdentityProvider.Settings settings,
            Members members,
            Sessions sessions,
            Secrets secrets,
            Frame frame,
            String baseUrl) {
        this.provider = new IdentityProvider(settings, URI.create(baseUrl + CALLBACK));
        this.members = members;
        this.sessions = sessions;
        this.secrets = secrets;
        this.frame = frame;
        this.cookie = Cookie.named("ajar_provider", baseUrl);
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("GET", PATH, "pages", "Sign in with the identity provider", this::leave)
                        .openToAll(),
                Endpoint.of("GET", CALLBACK, "pages", "Come back from the identity provider", this::comeBack)
                        .openToAll());
    }

    /// The link on the page to sign in.
    Html link(String next) {
        String address = frame.address(PATH) + "?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        return LINK.fill(Map.of("address", Html.text(address), "name", Html.text(provider.name())));
    }

    private Response leave(Request request) {
        String next =
                LoginPages.own(Optional.ofNullable(request.parameter("next")).orElse(""));
        String secret = secrets.next();
        String kept = secret + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(next.getBytes(StandardCharsets.UTF_8));
        try {
            var address =
                    provider.signIn(Proof.of(secret, "state"), Proof.of(secret, "nonce"), Proof.of(secret, "verifier"));
            return Frame.away(address.toString()).with("set-cookie", cookie.set(kept, PATIENCE));
        } catch (SignInException failed) {
            LOG.warn("Nobody can sign in with {}: {}", provider.name(), failed.getMessage());
            return problem(502, provider.name() + " cannot be reached at the moment.");
        }
    }

    private Response comeBack(Request request) {
        String[] kept = cookie.of(request).orElse("").split("\\.", 2);
        String state = request.parameters().getOrDefault("state", "");
        if (kept.length < 2 || !Secrets.same(state, Proof.of(kept[0], "state"))) {
            LOG.warn("Somebody came back from {} who did not leave from here", provider.name());
            return problem(400, "Signing in took too long, or was begun in another browser.");
        }
        String code = request.parameters().getOrDefault("code", "");
        if (code.isEmpty()) {
            return problem(403, provider.name() + " did not sign you in.");
        }
        try {
            String email = provider.email(code, Proof.of(kept[0], "nonce"), Proof.of(kept[0], "verifier"));
            var person = members.byEmail(email);
            if (person.isEmpty()) {
                return problem(403, "There is no user with the address " + email + " here.");
            }
            LOG.info("{} signed in with {}", person.get().id(), provider.name());
            return frame.redirect(next(kept[1]))
                    .with("set-cookie", sessions.start(request, person.get().id()));
        } catch (SignInException failed) {
            LOG.warn("Somebody was not signed in with {}: {}", provider.name(), failed.getMessage());
            return problem(403, provider.name() + " does not vouch for you as it should.");
        }
    }

    private static String next(String encoded) {
        try {
            return LoginPages.own(new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            return AccountPage.PATH;
        }
    }

    private Response problem(int status, String text) {
        var back = new Template("<p><a href=\"${address}\">Back to the sign-in page</a></p>")
                .fill(Map.of("address", Html.text(frame.address("/login"))));
        return frame.page(status, "Not signed in", Html.join(List.of(LoginPages.message(text), back)));
    }
}
