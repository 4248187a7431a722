package ajar.calendar.caldav;

import ajar.calendar.CalendarInfo;
import ajar.calendar.Connector;
import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.calendar.Receiver;
import ajar.calendar.Window;
import ajar.calendar.feed.HttpFailure;
import ajar.engine.outgoing.OutgoingException;
import ajar.engine.outgoing.OutgoingHttp;
import java.net.URI;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A user's calendars on a server that speaks CalDAV (RFC 4791): Nextcloud, iCloud, Fastmail, Radicale
/// and many others.
///
/// Changes are asked for by token (RFC 6578). Tokens are forgotten, refused and on some servers
/// incomplete, so that every [#COMPARED]th reading, and each whose token is refused, compares the
/// versions (ETags) of all resources with those received before. Series are read whole and expanded
/// here, never by the server.
public final class CalDavConnector implements Connector {
    /// How often everything is compared: once in so many readings.
    static final int COMPARED = 24;

    /// Resources of one calendar.
    private static final int MAX_RESOURCES = 250_000;

    /// Answers to one question for changes, each of which may hold a part of them.
    private static final int MAX_PARTS = 1_000;

    private final DavClient client;
    private final URI address;
    private final ZoneId fallback;

    /// @param address of a calendar, of the user's calendars, of the user, or of the server alone; without
    ///     a scheme, https
    /// @param fallback where times are that say no zone in a calendar that says none
    /// @throws ConnectorException when the address is none
    public CalDavConnector(OutgoingHttp http, String address, String username, String password, ZoneId fallback)
            throws ConnectorException {
        String url = address.strip().replaceFirst("(?i)^caldav(s?)://", "http$1://");
        try {
            URI parsed = OutgoingHttp.address(url.contains("://") ? url : "https://" + url);
            this.address = parsed.getRawPath().isEmpty() ? parsed.resolve("/") : parsed;
        } catch (OutgoingException refused) {
            throw HttpFailure.of(refused);
        }
        this.client = new DavClient(http, this.address, username, password);
        this.fallback = fallback;
    }

    /// All calendars that hold events. The main one is where the server puts invitations; where it does
    /// not tell, the first.
    @Override
    public List<CalendarInfo> calendars() throws ConnectorException {
        return new Discovery(client, address).calendars();
    }

    @Override
    public void changes(String calendarId, @Nullable String cursor, Window window, Receiver receiver)
            throws ConnectorException {
        URI collection = collection(calendarId);
        var fetcher = new ObjectFetcher(client, collection, fallback, receiver);
        DavCursor before = DavCursor.parse(cursor);
        try {
            if (before == null) {
                receiver.finish(everything(collection, fetcher, receiver).toString());
            } else {
                receiver.finish(since(before, collection, fetcher).toString());
            }
        } catch (DavRefusal refusal) {
            throw refusal.failure();
        }
    }

    private DavCursor since(DavCursor before, URI collection, ObjectFetcher fetcher)
            throws DavRefusal, ConnectorException {
        if (before.count() + 1 >= COMPARED) {
            return differences(collection, fetcher, state(collection));
        }
        return before.token().isEmpty() ? byTag(collection, fetcher, before) : byToken(collection, fetcher, before);
    }

    private URI collection(String calendarId) throws ConnectorException {
        try {
            URI collection = OutgoingHttp.address(calendarId);
            if (Hrefs.mayTrust(address, collection)) {
                return collection;
            }
        } catch (OutgoingException refused) {
            throw HttpFailure.of(refused);
        }
        throw new ConnectorException(
                Reason.BAD_ADDRESS, "The calendar is not on the server of this account.", "Connect its own server.");
    }

    /// Where the collection is now. It is asked for before anything is listed, so that what changes in
    /// between is told once more, and not never.
    private DavCursor state(URI collection) throws DavRefusal {
        var answer = client.propfind(collection, 0, List.of(Dav.SYNC_TOKEN, Dav.CTAG));
        return answer.responses().stream()
                .findFirst()
                .map(it -> new DavCursor(0, it.text(Dav.SYNC_TOKEN), it.text(Dav.CTAG)))
                .orElse(new DavCursor(0, "", ""));
    }

    private DavCursor everything(URI collection, ObjectFetcher fetcher, Receiver receiver)
            throws DavRefusal, ConnectorException {
        DavCursor state = state(collection);
        var listed = list(collection);
        receiver.startOver();
        fetcher.fetch(List.copyOf(listed.values()));
        return state;
    }

    /// Compares the versions of all resources.
    private DavCursor differences(URI collection, ObjectFetcher fetcher, DavCursor state)
            throws DavRefusal, ConnectorException {
        var listed = list(collection);
        List<String> gone = new ArrayList<>();
        for (String key : fetcher.known().keySet()) {
            if (key.indexOf('#') < 0 && !listed.containsKey(key)) {
                gone.add(key);
            }
        }
        fetcher.fetch(listed.values().stream()
                .filter(it ->
                        it.etag().isEmpty() || !it.etag().equals(fetcher.known().get(it.key())))
                .toList());
        fetcher.remove(gone);
        return state;
    }

    private DavCursor byTag(URI collection, ObjectFetcher fetcher, DavCursor before)
            throws DavRefusal, ConnectorException {
        DavCursor state = state(collection);
        return !state.ctag().isEmpty() && state.ctag().equals(before.ctag())
                ? new DavCursor(before.count() + 1, state.token(), state.ctag())
                : differences(collection, fetcher, state);
    }

    private DavCursor byToken(URI collection, ObjectFetcher fetcher, DavCursor before)
            throws DavRefusal, ConnectorException {
        Map<String, Listed> changed = new LinkedHashMap<>();
        List<String> gone = new ArrayList<>();
        String token;
        try {
            token = sync(collection, before.token(), changed, gone);
        } catch (DavRefusal refusal) {
            if (refusal.concernsAll() || refusal.status() == 404 || refusal.status() == 410) {
                throw refusal;
            }
            return differences(collection, fetcher, state(collection));
        }
        fetcher.fetch(List.copyOf(changed.values()));
        fetcher.remove(gone);
        return new DavCursor(before.count() + 1, token, "");
    }

    /// Asks for changes until all are told.
    private String sync(URI collection, String from, Map<String, Listed> changed, List<String> gone) throws DavRefusal {
        String token = from;
        for (int part = 0; part < MAX_PARTS; part++) {
            var answer = client.report(collection, Dav.syncCollection(token));
            boolean isPart = false;
            for (DavResponse response : answer.responses()) {
                Listed resource = listed(collection, response);
                if (isItself(collection, resource)) {
                    isPart |= response.status() == 507;
                } else if (response.status() == 404 || response.status() == 410) {
                    changed.remove(resource.key());
                    gone.add(resource.key());
                } else if (!resource.key().endsWith("/")) {
                    gone.remove(resource.key());
                    changed.put(resource.key(), resource);
                }
            }
            if (answer.syncToken().isEmpty() || (isPart && answer.syncToken().equals(token))) {
                throw new DavRefusal(207, ObjectFetcher.incomplete(collection));
            }
            token = answer.syncToken();
            if (!isPart) {
                return token;
            }
        }
        throw new DavRefusal(207, ObjectFetcher.incomplete(collection));
    }

    /// All resources of a collection.
    private Map<String, Listed> list(URI collection) throws DavRefusal, ConnectorException {
        var answer = client.propfind(collection, 1, List.of(Dav.ETAG, Dav.RESOURCE_TYPE));
        Map<String, Listed> resources = new LinkedHashMap<>();
        boolean isComplete = false;
        for (DavResponse response : answer.responses()) {
            Listed resource = listed(answer.address(), response);
            if (response.status() == 507) {
                throw ObjectFetcher.incomplete(collection);
            }
            if (isItself(answer.address(), resource)) {
                isComplete = true;
            } else if (response.status() / 100 == 2 && !response.has(Dav.RESOURCE_TYPE, "collection")) {
                resources.put(resource.key(), resource);
            }
        }
        if (!isComplete) {
            throw ObjectFetcher.incomplete(collection);
        }
        if (resources.size() > MAX_RESOURCES) {
            throw new ConnectorException(
                    Reason.TOO_LARGE,
                    "The calendar has more than " + MAX_RESOURCES + " events.",
                    "Archive the years that are over.");
        }
        return resources;
    }

    private static Listed listed(URI base, DavResponse response) {
        return new Listed(Hrefs.path(base, response.href()), response.href(), response.text(Dav.ETAG));
    }

    private static boolean isItself(URI collection, Listed resource) {
        return slashed(resource.key()).equals(slashed(Hrefs.path(collection, collection.getRawPath())));
    }

    private static String slashed(String path) {
        return path.endsWith("/") ? path : path + "/";
    }
}
