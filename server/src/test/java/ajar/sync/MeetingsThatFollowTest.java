package ajar.sync;

import static ajar.sync.FakeCalendar.BERLIN;
import static ajar.sync.FakeCalendar.between;
import static ajar.sync.FakeCalendar.event;
import static ajar.sync.FakeCalendar.guest;
import static ajar.sync.FakeCalendar.organizer;
import static ajar.sync.FakeCalendar.series;
import static ajar.sync.FakeCalendar.with;
import static org.assertj.core.api.Assertions.assertThat;

import ajar.TestServer;
import ajar.calendar.Answer;
import ajar.calendar.CalendarObject;
import ajar.calendar.EventCopy;
import ajar.calendar.Guest;
import ajar.calendar.Moment;
import ajar.calendar.Page;
import ajar.calendar.Quarantined;
import ajar.engine.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/// What becomes of meetings when calendars disagree, and series, leads, contacts and accounts change
/// under them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MeetingsThatFollowTest {
    private static final Instant NOW = Instant.parse("2026-06-01T06:00:00Z");
    private static final Instant SOON = Instant.parse("2026-06-03T09:00:00Z");
    private static final String ADA = "ada@us.example";
    private static final String BOB = "bob@us.example";
    private static final String BRUCE = "bruce@wayne.example";
    private static final String CLARK = "clark@planet.example";
    private static final String WEEKLY = "FREQ=WEEKLY;COUNT=4";

    private CalendarStack stack;
    private List<String> users;
    private FakeCalendar calendar;
    private FakeCalendar second;
    private String account;
    private String other;
    private String lead;
    private String bruce;

    @BeforeAll
    void start() {
        stack = new CalendarStack(TestServer.emptyDatabase());
    }

    @AfterAll
    void stop() {
        stack.close();
    }

    @BeforeEach
    void begin() {
        stack.clock().set(NOW);
        users = stack.found(List.of(ADA, BOB));
        calendar = new FakeCalendar();
        second = new FakeCalendar();
        account = connect(users.getFirst(), calendar);
        other = connect(users.getLast(), second);
        lead = lead();
        bruce = contact(lead, BRUCE);
    }

    private String connect(String user, FakeCalendar connector) {
        stack.clock().advance(Duration.ofSeconds(1));
        return stack.connect(user, ConnectedAccount.CALDAV, List.of(FakeCalendar.ID), _ -> connector);
    }

    private String lead() {
        return stack.send("POST", "/lead/", Json.object().put("name", "Lead"))
                .path("id")
                .asString();
    }

    private String contact(String leadId, String email) {
        var body = Json.object().put("lead_id", leadId).put("name", "Contact");
        body.putArray("emails").addObject().put("email", email).put("type", "office");
        String id = stack.send("POST", "/contact/", body).path("id").asString();
        stack.match();
        return id;
    }

    private void merge(String source, String destination) {
        stack.send("POST", "/lead/merge/", Json.object().put("source", source).put("destination", destination));
        stack.match();
    }

    /// The meetings of a lead, first to start first.
    private List<JsonNode> meetings(String leadId) {
        return stack.send("GET", "/activity/meeting/?_limit=100&lead_id=" + leadId, null)
                .path("data")
                .valueStream()
                .sorted(java.util.Comparator.comparing(
                        it -> it.path("starts_at").asString()))
                .toList();
    }

    private List<String> told(String field) {
        return meetings(lead).stream().map(it -> it.path(field).asString()).toList();
    }

    private void delete(JsonNode meeting) {
        stack.send("DELETE", "/activity/meeting/" + meeting.path("id").asString() + "/", null);
    }

    private void write(JsonNode meeting) {
        String path = "/activity/meeting/" + meeting.path("id").asString() + "/";
        stack.send("PUT", path, Json.object().put("user_note", "He knows the way."));
    }

    private static void shift(FakeCalendar of, String id, Duration by) {
        of.change(id, it -> between(it, shifted(it.start(), by), shifted(it.end(), by)));
    }

    private static Moment shifted(Moment moment, Duration by) {
        return moment instanceof Moment.Time(var at) ? Moment.of(at.plus(by)) : moment;
    }

    @Test
    void aSeriesThatIsMovedKeepsItsMeetingsWhileAnotherCalendarIsBehind() {
        var weekly = series("s", SOON, WEEKLY, guest(BRUCE, Answer.YES), organizer(ADA), guest(BOB, Answer.YES));
        calendar.put(weekly);
        second.put(weekly);
        stack.read(account);
        stack.read(other);
        var before = told("id");
        shift(calendar, "s", Duration.ofHours(1));
        stack.read(account);
        assertThat(told("id")).isEqualTo(before);
        shift(second, "s", Duration.ofHours(1));
        stack.read(other);
        assertThat(told("id")).isEqualTo(before);
        assertThat(told("status")).containsOnly("upcoming");
        assertThat(told("starts_at").getFirst()).startsWith("2026-06-03T10:00");
    }

    @Test
    void theDayOfAnOccurrenceIsThatOfItsTimeZone() {
        var evening = Instant.parse("2026-06-03T23:30:00Z").atZone(ZoneId.of("America/New_York"));
        calendar.put(series("s", SOON, "FREQ=DAILY;COUNT=3", guest(BRUCE, Answer.YES), organizer(ADA)));
        calendar.change("s", it -> between(it, Moment.of(evening), Moment.of(evening.plusHours(1))));
        stack.read(account);
        var before = told("id");
        // In Greenwich each of them is now on the next day.
        shift(calendar, "s", Duration.ofHours(1));
        stack.read(account);
        assertThat(told("id")).isEqualTo(before);
    }

    @Test
    void whatWasDeletedStaysDeletedWhenItsSeriesIsMoved() {
        calendar.put(series("s", SOON, WEEKLY, guest(BRUCE, Answer.YES), organizer(ADA)));
        stack.read(account);
        delete(meetings(lead).get(1));
        shift(calendar, "s", Duration.ofHours(1));
        stack.read(account);
        assertThat(told("status")).hasSize(3).containsOnly("upcoming");
    }

    @Test
    void whatWasDeletedStaysDeletedWhenItBecomesASeries() {
        calendar.put(event("e", SOON, guest(BRUCE, Answer.YES), organizer(ADA)));
        stack.read(account);
        delete(meetings(lead).getFirst());
        calendar.put(series("e", SOON, WEEKLY, guest(BRUCE, Answer.YES), organizer(ADA)));
        stack.read(account);
        assertThat(told("starts_at")).hasSize(3).noneMatch(it -> it.startsWith("2026-06-03"));
    }

    @Test
    void anOccurrenceThatIsCalledOffIsNotCarriedOverToAnother() {
        var monday = Instant.parse("2026-06-08T09:00:00Z");
        calendar.put(series("s", monday, "FREQ=DAILY;COUNT=2", organizer(ADA)));
        calendar.put(FakeCalendar.moved("s", monday, monday, guest(BRUCE, Answer.YES), organizer(ADA)));
        stack.read(account);
        assertThat(told("status")).containsExactly("upcoming");
        calendar.put(FakeCalendar.cancelled("s", monday));
        stack.read(account);
        assertThat(told("status")).containsExactly("canceled");
        assertThat(told("starts_at").getFirst()).startsWith("2026-06-08");
    }

    @Test
    void aSeriesMayBeMovedAndGetMoreContactsAtOnce() {
        calendar.put(series("s", SOON, WEEKLY, guest(BRUCE, Answer.YES), organizer(ADA)));
        stack.read(account);
        contact(lead, CLARK);
        shift(calendar, "s", Duration.ofHours(1));
        calendar.change(
                "s", it -> with(it, List.of(guest(BRUCE, Answer.YES), guest(CLARK, Answer.YES), organizer(ADA))));
        stack.read(account);
        assertThat(meetings(lead))
                .hasSize(4)
                .allMatch(it -> it.path("starts_at").asString().contains("T10:00")
                        && it.path("attendees").size() == 3);
    }

    @Test
    void mergedLeadsHaveOneMeetingOfOneOccurrence() {
        String planet = lead();
        contact(planet, CLARK);
        calendar.put(event("e", SOON, guest(BRUCE, Answer.YES), guest(CLARK, Answer.YES), organizer(ADA)));
        stack.read(account);
        // Nothing but the meetings themselves tells that there are two of them now.
        stack.send("DELETE", "/contact/" + bruce + "/", null);
        stack.match();
        merge(lead, planet);
        assertThat(meetings(planet)).hasSize(1);
    }

    @Test
    void ofTwoMeetingsOfMergedLeadsTheOneSomebodyWroteOnStays() {
        String planet = lead();
        contact(planet, CLARK);
        calendar.put(event("e", SOON, guest(BRUCE, Answer.YES), guest(CLARK, Answer.YES), organizer(ADA)));
        stack.read(account);
        write(meetings(planet).getFirst());
        merge(planet, lead);
        assertThat(told("user_note")).containsExactly("He knows the way.");
    }

    @Test
    void whatWasDeletedStaysDeletedWhenItsLeadIsMerged() {
        calendar.put(event("e", SOON, guest(BRUCE, Answer.YES), organizer(ADA)));
        stack.read(account);
        delete(meetings(lead).getFirst());
        String planet = lead();
        merge(lead, planet);
        assertThat(meetings(planet)).isEmpty();
    }

    @Test
    void anAccountThatIsDeletedLeavesItsMeetingsAlone() {
        calendar.put(event("e", SOON, guest(BRUCE, Answer.YES), organizer(ADA)));
        calendar.put(series("s", SOON, WEEKLY, guest(BRUCE, Answer.YES), organizer(ADA)));
        stack.read(account);
        var before = meetings(lead);
        stack.send("DELETE", "/connected_account/" + account + "/", null);
        stack.clock().advance(Duration.ofDays(1).plusMinutes(1));
        stack.match();
        assertThat(meetings(lead)).isEqualTo(before);
    }

    @Test
    void anEventThatSomebodyElseHasTooGoesOnWithoutADeletedAccount() {
        var event = event("e", SOON, guest(BRUCE, Answer.YES), organizer(ADA));
        calendar.put(event);
        second.put(event);
        stack.read(account);
        stack.read(other);
        stack.send("DELETE", "/connected_account/" + account + "/", null);
        stack.match();
        var meeting = meetings(lead).getFirst();
        assertThat(meeting.path("status").asString()).isEqualTo("upcoming");
        assertThat(meeting.path("connected_account_id").asString()).isEqualTo(other);
    }

    @Test
    void aCalendarThatIsChosenAgainBringsItsMeetingsBack() {
        calendar.put(event("e", SOON, guest(BRUCE, Answer.YES), organizer(ADA)));
        stack.read(account);
        choose(Json.array());
        stack.read(account);
        assertThat(told("status")).containsExactly("canceled");
        choose(Json.array().add(FakeCalendar.ID));
        stack.read(account);
        assertThat(told("status")).containsExactly("upcoming");
    }

    private void choose(JsonNode calendars) {
        var body = Json.object();
        body.set("synced_calendars", calendars);
        stack.send("PUT", "/connected_account/" + account + "/", body);
    }

    @Test
    void aCancellationThatTellsNoUidIsOneOfTheEventItNames() {
        var known = event("e", SOON, guest(BRUCE, Answer.YES), organizer(ADA));
        calendar.put(new EventCopy("e", "e@cal.example", null, null, false, known.details(), 0));
        stack.read(account);
        calendar.put(new EventCopy("e", "e", null, null, true, null, 1));
        stack.read(account);
        assertThat(told("status")).containsExactly("canceled");
        assertThat(told("title")).containsExactly("Talk");
    }

    @Test
    void aCancelledOccurrenceMayComeBeforeItsSeries() {
        var weekly = series("s", SOON, WEEKLY, guest(BRUCE, Answer.YES), organizer(ADA));
        calendar.put(FakeCalendar.cancelled("s", SOON));
        calendar.put(new EventCopy("s", "s@cal.example", null, null, false, weekly.details(), 0));
        stack.read(account);
        assertThat(told("starts_at")).hasSize(3).noneMatch(it -> it.startsWith("2026-06-03"));
    }

    @Test
    void whatIsInQuarantineIsReadAgainEvenWhenItLooksKnown() {
        var known = event("e", SOON, guest(BRUCE, Answer.YES), organizer(ADA));
        stack.read(account);
        var reading = new CalendarReading(stack.database(), stack.clock(), stack.account(account), FakeCalendar.ID);
        reading.page(Page.of(List.of(CalendarObject.of(known, "v1"))));
        assertThat(reading.versions()).containsEntry("e", "v1");
        reading.page(new Page(List.of(), List.of(), List.of(new Quarantined("e", "Talk", "It is broken."))));
        assertThat(reading.versions()).isEmpty();
    }

    @Test
    void ofAUsersOwnCalendarsTheOneConnectedFirstHasTheLastWord() {
        var bobs = new FakeCalendar();
        String third = connect(users.getLast(), bobs);
        second.put(event("e", SOON, guest(BRUCE, Answer.YES), organizer(ADA), guest(BOB, Answer.MAYBE)));
        bobs.put(event("e", SOON, guest(BRUCE, Answer.YES), organizer(ADA), guest(BOB, Answer.NO)));
        stack.read(other);
        stack.read(third);
        assertThat(attendee(2).path("status").asString()).isEqualTo("maybe");
    }

    @Test
    void guestsWithoutAnAddressKeepTheirPlace() {
        var room = new Guest(null, "Room 7", Answer.NOREPLY, false);
        calendar.put(event("e", SOON, room, guest(BRUCE, Answer.YES), organizer(ADA)));
        stack.read(account);
        assertThat(attendee(0).path("name").asString()).isEqualTo("Room 7");
    }

    private JsonNode attendee(int number) {
        return meetings(lead).getFirst().path("attendees").get(number);
    }

    @Test
    void aMeetingOlderThanTheWindowFollowsItsSeries() {
        calendar.put(series("s", SOON, "FREQ=WEEKLY;COUNT=2", guest(BRUCE, Answer.YES), organizer(ADA)));
        stack.read(account);
        stack.clock().set(SOON.atZone(BERLIN).plusYears(1).plusDays(20).toInstant());
        stack.ring();
        shift(calendar, "s", Duration.ofHours(2));
        stack.read(account);
        assertThat(told("status")).containsExactly("completed", "completed");
        assertThat(told("starts_at")).allMatch(it -> it.contains("T11:00"));
    }
}
