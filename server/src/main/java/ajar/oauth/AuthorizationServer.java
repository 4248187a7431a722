package ajar.oauth;

import ajar.engine.Engine;
import ajar.engine.http.Endpoint;
import ajar.login.FormGuard;
import ajar.login.Session;
import ajar.login.Sessions;
import ajar.organization.Credentials;
import ajar.organization.Members;
import ajar.organization.Secrets;
import ajar.web.Frame;
import ajar.web.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The authorization server as a whole: the protocol's endpoints and the pages that belong to it.
public final class AuthorizationServer {
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final List<Function<Session, Html>> sections;

    /// @param issuer how people and applications reach the server, without a slash at the end
    public AuthorizationServer(
            Engine engine,
            Secrets secrets,
            Credentials credentials,
            Members members,
            Sessions sessions,
            FormGuard guard,
            Frame frame,
            String issuer) {
        var database = engine.database();
        var clock = engine.clock();
        var clients = new Clients(database, clock, engine.ids());
        var grants = new Grants(database, clock, engine.ids(), secrets);
        var apps = new AppsPage(
                engine, new OAuthAppEndpoints(engine, secrets, credentials), members, sessions, guard, frame);
        var connected = new ConnectedApps(database, sessions, credentials, guard, frame);
        endpoints.add(new Metadata(issuer).endpoint());
        endpoints.addAll(
                new AuthorizationEndpoint(clients, grants, members, sessions, guard, frame, issuer).endpoints());
        endpoints.addAll(new TokenEndpoints(clients, grants, credentials).endpoints());
        endpoints.add(new Registration(clients, secrets, clock).endpoint());
        endpoints.addAll(apps.endpoints());
        endpoints.add(connected.endpoint());
        sections = List.of(apps::section, connected::section);
    }

    /// The endpoints. They are protocol and pages, no part of the API.
    public List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
    }

    /// What the account's page says of applications.
    public List<Function<Session, Html>> sections() {
        return sections;
    }
}
