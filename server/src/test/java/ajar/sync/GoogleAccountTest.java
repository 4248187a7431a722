package ajar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.Api;
import ajar.Patience;
import ajar.calendar.OAuthClient;
import ajar.engine.json.Json;
import ajar.simulate.calendar.SimulatedCalendar;
import ajar.simulate.google.GoogleCalendarSimulator;
import ajar.simulate.google.GoogleFaults;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A whole server, reading a simulated Google over HTTP.
class GoogleAccountTest {
    private static final String ADA = "ada@example.com";
    private static final Instant SOON =
            Instant.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofDays(3));

    private final GoogleCalendarSimulator google = new GoogleCalendarSimulator(0, InstantSource.system());
    private final AccountWorld world = new AccountWorld(OAuthClient.google("ajar", "secret", google.url()), null);
    private final Api api = world.api();
    private SimulatedCalendar calendar;
    private String account;
    private String lead;

    @BeforeEach
    void connect() {
        google.addUser(ADA, "Ada", ZoneId.of("Europe/Berlin"));
        calendar = google.calendar(ADA, "primary");
        lead = world.desk().lead("bruce@wayne.example");
        account = world.connect(Json.object().put("_type", "google").put("refresh_token", google.refreshToken(ADA)));
        var connected = api.get("/connected_account/" + account + "/").orFail();
        assertThat(connected.toString()).doesNotContain("refresh_token").doesNotContain("secret");
    }

    @AfterEach
    void stop() {
        assertThat(google.refusedWrites()).as("Ajar never writes to a calendar").isEmpty();
        world.close();
        google.close();
    }

    private String add(Instant start, String more) {
        return calendar.add("""
            {"summary": "Demo", "start": {"dateTime": "%s", "timeZone": "Europe/Berlin"},
             "end": {"dateTime": "%s", "timeZone": "Europe/Berlin"}, %s
             "attendees": [{"email": "bruce@wayne.example"}, {"email": "ada@example.com", "organizer": true, "self": true,
             "responseStatus": "accepted"}]}
            """.formatted(start, start.plusSeconds(3600), more));
    }

    private JsonNode sync() {
        return api.post("/connected_account/" + account + "/sync/", Json.object())
                .orFail();
    }

    private JsonNode meetings(String query) {
        return api.get("/activity/meeting/?lead_id=" + lead + query).orFail().path("data");
    }

    @Test
    void anEventIsFoundByItsGoogleIds() {
        String id = add(SOON, "");
        sync();
        var found = meetings(
                "&provider_calendar_type=google&provider_calendar_event_id=" + id + "&provider_calendar_id=" + ADA);
        assertThat(found).hasSize(1);
        var meeting = found.get(0);
        assertThat(meeting.path("calendar_event_uids")).hasToString("[\"" + id + "\"]");
        assertThat(meeting.path("status").asString()).isEqualTo("upcoming");
        assertThat(meeting.path("attendees").get(0).path("status").asString()).isEqualTo("noreply");
        assertThat(meeting.path("calendar_event_link").asString()).startsWith("https://www.google.com/calendar/");
    }

    @Test
    void aSecondReadingOfTheSameChangesNothing() {
        add(SOON, "");
        sync();
        assertThat(sync())
                .hasToString("{\"created\":0,\"updated\":0,\"cancelled\":0,\"unchanged\":1,\"quarantined\":0}");
    }

    @Test
    void deletingAnEventCancelsAndAnExpiredTokenLosesNothing() {
        String id = add(SOON, "");
        String other = add(SOON.plus(Duration.ofDays(1)), "");
        sync();
        calendar.delete(id);
        google.expireSyncTokens();
        sync();
        assertThat(meetings("&provider_calendar_event_id=" + id)
                        .get(0)
                        .path("status")
                        .asString())
                .isEqualTo("canceled");
        assertThat(meetings("&provider_calendar_event_id=" + other)
                        .get(0)
                        .path("status")
                        .asString())
                .isEqualTo("upcoming");
    }

    @Test
    void occurrencesShareTheIdOfTheirSeriesAndCanBeFoundOneByOne() {
        String id = add(SOON, "\"recurrence\": [\"RRULE:FREQ=DAILY;COUNT=3\"],");
        sync();
        assertThat(meetings("&provider_calendar_event_id=" + id)).hasSize(3);
        var second = meetings("&provider_calendar_event_id=" + id + "&starts_at=" + SOON.plus(Duration.ofDays(1)));
        assertThat(second).hasSize(1);
        calendar.deleteInstance(id, SOON.plus(Duration.ofDays(1)).toString());
        assertThat(sync().path("cancelled").asInt()).isEqualTo(1);
        calendar.delete(id);
        assertThat(sync().path("cancelled").asInt()).isEqualTo(2);
    }

    @Test
    void aStormOfRefusalsIsToldAndSurvived() {
        add(SOON, "");
        google.fail(GoogleFaults.RATE_LIMIT_EXCEEDED.times(1).on("/events"));
        var answer = api.post("/connected_account/" + account + "/sync/", Json.object());
        assertThat(answer.status()).isEqualTo(400);
        var shown = api.get("/connected_account/" + account + "/").orFail();
        assertThat(shown.at("/sync_status/state").asString()).isEqualTo("failing");
        assertThat(shown.at("/sync_status/error/reason").asString()).isEqualTo("throttled");
        sync();
        assertThat(meetings("")).hasSize(1);
    }

    @Test
    void aChangeIsReadAsSoonAsGoogleTellsOfIt() {
        world.letProvidersIn();
        String id = add(SOON, "");
        awaitStatus(id, "upcoming");
        calendar.delete(id);
        awaitStatus(id, "canceled");
    }

    private void awaitStatus(String eventId, String status) {
        Patience.until(
                "the meeting is " + status,
                Duration.ofSeconds(20),
                () -> meetings("&provider_calendar_event_id=" + eventId)
                        .valueStream()
                        .anyMatch(it -> it.path("status").asString().equals(status)));
    }

    @Test
    void withdrawnConsentIsToldWithARemedy() {
        google.revoke(ADA);
        google.expireAccessTokens();
        var answer = api.post("/connected_account/" + account + "/sync/", Json.object());
        assertThat(answer.status()).isEqualTo(400);
        var shown = api.get("/connected_account/" + account + "/").orFail();
        assertThat(shown.at("/sync_status/error/reason").asString()).isEqualTo("reauthorize");
        assertThat(shown.at("/sync_status/error/remedy").asString()).isNotEmpty();
    }
}
