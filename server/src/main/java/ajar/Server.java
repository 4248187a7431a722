package ajar;

import ajar.demo.Demo;
import ajar.email.Email;
import ajar.engine.Engine;
import ajar.engine.Settings;
import ajar.engine.event.EventFeed;
import ajar.engine.http.Api;
import ajar.engine.http.ConditionalRequests;
import ajar.engine.http.Endpoint;
import ajar.engine.http.EventEndpoints;
import ajar.engine.http.EventStream;
import ajar.engine.http.Gate;
import ajar.engine.http.Idempotency;
import ajar.engine.http.Interceptor;
import ajar.engine.http.Listener;
import ajar.engine.http.ResourceEndpoints;
import ajar.engine.http.Response;
import ajar.engine.id.Ids;
import ajar.engine.job.AlarmClock;
import ajar.engine.json.Json;
import ajar.engine.openapi.OpenApi;
import ajar.engine.outgoing.OutgoingHttp;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.Problem;
import ajar.engine.resource.Registry;
import ajar.engine.sql.Database;
import ajar.engine.time.Clock;
import ajar.engine.time.OrganizationClocks;
import ajar.engine.time.SystemClock;
import ajar.lead.LeadMerge;
import ajar.limits.RateLimitPolicy;
import ajar.limits.RateLimits;
import ajar.login.IdentityProvider;
import ajar.login.Passwords;
import ajar.meeting.Meeting;
import ajar.meeting.MeetingActions;
import ajar.message.Delivery;
import ajar.message.Sending;
import ajar.message.Sms;
import ajar.organization.Accounts;
import ajar.organization.Members;
import ajar.organization.OrganizationEndpoints;
import ajar.sandbox.Faults;
import ajar.sandbox.OrganizationImages;
import ajar.sandbox.Sandbox;
import ajar.scheduling.SchedulingLinkIntegration;
import ajar.sync.CalendarSettings;
import ajar.sync.Calendars;
import ajar.sync.ConnectedAccount;
import ajar.timeline.Timeline;
import ajar.web.Pages;
import ajar.web.SignIn;
import ajar.webhook.delivery.Arrivals;
import ajar.webhook.delivery.DeliveryPlanner;
import ajar.webhook.delivery.Webhooks;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/// A running Ajar: the parts, put together by calling constructors, so that the wiring reads as a
/// diagram.
public final class Server implements AutoCloseable {
    /// The version of the program.
    public static final String VERSION = "0.1.0";

    private static final String ABOUT =
            "A CRM server that speaks the REST API of Close. In examples, values such as `$lead_id` stand for ids of"
                    + " things that exist, and `$unique` for a number of your own.";

    private static final Map<String, String> GROUPS = Map.of(
            "activity", "Everything that happened on leads, all kinds in one list.",
            "event", "What was done to which object, newest first.",
            "server", "The server itself.",
            "sandbox", "What tests need: a clock to set, organizations to make.");

    private final Database database;
    private final Engine engine;
    private final Accounts accounts;
    private final Access access;
    private final AlarmClock alarms;
    private final OutgoingHttp outgoing;
    private final Calendars calendars;
    private final Webhooks webhooks;
    private final EventStream stream;
    private final Api api;
    private @Nullable Listener listener;

    /// How a server is to run.
    ///
    /// @param address where the database is
    /// @param connections how many connections to it
    /// @param settings what an operator may choose about the engine
    /// @param eventsShown how far back events are shown; null for without limit
    /// @param baseUrl how people reach it, without a slash at the end
    /// @param testMode whether the sandbox's controls are offered
    /// @param allowPrivateNetwork whether outgoing requests may reach loopback and private addresses
    /// @param calendars what an operator may choose about calendars
    /// @param rateLimits how often callers may call; null for as often as they like
    /// @param signIn what the landing page tells everybody to sign in with; null for nothing
    public record Configuration(
            Database.Address address,
            int connections,
            Settings settings,
            @Nullable Duration eventsShown,
            String baseUrl,
            boolean testMode,
            boolean allowPrivateNetwork,
            CalendarSettings calendars,
            @Nullable RateLimitPolicy rateLimits,
            @Nullable SignIn signIn) {
        /// The same in test mode.
        public Configuration inTestMode() {
            return new Configuration(
                    address,
                    connections,
                    settings,
                    eventsShown,
                    baseUrl,
                    true,
                    allowPrivateNetwork,
                    calendars,
                    rateLimits,
                    signIn);
        }

        /// The same with limits.
        public Configuration limitedBy(RateLimitPolicy policy) {
            return new Configuration(
                    address,
                    connections,
                    settings,
                    eventsShown,
                    baseUrl,
                    testMode,
                    allowPrivateNetwork,
                    calendars,
                    policy,
                    signIn);
        }
    }

    /// Puts the parts together and brings the database's tables up to date.
    public Server(Configuration configuration) {
        this(configuration, null);
    }

    /// The same, with an identity provider that people may sign in with.
    ///
    /// @param provider null for none
    public Server(Configuration configuration, IdentityProvider.@Nullable Settings provider) {
        var clocks = new OrganizationClocks(new SystemClock());
        Clock clock = configuration.testMode() ? clocks : new SystemClock();
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        // Ids carry the machine's time even where tests move the clock: their order is the order of making.
        var ids = new Ids(new SystemClock(), random);
        database = new Database(configuration.address(), configuration.connections(), configuration.baseUrl());
        migrate(database);
        var feed = new EventFeed(database);
        var arrivals = new Arrivals();
        clocks.onChange(arrivals::lookAtEverything);
        engine = new Engine(
                configuration.settings(),
                new Registry(Crm.RESOURCES),
                database,
                clock,
                ids,
                List.of(
                        Calendars.OBSERVER,
                        new DeliveryPlanner(configuration.settings().eventConsolidation(), ids, arrivals),
                        feed));
        outgoing = new OutgoingHttp(configuration.allowPrivateNetwork());
        var faults = new Faults(random);
        webhooks = new Webhooks(engine, outgoing, arrivals, random, faults);
        var strong = new Ids(clock, new SecureRandom());
        accounts = new Accounts(database, clock, ids, strong);
        access = new Access(engine, strong, configuration.baseUrl(), provider);
        alarms = new AlarmClock(
                engine,
                List.of(
                        Meeting.alarm(),
                        Sending.alarm(Email.RESOURCE, Delivery.RECORDING),
                        Sending.alarm(Sms.RESOURCE, Delivery.RECORDING)));
        calendars = new Calendars(engine, outgoing, configuration.calendars(), configuration.baseUrl());
        stream = new EventStream(engine, feed);
        List<Endpoint> endpoints = endpoints(engine, calendars, configuration);
        endpoints.addAll(webhooks.endpoints());
        endpoints.addAll(stream.endpoints());
        endpoints.addAll(access.endpoints());
        List<Interceptor> interceptors = new ArrayList<>();
        if (configuration.testMode()) {
            var sandbox = new Sandbox(clocks, alarms, accounts, images(ids), faults);
            endpoints.addAll(sandbox.endpoints());
            interceptors.add(faults);
        }
        interceptors.add(new Idempotency(database, clock));
        interceptors.add(new ConditionalRequests(database));
        endpoints.addAll(pages(configuration, endpoints));
        endpoints.addAll(access.pages(calendars));
        api = new Api(endpoints, access.authenticator(), gate(configuration, clock), interceptors);
    }

    private OrganizationImages images(Ids ids) {
        return new OrganizationImages(database, accounts, new Demo(engine), ids, access::forget);
    }

    private static Gate gate(Configuration configuration, Clock clock) {
        return configuration.rateLimits() == null ? Gate.OPEN : new RateLimits(configuration.rateLimits(), clock);
    }

    private static void migrate(Database database) {
        Flyway.configure()
                .dataSource(database.dataSource())
                .locations("classpath:ajar/migration")
                .table("migration")
                .load()
                .migrate();
    }

    /// Every endpoint but the sandbox's and those of [Access], [Webhooks] and
    /// [EventStream]. To list them takes no database.
    static List<Endpoint> endpoints(Engine engine, Calendars calendars, Configuration configuration) {
        List<Endpoint> endpoints = new ArrayList<>();
        endpoints.add(Endpoint.of("GET", "/health", "server", "Whether the server is ready", _ -> health(engine))
                .openToAll()
                .extension());
        var plain = new ResourceEndpoints(engine);
        Crm.RESOURCES.stream()
                .filter(resource -> resource != ConnectedAccount.RESOURCE)
                .forEach(resource -> endpoints.addAll(plain.of(resource)));
        endpoints.addAll(calendars.endpoints());
        endpoints.addAll(new Timeline(engine, Crm.ACTIVITIES).endpoints());
        endpoints.addAll(new LeadMerge(engine).endpoints());
        endpoints.addAll(new MeetingActions(engine).endpoints());
        endpoints.addAll(new OrganizationEndpoints(engine).endpoints());
        endpoints.addAll(new SchedulingLinkIntegration(engine).endpoints());
        endpoints.addAll(new EventEndpoints(engine, configuration.eventsShown()).endpoints());
        return endpoints;
    }

    private List<Endpoint> pages(Configuration configuration, List<Endpoint> described) {
        var info = new OpenApi.Info("Ajar", VERSION, ABOUT, configuration.baseUrl());
        var openApi = new OpenApi(info, GROUPS, engine.registry(), described);
        List<Endpoint> pages = new ArrayList<>();
        pages.add(openApi.endpoint());
        pages.addAll(new Pages(openApi, database::isReachable, configuration.signIn()).endpoints());
        return pages;
    }

    private static Response health(Engine engine) {
        if (!engine.database().isReachable()) {
            throw new ApiException(new Problem.Unavailable(Duration.ofSeconds(2)));
        }
        return Response.json(200, Json.object().put("status", "ok"));
    }

    /// Starts to listen and to look for what is due. Throws when the port is taken.
    public void start(String host, int port) {
        alarms.ringDue();
        alarms.start();
        calendars.start();
        webhooks.start();
        stream.start();
        listener = new Listener(host, port, engine.settings().maximumBody(), api::answer, engine.ids());
    }

    /// The port it listens on; 0 before it does.
    public int port() {
        return listener == null ? 0 : listener.port();
    }

    /// The engine, for what fills it from within the program.
    public Engine engine() {
        return engine;
    }

    /// Makes organizations, and adds to them.
    public Accounts accounts() {
        return accounts;
    }

    /// Who the users are.
    public Members members() {
        return access.members();
    }

    /// People's passwords.
    public Passwords passwords() {
        return access.passwords();
    }

    /// The endpoints it serves.
    public List<Endpoint> endpoints() {
        return api.endpoints();
    }

    /// The clock of what is due, for tests that do not wait.
    public AlarmClock alarms() {
        return alarms;
    }

    /// Answers what is under way, then lets go of everything.
    @Override
    public void close() {
        stream.close();
        if (listener != null) {
            listener.close();
        }
        alarms.close();
        calendars.close();
        webhooks.close();
        outgoing.close();
        database.close();
    }
}
