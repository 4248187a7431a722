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
    private final List<Endpoint> endpoints = new ArrayList<>();

    /// @param http the way to providers and feeds
    /// @param baseUrl how providers reach this server
    public Calendars(Engine engine, OutgoingHttp http, CalendarSettings settings, String baseUrl) {
        var accounts = new AccountStore(engine.database(), engine.clock());
        var secrets = new Secrets(settings.secrets(), accounts);
        var connectors = new Connectors(http, engine.clock(), settings, secrets);
        matches = new MatchRun(engine, settings);
        // Providers post to secured addresses only; simulators beside this server to any.
        boolean isReachable = baseUrl.startsWith("https://") || http.allowsPrivateNetwork();
        var pushes = new Pushes(engine.database(), engine.clock(), settings.secrets(), baseUrl, isReachable);
        var reading = new AccountReading(engine, accounts, connectors, settings, matches, pushes);
        worker = new SyncWorker(accounts, reading, matches);
        var accountEndpoints = new AccountEndpoints(engine, accounts, connectors, secrets, pushes);
        endpoints.addAll(accountEndpoints.endpoints());
        endpoints.addAll(new NotificationEndpoints(engine.database(), accounts, pushes).endpoints());
        endpoints.addAll(new SyncEndpoints(accountEndpoints, accounts, reading).endpoints());
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
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
