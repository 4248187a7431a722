package ajar.sync;

import static ajar.organization.Secrets.digest;

import ajar.calendar.ConnectorException;
import ajar.calendar.oauth.ConsentFlow;
import ajar.calendar.oauth.OAuthProvider;
import ajar.engine.Engine;
import ajar.engine.outgoing.OutgoingHttp;
import ajar.engine.resource.Caller;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import ajar.engine.time.Clock;
import ajar.engine.time.WireTime;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Consents to read calendars at Google and Microsoft, from the moment somebody leaves for the provider
/// to the moment they are back. Safe for use by many threads.
///
/// What a person brings back is worth something only together with a secret that their browser alone
/// has: the PKCE verifier. Here lie digests, and each is used once.
public final class CalendarConsents {
    /// How long somebody may be away.
    public static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Database database;
    private final Clock clock;
    private final OutgoingHttp http;
    private final Connectors connectors;
    private final String baseUrl;

    /// A consent that somebody has left for.
    ///
    /// @param page where to send the browser
    /// @param secret what the browser has to show when it is back
    public record Asked(URI page, String secret) {
        @Override
        public String toString() {
            return "Asked[…]";
        }
    }

    /// Who asked for a consent, and where the account is to be.
    public record Asker(String organizationId, String userId) {}

    /// @param baseUrl how people reach the server, without a slash at the end
    CalendarConsents(Engine engine, OutgoingHttp http, Connectors connectors, String baseUrl) {
        this.database = engine.database();
        this.clock = engine.clock();
        this.http = http;
        this.connectors = connectors;
        this.baseUrl = baseUrl;
    }

    /// Where a provider sends people back to: a path of this server.
    ///
    /// @param type `google` or `microsoft`
    public static String callback(String type) {
        return "/ajar/connect/" + type + "/callback";
    }

    /// What a provider is called.
    ///
    /// @param type `google` or `microsoft`
    public static String title(String type) {
        return provider(type).title();
    }

    private static OAuthProvider provider(String type) {
        return type.equals(ConnectedAccount.GOOGLE) ? OAuthProvider.GOOGLE : OAuthProvider.MICROSOFT;
    }

    /// The provider's consent page; empty when this server is not registered there.
    ///
    /// @param type `google` or `microsoft`
    public Optional<URI> page(String type) {
        try {
            return Optional.of(connectors.client(type).authorize());
        } catch (ConnectorException notRegistered) {
            return Optional.empty();
        }
    }

    /// Asks for a consent.
    ///
    /// @param caller who is to be asked
    /// @param type `google` or `microsoft`
    /// @param address the account that is meant; null when that is open
    /// @throws ConnectorException when this server is not registered there
    public Asked ask(Caller caller, String type, @Nullable String address) throws ConnectorException {
        var question = flow(caller.organizationId(), type).ask(redirect(type), address);
        Instant now = WireTime.toMillis(clock.now());
        database.write(connection -> {
            Database.execute(
                    connection,
                    Sql.of(
                            "delete from calendar_consent where state in (select state from calendar_consent where"
                                    + " expires_at <= ? order by expires_at limit 50 for update skip locked)",
                            now));
            return Database.execute(
                    connection,
                    Sql.of(
                            "insert into calendar_consent (state, secret, organization_id, user_id, type, expires_at)"
                                    + " values (?, ?, ?, ?, ?, ?)",
                            digest(question.state()),
                            digest(question.verifier()),
                            caller.organizationId(),
                            caller.userId(),
                            type,
                            now.plus(PATIENCE)));
        });
        return new Asked(question.page(), question.verifier());
    }

    /// Takes a consent that somebody comes back with; nobody else can then. Empty when it was not asked
    /// for with this browser, was taken before, or has ended.
    ///
    /// @param state what the provider sends back
    /// @param secret what the browser has kept
    public Optional<Asker> take(String type, String state, String secret) {
        var sql = Sql.of(
                "delete from calendar_consent where state = ? and secret = ? and type = ? and expires_at > ? returning"
                        + " organization_id, user_id",
                digest(state),
                digest(secret),
                type,
                WireTime.toMillis(clock.now()));
        return database.write(
                connection -> Database.first(connection, sql, row -> new Asker(row.getString(1), row.getString(2))));
    }

    /// Redeems the code that somebody came back with.
    ///
    /// @throws ConnectorException when the provider refuses, or the person did not allow enough
    public ConsentFlow.Grant redeem(String organizationId, String type, String code, String secret)
            throws ConnectorException {
        return flow(organizationId, type).redeem(code, secret, redirect(type));
    }

    /// What it means when somebody comes back with an error in place of a code.
    ///
    /// @param description the provider's words; null when there are none
    public ConnectorException refused(String organizationId, String type, String error, @Nullable String description) {
        try {
            return flow(organizationId, type).refused(error, description);
        } catch (ConnectorException notRegistered) {
            return notRegistered;
        }
    }

    private URI redirect(String type) {
        return URI.create(baseUrl + callback(type));
    }

    private ConsentFlow flow(String organizationId, String type) throws ConnectorException {
        return new ConsentFlow(http, provider(type), connectors.client(type), clock.of(organizationId));
    }
}
