package ajar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.calendar.OAuthClient;
import ajar.engine.json.Json;
import ajar.simulate.google.GoogleCalendarSimulator;
import ajar.simulate.microsoft.MicrosoftCalendarSimulator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// One event in the calendars of two users who are with different providers: Ada, who organizes, with
/// Google and Bob, who is invited, with Microsoft. Each provider has ids of its own for it.
class InvitationsTest {
    private static final String ADA = "ada@example.com";
    private static final String BOB = "bob@example.com";
    private static final String BRUCE = "bruce@wayne.example";
    private static final String UID = "talk@example.com";
    private static final Instant SOON =
            Instant.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofDays(3));

    private final GoogleCalendarSimulator google = new GoogleCalendarSimulator(0, InstantSource.system());
    private final MicrosoftCalendarSimulator microsoft = new MicrosoftCalendarSimulator(0, InstantSource.system());
    private final AccountWorld world = new AccountWorld(
            OAuthClient.google("ajar", "secret", google.url()),
            OAuthClient.microsoft("ajar", "secret", microsoft.url()));
    private final Desk desk = world.desk();
    private String lead;
    private String bob;
    private String adas;
    private String bobs;

    @BeforeEach
    void connect() {
        google.addUser(ADA, "Ada", ZoneId.of("Europe/Berlin"));
        microsoft.addUser(BOB, "Bob", ZoneId.of("Europe/Berlin"));
        lead = desk.lead(BRUCE);
        bob = world.user(BOB);
        adas = world.connect(Json.object().put("_type", "google").put("refresh_token", google.refreshToken(ADA)));
        bobs = world.connect(Json.object()
                .put("_type", "microsoft")
                .put("refresh_token", microsoft.refreshToken(BOB))
                .put("user_id", bob));
    }

    @AfterEach
    void stop() {
        world.close();
        microsoft.close();
        google.close();
    }

    private String addAdas(String more) {
        return google.calendar(ADA, "primary")
                .add("""
                    {"summary": "Talk", "iCalUID": "%s", "start": {"dateTime": "%s", "timeZone": "UTC"},
                     "end": {"dateTime": "%s", "timeZone": "UTC"}, %s
                     "attendees": [{"email": "%s"}, {"email": "%s"},
                      {"email": "%s", "organizer": true, "self": true, "responseStatus": "accepted"}]}
                    """.formatted(UID, SOON, SOON.plusSeconds(3600), more, BRUCE, BOB, ADA));
    }

    private String addBobs(String more) {
        return microsoft.calendar(BOB, "primary").add("""
            {"subject": "Talk", "iCalUId": "%s", "start": {"dateTime": "%s", "timeZone": "UTC"},
             "end": {"dateTime": "%s", "timeZone": "UTC"}, %s
             "isOrganizer": false, "organizer": {"emailAddress": {"address": "%s"}},
             "responseStatus": {"response": "declined"},
             "attendees": [{"emailAddress": {"address": "%s"}}, {"emailAddress": {"address": "%s"}}]}
            """.formatted(
                        UID,
                        SOON.atOffset(ZoneOffset.UTC).toLocalDateTime(),
                        SOON.plusSeconds(3600).atOffset(ZoneOffset.UTC).toLocalDateTime(),
                        more,
                        ADA,
                        BRUCE,
                        BOB));
    }

    private List<JsonNode> meetings(String eventId) {
        return desk.meetings(lead, "provider_calendar_event_id=" + URLEncoder.encode(eventId, StandardCharsets.UTF_8));
    }

    private static List<String> texts(JsonNode values) {
        return values.valueStream().map(JsonNode::asString).toList();
    }

    @Test
    void anInvitationIsTheSameMeetingAndIsFoundByEitherId() {
        String adasId = addAdas("");
        String bobsId = addBobs("");
        assertThat(world.sync(bobs)).isEqualTo(new Tally(1, 0, 0));
        assertThat(world.sync(adas)).isEqualTo(new Tally(0, 1, 0));

        assertThat(meetings(adasId)).hasSize(1).isEqualTo(meetings(bobsId)).isEqualTo(desk.meetings(lead));
        var meeting = meetings(adasId).getFirst();
        assertThat(texts(meeting.path("users"))).containsExactlyInAnyOrder(world.admin(), bob);
        assertThat(meeting.path("user_id").asString()).isEqualTo(world.admin());
        assertThat(meeting.path("provider_calendar_type").asString()).isEqualTo("google");
        assertThat(meeting.path("provider_calendar_event_id").asString()).isEqualTo(adasId);
        assertThat(texts(meeting.path("provider_calendar_ids")))
                .hasSize(2)
                .contains(microsoft.calendar(BOB, "primary").id());
        assertThat(texts(meeting.path("calendar_event_uids"))).contains(adasId, bobsId);
        assertThat(meeting.at("/attendees/1/email").asString()).isEqualTo(BOB);
        assertThat(meeting.at("/attendees/1/status").asString())
                .as("Bob's own calendar knows best")
                .isEqualTo("no");
        assertThat(meeting.path("status").asString()).isEqualTo("upcoming");

        google.calendar(ADA, "primary").answer(adasId, ADA, "declined");
        world.sync(adas);
        assertThat(meetings(adasId).getFirst().path("status").asString()).isEqualTo("declined-by-org");

        google.calendar(ADA, "primary").delete(adasId);
        assertThat(world.sync(adas)).isEqualTo(new Tally(0, 1, 0));
        assertThat(meetings(bobsId).getFirst().path("status").asString()).isNotEqualTo("canceled");
        microsoft.calendar(BOB, "primary").delete(bobsId);
        assertThat(world.sync(bobs)).isEqualTo(new Tally(0, 0, 1));
    }

    @Test
    void aSeriesIsTheSameMeetingsOccurrenceByOccurrence() {
        String adasId = addAdas("\"recurrence\": [\"RRULE:FREQ=DAILY;COUNT=3\"],");
        String bobsId = addBobs("""
            "recurrence": {"pattern": {"type": "daily", "interval": 1},
             "range": {"type": "numbered", "numberOfOccurrences": 3, "startDate": "%s", "recurrenceTimeZone": "UTC"}},
            """.formatted(SOON.atOffset(ZoneOffset.UTC).toLocalDate()));
        assertThat(world.sync(adas)).isEqualTo(new Tally(3, 0, 0));
        assertThat(world.sync(bobs)).isEqualTo(new Tally(0, 3, 0));
        assertThat(desk.meetings(lead)).hasSize(3).isEqualTo(meetings(adasId));
        assertThat(desk.meetings(lead))
                .allSatisfy(it -> assertThat(texts(it.path("users"))).containsExactlyInAnyOrder(world.admin(), bob));

        String second = SOON.plus(Duration.ofDays(1)).toString();
        microsoft.calendar(BOB, "primary").deleteInstance(bobsId, second);
        assertThat(world.sync(bobs)).as("Ada's calendar still has it").isEqualTo(new Tally(0, 1, 0));
        google.calendar(ADA, "primary").deleteInstance(adasId, second);
        assertThat(world.sync(adas)).isEqualTo(new Tally(0, 0, 1));
        assertThat(desk.meetings(lead))
                .extracting(it -> it.path("status").asString())
                .containsExactly("upcoming", "canceled", "upcoming");
    }
}
