package ajar.simulate.calendar;

import ajar.simulate.http.Fault;
import ajar.simulate.http.FaultPlan;
import ajar.simulate.http.Json;
import ajar.simulate.http.LoopbackServer;
import ajar.simulate.http.LoopbackServer.Delivery;
import ajar.simulate.http.LoopbackServer.Manner;
import ajar.simulate.http.Notifier;
import ajar.simulate.http.Received;
import ajar.simulate.http.Reply;
import ajar.simulate.oauth.Consent;
import ajar.simulate.oauth.Grants;
import ajar.simulate.oauth.OAuthDialect;
import ajar.simulate.oauth.OAuthServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A calendar provider on 127.0.0.1: its API with the providers' own JSON, its authorization server, and
/// means to arrange what it holds and how it misbehaves, in Java and over HTTP.
///
/// All methods can be called from any thread while the simulator serves.
public abstract class CalendarSimulator implements AutoCloseable {
    /// A client id for tokens that are handed out without the consent page.
    private static final String OWN_CLIENT = "simulator";

    private final OffsetClock clock;
    private final CalendarStore store;
    private final Grants grants;
    private final OAuthServer oauth;
    private final Switches switches;
    private final Notifier notifier;
    private final Set<String> scopes;
    private final FaultPlan faults = new FaultPlan();
    private final List<Fault> knownFaults;
    private final List<Received> requests = new CopyOnWriteArrayList<>();
    private final List<Received> refusedWrites = new CopyOnWriteArrayList<>();
    private @Nullable LoopbackServer server;

    /// @param source where the time comes from; the simulator's clock can be moved ahead of it
    /// @param scopes those of tokens that are handed out without the consent page
    protected CalendarSimulator(
            InstantSource source,
            EventModel model,
            OAuthDialect dialect,
            Set<String> scopes,
            List<Switch<?>> switches,
            List<Fault> faults) {
        clock = new OffsetClock(source);
        grants = new Grants(clock);
        notifier = new Notifier(clock);
        this.scopes = scopes;
        this.switches = new Switches(switches);
        knownFaults = faults;
        var relay = new Relay();
        store = new CalendarStore(model, clock, relay);
        relay.target = this;
        oauth = new OAuthServer(
                dialect, grants, () -> store.users().stream().map(User::email).toList());
    }

    /// Passes changes of the store on to the simulator, which does not exist yet when the store is made.
    private static final class Relay implements CalendarStore.Listener {
        private @Nullable CalendarSimulator target;

        @Override
        public void eventChanged(Calendar calendar, Item item, CalendarStore.Kind kind) {
            if (target != null) {
                target.eventChanged(calendar, item, kind);
            }
        }

        @Override
        public void calendarsChanged(User user) {
            if (target != null) {
                target.calendarsChanged(user);
            }
        }
    }

    /// What the provider is called on the command line.
    public abstract String name();

    /// Answers a request to the provider.
    protected abstract Reply answer(Received request);

    /// An event was changed; the monitor of the store is held.
    protected abstract void eventChanged(Calendar calendar, Item item, CalendarStore.Kind kind);

    /// A list of calendars was changed; the monitor of the store is held.
    protected abstract void calendarsChanged(User user);

    /// Makes all push channels or subscriptions expire now.
    public abstract void expireChannels();

    /// Does what only this provider knows, by a word of the control interface. Throws
    /// [IllegalArgumentException] when there is no such thing.
    protected ObjectNode act(String action, ObjectNode body) {
        throw new IllegalArgumentException("There is no " + action + " of " + body + " here");
    }

    /// Starts to serve.
    protected final void listen(int port) {
        server = new LoopbackServer(port, clock, this::exchange);
    }

    private Delivery exchange(Received request) {
        if (request.path().equals("/simulator") || request.path().startsWith("/simulator/")) {
            return new Delivery(new ControlApi(this).answer(request), Manner.WHOLE, Duration.ZERO);
        }
        requests.add(request);
        Fault fault = faults.next(request);
        return switch (fault == null ? null : fault.effect()) {
            case null -> new Delivery(safely(request), Manner.WHOLE, Duration.ZERO);
            case Fault.Effect.Answer(var made) -> new Delivery(made.apply(request), Manner.WHOLE, Duration.ZERO);
            case Fault.Effect.Late(Duration by) -> new Delivery(safely(request), Manner.WHOLE, by);
            case Fault.Effect.CutOff() -> new Delivery(safely(request), Manner.CUT_OFF, Duration.ZERO);
            case Fault.Effect.Unanswered() -> new Delivery(safely(request), Manner.UNANSWERED, Duration.ZERO);
            case Fault.Effect.EmptyList() -> new Delivery(emptied(safely(request)), Manner.WHOLE, Duration.ZERO);
        };
    }

    /// A mistake of the simulator, or an event that was changed into something unreadable, is told and not
    /// mistaken for a broken connection.
    private Reply safely(Received request) {
        try {
            return answer(request);
        } catch (RuntimeException mistake) {
            return Reply.json(500, Json.object().put("error", "The simulator has failed: " + mistake));
        }
    }

    private static Reply emptied(Reply whole) {
        if (!whole.body().startsWith("{")) {
            return whole;
        }
        ObjectNode body = Json.parse(whole.body());
        for (String list : List.of("items", "value")) {
            if (body.get(list) instanceof ArrayNode) {
                body.putArray(list);
            }
        }
        return Reply.json(whole.status(), body);
    }

    /// The base URL, without a slash at the end.
    public final String url() {
        if (server == null) {
            throw new IllegalStateException("The simulator does not listen");
        }
        return server.url();
    }

    /// Makes a user, with a primary calendar.
    public final void addUser(String email, String name, ZoneId zone) {
        store.addUser(email, name, zone);
    }

    /// A calendar of a user, by id or `primary`.
    public final SimulatedCalendar calendar(String email, String id) {
        return new SimulatedCalendar(store, email, id);
    }

    /// Makes a calendar in a user's list.
    ///
    /// @param json in the provider's form
    public final SimulatedCalendar addCalendar(String email, String json) {
        return addCalendar(email, Json.parse(json));
    }

    /// Makes a calendar; see [#addCalendar(String, String)].
    public final SimulatedCalendar addCalendar(String email, ObjectNode json) {
        return calendar(email, store.addCalendar(email, json).id());
    }

    /// A refresh token of a user, as if the user had consented.
    public final String refreshToken(String email) {
        return grants.issueRefresh(new Grants.Grant(store.user(email).email(), OWN_CLIENT, scopes));
    }

    /// An access token of a user, as if the user had consented.
    public final String accessToken(String email) {
        var grant = new Grants.Grant(store.user(email).email(), OWN_CLIENT, scopes);
        return grants.issueAccess(grant, "", Duration.ofSeconds(OAuthServer.ACCESS_TOKEN_LIFE));
    }

    /// Takes back everything a user has allowed: refresh tokens get `invalid_grant`.
    public final void revoke(String email) {
        grants.revoke(store.user(email).email());
    }

    /// Makes all access tokens expire now. Refresh tokens stay good.
    public final void expireAccessTokens() {
        grants.expireAccess();
    }

    /// Makes all sync tokens of all calendars invalid, now.
    public final void expireSyncTokens() {
        store.users().forEach(user -> user.calendars().forEach(store::expireTokens));
    }

    /// Sets what the person in front of the consent page does from now on.
    public final void consent(Consent behaviour) {
        oauth.consent(behaviour);
    }

    /// Registers an OAuth client; from then on only registered ones are served.
    public final void registerClient(String id, String secret, Set<String> redirects) {
        oauth.register(id, secret, redirects);
    }

    /// Plans a fault for requests to come.
    public final void fail(Fault fault) {
        faults.add(fault);
    }

    /// The faults that are planned and not used up.
    public final FaultPlan faults() {
        return faults;
    }

    /// The faults this provider knows.
    public final List<Fault> knownFaults() {
        return knownFaults;
    }

    /// Sets a switch.
    public final <T> void set(Switch<T> which, T value) {
        switches.set(which, value);
    }

    /// The switches.
    public final Switches switches() {
        return switches;
    }

    /// Moves the simulator's clock.
    public final void advance(Duration step) {
        clock.advance(step);
    }

    /// The requests of clients so far, without those to the control interface.
    public final List<Received> requests() {
        return List.copyOf(requests);
    }

    /// Attempts of clients to write to calendars, which are always refused.
    public final List<Received> refusedWrites() {
        return List.copyOf(refusedWrites);
    }

    /// Forgets requests, refused writes and notifications.
    public final void forget() {
        requests.clear();
        refusedWrites.clear();
        notifier.clear();
    }

    /// The notifications that were sent. Waits for those that are on their way.
    public final List<Notifier.Sent> notifications() {
        notifier.await();
        return notifier.sent();
    }

    /// The users, calendars and events.
    public final CalendarStore store() {
        return store;
    }

    /// The simulator's clock.
    protected final InstantSource clock() {
        return clock;
    }

    /// The current moment of the simulator.
    protected final Instant now() {
        return clock.instant();
    }

    /// The tokens that are out.
    protected final Grants grants() {
        return grants;
    }

    /// The authorization server.
    protected final OAuthServer oauth() {
        return oauth;
    }

    /// Sends notifications.
    protected final Notifier notifier() {
        return notifier;
    }

    /// Records an attempt to write.
    protected final void writeRefused(Received request) {
        refusedWrites.add(request);
    }

    @Override
    public void close() {
        notifier.close();
        if (server != null) {
            server.close();
        }
    }
}
