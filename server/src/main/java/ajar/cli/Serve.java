package ajar.cli;

import ajar.Server;
import ajar.demo.Demo;
import ajar.engine.Settings;
import ajar.engine.sql.Database;
import ajar.limits.RateLimitPolicy;
import ajar.login.IdentityProvider;
import ajar.postgres.DatabaseStartException;
import ajar.postgres.EmbeddedPostgres;
import ajar.web.SignIn;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `ajar serve`: starts the database and the server, says how to reach them, and runs until it is told
/// to stop.
@Command(name = "serve", description = "Run the server.", mixinStandardHelpOptions = true, sortOptions = false)
public final class Serve implements Callable<Integer> {
    @Mixin
    private final ServeOptions options = new ServeOptions();

    @Mixin
    private final CalendarOptions calendars = new CalendarOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var stop = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stop.countDown();
                            awaitQuietly(stopped);
                        },
                        "stop"));
        try {
            return run(stop);
        } finally {
            stopped.countDown();
        }
    }

    private int run(CountDownLatch stop) throws InterruptedException {
        EmbeddedPostgres postgres = null;
        try {
            int port = freePort();
            Database.Address address;
            if (options.databaseUrl.isEmpty()) {
                postgres = EmbeddedPostgres.start(options.data.toAbsolutePath());
                address = new Database.Address(postgres.jdbcUrl(), postgres.user(), postgres.password());
            } else {
                address = DatabaseUrl.parse(options.databaseUrl);
            }
            if (stop.getCount() > 0) {
                serve(address, port, stop);
            }
            return 0;
        } catch (DatabaseStartException | IllegalArgumentException refused) {
            return fail(String.valueOf(refused.getMessage()));
        } finally {
            if (postgres != null) {
                postgres.close();
            }
        }
    }

    private void serve(Database.Address address, int port, CountDownLatch stop) throws InterruptedException {
        String url = "http://" + options.host + ":" + port;
        var configuration = new Server.Configuration(
                address,
                options.databaseConnections,
                new Settings(consolidation(), Settings.DEFAULTS.maximumBody()),
                options.eventRetention,
                options.baseUrl.isEmpty() ? url : options.baseUrl.replaceAll("/+$", ""),
                options.testMode,
                options.allowPrivateNetwork,
                calendars.settings(options.data),
                RateLimitPolicy.of(options.rateLimits),
                signIn());
        try (var server = new Server(configuration, provider())) {
            var welcome = new Welcome(server.accounts(), server.members(), server.passwords(), out());
            if (options.demo) {
                welcome.prepareDemo(new Demo(server.engine()), options.apiKey, options.adminPassword);
            } else {
                welcome.prepare(options.apiKey, options.adminPassword);
            }
            server.start(options.host, port);
            welcome.tell(url);
            stop.await();
        }
    }

    private Duration consolidation() {
        if (options.eventConsolidation == null) {
            throw new IllegalArgumentException("--event-consolidation needs a time such as 5s, or 0 for never.");
        }
        return options.eventConsolidation;
    }

    /// What the landing page tells everybody: the demo's own key and password, which are no secrets, and
    /// never others.
    private @Nullable SignIn signIn() {
        return options.demo && options.apiKey.isEmpty() && options.adminPassword.isEmpty()
                ? new SignIn(Demo.LOGIN, Demo.PASSWORD, Demo.API_KEY)
                : null;
    }

    /// Where people may sign in instead of with a password; null for nowhere. Throws
    /// `IllegalArgumentException` with a sentence for the operator when half of it is missing.
    private IdentityProvider.@Nullable Settings provider() {
        if (options.oidcIssuer.isEmpty()) {
            return null;
        }
        if (options.oidcClientId.isEmpty()) {
            throw new IllegalArgumentException(
                    "--oidc-issuer needs --oidc-client-id: what the provider calls this server.");
        }
        return new IdentityProvider.Settings(options.oidcIssuer, options.oidcClientId, options.oidcClientSecret);
    }

    /// The port to use, found to be free before anything is started. Throws `IllegalArgumentException`
    /// with a sentence for the operator when it is taken.
    private int freePort() {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(options.host), options.port));
            return socket.getLocalPort();
        } catch (IOException taken) {
            throw new IllegalArgumentException(
                    "Port " + options.port + " on " + options.host + " cannot be used (" + taken.getMessage()
                            + "). Stop what is using it, or choose another with --port N (--port 0 takes any free"
                            + " one).",
                    taken);
        }
    }

    private PrintWriter out() {
        return java.util.Objects.requireNonNull(spec).commandLine().getOut();
    }

    private int fail(String message) {
        java.util.Objects.requireNonNull(spec).commandLine().getErr().println("ajar: " + message);
        return 1;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
