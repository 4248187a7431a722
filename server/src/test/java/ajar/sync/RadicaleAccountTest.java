package ajar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.calendar.caldav.CalDavServer;
import ajar.engine.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A whole server, reading a Radicale over HTTP: what the guide about calendars lets its readers try.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RadicaleAccountTest {
    private static final String ADA = "ada@example.com";
    private static final String BOB = "bob@example.com";
    private static final Instant SOON =
            Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(3)).plus(Duration.ofHours(9));
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuuMMdd").withZone(ZoneOffset.UTC);

    private CalDavServer radicale;
    private AccountWorld world;
    private Desk desk;
    private String account;
    private int count;
    private String bruce;
    private String lead;
    private String uid;

    @BeforeAll
    void start() throws Exception {
        radicale = CalDavServer.start(CalDavServer.Kind.RADICALE);
        world = new AccountWorld(null, null);
        desk = world.desk();
        account = world.connect(account(radicale.url() + CalDavServer.USER + "/", CalDavServer.USER));
    }

    @AfterAll
    void stop() throws Exception {
        world.close();
        radicale.close();
    }

    @BeforeEach
    void begin() {
        bruce = "bruce" + ++count + "@wayne.example";
        lead = desk.lead(bruce);
        uid = "demo-" + count;
        desk.news();
    }

    private static ObjectNode account(String url, String username) {
        return Json.object()
                .put("_type", "caldav")
                .put("url", url)
                .put("username", username)
                .put("password", CalDavServer.PASSWORD);
    }

    /// One event of a calendar; the organizer is Ada.
    private String event(Instant start, Duration length, String... lines) {
        return timed("DTSTART:" + TIME.format(start), "DTEND:" + TIME.format(start.plus(length)), lines);
    }

    private String timed(String start, String end, String... lines) {
        return """
            BEGIN:VEVENT
            UID:%s
            DTSTAMP:20260101T000000Z
            SUMMARY:Demo
            DESCRIPTION:Bring the plans.
            LOCATION:https://zoom.us/j/123
            %s
            %s
            ORGANIZER:mailto:%s
            %s
            END:VEVENT
            """.formatted(uid, start, end, ADA, String.join("\n", lines));
    }

    private String guest(String answer) {
        return "ATTENDEE;PARTSTAT=" + answer + ":mailto:" + bruce;
    }

    private static String calendar(String... events) {
        return "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//demo//EN\n" + String.join("", events) + "END:VCALENDAR\n";
    }

    /// Puts all of an event into Ada's calendar, and reads it.
    private Tally put(String... events) throws Exception {
        radicale.put(uid + ".ics", calendar(events));
        return world.sync(account);
    }

    private List<JsonNode> meetings() {
        return desk.meetings(lead, "provider_calendar_event_id=" + uid);
    }

    private JsonNode meeting() {
        assertThat(meetings()).hasSize(1);
        return meetings().getFirst();
    }

    private static String id(JsonNode meeting) {
        return meeting.path("id").asString();
    }

    private static String status(JsonNode meeting) {
        return meeting.path("status").asString();
    }

    private static Instant starts(JsonNode meeting) {
        return Instant.parse(meeting.path("starts_at").asString().replace("+00:00", "Z"));
    }

    private static List<String> logged(String... actions) {
        return List.of(actions).stream()
                .map(action -> "activity.meeting " + action)
                .toList();
    }

    /// Reading the same again changes nothing and logs nothing.
    private void assertSettled() {
        var before = desk.meetings(lead);
        desk.news();
        assertThat(world.sync(account)).isEqualTo(Tally.NOTHING);
        assertThat(desk.news()).isEmpty();
        assertThat(desk.meetings(lead)).isEqualTo(before);
    }

    @Test
    void anEventWithAContactBecomesAMeeting() throws Exception {
        assertThat(put(event(SOON, Duration.ofHours(1), guest("NEEDS-ACTION")))).isEqualTo(new Tally(1, 0, 0));

        var meeting = meeting();
        assertThat(desk.news()).isEqualTo(Map.of(id(meeting), logged("created", "scheduled")));
        assertThat(status(meeting)).isEqualTo("upcoming");
        assertThat(meeting.path("title").asString()).isEqualTo("Demo");
        assertThat(meeting.path("note").asString()).isEqualTo("Bring the plans.");
        assertThat(meeting.path("location").asString()).isEqualTo("https://zoom.us/j/123");
        assertThat(meeting.path("conference_links"))
                .hasToString("[{\"type\":\"ZOOM\",\"url\":\"https://zoom.us/j/123\"}]");
        assertThat(starts(meeting)).isEqualTo(SOON);
        assertThat(meeting.path("activity_at")).isEqualTo(meeting.path("starts_at"));
        assertThat(meeting.path("duration").asInt()).isEqualTo(3600);
        assertThat(meeting.path("is_recurring").asBoolean()).isFalse();
        assertThat(meeting.path("source").asString()).isEqualTo("calendar");
        assertThat(meeting.path("provider_calendar_type").asString()).isEqualTo("caldav");
        assertThat(meeting.path("provider_calendar_ids")).hasToString("[\"" + radicale.calendarUrl() + "\"]");
        assertThat(meeting.path("calendar_event_uids")).hasToString("[\"" + uid + "\"]");
        assertThat(meeting.path("connected_account_id").asString()).isEqualTo(account);
        assertThat(meeting.path("user_id").asString()).isEqualTo(world.admin());
        assertThat(meeting.path("users")).hasToString("[\"" + world.admin() + "\"]");
        var attendees = meeting.path("attendees");
        assertThat(attendees).hasSize(2);
        assertThat(attendees.get(0).path("email").asString()).isEqualTo(bruce);
        assertThat(attendees.get(0).path("status").asString()).isEqualTo("noreply");
        assertThat(attendees.get(0).path("contact_id").asString()).startsWith("cont_");
        assertThat(attendees.get(1).path("is_organizer").asBoolean()).isTrue();
        assertThat(attendees.get(1).path("user_id").asString()).isEqualTo(world.admin());
        assertSettled();
    }

    @Test
    void aMeetingFollowsItsEventToTheEnd() throws Exception {
        put(event(SOON, Duration.ofHours(1), guest("NEEDS-ACTION")));
        var first = meeting();
        desk.news();

        put(event(SOON, Duration.ofHours(1), guest("DECLINED")));
        assertThat(status(meeting())).isEqualTo("declined-by-lead");
        assertThat(meeting().path("attendees").get(0).path("status").asString()).isEqualTo("no");
        assertThat(desk.news()).isEqualTo(Map.of(id(first), logged("updated")));
        assertSettled();

        var later = SOON.plus(Duration.ofDays(1)).plus(Duration.ofMinutes(30));
        put(event(later, Duration.ofMinutes(45), guest("TENTATIVE")));
        assertThat(status(meeting())).isEqualTo("upcoming");
        assertThat(starts(meeting())).isEqualTo(later);
        assertThat(meeting().path("activity_at")).isEqualTo(meeting().path("starts_at"));
        assertThat(meeting().path("duration").asInt()).isEqualTo(2700);
        assertThat(meeting().path("date_created")).isEqualTo(first.path("date_created"));
        assertThat(meeting().path("attendees").get(0).path("status").asString()).isEqualTo("maybe");
        assertThat(desk.news()).isEqualTo(Map.of(id(first), logged("updated", "scheduled")));
        assertSettled();

        radicale.delete(uid + ".ics");
        assertThat(world.sync(account)).isEqualTo(new Tally(0, 0, 1));
        assertThat(status(meeting())).isEqualTo("canceled");
        assertThat(starts(meeting())).isEqualTo(later);
        assertThat(desk.news()).isEqualTo(Map.of(id(first), logged("updated", "canceled")));
        assertSettled();
    }

    @Test
    void aMeetingIsCanceledWhenItsContactIsTakenOffAndReturnsWithHim() throws Exception {
        put(event(SOON, Duration.ofHours(1), guest("ACCEPTED")));
        String id = id(meeting());
        desk.news();

        put(event(SOON, Duration.ofHours(1), "ATTENDEE:mailto:nobody@example.org"));
        assertThat(status(meeting())).isEqualTo("canceled");
        assertThat(desk.news()).isEqualTo(Map.of(id, logged("updated", "canceled")));
        assertSettled();

        put(event(SOON, Duration.ofHours(1), guest("ACCEPTED")));
        assertThat(status(meeting())).isEqualTo("upcoming");
        assertThat(id(meeting())).isEqualTo(id);
        assertThat(desk.news()).isEqualTo(Map.of(id, logged("updated")));
    }

    private static Instant week(int number) {
        return SOON.plus(Duration.ofDays(7L * number));
    }

    @Test
    void anEventThatBecomesASeriesIsFollowedOccurrenceByOccurrence() throws Exception {
        String rule = "RRULE:FREQ=WEEKLY;COUNT=4";
        put(event(SOON, Duration.ofHours(1), guest("ACCEPTED")));
        String first = id(meeting());
        desk.news();

        assertThat(put(event(SOON, Duration.ofHours(1), guest("ACCEPTED"), rule)))
                .isEqualTo(new Tally(3, 1, 0));
        var four = meetings();
        assertThat(four).extracting(RadicaleAccountTest::starts).containsExactly(week(0), week(1), week(2), week(3));
        assertThat(four).allMatch(it -> it.path("is_recurring").asBoolean());
        assertThat(four.get(2).path("calendar_event_uids"))
                .anyMatch(it -> it.asString().equals(uid + "_" + TIME.format(week(2))));
        List<String> ids = four.stream().map(RadicaleAccountTest::id).toList();
        assertThat(ids.getFirst()).isEqualTo(first);
        assertThat(desk.news())
                .isEqualTo(Map.of(
                        ids.get(0), logged("updated"),
                        ids.get(1), logged("created", "scheduled"),
                        ids.get(2), logged("created", "scheduled"),
                        ids.get(3), logged("created", "scheduled")));
        assertSettled();

        String without = "EXDATE:" + TIME.format(week(1));
        assertThat(put(event(SOON, Duration.ofHours(1), guest("ACCEPTED"), rule, without)))
                .isEqualTo(new Tally(0, 0, 1));
        assertThat(meetings())
                .extracting(RadicaleAccountTest::status)
                .containsExactly("upcoming", "canceled", "upcoming", "upcoming");
        assertThat(desk.news()).isEqualTo(Map.of(ids.get(1), logged("updated", "canceled")));
        assertSettled();

        var moved = week(2).plus(Duration.ofHours(2));
        assertThat(put(
                        event(SOON, Duration.ofHours(1), guest("ACCEPTED"), rule, without),
                        event(moved, Duration.ofHours(2), guest("DECLINED"), "RECURRENCE-ID:" + TIME.format(week(2)))))
                .isEqualTo(new Tally(0, 1, 0));
        assertThat(meetings())
                .extracting(RadicaleAccountTest::status)
                .containsExactly("upcoming", "canceled", "declined-by-lead", "upcoming");
        assertThat(meetings()).extracting(RadicaleAccountTest::id).isEqualTo(ids);
        assertThat(starts(meetings().get(2))).isEqualTo(moved);
        assertThat(meetings().get(2).path("duration").asInt()).isEqualTo(7200);
        assertThat(desk.meetings(lead, "provider_calendar_event_id=" + uid + "_" + TIME.format(week(2))))
                .extracting(RadicaleAccountTest::id)
                .containsExactly(ids.get(2));
        assertThat(desk.news()).isEqualTo(Map.of(ids.get(2), logged("updated")));
        assertSettled();

        radicale.delete(uid + ".ics");
        assertThat(world.sync(account)).isEqualTo(new Tally(0, 0, 3));
        assertThat(meetings()).extracting(RadicaleAccountTest::status).containsOnly("canceled");
        assertThat(desk.news())
                .isEqualTo(Map.of(
                        ids.get(0), logged("updated", "canceled"),
                        ids.get(2), logged("updated", "canceled"),
                        ids.get(3), logged("updated", "canceled")));
        assertSettled();
    }

    @Test
    void wholeDaysMakeNoMeetingAndCancelTheOneThereWas() throws Exception {
        String day = "DTSTART;VALUE=DATE:" + DAY.format(SOON);
        String next = "DTEND;VALUE=DATE:" + DAY.format(SOON.plus(Duration.ofDays(1)));
        assertThat(put(timed(day, next, guest("ACCEPTED")))).isEqualTo(Tally.NOTHING);
        assertThat(meetings()).isEmpty();

        put(event(SOON, Duration.ofHours(1), guest("ACCEPTED")));
        String id = id(meeting());
        desk.news();

        assertThat(put(timed(day, next, guest("ACCEPTED")))).isEqualTo(new Tally(0, 0, 1));
        assertThat(status(meeting())).isEqualTo("canceled");
        assertThat(starts(meeting())).isEqualTo(SOON);
        assertThat(desk.news()).isEqualTo(Map.of(id, logged("updated", "canceled")));
        assertSettled();
    }

    @Test
    void anEventThatIsOverIsCompletedUntilItIsMovedAhead() throws Exception {
        var past = SOON.minus(Duration.ofDays(30));
        put(event(past, Duration.ofHours(1), guest("ACCEPTED")));
        assertThat(status(meeting())).isEqualTo("completed");
        String id = id(meeting());
        assertThat(desk.news()).isEqualTo(Map.of(id, logged("created")));
        assertSettled();

        put(event(SOON, Duration.ofHours(1), guest("ACCEPTED")));
        assertThat(status(meeting())).isEqualTo("upcoming");
        assertThat(desk.news()).isEqualTo(Map.of(id, logged("updated", "scheduled")));
        assertSettled();
    }

    @Test
    void oneEventInTheCalendarsOfTwoUsersIsOneMeetingForEachLead() throws Exception {
        String clark = "clark@planet.example";
        String planet = desk.lead(clark);
        String bob = world.user(BOB);
        String bobs = world.connect(
                account(radicale.makeSecondHome(), CalDavServer.SECOND_USER).put("user_id", bob));
        desk.news();
        String others = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:" + clark + "\nATTENDEE;PARTSTAT=%s:mailto:" + BOB;
        var before = event(SOON, Duration.ofHours(1), guest("DECLINED"), others.formatted("NEEDS-ACTION"));
        var after = event(SOON, Duration.ofHours(1), guest("DECLINED"), others.formatted("TENTATIVE"));

        radicale.putForSecond("invitation.ics", calendar(after));
        assertThat(world.sync(bobs)).isEqualTo(new Tally(2, 0, 0));
        String waynes = id(meeting());
        String planets = id(desk.meetings(planet).getFirst());
        assertThat(status(meeting())).isEqualTo("declined-by-lead");
        assertThat(status(desk.meetings(planet).getFirst())).isEqualTo("upcoming");
        assertThat(meeting().path("user_id").asString()).isEqualTo(bob);
        assertThat(desk.news()).isEqualTo(Map.of(waynes, logged("created"), planets, logged("created", "scheduled")));

        assertThat(put(before)).isEqualTo(new Tally(0, 2, 0));
        for (var meeting : List.of(meeting(), desk.meetings(planet).getFirst())) {
            assertThat(meeting.path("users").valueStream().map(JsonNode::asString))
                    .containsExactlyInAnyOrder(world.admin(), bob);
            assertThat(meeting.path("provider_calendar_ids")).hasSize(2);
            assertThat(meeting.path("user_id").asString()).isEqualTo(world.admin());
            assertThat(meeting.path("attendees").get(2).path("status").asString())
                    .isEqualTo("maybe");
        }
        assertThat(desk.news()).isEqualTo(Map.of(waynes, logged("updated"), planets, logged("updated")));
        assertSettled();
        assertThat(world.sync(bobs)).isEqualTo(Tally.NOTHING);

        radicale.delete(uid + ".ics");
        assertThat(world.sync(account)).isEqualTo(new Tally(0, 2, 0));
        assertThat(status(desk.meetings(planet).getFirst())).isEqualTo("upcoming");
        radicale.deleteForSecond("invitation.ics");
        assertThat(world.sync(bobs)).isEqualTo(new Tally(0, 0, 2));
        assertThat(status(meeting())).isEqualTo("canceled");
        assertThat(status(desk.meetings(planet).getFirst())).isEqualTo("canceled");
    }

    @Test
    void aWrongPasswordIsToldWithWhatToDoAndTheMeetingsStay() throws Exception {
        put(event(SOON, Duration.ofHours(1), guest("ACCEPTED")));
        var before = meetings();
        desk.news();
        var refused = world.api()
                .post(
                        "/connected_account/",
                        account(radicale.url(), CalDavServer.USER).put("password", "wrong"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/field-errors/password").asString()).isNotEmpty();

        String path = "/connected_account/" + account + "/";
        world.api().put(path, Json.object().put("password", "wrong")).orFail();
        world.awaitState(account, "failing");
        var error = world.status(account).path("error");
        assertThat(error.path("reason").asString()).isEqualTo("reauthorize");
        assertThat(error.path("message").asString()).isNotEmpty();
        assertThat(error.path("remedy").asString()).contains("password");
        var tried = world.trySync(account);
        assertThat(tried.status()).isEqualTo(400);
        assertThat(tried.json().path("error").asString())
                .contains(error.path("remedy").asString());
        assertThat(meetings()).isEqualTo(before);
        assertThat(desk.news()).isEmpty();

        world.api()
                .put(path, Json.object().put("password", CalDavServer.PASSWORD))
                .orFail();
        world.awaitState(account, "ok");
        assertThat(world.status(account).path("error").isNull()).isTrue();
        assertThat(meetings()).isEqualTo(before);
        assertSettled();
    }
}
