package ajar;

import ajar.engine.Engine;
import ajar.engine.http.Authenticator;
import ajar.engine.http.Endpoint;
import ajar.engine.id.Ids;
import ajar.oauth.AccessTokens;
import ajar.organization.ApiKeyEndpoints;
import ajar.organization.ApiKeys;
import ajar.organization.Credentials;
import ajar.organization.Secrets;
import java.util.ArrayList;
import java.util.List;

/// The parts that let programs in, put together.
final class Access {
    private final Engine engine;
    private final Secrets secrets;
    private final ApiKeys keys;
    private final Credentials credentials;

    /// @param strong makes secrets, from a cryptographically strong source
    Access(Engine engine, Ids strong) {
        var database = engine.database();
        this.engine = engine;
        secrets = new Secrets(strong);
        keys = new ApiKeys(database, secrets);
        credentials = new Credentials(keys, new AccessTokens(database), engine.clock());
    }

    /// Finds out who is calling.
    Authenticator authenticator() {
        return credentials;
    }

    /// How keys are kept through the API. To list them takes no database.
    List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        endpoints.addAll(new ApiKeyEndpoints(engine, keys, credentials).endpoints());
        return endpoints;
    }
}
