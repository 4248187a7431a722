package ajar.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ajar.simulate.Client.Answer;
import ajar.simulate.calendar.CalendarSimulator;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The control interface, with Google behind it; it is the same for both.
class ControlApiTest {
    private static final String EVENTS = "/simulator/users/ann@example.com/calendars/primary/events";
    private static final String WEEKLY = """
        {"summary": "Weekly", "start": {"dateTime": "2026-03-16T09:00:00", "timeZone": "Europe/Berlin"},
         "end": {"dateTime": "2026-03-16T09:30:00", "timeZone": "Europe/Berlin"},
         "attendees": [{"email": "bob@lead.example"}], "recurrence": ["RRULE:FREQ=WEEKLY"]}
        """;

    private final CalendarSimulator google =
            Simulators.start("google-calendar", 0, InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z")));
    private String token;
    private final Client client = new Client(google::url, () -> token);

    ControlApiTest() {
        JsonNode user = client.post(
                        "/simulator/users",
                        "{\"email\": \"ann@example.com\", \"name\": \"Ann\", \"time_zone\": \"Europe/Berlin\"}")
                .json();
        token = user.path("access_token").asString();
    }

    @AfterEach
    void close() {
        google.close();
    }

    private Answer seen() {
        return client.get("/calendar/v3/calendars/primary/events");
    }

    @Test
    void eventsAreArrangedWithoutAWordOfJava() {
        String id = client.post(EVENTS, WEEKLY).json().path("id").asString();
        assertThat(client.send("PATCH", EVENTS + "/" + id, "{\"summary\": \"New\"}")
                        .status())
                .isEqualTo(204);
        client.post(EVENTS + "/" + id + "/answer", "{\"attendee\": \"bob@lead.example\", \"response\": \"accepted\"}");
        String instances = EVENTS + "/" + id + "/instances/";
        assertThat(client.send("DELETE", instances + "2026-03-23T08:00:00Z", null)
                        .status())
                .isEqualTo(201);
        client.send("PATCH", instances + "2026-03-30T07:00:00Z", "{\"location\": \"Here\"}");
        client.post(
                EVENTS + "/" + id + "/split",
                "{\"from\": \"2026-04-13T07:00:00Z\", \"change\": {\"summary\": \"Later\"}}");
        Answer seen = seen();
        assertThat(seen.each("items", "summary")).containsExactly("New", "null", "New", "Later");
        assertThat(seen.each("items", "attendees/0/responseStatus").getFirst()).isEqualTo("accepted");
        assertThat(client.send("DELETE", EVENTS + "/" + id, null).status()).isEqualTo(204);
        assertThat(seen().each("items", "summary")).containsExactly("Later");
    }

    @Test
    void calendarsUsersAndCopiesAreArranged() {
        client.post("/simulator/users", "{\"email\": \"cy@example.com\"}");
        String id = client.post(EVENTS, WEEKLY).json().path("id").asString();
        Answer copy = client.post(EVENTS + "/" + id + "/copy", "{\"user\": \"cy@example.com\", \"same_id\": true}");
        assertThat(copy.json().path("id").asString()).isEqualTo(id);
        String calendars = "/simulator/users/cy@example.com/calendars";
        String other = client.post(calendars, "{\"summary\": \"Team\"}")
                .json()
                .path("id")
                .asString();
        assertThat(client.send("PATCH", calendars + "/" + other, "{\"accessRole\": \"reader\"}")
                        .status())
                .isEqualTo(204);
        assertThat(client.send("DELETE", calendars + "/" + other, null).status())
                .isEqualTo(204);
        JsonNode overview = client.get("/simulator").json();
        assertThat(overview.path("provider").asString()).isEqualTo("google-calendar");
        assertThat(overview.at("/users/1/calendars")).hasSize(1);
    }

    @Test
    void faultsAndSwitchesAreSet() {
        JsonNode known = client.get("/simulator/faults").json().path("known");
        assertThat(known)
                .hasSizeGreaterThan(10)
                .allSatisfy(one -> assertThat(one.path("meaning").asString()).isNotEmpty());
        assertThat(client.post(
                                "/simulator/faults",
                                "{\"fault\": \"backend_error\", \"times\": 2, \"path\": \"/events\"}")
                        .status())
                .isEqualTo(201);
        assertThat(seen().status()).isEqualTo(500);
        assertThat(client.get("/simulator/faults").json().at("/planned/0/times").asInt())
                .isEqualTo(1);
        client.send("DELETE", "/simulator/faults", null);
        assertThat(seen().status()).isEqualTo(200);
        Answer unknown = client.post("/simulator/faults", "{\"fault\": \"nonsense\"}");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.json().path("error").asString()).contains("backend_error");
        assertThat(client.send("PATCH", "/simulator/switches", "{\"largest_page\": 1}")
                        .json()
                        .at("/largest_page/value")
                        .asInt())
                .isEqualTo(1);
        assertThat(client.send("PATCH", "/simulator/switches", "{\"cancelled_events\": \"nonsense\"}")
                        .status())
                .isEqualTo(400);
        assertThat(client.send("PATCH", "/simulator/switches", "{\"largest_page\": true}")
                        .status())
                .isEqualTo(400);
        client.send("DELETE", "/simulator/switches", null);
        assertThat(client.get("/simulator/switches")
                        .json()
                        .at("/largest_page/value")
                        .asInt())
                .isZero();
    }

    @Test
    void requestsAndRefusedWritesAreShown() {
        seen();
        client.post("/calendar/v3/calendars/primary/events", "{\"summary\": \"No\"}");
        JsonNode requests = client.get("/simulator/requests").json().path("list");
        assertThat(requests).hasSize(2);
        JsonNode write = client.get("/simulator/refused-writes").json().at("/list/0");
        assertThat(write.path("method").asString()).isEqualTo("POST");
        assertThat(write.path("body").asString()).contains("No");
        client.send("DELETE", "/simulator/requests", null);
        assertThat(client.get("/simulator/requests").json().path("list")).isEmpty();
        assertThat(client.get("/simulator/notifications").json().path("list")).isEmpty();
    }

    @Test
    void tokensExpireAndTheClockMoves() {
        String sync = seen().json().path("nextSyncToken").asString();
        client.post("/simulator/expire/sync-tokens", "");
        assertThat(client.get("/calendar/v3/calendars/primary/events?syncToken=" + sync)
                        .status())
                .isEqualTo(410);
        client.post("/simulator/expire/access-tokens", "");
        assertThat(seen().status()).isEqualTo(401);
        token = client.post("/simulator/users/ann@example.com/tokens", "")
                .json()
                .path("access_token")
                .asString();
        assertThat(client.post("/simulator/clock", "{\"advance_seconds\": 3599}")
                        .json()
                        .path("now")
                        .asString())
                .isEqualTo("2026-03-01T12:59:59Z");
        assertThat(seen().status()).isEqualTo(401);
        assertThat(client.post("/simulator/users/ann@example.com/revoke", "").status())
                .isEqualTo(204);
        client.send("PATCH", "/simulator/consent", "{\"decision\": \"refuse\"}");
        assertThat(client.get("/o/oauth2/v2/auth?response_type=code&redirect_uri=http://127.0.0.1:1/")
                        .header("Location"))
                .contains("error=access_denied");
    }

    @Test
    void mistakesAreNamed() {
        assertThat(client.get("/simulator/nonsense").status()).isEqualTo(404);
        assertThat(client.post("/simulator/users", "{}").json().path("error").asString())
                .isEqualTo("email is missing");
        assertThat(client.post("/simulator/users", "nonsense").status()).isEqualTo(400);
        assertThat(client.send("DELETE", EVENTS + "/nonsense", null).status()).isEqualTo(404);
        assertThat(client.post(EVENTS, "{\"summary\": \"When?\"}")
                        .json()
                        .path("error")
                        .asString())
                .isEqualTo("An event has a start and an end");
        assertThat(client.post("/simulator/act/lifecycle", "{}").status()).isEqualTo(400);
        assertThatThrownBy(() -> Simulators.start("nonsense", 0, InstantSource.system()))
                .hasMessageContaining("microsoft-calendar");
    }
}
