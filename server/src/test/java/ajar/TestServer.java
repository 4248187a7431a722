package ajar;

import ajar.engine.Settings;
import ajar.engine.sql.Database;
import ajar.login.IdentityProvider;
import ajar.organization.Accounts;
import ajar.postgres.EmbeddedPostgres;
import ajar.sync.CalendarSettings;
import ajar.sync.SecretBox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// A server in the JVM of the tests, on a fresh database of its own with one organization in it.
public final class TestServer implements AutoCloseable {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final CalendarSettings CALENDARS = CalendarSettings.standard(SecretBox.forgetful());

    private final Database.Address address;
    private final Server server;
    private final Accounts.NewOrganization organization;

    /// One PostgreSQL for all tests of the JVM, and in it a database with Ajar's tables and nothing in
    /// them.
    private static final class Shared {
        static final EmbeddedPostgres POSTGRES = start();

        static {
            tell("create database template");
            new Server(configuration(addressOf("template"))).close();
        }

        private static EmbeddedPostgres start() {
            try {
                Path folder = Files.createTempDirectory("ajar-test");
                var postgres = EmbeddedPostgres.start(folder);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    postgres.close();
                    delete(folder);
                }));
                return postgres;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        static Database.Address addressOf(String database) {
            return new Database.Address(
                    POSTGRES.jdbcUrl().replaceAll("/postgres$", "/" + database), POSTGRES.user(), POSTGRES.password());
        }

        static void tell(String statement) {
            try (var connection = connect(addressOf("postgres"));
                    var telling = connection.createStatement()) {
                telling.execute(statement);
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        }
    }

    private TestServer(
            Database.Address address, Server.Configuration configuration, IdentityProvider.Settings provider) {
        this.address = address;
        server = new Server(configuration, provider);
        organization = server.accounts().found("Test", "ada@example.com", "Ada", "Admin", null);
        server.start("127.0.0.1", 0);
    }

    /// A server on a fresh database.
    public static TestServer start() {
        var address = emptyDatabase();
        return new TestServer(address, configuration(address), null);
    }

    /// A server on a fresh database whose clock can be moved.
    public static TestServer inTestMode(Settings settings) {
        var address = emptyDatabase();
        return new TestServer(address, configuration(address, settings, true, CALENDARS), null);
    }

    /// A server on a fresh database that lets people sign in with an identity provider.
    public static TestServer start(IdentityProvider.Settings provider) {
        var address = emptyDatabase();
        return new TestServer(address, configuration(address), provider);
    }

    /// A server on a fresh database that reads calendars as it is told.
    public static TestServer start(CalendarSettings calendars) {
        var address = emptyDatabase();
        return new TestServer(address, configuration(address, Settings.DEFAULTS, false, calendars), null);
    }

    /// A server on a fresh database that is configured differently.
    public static TestServer start(UnaryOperator<Server.Configuration> changed) {
        var address = emptyDatabase();
        return new TestServer(address, changed.apply(configuration(address)), null);
    }

    /// A fresh database with Ajar's tables and nothing in them.
    public static Database.Address emptyDatabase() {
        String database = "test_" + DATABASES.incrementAndGet();
        Shared.tell("create database " + database + " template template");
        return Shared.addressOf(database);
    }

    /// A server on a database that a test provides, for tests that do it harm.
    public static TestServer on(EmbeddedPostgres postgres) {
        var address = new Database.Address(postgres.jdbcUrl(), postgres.user(), postgres.password());
        return new TestServer(address, configuration(address), null);
    }

    private static Server.Configuration configuration(Database.Address address) {
        return configuration(address, Settings.DEFAULTS, false, CALENDARS);
    }

    private static Server.Configuration configuration(
            Database.Address address, Settings settings, boolean testMode, CalendarSettings calendars) {
        return new Server.Configuration(
                address, 10, settings, null, "http://127.0.0.1", testMode, true, calendars, null, null);
    }

    /// Where the database is, for a second server on it.
    public Server.Configuration another() {
        return configuration(address);
    }

    /// The server itself.
    public Server server() {
        return server;
    }

    /// The organization the server was started with.
    public Accounts.NewOrganization organization() {
        return organization;
    }

    /// The address without a path.
    public String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /// The API as the administrator of [#organization()] sees it.
    public Api api() {
        return new Api(url(), organization.apiKey());
    }

    /// Where its database is.
    public Database.Address address() {
        return address;
    }

    /// A connection to the database, past the server.
    public Connection connect() throws SQLException {
        return connect(address);
    }

    private static Connection connect(Database.Address address) throws SQLException {
        return DriverManager.getConnection(address.url(), address.user(), address.password());
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException remains) {
            // What cannot be deleted stays in the folder for temporary files.
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
