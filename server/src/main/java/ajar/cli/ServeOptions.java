package ajar.cli;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of `ajar serve`. Each can also be set by an environment variable.
public final class ServeOptions {
    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "${env:AJAR_HOST:-127.0.0.1}",
            description = "The address to listen on (AJAR_HOST). Default: ${DEFAULT-VALUE}.")
    String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "${env:AJAR_PORT:-8080}",
            description = "The port to listen on; 0 for any free one (AJAR_PORT). Default: ${DEFAULT-VALUE}.")
    int port = 8080;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:AJAR_DATA:-data}",
            description = "The folder that holds the embedded database (AJAR_DATA). Default: ${DEFAULT-VALUE}.")
    Path data = Path.of("data");

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            defaultValue = "${env:AJAR_DATABASE_URL:-}",
            description = "Use this PostgreSQL 15 or newer instead of the embedded one, such as "
                    + "postgresql://user:password@host:5432/name (AJAR_DATABASE_URL).")
    String databaseUrl = "";

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            defaultValue = "${env:AJAR_API_KEY:-}",
            description = "Make this a key of the first administrator, for tests and CI (AJAR_API_KEY).")
    String apiKey = "";

    @Option(
            names = "--admin-password",
            paramLabel = "PASSWORD",
            defaultValue = "${env:AJAR_ADMIN_PASSWORD:-}",
            description = "Make this the password of the first administrator (AJAR_ADMIN_PASSWORD). Better in the "
                    + "variable: others on the machine can see options.")
    String adminPassword = "";

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            defaultValue = "${env:AJAR_BASE_URL:-}",
            description = "How people reach this server; links to pages start with it (AJAR_BASE_URL). "
                    + "Default: the address it listens on.")
    String baseUrl = "";

    @Option(
            names = "--oidc-issuer",
            paramLabel = "URL",
            defaultValue = "${env:AJAR_OIDC_ISSUER:-}",
            description = "Let users sign in with this OpenID Connect provider too (AJAR_OIDC_ISSUER). It must know "
                    + "BASE-URL/login/provider/callback/ as a redirect URI.")
    String oidcIssuer = "";

    @Option(
            names = "--oidc-client-id",
            paramLabel = "ID",
            defaultValue = "${env:AJAR_OIDC_CLIENT_ID:-}",
            description = "What the provider calls this server (AJAR_OIDC_CLIENT_ID).")
    String oidcClientId = "";

    @Option(
            names = "--oidc-client-secret",
            paramLabel = "SECRET",
            defaultValue = "${env:AJAR_OIDC_CLIENT_SECRET:-}",
            description = "The secret the provider gave this server (AJAR_OIDC_CLIENT_SECRET). Better in the variable.")
    String oidcClientSecret = "";

    @Option(
            names = "--demo",
            defaultValue = "${env:AJAR_DEMO:-false}",
            description = "Fill an empty server with one organization of sample data, always the same (AJAR_DEMO).")
    boolean demo;

    @Option(
            names = "--test-mode",
            defaultValue = "${env:AJAR_TEST_MODE:-false}",
            description = "Offer the controls under /ajar/ that tests need: clock, organizations (AJAR_TEST_MODE).")
    boolean testMode;

    @Option(
            names = "--allow-private-network",
            defaultValue = "${env:AJAR_ALLOW_PRIVATE_NETWORK:-false}",
            description = "Let outgoing requests reach loopback and private addresses (AJAR_ALLOW_PRIVATE_NETWORK).")
    boolean allowPrivateNetwork;

    @Option(
            names = "--event-consolidation",
            paramLabel = "TIME",
            defaultValue = "${env:AJAR_EVENT_CONSOLIDATION:-5s}",
            converter = DurationConverter.class,
            description = "Fold updates of one object by one caller within this time into one event; 0 for never "
                    + "(AJAR_EVENT_CONSOLIDATION). Default: ${DEFAULT-VALUE}.")
    @Nullable
    Duration eventConsolidation = Duration.ofSeconds(5);

    @Option(
            names = "--event-retention",
            paramLabel = "TIME",
            defaultValue = "${env:AJAR_EVENT_RETENTION:-forever}",
            converter = DurationConverter.class,
            description = "Show events of this time only, such as 30d, which is Close's own limit "
                    + "(AJAR_EVENT_RETENTION). Default: forever.")
    @Nullable
    Duration eventRetention;

    @Option(
            names = "--rate-limits",
            paramLabel = "off|close|FILE",
            defaultValue = "${env:AJAR_RATE_LIMITS:-off}",
            description =
                    "How often a key may call: as often as it likes, about as often as Close allows, or as a JSON "
                            + "file says (AJAR_RATE_LIMITS). Default: ${DEFAULT-VALUE}.")
    String rateLimits = "off";

    @Option(
            names = "--database-connections",
            paramLabel = "N",
            defaultValue = "${env:AJAR_DATABASE_CONNECTIONS:-10}",
            description = "How many connections to the database to use (AJAR_DATABASE_CONNECTIONS). "
                    + "Default: ${DEFAULT-VALUE}.")
    int databaseConnections = 10;
}
