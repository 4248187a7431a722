package ajar.sync;

import ajar.calendar.CalendarInfo;
import ajar.calendar.Connector;
import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.calendar.OAuthClient;
import ajar.calendar.OAuthTokens;
import ajar.calendar.caldav.CalDavConnector;
import ajar.calendar.feed.FeedConnector;
import ajar.calendar.google.GoogleConnector;
import ajar.calendar.microsoft.MicrosoftConnector;
import ajar.engine.outgoing.OutgoingHttp;
import ajar.engine.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
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
            case ConnectedAccount.GOOGLE, ConnectedAccount.MICROSOFT ->
                open(account.organizationId(), account.type(), secrets.tokens(account));
            default ->
                open(account.type(), account.url(), account.username(), secrets.password(account), account.zone());
        };
    }

    /// The connector of an account of Google or Microsoft.
    Connector open(String organizationId, String type, OAuthTokens.Store tokens) throws ConnectorException {
        var time = clock.of(organizationId);
        OAuthClient client = client(type);
        return type.equals(ConnectedAccount.GOOGLE)
                ? new GoogleConnector(http, client, tokens, time)
                : new MicrosoftConnector(http, client, tokens, time);
    }

    /// The connector of a CalDAV account or a feed.
    ///
    /// @param zone where times are that say no zone
    Connector open(String type, @Nullable String url, @Nullable String username, String password, ZoneId zone)
            throws ConnectorException {
        String address = Objects.requireNonNullElse(url, "");
        return type.equals(ConnectedAccount.CALDAV)
                ? new CalDavConnector(http, address, Objects.requireNonNullElse(username, ""), password, zone)
                : new FeedConnector(http, address, username, password.isEmpty() ? null : password, zone);
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
