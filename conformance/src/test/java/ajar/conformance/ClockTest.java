package ajar.conformance;

import static ajar.conformance.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What happens as time passes. The clock is one for the whole server, so this is the only class that
/// moves it.
class ClockTest {
    private static final Crm crm = Ajar.organization("Clock");
    private static final Api api = crm.api;
    private static final TestClock clock = Ajar.clock();
    private static final Instant TEN = Instant.parse("2031-01-31T10:00:00Z");

    @BeforeEach
    void nineOClock() {
        clock.set("2031-01-31T09:00:00Z");
    }

    @AfterEach
    void realTime() {
        clock.reset();
    }

    @Test
    void theClockStandsAndIsMoved() {
        assertThat(clock.now()).isEqualTo(Instant.parse("2031-01-31T09:00:00Z"));

        clock.advance(Duration.ofMinutes(90));

        assertThat(clock.now()).isEqualTo(Instant.parse("2031-01-31T10:30:00Z"));
        clock.reset();
        assertThat(clock.now())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    }

    @Test
    void whatIsWrittenCarriesTheTimeOfTheClock() {
        Item note = crm.note(crm.lead().id(), "On the hour");

        assertThat(note.get("date_created")).isEqualTo("2031-01-31T09:00:00+00:00");
        assertThat(note.get("date_updated")).isEqualTo("2031-01-31T09:00:00+00:00");
        assertThat(crm.events(note.id(), "created").getFirst().text("date_created"))
                .startsWith("2031-01-31T09:00:00");
    }

    // Meetings

    @Test
    void aMeetingStartsAndEndsOnTime() {
        Item meeting = crm.meeting(crm.lead().id(), TEN, Map.of());
        assertThat(meeting.get("status")).isEqualTo("upcoming");

        clock.advance(Duration.ofHours(1));
        eventually(() -> assertThat(read(meeting).get("status")).isEqualTo("in-progress"));
        Item started = read(meeting);
        clock.advance(Duration.ofHours(1));
        eventually(() -> assertThat(read(meeting).get("status")).isEqualTo("completed"));
        Item completed = read(meeting);

        assertThat(started.text("date_updated")).startsWith("2031-01-31T10:00:00");
        assertThat(completed.text("date_updated")).startsWith("2031-01-31T11:00:00");
        assertThat(completed.get("updated_by")).isEqualTo(crm.user);
        assertThat(history(meeting)).containsExactly("completed", "started", "scheduled", "created");
        Item event = crm.events(meeting.id(), "started").getFirst();
        assertThat(event.get("data")).isEqualTo(started.plain());
        assertThat(event.get("previous_data/status")).isEqualTo("upcoming");
        assertThat(event.get("lead_id")).isEqualTo(meeting.get("lead_id"));
        // A guess: nobody and no request made it start.
        assertThat(event.get("user_id")).isNull();
        assertThat(event.get("request_id")).isNull();
        assertThat(event.get("meta")).isEqualTo(Map.of());
    }

    @Test
    void aMeetingIsNotStartedAMomentTooEarly() {
        Item meeting = crm.meeting(crm.lead().id(), TEN, Map.of());
        Item sooner = crm.meeting(crm.lead().id(), TEN.minusSeconds(1), Map.of());

        clock.advance(Duration.ofHours(1).minusSeconds(1));

        eventually(() -> assertThat(read(sooner).get("status")).isEqualTo("in-progress"));
        assertThat(read(meeting).get("status")).isEqualTo("upcoming");
        assertThat(history(meeting)).containsExactly("scheduled", "created");
    }

    @Test
    void whatWasMissedIsMadeUpForInOrder() {
        Item meeting = crm.meeting(crm.lead().id(), TEN, Map.of());

        clock.advance(Duration.ofDays(2));

        eventually(() -> assertThat(history(meeting)).containsExactly("completed", "started", "scheduled", "created"));
        assertThat(read(meeting).get("status")).isEqualTo("completed");
    }

    @Test
    void canceledAndDeclinedMeetingsNeverStart() {
        Item lead = crm.leadOf("declining@example.com");
        Item canceled = crm.meeting(lead.id(), TEN, Map.of());
        api.put(path(canceled), "{\"status\": \"canceled\"}").ok();
        Item declined = crm.meeting(
                lead.id(),
                TEN,
                Map.of("attendees", List.of(Json.map("email", "declining@example.com", "status", "no"))));
        Item witness = crm.meeting(lead.id(), TEN, Map.of());

        clock.advance(Duration.ofHours(3));

        eventually(() -> assertThat(read(witness).get("status")).isEqualTo("completed"));
        assertThat(read(canceled).get("status")).isEqualTo("canceled");
        assertThat(read(declined).get("status")).isEqualTo("declined-by-lead");
        assertThat(crm.events(canceled.id(), "started")).isEmpty();
        assertThat(crm.events(declined.id(), "completed")).isEmpty();
    }

    @Test
    void aCompletedMeetingMovedToTheFutureStartsOver() {
        Item meeting = crm.meeting(crm.lead().id(), TEN, Map.of());
        clock.advance(Duration.ofHours(3));
        eventually(() -> assertThat(read(meeting).get("status")).isEqualTo("completed"));

        api.put(path(meeting), "{\"starts_at\": \"2031-02-01T10:00:00Z\", \"ends_at\": \"2031-02-01T11:00:00Z\"}")
                .ok();
        assertThat(read(meeting).get("status")).isEqualTo("upcoming");
        clock.advance(Duration.ofDays(1));

        eventually(() -> assertThat(crm.events(meeting.id(), "completed")).hasSize(2));
        assertThat(crm.events(meeting.id(), "scheduled")).hasSize(2);
        assertThat(crm.events(meeting.id(), "started")).hasSize(2);
    }

    @Test
    void aDeletedMeetingDoesNotComeBack() {
        Item meeting = crm.meeting(crm.lead().id(), TEN, Map.of());
        Item witness = crm.meeting(crm.lead().id(), TEN, Map.of());
        api.delete(path(meeting)).is(200);

        clock.advance(Duration.ofHours(3));

        eventually(() -> assertThat(read(witness).get("status")).isEqualTo("completed"));
        api.get(path(meeting)).refuses(404);
        assertThat(history(meeting)).containsExactly("deleted", "scheduled", "created");
    }

    // Messages

    @Test
    void aScheduledEmailGoesOutWhenItsTimeComes() {
        Item email = crm.create(
                "/activity/email/",
                Json.map(
                        "lead_id",
                        crm.lead().id(),
                        "status",
                        "scheduled",
                        "date_scheduled",
                        TEN.toString(),
                        "sender",
                        "rep@example.com",
                        "to",
                        List.of("ada@example.com"),
                        "body_text",
                        "Hello"));
        String path = "/activity/email/" + email.id() + "/";

        clock.advance(Duration.ofMinutes(59));
        assertThat(crm.read(path).get("status")).isEqualTo("scheduled");
        clock.advance(Duration.ofMinutes(1));

        eventually(() -> assertThat(crm.read(path).get("status")).isEqualTo("sent"));
        assertThat(crm.read(path).text("date_sent")).startsWith("2031-01-31T10:00:0");
        assertThat(crm.events(email.id(), "sent")).hasSize(1);
    }

    @Test
    void aCanceledScheduleDoesNotGoOut() {
        Item email = crm.create(
                "/activity/email/",
                Json.map(
                        "lead_id", crm.lead().id(),
                        "status", "scheduled",
                        "date_scheduled", TEN.toString(),
                        "sender", "rep@example.com",
                        "to", List.of("ada@example.com")));
        Item witness = crm.create(
                "/activity/sms/",
                Json.map(
                        "lead_id", crm.lead().id(),
                        "status", "scheduled",
                        "date_scheduled", TEN.toString(),
                        "text", "Hi",
                        "local_phone", "+16503334444",
                        "remote_phone", "+18183004000"));
        api.put("/activity/email/" + email.id() + "/", "{\"status\": \"draft\"}")
                .ok();

        clock.advance(Duration.ofHours(2));

        eventually(
                () -> assertThat(crm.read("/activity/sms/" + witness.id() + "/").get("status"))
                        .isEqualTo("sent"));
        assertThat(crm.read("/activity/email/" + email.id() + "/").get("status"))
                .isEqualTo("draft");
        assertThat(crm.events(email.id(), "sent")).isEmpty();
    }

    @Test
    void aSendingThatMayBeUndoneWaitsItsSeconds() {
        Item email = crm.create(
                "/activity/email/",
                Json.map(
                        "lead_id",
                        crm.lead().id(),
                        "status",
                        "outbox",
                        "send_in",
                        30,
                        "sender",
                        "rep@example.com",
                        "to",
                        List.of("ada@example.com")));
        String path = "/activity/email/" + email.id() + "/";

        clock.advance(Duration.ofSeconds(29));
        assertThat(crm.read(path).get("status")).isEqualTo("outbox");
        clock.advance(Duration.ofSeconds(2));

        eventually(() -> assertThat(crm.read(path).get("status")).isEqualTo("sent"));
    }

    // Events

    @Test
    void updatesWithinSecondsAreOneEvent() {
        Item note = crm.note(crm.lead().id(), "one");
        String path = "/activity/note/" + note.id() + "/";

        clock.advance(Duration.ofSeconds(10));
        Answer first = api.put(path, "{\"note\": \"two\"}").is(200);
        clock.advance(Duration.ofSeconds(2));
        api.put(path, "{\"title\": \"T\"}").is(200);
        clock.advance(Duration.ofSeconds(2));
        Item last = api.put(path, "{\"note\": \"three\"}").ok();

        List<Item> events = crm.events(note.id(), "updated");
        assertThat(events).hasSize(1);
        Item event = events.getFirst();
        assertThat(event.text("date_created")).startsWith("2031-01-31T09:00:10");
        assertThat(event.text("date_updated")).startsWith("2031-01-31T09:00:14");
        assertThat(event.get("data")).isEqualTo(last.plain());
        assertThat(event.get("changed_fields")).isEqualTo(List.of("date_updated", "note", "note_html", "title"));
        assertThat(event.get("previous_data/note")).isEqualTo("one");
        assertThat(event.get("previous_data/title")).isNull();
        assertThat(event.get("previous_data/date_updated")).isEqualTo(note.get("date_updated"));
        // A guess: the first request gives the event its id.
        assertThat(event.get("request_id")).isEqualTo(first.header("x-request-id"));
    }

    @Test
    void updatesFurtherApartAreTwoEvents() {
        Item note = crm.note(crm.lead().id(), "one");
        String path = "/activity/note/" + note.id() + "/";

        api.put(path, "{\"note\": \"two\"}").is(200);
        clock.advance(Duration.ofSeconds(6));
        api.put(path, "{\"note\": \"three\"}").is(200);

        assertThat(crm.events(note.id(), "updated"))
                .extracting(event -> event.get("previous_data/note"))
                .containsExactly("two", "one");
    }

    @Test
    void differentActionsAreNeverOneEvent() {
        Item note = crm.note(crm.lead().id(), "one");
        api.put("/activity/note/" + note.id() + "/", "{\"note\": \"two\"}").is(200);
        api.delete("/activity/note/" + note.id() + "/").is(200);

        assertThat(crm.history("activity.note", note.id())).containsExactly("deleted", "updated", "created");
    }

    @Test
    void anEventThatIsExtendedMovesToTheTop() {
        Item lead = crm.lead();
        Item note = crm.note(lead.id(), "one");
        api.put("/activity/note/" + note.id() + "/", "{\"note\": \"two\"}").is(200);
        clock.advance(Duration.ofSeconds(1));
        Item other = crm.note(lead.id(), "other");
        clock.advance(Duration.ofSeconds(1));
        api.put("/activity/note/" + note.id() + "/", "{\"note\": \"three\"}").is(200);

        List<Item> events = api.get("/event/?lead_id=" + lead.id() + "&object_type=activity.note")
                .items();

        assertThat(events)
                .extracting(event -> event.get("object_id"))
                .containsExactly(note.id(), other.id(), note.id());
        assertThat(events).extracting(event -> event.get("action")).containsExactly("updated", "created", "created");
    }

    @Test
    void eventsAreKeptAndAdministratorsSeeThemWhole() {
        Item note = crm.note(crm.lead().id(), "Old");

        clock.advance(Duration.ofDays(400));

        Item event = crm.events(note.id(), "created").getFirst();
        assertThat(event.get("data/note")).isEqualTo("Old");
        assertThat(event.has("previous_data")).isTrue();
        api.get("/event/" + event.id() + "/").is(200);
    }

    @Test
    void eventsAreFoundByTheMomentOfTheirLastChange() {
        Item lead = crm.lead();
        clock.advance(Duration.ofSeconds(30));
        Item note = crm.note(lead.id(), "Later");
        String events = "/event/?lead_id=" + lead.id() + "&date_updated__";

        assertThat(api.get(events + "gt=2031-01-31T09:00:10").items())
                .extracting(event -> event.get("object_id"))
                .containsExactly(note.id());
        assertThat(api.get(events + "lt=2031-01-31T09:00:10").items())
                .extracting(event -> event.get("object_id"))
                .containsExactly(lead.id());
        assertThat(api.get(events + "gte=2031-01-31T09:00:10&date_updated__lte=2031-01-31T09:00:20")
                        .items())
                .isEmpty();
        assertThat(api.get(events + "gte=2031-02-01").items()).isEmpty();
        assertThat(api.get(events + "lt=2031-02-01").items()).hasSize(2);
    }

    // Status changes of a lead

    @Test
    void quickChangesOfAStatusAreOneActivity() {
        // Guesses: the same window as for events; what is undone in time never happened.
        Item lead = crm.lead();
        Item one = crm.leadStatus("One " + Crm.unique());
        Item two = crm.leadStatus("Two " + Crm.unique());

        setStatus(lead, one.text("id"));
        clock.advance(Duration.ofSeconds(1));
        setStatus(lead, two.text("id"));

        List<Item> changes = changes(lead);
        assertThat(changes).hasSize(1);
        assertThat(changes.getFirst().get("old_status_id")).isEqualTo(lead.get("status_id"));
        assertThat(changes.getFirst().get("new_status_id")).isEqualTo(two.id());
        assertThat(crm.history("activity.lead_status_change", changes.getFirst().id()))
                .containsExactly("updated", "created");
        clock.advance(Duration.ofSeconds(1));
        setStatus(lead, lead.text("status_id"));
        assertThat(changes(lead)).isEmpty();
        assertThat(crm.history("activity.lead_status_change", changes.getFirst().id()))
                .startsWith("deleted");
    }

    @Test
    void slowChangesOfAStatusAreTwoActivities() {
        Item lead = crm.lead();
        setStatus(lead, crm.leadStatus("Slow " + Crm.unique()).id());
        clock.advance(Duration.ofMinutes(10));
        setStatus(lead, lead.text("status_id"));

        assertThat(changes(lead)).hasSize(2);
    }

    private static void setStatus(Item lead, String status) {
        api.put("/lead/" + lead.id() + "/", Json.object("status_id", status)).ok();
    }

    private static List<Item> changes(Item lead) {
        return api.get("/activity/status_change/lead/?lead_id=" + lead.id()).items();
    }

    private static Item read(Item meeting) {
        return crm.read(path(meeting));
    }

    private static String path(Item meeting) {
        return "/activity/meeting/" + meeting.id() + "/";
    }

    private static List<String> history(Item meeting) {
        return crm.history("activity.meeting", meeting.id());
    }
}
