package ajar.sync;

import static ajar.sync.FakeCalendar.BERLIN;
import static ajar.sync.FakeCalendar.between;
import static ajar.sync.FakeCalendar.event;
import static ajar.sync.FakeCalendar.guest;
import static ajar.sync.FakeCalendar.organizer;
import static ajar.sync.FakeCalendar.series;
import static ajar.sync.FakeCalendar.with;
import static org.assertj.core.api.Assertions.assertThat;

import ajar.calendar.Answer;
import ajar.calendar.ConnectorException;
import ajar.calendar.Moment;
import ajar.engine.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MeetingsFromCalendarsTest {
    private static final Instant SOON =
            Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(2)).plus(Duration.ofHours(9));
    private static final String ADA = "ada@example.com";

    private CalendarWorld world;
    private FakeCalendar calendar;
    private String account;
    private int count;
    private String bruce;
    private String lead;

    @BeforeAll
    void start() {
        world = new CalendarWorld();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @BeforeEach
    void begin() {
        calendar = new FakeCalendar();
        account = world.connect(world.admin(), calendar);
        bruce = "bruce" + ++count + "@wayne.example";
        lead = world.lead(bruce);
    }

    private JsonNode meeting() {
        var meetings = world.meetings(lead);
        assertThat(meetings).hasSize(1);
        return meetings.getFirst();
    }

    private String status() {
        return meeting().path("status").asString();
    }

    private String id(String name) {
        return name + count;
    }

    @Test
    void anEventWithAContactBecomesAMeetingOfItsLead() {
        calendar.put(event(id("e"), SOON, guest(bruce, Answer.NOREPLY), organizer(ADA)));
        var outcome = world.read(account);
        assertThat(outcome.tally()).isEqualTo(new Tally(1, 0, 0));
        var meeting = meeting();
        assertThat(meeting.path("status").asString()).isEqualTo("upcoming");
        assertThat(meeting.path("source").asString()).isEqualTo("calendar");
        assertThat(meeting.path("title").asString()).isEqualTo("Talk");
        assertThat(meeting.path("note").asString()).isEqualTo("What we talk about");
        assertThat(meeting.path("user_id").asString()).isEqualTo(world.admin());
        assertThat(meeting.path("created_by").asString()).isEqualTo(world.admin());
        assertThat(meeting.path("connected_account_id").asString()).isEqualTo(account);
        assertThat(meeting.path("provider_calendar_event_id").asString()).isEqualTo(id("e"));
        assertThat(meeting.path("provider_calendar_ids")).hasToString("[\"main\"]");
        assertThat(meeting.path("calendar_event_uids")).hasToString("[\"" + id("e") + "\"]");
        assertThat(meeting.path("attendees").get(0).path("contact_id").asString())
                .startsWith("cont_");
        assertThat(meeting.path("attendees").get(1).path("user_id").asString()).isEqualTo(world.admin());
        assertThat(world.actions(meeting.path("id").asString())).containsExactly("created", "scheduled");
    }

    @Test
    void theSameStateTwiceChangesAndLogsNothing() {
        calendar.put(event(id("e"), SOON, guest(bruce, Answer.NOREPLY), organizer(ADA)));
        calendar.put(series(id("s"), SOON, "FREQ=WEEKLY;COUNT=4", guest(bruce, Answer.YES), organizer(ADA)));
        world.read(account);
        var before = world.meetings(lead);
        var outcome = world.read(account);
        assertThat(outcome.tally()).isEqualTo(Tally.NOTHING);
        assertThat(outcome.unchanged()).isEqualTo(5);
        assertThat(world.meetings(lead)).isEqualTo(before);
    }

    @Test
    void anEventWithoutAContactMakesNothingUntilOneIsAdded() {
        String late = "late" + count + "@wayne.example";
        calendar.put(event(id("e"), SOON, guest(late, Answer.NOREPLY), organizer(ADA)));
        world.read(account);
        assertThat(world.meetings(lead)).isEmpty();
        var contact = Json.object().put("lead_id", lead);
        contact.putArray("emails")
                .addObject()
                .put("email", late.toUpperCase(java.util.Locale.ROOT))
                .put("type", "office");
        world.api().post("/contact/", contact).orFail();
        world.match();
        assertThat(status()).isEqualTo("upcoming");
    }

    @Test
    void aMovedEventStaysTheSameMeetingAndIsScheduledAgain() {
        calendar.put(event(id("e"), SOON, guest(bruce, Answer.NOREPLY), organizer(ADA)));
        world.read(account);
        String id = meeting().path("id").asString();
        var later = Moment.of(SOON.plusSeconds(7200).atZone(BERLIN));
        var end = Moment.of(SOON.plusSeconds(9000).atZone(BERLIN));
        calendar.change(id("e"), it -> between(it, later, end));
        assertThat(world.read(account).tally()).isEqualTo(new Tally(0, 1, 0));
        assertThat(meeting().path("id").asString()).isEqualTo(id);
        assertThat(meeting().path("duration").asInt()).isEqualTo(1800);
        assertThat(world.actions(id)).containsExactly("created", "scheduled", "updated", "scheduled");
    }

    @Test
    void theStatusFollowsTheAnswers() {
        calendar.put(event(id("e"), SOON, guest(bruce, Answer.NOREPLY), organizer(ADA)));
        world.read(account);
        calendar.change(id("e"), it -> with(it, List.of(guest(bruce, Answer.NO), organizer(ADA))));
        world.read(account);
        assertThat(status()).isEqualTo("declined-by-lead");
        calendar.change(id("e"), it -> with(it, List.of(guest(bruce, Answer.YES), guest(ADA, Answer.NO))));
        world.read(account);
        assertThat(status()).isEqualTo("declined-by-org");
        calendar.change(id("e"), it -> with(it, List.of(guest(bruce, Answer.YES), guest(ADA, Answer.YES))));
        world.read(account);
        assertThat(status()).isEqualTo("upcoming");
    }

    @Test
    void aDeletedEventIsCanceledAndReturnsWhenItIsRestored() {
        var event = event(id("e"), SOON, guest(bruce, Answer.NOREPLY), organizer(ADA));
        calendar.put(event);
        world.read(account);
        String id = meeting().path("id").asString();
        calendar.remove(id("e"));
        assertThat(world.read(account).tally()).isEqualTo(new Tally(0, 0, 1));
        assertThat(status()).isEqualTo("canceled");
        calendar.put(event);
        world.read(account);
        assertThat(meeting().path("id").asString()).isEqualTo(id);
    }

    @Test
    void removingEveryContactCancelsTheMeeting() {
        calendar.put(event(id("e"), SOON, guest(bruce, Answer.YES), organizer(ADA)));
        world.read(account);
        calendar.change(id("e"), it -> with(it, List.of(organizer(ADA))));
        assertThat(world.read(account).tally()).isEqualTo(new Tally(0, 0, 1));
        assertThat(status()).isEqualTo("canceled");
    }

    @Test
    void anEventThatTurnsAllDayIsCanceled() {
        calendar.put(event(id("e"), SOON, guest(bruce, Answer.YES), organizer(ADA)));
        world.read(account);
        var day = LocalDate.ofInstant(SOON, BERLIN);
        calendar.change(id("e"), it -> between(it, Moment.of(day), Moment.of(day.plusDays(1))));
        world.read(account);
        assertThat(status()).isEqualTo("canceled");
    }

    @Test
    void eachOccurrenceOfASeriesIsAMeetingOfItsOwn() {
        calendar.put(series(id("s"), SOON, "FREQ=WEEKLY;COUNT=4", guest(bruce, Answer.YES), organizer(ADA)));
        calendar.put(FakeCalendar.cancelled(id("s"), week(1)));
        calendar.put(FakeCalendar.moved(
                id("s"), week(2), week(2).plusSeconds(3600), guest(bruce, Answer.YES), organizer(ADA)));
        world.read(account);
        var meetings = world.meetings(lead);
        assertThat(meetings).hasSize(3).allMatch(it -> it.path("is_recurring").asBoolean());
        assertThat(meetings)
                .extracting(it -> it.path("provider_calendar_event_id").asString())
                .containsOnly(id("s"));
        calendar.put(FakeCalendar.cancelled(id("s"), week(3)));
        assertThat(world.read(account).tally()).isEqualTo(new Tally(0, 0, 1));
    }

    @Test
    void aSeriesThatIsMovedKeepsItsMeetings() {
        calendar.put(series(id("s"), SOON, "FREQ=WEEKLY;COUNT=4", guest(bruce, Answer.YES), organizer(ADA)));
        world.read(account);
        var before = world.meetings(lead);
        var start = Moment.of(SOON.plusSeconds(1800).atZone(BERLIN));
        var end = Moment.of(SOON.plusSeconds(5400).atZone(BERLIN));
        calendar.change(id("s"), it -> between(it, start, end));
        assertThat(world.read(account).tally()).isEqualTo(new Tally(0, 4, 0));
        assertThat(world.meetings(lead))
                .extracting(it -> it.path("id").asString())
                .isEqualTo(before.stream().map(it -> it.path("id").asString()).toList());
    }

    private static Instant week(int number) {
        return SOON.atZone(BERLIN).plusWeeks(number).toInstant();
    }

    @Test
    void oneEventInTwoCalendarsIsOneMeetingUntilBothAreRidOfIt() {
        String email = "bob" + count + "@example.com";
        String bob = world.user(email);
        var other = new FakeCalendar();
        String second = world.connect(bob, other);
        calendar.put(event(id("e"), SOON, guest(bruce, Answer.YES), organizer(ADA), guest(email, Answer.NOREPLY)));
        other.put(event(id("e"), SOON, guest(bruce, Answer.YES), organizer(ADA), guest(email, Answer.NO)));
        world.read(second);
        world.read(account);
        var meeting = meeting();
        assertThat(meeting.path("users").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrder(world.admin(), bob);
        assertThat(meeting.path("user_id").asString()).isEqualTo(world.admin());
        assertThat(meeting.path("attendees").get(2).path("status").asString()).isEqualTo("no");
        calendar.vanish();
        world.read(account);
        assertThat(status()).isNotEqualTo("canceled");
        other.vanish();
        world.read(second);
        assertThat(status()).isEqualTo("canceled");
    }

    @Test
    void twoLeadsOnOneEventHaveAMeetingEach() {
        String clark = "clark" + count + "@planet.example";
        String planet = world.lead(clark);
        calendar.put(event(id("e"), SOON, guest(bruce, Answer.NO), guest(clark, Answer.YES), organizer(ADA)));
        world.read(account);
        assertThat(status()).isEqualTo("declined-by-lead");
        assertThat(world.meetings(planet).getFirst().path("status").asString()).isEqualTo("upcoming");
    }

    @Test
    void aDeletedMeetingDoesNotComeBack() {
        calendar.put(event(id("e"), SOON, guest(bruce, Answer.YES), organizer(ADA)));
        world.read(account);
        world.api()
                .delete("/activity/meeting/" + meeting().path("id").asString() + "/")
                .orFail();
        calendar.change(id("e"), it -> with(it, List.of(guest(bruce, Answer.MAYBE), organizer(ADA))));
        world.read(account);
        assertThat(world.meetings(lead)).isEmpty();
    }

    @Test
    void aFailedReadingSaysSoAndChangesNothing() {
        calendar.put(event(id("e"), SOON, guest(bruce, Answer.YES), organizer(ADA)));
        world.read(account);
        calendar.remove(id("e"));
        calendar.failWith(new ConnectorException(
                ConnectorException.Reason.REAUTHORIZE, "The password is wrong.", "Enter it again."));
        assertThat(world.read(account).error()).isNotNull();
        assertThat(status()).isEqualTo("upcoming");
        var shown = world.api().get("/connected_account/" + account + "/").orFail();
        assertThat(shown.path("sync_status").path("state").asString()).isEqualTo("failing");
        assertThat(shown.path("sync_status").path("error").path("remedy").asString())
                .isEqualTo("Enter it again.");
        calendar.failWith(null);
        assertThat(world.read(account).error()).isNull();
    }
}
