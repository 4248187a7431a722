package ajar.sync;

import ajar.engine.Engine;
import ajar.engine.event.EventObserver;
import ajar.engine.http.Endpoint;
import ajar.engine.outgoing.OutgoingHttp;
import java.util.ArrayList;
import java.util.List;

/// Calendars as a whole: the accounts, who reads them, and the meetings that come of it.
public final class Calendars implements AutoCloseable {
    /// Has events matched anew when a contact changes.
    public static final EventObserver OBSERVER = new MatchQueue();

    private final SyncWorker worker;
    private final MatchRun matches;
    private final ConnectedAccounts accounts;
    private final CalendarConsents consents;
    private final List<Endpoint> endpoints = new ArrayList<>();

    /// @param http the way to providers and feeds
    /// @param baseUrl how providers reach this server
    public Calendars(Engine engine, OutgoingHttp http, CalendarSettings settings, String baseUrl) {
        var store = new AccountStore(engine.database(), engine.clock());
        var secrets = new Secrets(settings.secrets(), store);
        var connectors = new Connectors(http, engine.clock(), settings, secrets);
        matches = new MatchRun(engine, settings);
        // Providers post to secured addresses only; simulators beside this server to any.
        boolean isReachable = baseUrl.startsWith("https://") || http.allowsPrivateNetwork();
        var pushes = new Pushes(engine.database(), engine.clock(), settings.secrets(), baseUrl, isReachable);
        var reading = new AccountReading(engine, store, connectors, settings, matches, pushes);
        worker = new SyncWorker(store, reading, matches);
        accounts = new ConnectedAccounts(engine, store, connectors, secrets, pushes, reading);
        consents = new CalendarConsents(engine, http, connectors, baseUrl);
        endpoints.addAll(new AccountEndpoints(engine, accounts).endpoints());
        endpoints.addAll(new NotificationEndpoints(engine.database(), store, pushes).endpoints());
        endpoints.addAll(new SyncEndpoints(accounts, reading).endpoints());
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
    }

    /// What callers do with accounts.
    public ConnectedAccounts accounts() {
        return accounts;
    }

    /// How people allow Ajar to read their accounts at Google and Microsoft.
    public CalendarConsents consents() {
        return consents;
    }

    /// Starts to read what is due.
    public void start() {
        worker.start();
    }

    /// Matches whatever waits for it, for tests that do not wait.
    public void matchNow() {
        matches.ofAnybody();
    }

    @Override
    public void close() {
        worker.close();
    }
}
