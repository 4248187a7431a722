package ajar.simulate.microsoft;

import ajar.simulate.Client;
import ajar.simulate.Client.Answer;
import ajar.simulate.calendar.SimulatedCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;

/// A simulated Microsoft Graph with one user, at a moment that stands still.
abstract class MicrosoftTest {
    static final String ANN = "ann@example.com";
    static final String WINDOW = "?startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-05-01T00:00:00Z";
    static final String VIEW = "/v1.0/me/calendarView" + WINDOW;
    static final String DELTA = "/v1.0/me/calendarView/delta" + WINDOW;
    static final String MEETING = """
        {"subject": "Demo", "start": {"dateTime": "2026-03-02T09:00:00", "timeZone": "W. Europe Standard Time"},
         "end": {"dateTime": "2026-03-02T10:00:00", "timeZone": "W. Europe Standard Time"},
         "body": {"contentType": "html", "content": "<p>Hello <b>Bob</b></p>"},
         "attendees": [{"emailAddress": {"name": "Bob", "address": "bob@lead.example"}}]}
        """;
    static final String WEEKLY = """
        {"subject": "Weekly", "start": {"dateTime": "2026-03-16T09:00:00", "timeZone": "W. Europe Standard Time"},
         "end": {"dateTime": "2026-03-16T09:30:00", "timeZone": "W. Europe Standard Time"},
         "recurrence": {"pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["monday"]},
                        "range": {"type": "numbered", "numberOfOccurrences": 4}}}
        """;

    final MicrosoftCalendarSimulator microsoft =
            new MicrosoftCalendarSimulator(0, InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z")));
    String token;
    final Client client = new Client(microsoft::url, () -> token);
    final SimulatedCalendar calendar;

    MicrosoftTest() {
        microsoft.addUser(ANN, "Ann", ZoneId.of("Europe/Berlin"));
        token = microsoft.accessToken(ANN);
        calendar = microsoft.calendar(ANN, "primary");
    }

    @AfterEach
    void close() {
        microsoft.close();
    }

    /// Moves the clock, and takes a new access token.
    void later(Duration step) {
        microsoft.advance(step);
        token = microsoft.accessToken(ANN);
    }

    static String code(Answer answer) {
        return answer.json().at("/error/code").asString();
    }
}
