package ajar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.Patience;
import ajar.calendar.OAuthClient;
import ajar.engine.json.Json;
import ajar.simulate.calendar.SimulatedCalendar;
import ajar.simulate.http.Received;
import ajar.simulate.microsoft.MicrosoftCalendarSimulator;
import ajar.simulate.microsoft.MicrosoftFaults;
import ajar.simulate.microsoft.MicrosoftSwitches;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// A whole server, reading a simulated Microsoft Graph over HTTP.
class MicrosoftAccountTest {
    private static final String ADA = "ada@example.com";
    private static final String BRUCE = "bruce@wayne.example";
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final LocalTime TEN = LocalTime.of(10, 0);
    private static final ZonedDateTime SOON =
            ZonedDateTime.now(BERLIN).plusDays(3).with(TEN);
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final MicrosoftCalendarSimulator microsoft = new MicrosoftCalendarSimulator(0, InstantSource.system());
    private final AccountWorld world = new AccountWorld(null, OAuthClient.microsoft("ajar", "secret", microsoft.url()));
    private final Desk desk = world.desk();
    private SimulatedCalendar calendar;
    private String account;
    private String lead;

    @BeforeEach
    void connect() {
        microsoft.addUser(ADA, "Ada", BERLIN);
        calendar = microsoft.calendar(ADA, "primary");
        lead = desk.lead(BRUCE);
        account = world.connect(
                Json.object().put("_type", "microsoft").put("refresh_token", microsoft.refreshToken(ADA)));
        desk.news();
    }

    @AfterEach
    void stop() {
        assertThat(microsoft.refusedWrites())
                .as("Ajar never writes to a calendar")
                .isEmpty();
        world.close();
        microsoft.close();
    }

    /// An event of an hour, in a zone as Windows calls it.
    private static String event(ZonedDateTime start, String more) {
        return """
            {"subject": "Demo", %s, %s"attendees": [
             {"type": "required", "emailAddress": {"address": "%s", "name": "Bruce"}, "status": {"response": "none"}}]}
            """.formatted(times(start), more, BRUCE);
    }

    private static String times(ZonedDateTime start) {
        return """
            "start": {"dateTime": "%s", "timeZone": "W. Europe Standard Time"},
            "end": {"dateTime": "%s", "timeZone": "W. Europe Standard Time"}\
            """.formatted(LOCAL.format(start), LOCAL.format(start.plusHours(1)));
    }

    private static String weekly(int times) {
        return """
            "recurrence": {"pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["%s"]},
             "range": {"type": "numbered", "numberOfOccurrences": %d, "startDate": "%s",
              "recurrenceTimeZone": "W. Europe Standard Time"}},
            """.formatted(SOON.getDayOfWeek().name().toLowerCase(Locale.ROOT), times, SOON.toLocalDate());
    }

    private List<JsonNode> meetings(String eventId) {
        return desk.meetings(lead, "provider_calendar_event_id=" + URLEncoder.encode(eventId, StandardCharsets.UTF_8));
    }

    private JsonNode meeting(String eventId) {
        assertThat(meetings(eventId)).hasSize(1);
        return meetings(eventId).getFirst();
    }

    private static String id(JsonNode meeting) {
        return meeting.path("id").asString();
    }

    private static String status(JsonNode meeting) {
        return meeting.path("status").asString();
    }

    private static ZonedDateTime starts(JsonNode meeting) {
        return OffsetDateTime.parse(meeting.path("starts_at").asString()).atZoneSameInstant(BERLIN);
    }

    private static List<String> logged(String... actions) {
        return List.of(actions).stream()
                .map(action -> "activity.meeting " + action)
                .toList();
    }

    private void assertSettled() {
        desk.news();
        assertThat(world.sync(account)).isEqualTo(Tally.NOTHING);
        assertThat(desk.news()).isEmpty();
    }

    @Test
    void anEventIsFoundByItsGraphIds() {
        String id = calendar.add(event(SOON, """
            "body": {"contentType": "html", "content": "<html><body><p>Bring the <b>plans</b>.</p></body></html>"},
            "isOnlineMeeting": true, "onlineMeeting": {"joinUrl": "https://teams.microsoft.com/l/meetup-join/1"},
            """));
        assertThat(world.sync(account)).isEqualTo(new Tally(1, 0, 0));

        var found = desk.meetings(
                lead,
                "provider_calendar_type=microsoft&provider_calendar_event_id="
                        + URLEncoder.encode(id, StandardCharsets.UTF_8) + "&provider_calendar_id="
                        + URLEncoder.encode(calendar.id(), StandardCharsets.UTF_8));
        assertThat(found).hasSize(1);
        var meeting = found.getFirst();
        assertThat(desk.news()).isEqualTo(Map.of(id(meeting), logged("created", "scheduled")));
        assertThat(status(meeting)).isEqualTo("upcoming");
        assertThat(starts(meeting)).isEqualTo(SOON);
        assertThat(meeting.path("duration").asInt()).isEqualTo(3600);
        assertThat(meeting.path("note").asString()).isEqualTo("Bring the plans.");
        assertThat(meeting.path("location").asString()).isEqualTo("https://teams.microsoft.com/l/meetup-join/1");
        assertThat(meeting.at("/conference_links/0/type").asString()).isEqualTo("MICROSOFT_TEAMS");
        assertThat(meeting.path("calendar_event_link").isNull()).isTrue();
        assertThat(meeting.at("/attendees/0/status").asString()).isEqualTo("noreply");
        assertThat(meeting.at("/attendees/0/contact_id").asString()).startsWith("cont_");
        assertThat(meeting.at("/attendees/1/email").asString()).isEqualTo(ADA);
        assertThat(meeting.at("/attendees/1/status").asString()).isEqualTo("yes");
        assertThat(meeting.at("/attendees/1/is_organizer").asBoolean()).isTrue();
        assertThat(meeting.at("/attendees/1/user_id").asString()).isEqualTo(world.admin());
        assertSettled();
    }

    @Test
    void aMeetingFollowsItsEventThroughTheDelta() {
        String id = calendar.add(event(SOON, ""));
        world.sync(account);
        String meeting = id(meeting(id));
        desk.news();
        microsoft.forget();

        calendar.answer(id, BRUCE, "declined");
        assertThat(world.sync(account)).isEqualTo(new Tally(0, 1, 0));
        assertThat(status(meeting(id))).isEqualTo("declined-by-lead");
        assertThat(desk.news()).isEqualTo(Map.of(meeting, logged("updated")));

        calendar.answer(id, BRUCE, "accepted");
        calendar.change(id, "{" + times(SOON.plusDays(1)) + ", \"subject\": null}");
        assertThat(world.sync(account)).isEqualTo(new Tally(0, 1, 0));
        assertThat(status(meeting(id))).isEqualTo("upcoming");
        assertThat(starts(meeting(id))).isEqualTo(SOON.plusDays(1));
        assertThat(meeting(id).path("title").asString()).isEmpty();
        assertThat(desk.news()).isEqualTo(Map.of(meeting, logged("updated", "scheduled")));

        calendar.change(id, "{\"isCancelled\": true}");
        assertThat(world.sync(account)).isEqualTo(new Tally(0, 0, 1));
        assertThat(status(meeting(id))).isEqualTo("canceled");
        assertThat(desk.news()).isEqualTo(Map.of(meeting, logged("updated", "canceled")));
        assertSettled();
        assertThat(microsoft.requests())
                .as("only what changed is asked for")
                .noneMatch(request -> request.path().endsWith("/events"))
                .anyMatch(request -> request.path().endsWith("/delta"));
    }

    @Test
    void aSeriesKeepsItsLocalHourAndEachOccurrenceIsFollowed() {
        String id = calendar.add(event(SOON, weekly(30)));
        assertThat(world.sync(account)).isEqualTo(new Tally(30, 0, 0));
        var meetings = meetings(id);
        for (int week = 0; week < 30; week++) {
            assertThat(starts(meetings.get(week))).as("week " + week).isEqualTo(SOON.plusWeeks(week));
        }
        assertThat(meetings.stream().map(it -> starts(it).getOffset()).distinct())
                .as("thirty weeks meet a change of daylight saving time")
                .hasSize(2);
        assertSettled();

        calendar.deleteInstance(id, SOON.plusWeeks(1).toInstant().toString());
        String moved = calendar.changeInstance(
                id,
                SOON.plusWeeks(2).toInstant().toString(),
                "{" + times(SOON.plusWeeks(2).plusHours(5)) + "}");
        assertThat(world.sync(account)).isEqualTo(new Tally(0, 1, 1));
        assertThat(meetings(id)).hasSize(30);
        assertThat(status(meetings(id).get(1))).isEqualTo("canceled");
        assertThat(meetings(moved)).extracting(MicrosoftAccountTest::id).containsExactly(id(meetings.get(2)));
        assertThat(starts(meeting(moved))).isEqualTo(SOON.plusWeeks(2).plusHours(5));
        assertThat(desk.news())
                .isEqualTo(Map.of(
                        id(meetings.get(1)), logged("updated", "canceled"),
                        id(meetings.get(2)), logged("updated", "scheduled")));
        assertSettled();

        calendar.delete(id);
        assertThat(world.sync(account)).isEqualTo(new Tally(0, 0, 29));
        assertThat(meetings(id)).extracting(MicrosoftAccountTest::status).containsOnly("canceled");
        assertThat(desk.news().values()).hasSize(29).allMatch(logged("updated", "canceled")::equals);
        assertSettled();
    }

    @Test
    void anEventThatTurnsAllDayIsCanceled() {
        String id = calendar.add(event(SOON, ""));
        world.sync(account);
        calendar.change(
                id,
                "{\"isAllDay\": true, \"start\": {\"dateTime\": \"%sT00:00:00\"}, \"end\": {\"dateTime\": \"%sT00:00:00\"}}"
                        .formatted(SOON.toLocalDate(), SOON.toLocalDate().plusDays(1)));
        assertThat(world.sync(account)).isEqualTo(new Tally(0, 0, 1));
        assertThat(status(meeting(id))).isEqualTo("canceled");
        assertSettled();
    }

    @ParameterizedTest
    @ValueSource(strings = {"410", "400"})
    void aLostStateLosesNothing(String how) {
        microsoft.set(MicrosoftSwitches.LOST_STATE, how);
        String gone = calendar.add(event(SOON, ""));
        String kept = calendar.add(event(SOON.plusDays(1), ""));
        String series = calendar.add(event(SOON, weekly(3)));
        world.sync(account);
        desk.news();
        calendar.delete(gone);
        microsoft.expireSyncTokens();
        assertThat(world.sync(account)).isEqualTo(new Tally(0, 0, 1));
        assertThat(status(meeting(gone))).isEqualTo("canceled");
        assertThat(status(meeting(kept))).isEqualTo("upcoming");
        assertThat(meetings(series)).hasSize(3).allMatch(it -> status(it).equals("upcoming"));
        assertThat(desk.news()).isEqualTo(Map.of(id(meeting(gone)), logged("updated", "canceled")));
        assertSettled();
    }

    @Test
    void eventsThatGetOtherIdsKeepTheirMeetings() {
        String before = calendar.add(event(SOON, ""));
        world.sync(account);
        String meeting = id(meeting(before));
        calendar.changeIds();
        assertThat(world.sync(account)).isEqualTo(new Tally(0, 1, 0));
        assertThat(desk.meetings(lead)).extracting(MicrosoftAccountTest::id).containsExactly(meeting);
        assertThat(meetings(before)).isEmpty();
        assertThat(status(desk.meetings(lead).getFirst())).isEqualTo("upcoming");
        assertSettled();
    }

    @Test
    void whoeverIsThrottledComesBackWhenHeIsToldTo() {
        String id = calendar.add(event(SOON, ""));
        microsoft.fail(MicrosoftFaults.TOO_MANY_REQUESTS.on("/delta"));
        Instant tried = Instant.now();
        assertThat(world.trySync(account).status()).isEqualTo(400);
        var status = world.status(account);
        assertThat(status.path("state").asString()).isEqualTo("failing");
        assertThat(status.at("/error/reason").asString()).isEqualTo("throttled");
        // Retry-After was ten seconds, and no two accounts come back at the same moment.
        assertThat(OffsetDateTime.parse(status.path("next_sync_at").asString()).toInstant())
                .isBetween(tried.plusSeconds(10), Instant.now().plusSeconds(16));
        assertThat(meetings(id)).isEmpty();
        assertThat(world.sync(account)).isEqualTo(new Tally(1, 0, 0));
        assertThat(world.status(account).path("state").asString()).isEqualTo("ok");
    }

    @Test
    void withdrawnConsentIsToldWithARemedyAndTheMeetingsStay() {
        String id = calendar.add(event(SOON, ""));
        world.sync(account);
        desk.news();
        microsoft.revoke(ADA);
        microsoft.expireAccessTokens();
        assertThat(world.trySync(account).status()).isEqualTo(400);
        var error = world.status(account).path("error");
        assertThat(error.path("reason").asString()).isEqualTo("reauthorize");
        assertThat(error.path("remedy").asString()).isNotEmpty();
        assertThat(status(meeting(id))).isEqualTo("upcoming");
        assertThat(desk.news()).isEmpty();
    }

    private List<Received> subscriptions(String method) {
        return microsoft.requests().stream()
                .filter(it -> it.method().equals(method) && it.path().startsWith("/v1.0/subscriptions"))
                .toList();
    }

    private void awaitMeeting(String eventId, String status) {
        Patience.until(
                "the meeting is " + status,
                PATIENCE,
                () -> meetings(eventId).stream().anyMatch(it -> status(it).equals(status)));
    }

    @Test
    void changesAreReadAsSoonAsMicrosoftTellsOfThem() {
        world.letProvidersIn();
        microsoft.forget();
        world.sync(account);
        assertThat(subscriptions("POST")).hasSize(1);

        String id = calendar.add(event(SOON, ""));
        awaitMeeting(id, "upcoming");
        calendar.delete(id);
        awaitMeeting(id, "canceled");
        assertThat(microsoft.notifications()).isNotEmpty().allMatch(it -> it.status() == 202);
        world.sync(account);
        assertThat(subscriptions("POST")).as("one subscription goes on").hasSize(1);
    }

    @Test
    void lostNotificationsAndEndedSubscriptionsAreMadeUpFor() {
        world.letProvidersIn();
        microsoft.forget();
        world.sync(account);

        microsoft.set(MicrosoftSwitches.NOTIFICATIONS_LOST, true);
        String id = calendar.add(event(SOON, ""));
        microsoft.lifecycle("missed", null);
        awaitMeeting(id, "upcoming");

        microsoft.lifecycle("reauthorizationRequired", null);
        Patience.until("renewed", PATIENCE, () -> subscriptions("PATCH").size() == 1);

        microsoft.lifecycle("subscriptionRemoved", null);
        Patience.until("subscribed anew", PATIENCE, () -> subscriptions("POST").size() == 2);
        world.sync(account);

        world.api().delete("/connected_account/" + account + "/").orFail();
        Patience.until("unsubscribed", PATIENCE, () -> subscriptions("DELETE").size() == 1);
        assertThat(status(meeting(id))).isEqualTo("upcoming");
    }

    @Test
    void whoeverDoesNotKnowTheSecretOfASubscriptionWakesNobody() {
        world.letProvidersIn();
        world.sync(account);
        String subscription = subscription();
        world.sync(account);
        String next = world.status(account).path("next_sync_at").asString();
        assertThat(OffsetDateTime.parse(next)).isAfter(OffsetDateTime.now().plusHours(12));
        var notification = Json.object();
        notification
                .putArray("value")
                .addObject()
                .put("subscriptionId", subscription)
                .put("clientState", "guessed")
                .put("changeType", "updated");
        assertThat(world.api()
                        .send("POST", "/ajar/calendar/microsoft", notification)
                        .status())
                .isEqualTo(202);
        assertThat(world.status(account).path("next_sync_at").asString()).isEqualTo(next);
    }

    /// The id of the only subscription, as a notification has it.
    private String subscription() {
        calendar.add(event(SOON, ""));
        var sent = microsoft.notifications();
        assertThat(sent).isNotEmpty();
        Patience.until("read", PATIENCE, () -> desk.meetings(lead).size() == 1);
        return Json.parse(sent.getFirst().body()).at("/value/0/subscriptionId").asString();
    }

    @Test
    void anAddressThatIsAskedWhetherItExistsAnswersWithTheToken() {
        var answer = world.api().send("POST", "/ajar/calendar/microsoft?validationToken=Is%20it%20you%3F", null);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("text/plain");
        assertThat(answer.text()).isEqualTo("Is it you?");
        assertThat(world.api()
                        .send("POST", "/ajar/calendar/microsoft?validationToken=%3Cscript%3E", null)
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"backend_unknown", "mailbox_unsupported"})
    void anAccountThatCannotBeSubscribedToIsPolled(String how) {
        world.letProvidersIn();
        microsoft.set(MicrosoftSwitches.SUBSCRIPTIONS, how);
        String id = calendar.add(event(SOON, ""));
        assertThat(world.sync(account)).isEqualTo(new Tally(1, 0, 0));
        assertThat(status(meeting(id))).isEqualTo("upcoming");
        assertThat(world.status(account).path("state").asString()).isEqualTo("ok");
    }
}
