package ajar.calendar.feed;

import ajar.calendar.CalendarInfo;
import ajar.calendar.Connector;
import ajar.calendar.ConnectorException;
import ajar.calendar.Receiver;
import ajar.calendar.Window;
import ajar.calendar.ical.ICalendarException;
import ajar.calendar.ical.ICalendarReader;
import ajar.engine.outgoing.OutgoingException;
import ajar.engine.outgoing.OutgoingException.Reason;
import ajar.engine.outgoing.OutgoingHttp;
import ajar.engine.outgoing.OutgoingRequest;
import ajar.engine.outgoing.OutgoingResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A calendar at an address (a "web-cal"): one file, asked for from time to time and always whole.
///
/// What did not change is not handed on again: the server says so (ETag, Last-Modified), or the file is
/// equal but for the stamps that some servers renew with every answer. An answer that is empty or
/// breaks off fails, so it cannot look like a calendar in which everything was deleted.
public final class FeedConnector implements Connector {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int REDIRECTS = 5;
    private static final String SIGN_IN = "Check the user name and the password, or copy the address again.";

    private final OutgoingHttp http;
    private final FeedAddress address;
    private final ZoneId fallback;

    /// @param address an `http`, `https`, `webcal` or `webcals` URL; it may hold credentials
    /// @param username who asks; null for nobody, or for who is in the address
    /// @param password null when there is none
    /// @param fallback where times are that say no zone in a calendar that says none
    /// @throws ConnectorException when it is no such address
    public FeedConnector(
            OutgoingHttp http, String address, @Nullable String username, @Nullable String password, ZoneId fallback)
            throws ConnectorException {
        this.http = http;
        this.address = FeedAddress.of(address, username, password);
        this.fallback = fallback;
    }

    /// What a server answered.
    ///
    /// @param calendar null when nothing changed
    /// @param etag empty when there is none
    /// @param lastModified empty when there is none
    private record Answer(@Nullable ICalendarReader calendar, String etag, String lastModified) {}

    /// Why there is no answer, on its way through a client that knows nothing of calendars.
    private static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient ConnectorException reason;

        Failure(ConnectorException reason) {
            super(reason);
            this.reason = reason;
        }
    }

    /// The one calendar that a feed is. Its id is the address without credentials, its name what
    /// X-WR-CALNAME says.
    @Override
    public List<CalendarInfo> calendars() throws ConnectorException {
        try (ICalendarReader calendar =
                Objects.requireNonNull(fetch(FeedCursor.NONE).calendar())) {
            String name = calendar.name().isEmpty() ? address.uri().getHost() : calendar.name();
            return List.of(new CalendarInfo(address.uri().toString(), List.of(), name, true, true, true));
        } catch (IOException broken) {
            throw CalendarFile.unreadable(broken);
        }
    }

    @Override
    public void changes(String calendarId, @Nullable String cursor, Window window, Receiver receiver)
            throws ConnectorException {
        FeedCursor before = FeedCursor.parse(cursor);
        Answer answer = fetch(before);
        try (ICalendarReader calendar = answer.calendar()) {
            if (calendar == null) {
                receiver.finish(before.toString());
                return;
            }
            var now = new FeedCursor(calendar.fingerprint(), answer.etag(), answer.lastModified());
            if (now.fingerprint().equals(before.fingerprint())) {
                receiver.finish(now.toString());
            } else {
                CalendarFile.receive(calendar, fallback, receiver, now.toString());
            }
        } catch (IOException broken) {
            throw CalendarFile.unreadable(broken);
        }
    }

    private Answer fetch(FeedCursor cursor) throws ConnectorException {
        Answer answer = ask(cursor);
        if (answer.calendar() == null && cursor.equals(FeedCursor.NONE)) {
            throw new ConnectorException(
                    ConnectorException.Reason.UNAVAILABLE,
                    address.uri().getHost() + " says that nothing changed since a time that was not mentioned.",
                    "");
        }
        return answer;
    }

    private Answer ask(FeedCursor cursor) throws ConnectorException {
        try {
            return fetch(address, cursor);
        } catch (OutgoingException failed) {
            boolean mayBePlain = failed.reason() == Reason.TLS || failed.reason() == Reason.CONNECTION;
            if (!address.isGuess() || !mayBePlain) {
                throw HttpFailure.of(failed);
            }
        } catch (IOException broken) {
            throw CalendarFile.unreadable(broken);
        }
        try {
            return fetch(address.plain(), cursor);
        } catch (OutgoingException failed) {
            throw HttpFailure.of(failed);
        } catch (IOException broken) {
            throw CalendarFile.unreadable(broken);
        }
    }

    private Answer fetch(FeedAddress from, FeedCursor cursor) throws IOException, ConnectorException {
        var request = OutgoingRequest.of("GET", from.uri())
                .header("Accept", "text/calendar, */*;q=0.5")
                .following(REDIRECTS)
                .within(PATIENCE, CalendarFile.MAXIMUM);
        if (from.authorization() != null) {
            request = request.header("Authorization", from.authorization());
        }
        if (!cursor.etag().isEmpty()) {
            request = request.header("If-None-Match", cursor.etag());
        }
        if (!cursor.lastModified().isEmpty()) {
            request = request.header("If-Modified-Since", cursor.lastModified());
        }
        try {
            return http.send(request, FeedConnector::read);
        } catch (Failure failure) {
            throw failure.reason;
        }
    }

    private static Answer read(OutgoingResponse response) throws IOException {
        if (response.status() == 304) {
            return new Answer(null, "", "");
        }
        if (response.status() != 200) {
            throw new Failure(HttpFailure.of(response, SIGN_IN));
        }
        try {
            return new Answer(
                    ICalendarReader.open(response.body(), CalendarFile.MAXIMUM),
                    Objects.requireNonNullElse(response.header("etag"), ""),
                    Objects.requireNonNullElse(response.header("last-modified"), ""));
        } catch (ICalendarException refused) {
            throw new Failure(CalendarFile.failure(refused));
        }
    }
}
