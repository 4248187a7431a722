package ajar.sync;

import ajar.Crm;
import ajar.engine.Engine;
import ajar.engine.Settings;
import ajar.engine.http.Api;
import ajar.engine.http.Endpoint;
import ajar.engine.http.Request;
import ajar.engine.http.ResourceEndpoints;
import ajar.engine.id.Ids;
import ajar.engine.job.AlarmClock;
import ajar.engine.json.Json;
import ajar.engine.outgoing.OutgoingHttp;
import ajar.engine.resource.Caller;
import ajar.engine.resource.Origin;
import ajar.engine.resource.Registry;
import ajar.engine.resource.Stamps;
import ajar.engine.sql.Database;
import ajar.engine.time.AdjustableClock;
import ajar.engine.time.SystemClock;
import ajar.lead.LeadMerge;
import ajar.meeting.Meeting;
import ajar.organization.Accounts;
import ajar.organization.Role;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What reads calendars and makes meetings of them, as a server has it, but on a clock that stands still
/// and with nothing that works by itself. Several of them may share a database, as servers do.
final class CalendarStack implements AutoCloseable {
    private static final Settings SETTINGS = new Settings(Duration.ZERO, 1_000_000);

    private final AdjustableClock clock = new AdjustableClock(new SystemClock());
    private final Database database;
    private final Engine engine;
    private final Accounts people;
    private final AlarmClock alarms;
    private final AccountStore accounts;
    private final AccountReading reading;
    private final MatchRun matches;
    private final OutgoingHttp http = new OutgoingHttp(true);
    private final Calendars calendars;
    private final Api api;
    private final Map<String, ConnectorSource> connectors = new HashMap<>();
    private Caller caller = Caller.system("");

    CalendarStack(Database.Address address) {
        clock.freeze();
        database = new Database(address, 6, "http://127.0.0.1");
        var ids = new Ids(new SystemClock(), () -> ThreadLocalRandom.current().nextLong());
        engine = new Engine(SETTINGS, new Registry(Crm.RESOURCES), database, clock, ids, List.of(Calendars.OBSERVER));
        people = new Accounts(database, clock, ids, new Ids(clock, new SecureRandom()));
        alarms = new AlarmClock(engine, List.of(Meeting.alarm()));
        var settings = CalendarSettings.standard(SecretBox.forgetful());
        accounts = new AccountStore(database, clock);
        matches = new MatchRun(engine, settings);
        var pushes = new Pushes(database, clock, settings.secrets(), "http://127.0.0.1", false);
        reading = new AccountReading(
                engine,
                accounts,
                account -> Objects.requireNonNull(connectors.get(account.id())).open(account),
                settings,
                matches,
                pushes);
        calendars = new Calendars(engine, http, settings, "http://127.0.0.1");
        api = new Api(endpoints(), _ -> caller, ajar.engine.http.Gate.OPEN, List.of());
    }

    private List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        var plain = new ResourceEndpoints(engine);
        Crm.RESOURCES.stream()
                .filter(resource -> resource != ConnectedAccount.RESOURCE)
                .forEach(resource -> endpoints.addAll(plain.of(resource)));
        endpoints.addAll(calendars.endpoints());
        endpoints.addAll(new LeadMerge(engine).endpoints());
        return endpoints;
    }

    AdjustableClock clock() {
        return clock;
    }

    Database database() {
        return database;
    }

    /// Makes an organization with some users, the first of them its administrator and the one who acts
    /// from now on.
    List<String> found(List<String> emails) {
        var organization = people.found("Story", emails.getFirst(), "Test", "User", null);
        List<String> users = new ArrayList<>(List.of(organization.userId()));
        emails.stream()
                .skip(1)
                .forEach(email ->
                        users.add(people.addUser(organization.organizationId(), email, "Test", "User", Role.USER)));
        actFor(organization.organizationId(), organization.userId());
        return users;
    }

    void actFor(String organizationId, String userId) {
        caller = new Caller(organizationId, userId, null, null, Set.copyOf(Role.ADMIN.permissions()));
    }

    String organizationId() {
        return caller.organizationId();
    }

    /// Connects an account without trying it.
    String connect(String userId, String type, List<String> chosen, ConnectorSource connector) {
        var body = Json.object().put("_type", type).put("user_id", userId).put("url", "https://cal.example/");
        chosen.forEach(body.putArray("synced_calendars")::add);
        String id = engine.write(
                caller,
                Origin.system(),
                work -> work.createFrom(ConnectedAccount.RESOURCE, body).need(Stamps.ID));
        connectors.put(id, connector);
        return id;
    }

    /// The same account for another server.
    void know(String id, ConnectorSource connector) {
        connectors.put(id, connector);
    }

    /// Sends a request, which must succeed, past HTTP.
    JsonNode send(String method, String path, @Nullable JsonNode body) {
        Function<String, @Nullable String> headers = name -> name.equals("content-type") ? "application/json" : null;
        String[] parts = path.split("\\?", 2);
        Map<String, String> parameters = new HashMap<>();
        if (parts.length == 2) {
            for (var parameter : parts[1].split("&")) {
                parameters.put(parameter.split("=")[0], parameter.split("=")[1]);
            }
        }
        var request = new Request(
                "req_1",
                method,
                "/api/v1" + parts[0],
                parameters,
                headers,
                body == null ? new byte[0] : Json.bytes(body));
        var answer = api.answer(request);
        if (answer.status() / 100 != 2) {
            throw new AssertionError(method + " " + path + ": " + answer.status() + " "
                    + new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
        }
        return answer.body().length == 0 ? Json.object() : Json.parse(answer.body());
    }

    /// An account as its reader knows it.
    Account account(String id) {
        return accounts.find(organizationId(), id).orElseThrow();
    }

    /// Reads an account as a worker would; null when somebody else is reading it.
    AccountReading.@Nullable Outcome read(String id) {
        var account = account(id);
        return accounts.lease(account) ? reading.read(account) : null;
    }

    /// Matches what waits for it.
    Tally match() {
        return matches.ofAnybody();
    }

    /// Has the clock do what is due.
    void ring() {
        alarms.ringDue();
    }

    @Override
    public void close() {
        calendars.close();
        http.close();
        database.close();
    }
}
