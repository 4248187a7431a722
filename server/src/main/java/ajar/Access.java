package ajar;

import ajar.engine.Engine;
import ajar.engine.http.Authenticator;
import ajar.engine.http.Endpoint;
import ajar.engine.id.Ids;
import ajar.login.AccountPage;
import ajar.login.FormGuard;
import ajar.login.IdentityProvider;
import ajar.login.LoginPages;
import ajar.login.PasswordAttempts;
import ajar.login.PasswordEndpoint;
import ajar.login.Passwords;
import ajar.login.ProviderPages;
import ajar.login.Session;
import ajar.login.Sessions;
import ajar.oauth.AccessTokens;
import ajar.oauth.AuthorizationServer;
import ajar.oauth.OAuthAppEndpoints;
import ajar.organization.ApiKeyEndpoints;
import ajar.organization.ApiKeys;
import ajar.organization.Credentials;
import ajar.organization.Members;
import ajar.organization.Secrets;
import ajar.sync.Calendars;
import ajar.sync.page.CalendarPages;
import ajar.web.Frame;
import ajar.web.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The parts that let people and programs in, put together: API keys, OAuth applications, passwords and
/// sessions.
final class Access {
    private final Engine engine;
    private final String baseUrl;
    private final IdentityProvider.@Nullable Settings provider;
    private final Secrets secrets;
    private final ApiKeys keys;
    private final Credentials credentials;
    private final Members members;
    private final Passwords passwords;

    /// @param strong makes secrets, from a cryptographically strong source
    /// @param baseUrl how people reach the server, without a slash at the end
    /// @param provider where people may sign in instead of with a password; null for nowhere
    Access(Engine engine, Ids strong, String baseUrl, IdentityProvider.@Nullable Settings provider) {
        var database = engine.database();
        this.engine = engine;
        this.baseUrl = baseUrl;
        this.provider = provider;
        secrets = new Secrets(strong);
        keys = new ApiKeys(database, secrets);
        credentials = new Credentials(keys, new AccessTokens(database), engine.clock());
        members = new Members(database);
        passwords = new Passwords(database, engine.clock(), secrets);
    }

    /// Finds out who is calling.
    Authenticator authenticator() {
        return credentials;
    }

    /// Forgets who may come in to an organization, because that has changed behind its back.
    void forget(String organizationId) {
        credentials.forget(credential -> credential.caller().organizationId().equals(organizationId));
    }

    /// Who the users are.
    Members members() {
        return members;
    }

    /// People's passwords.
    Passwords passwords() {
        return passwords;
    }

    /// How keys, applications and passwords are kept through the API. To list them takes no database.
    List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        endpoints.addAll(new ApiKeyEndpoints(engine, keys, credentials).endpoints());
        endpoints.addAll(new OAuthAppEndpoints(engine, secrets, credentials).endpoints());
        endpoints.addAll(new PasswordEndpoint(engine, members, passwords).endpoints());
        return endpoints;
    }

    /// The pages that people sign in with and keep their calendars on, and the OAuth protocol. They are no
    /// part of the API.
    List<Endpoint> pages(Calendars calendars) {
        var database = engine.database();
        var clock = engine.clock();
        var frame = new Frame(baseUrl);
        var guard = new FormGuard(baseUrl);
        var sessions = new Sessions(database, clock, secrets, baseUrl);
        var oauth = new AuthorizationServer(engine, secrets, credentials, members, sessions, guard, frame, baseUrl);
        List<Endpoint> endpoints = new ArrayList<>(frame.endpoints());
        var elsewhere =
                provider == null ? null : new ProviderPages(provider, members, sessions, secrets, frame, baseUrl);
        if (elsewhere != null) {
            endpoints.addAll(elsewhere.endpoints());
        }
        var attempts = new PasswordAttempts(database, clock, passwords);
        endpoints.addAll(new LoginPages(attempts, secrets, sessions, frame, elsewhere, baseUrl).endpoints());
        var calendarPages = new CalendarPages(engine, calendars, members, sessions, guard, frame, baseUrl);
        List<Function<Session, Html>> sections = new ArrayList<>(List.of(calendarPages::section));
        sections.addAll(oauth.sections());
        endpoints.addAll(new AccountPage(passwords, attempts, sessions, guard, frame, sections).endpoints());
        endpoints.addAll(calendarPages.endpoints());
        endpoints.addAll(oauth.endpoints());
        return endpoints;
    }
}
