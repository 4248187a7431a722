package ajar.sync;

import ajar.calendar.CalendarInfo;
import ajar.calendar.Connector;
import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.calendar.OAuthClient;
import ajar.calendar.OAuthTokens;
import ajar.calendar.google.GoogleConnector;
import ajar.engine.outgoing.OutgoingHttp;
import ajar.engine.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The real connectors: CalDAV, feeds, Google, Microsoft.
final class Connectors implements ConnectorSource {
    private static final String UPLOADS = "uploads";

    private final OutgoingHttp http;
    private final Clock clock;
    private final CalendarSettings settings;
    private final Secrets secrets;

    Connectors(OutgoingHttp http, Clock clock, CalendarSettings settings, Secrets secrets) {
        this.http = http;
        this.clock = clock;
        this.settings = settings;
        this.secrets = secrets;
    }

    @Override
    public Connector open(Account account) throws ConnectorException {
        return switch (account.type()) {
            case ConnectedAccount.GOOGLE, ConnectedAccount.MICROSOFT -> open(account.type(), secrets.tokens(account));
            default -> open(account.type(), account.url(), account.username(), secrets.password(account));
        };
    }

    /// The connector of an account of Google or Microsoft.
    Connector open(String type, OAuthTokens.Store tokens) throws ConnectorException {
        OAuthClient client = client(type);
        return new GoogleConnector(http, client, tokens, clock);
    }

    /// The connector of a CalDAV account or a feed.
    @SuppressWarnings("DoNotCallSuggester") // these connectors are on their way
    Connector open(String type, @Nullable String url, @Nullable String username, String password)
            throws ConnectorException {
        throw new ConnectorException(Reason.FORBIDDEN, "Accounts of type " + type + " cannot be read yet.", "");
    }

    /// Ajar's registration with a provider.
    OAuthClient client(String type) throws ConnectorException {
        var client = settings.client(type);
        if (client == null) {
            throw new ConnectorException(
                    Reason.FORBIDDEN,
                    "This server is not registered with "
                            + (type.equals(ConnectedAccount.GOOGLE) ? "Google" : "Microsoft") + ".",
                    "Start it with --" + type + "-client-id and --" + type + "-client-secret.");
        }
        return client;
    }

    /// The one calendar of an account that takes uploads.
    static List<CalendarInfo> uploads(Account account) {
        return List.of(new CalendarInfo(UPLOADS, List.of(), "Uploads", true, true, true));
    }
}
