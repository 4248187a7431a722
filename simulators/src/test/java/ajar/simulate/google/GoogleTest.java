package ajar.simulate.google;

import ajar.simulate.Client;
import ajar.simulate.Client.Answer;
import ajar.simulate.calendar.SimulatedCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;

/// A simulated Google Calendar with one user, at a moment that stands still.
abstract class GoogleTest {
    static final String ANN = "ann@example.com";
    static final String EVENTS = "/calendar/v3/calendars/primary/events";
    static final String MEETING = """
        {"summary": "Demo", "start": {"dateTime": "2026-03-02T09:00:00+01:00"},
         "end": {"dateTime": "2026-03-02T10:00:00+01:00"},
         "attendees": [{"email": "ann@example.com", "responseStatus": "accepted"}, {"email": "bob@lead.example"}]}
        """;
    static final String WEEKLY = """
        {"summary": "Weekly", "start": {"dateTime": "2026-03-16T09:00:00", "timeZone": "Europe/Berlin"},
         "end": {"dateTime": "2026-03-16T09:30:00", "timeZone": "Europe/Berlin"},
         "recurrence": ["RRULE:FREQ=WEEKLY;COUNT=4"]}
        """;

    final GoogleCalendarSimulator google =
            new GoogleCalendarSimulator(0, InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z")));
    String token;
    final Client client = new Client(google::url, () -> token);
    final SimulatedCalendar calendar;

    GoogleTest() {
        google.addUser(ANN, "Ann", ZoneId.of("Europe/Berlin"));
        token = google.accessToken(ANN);
        calendar = google.calendar(ANN, "primary");
    }

    @AfterEach
    void close() {
        google.close();
    }

    /// Moves the clock, and takes a new access token.
    void later(Duration step) {
        google.advance(step);
        token = google.accessToken(ANN);
    }

    Answer events(String query) {
        return client.get(EVENTS + query);
    }

    /// The sync token of a full list.
    String synced() {
        return events("?showDeleted=true").json().path("nextSyncToken").stringValue();
    }

    Answer since(String syncToken) {
        return events("?showDeleted=true&syncToken=" + syncToken);
    }

    static String reason(Answer answer) {
        return answer.json().at("/error/errors/0/reason").asString();
    }
}
