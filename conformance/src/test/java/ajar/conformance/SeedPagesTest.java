package ajar.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The requests of the five pages of the original's documentation, as written there: a single meeting,
/// updating one, meeting search, a single event, and the list of all activities. The files under
/// `seeds` have the fields, types, formats and key order of the samples on those pages; their texts and
/// ids are made up.
class SeedPagesTest {
    private static final Crm crm = Ajar.organization("Pages");
    private static final Api api = crm.api;
    private static final String MICROSOFT_ITEM =
            "AAMkADdiYzg5OGRlLTY1MjktNDc2Ni05YmVkLWMxMzFlNTQ0MzU3YQBGAAAAAACi9RQWB%2F"
                    + "SNTZBuALM6KIOsBwBtf4g8yY%2BzTZgZh6x0X%2F50AAAAAAENAABtf4g8yY%2BzTZgZh6x0X%2F50AALLI4%2FVAAA%3D";

    @Test
    void aMeetingHasEveryFieldOfThePage() {
        Item meeting = meetingNow("one-off");

        JsonNode answer =
                api.get("/activity/meeting/" + meeting.id() + "/").is(200).body();

        Shape.assertLike(answer, Json.resource("seeds/meeting.json"));
        Shape.assertKeyOrder(answer);
    }

    @Test
    void aMeetingUnderWayShowsItsCalendarEvent() {
        Item lead = crm.leadOf("bruce@example.com");
        var start = Crm.now().minus(Duration.ofMinutes(10));
        Item meeting = crm.meeting(lead.id(), start, calendarEvent("under-way", "bruce@example.com"));

        Item read = crm.read("/activity/meeting/" + meeting.id() + "/");

        assertThat(read.get("_type")).isEqualTo("Meeting");
        assertThat(read.get("status")).isEqualTo("in-progress");
        assertThat(read.get("duration")).isEqualTo(3600);
        assertThat(read.get("is_recurring")).isEqualTo(false);
        assertThat(read.get("source")).isEqualTo("calendar");
        assertThat(read.get("contact_id")).isNull();
        assertThat(read.get("outcome_id")).isNull();
        assertThat(read.get("user_id")).isEqualTo(crm.user);
        assertThat(read.get("users")).isEqualTo(List.of(crm.user));
        assertThat(read.get("lead_id")).isEqualTo(lead.id());
        assertThat(read.get("attendees/0"))
                .isEqualTo(Json.map(
                        "contact_id",
                        lead.get("contacts/0/id"),
                        "email",
                        "bruce@example.com",
                        "is_organizer",
                        false,
                        "name",
                        null,
                        "status",
                        "noreply",
                        "user_id",
                        null));
        assertThat(read.get("attendees/1"))
                .isEqualTo(Json.map(
                        "contact_id",
                        null,
                        "email",
                        crm.me().get("email"),
                        "is_organizer",
                        true,
                        "name",
                        null,
                        "status",
                        "yes",
                        "user_id",
                        crm.user));
        assertThat(new Item(read.at("attendees/0")).keys())
                .containsExactly("contact_id", "email", "is_organizer", "name", "status", "user_id");
    }

    @Test
    void transcriptsComeOnlyWhenTheyAreNamed() {
        String path = "/activity/meeting/" + meetingNow("transcripts").id() + "/";
        JsonNode sample = Json.resource("seeds/meeting-transcripts.json");
        api.post(path + "transcript/", Json.write(Json.plain(sample.at("/transcripts/0"))))
                .ok();

        JsonNode named = api.get(path + "?_fields=transcripts").is(200).body();

        assertThat(crm.read(path).has("transcripts")).isFalse();
        assertThat(new Item(named).keys()).containsExactly("transcripts");
        Shape.assertLike(named, sample);
        assertThat(new Item(named).get("transcripts/0/utterances/0/start")).isEqualTo(0.1);
        assertThat(new Item(named).get("transcripts/0/utterances/1/text")).isEqualTo("Good morning, Ada.");
    }

    @Test
    void theUpdateOfThePageIsEchoedUnchanged() {
        String path = "/activity/meeting/" + meetingNow("updated").id() + "/";
        String html = "<body><p><ul><li>What we offer, and why it is safe.</li><li>Ada Example's needs.</li>"
                + "<li>A price.</li><ul></p></body>";
        Item outcome = crm.outcome("Interested");

        Answer answer = api.put(path, Json.object("outcome_id", outcome.id(), "user_note_html", html))
                .is(200);

        Shape.assertLike(answer.body(), Json.resource("seeds/meeting-updated.json"));
        Shape.assertKeyOrder(answer.body());
        assertThat(answer.get("outcome_id")).isEqualTo(outcome.id());
        assertThat(answer.get("user_note_html")).isEqualTo(html);
        assertThat(answer.get("notetaker_id")).isEqualTo(crm.user);
        assertThat(crm.read(path)).isEqualTo(answer.item());
    }

    @Test
    void meetingsAreFoundByTheirCalendarEventAcrossAllLeads() {
        String first = meetingNow("shared").id();
        String second = meetingNow("shared").id();
        meetingNow("another");

        assertThat(search("provider_calendar_event_id=shared")).containsExactlyInAnyOrder(first, second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2023-09-19T15:00:00", "2023-09-19T15:00:00Z", "2023-09-19T11:00:00-04:00"})
    void meetingsAreFoundByTheirExactStartInUtc(String start) {
        String event = "recurring-" + Crm.unique();
        String meeting = meetingAt(event, "2023-09-19T15:00:00Z").id();
        meetingAt(event, "2023-09-26T15:00:00Z");

        assertThat(search("provider_calendar_event_id=" + event + "&starts_at=" + start))
                .containsExactly(meeting);
    }

    @Test
    void meetingsAreFoundByTheirCalendar() {
        String mine = meetingWith("same-event", "provider_calendar_ids", List.of("me@example.com"))
                .id();
        meetingWith("same-event", "provider_calendar_ids", List.of("you@example.com"));

        assertThat(search("provider_calendar_event_id=same-event&provider_calendar_id=me@example.com"))
                .containsExactly(mine);
    }

    @ParameterizedTest
    @ValueSource(strings = {"starts_at__gte", "start_at__gte"})
    void meetingsAreFoundByAllParametersTogether(String lowerBound) {
        String event = "daily-" + Crm.unique();
        Item onTheDay = meetingAt(event, "2023-09-20T00:00:00Z");
        Item sameDayOtherLead = meetingAt(event, "2023-09-20T12:00:00Z");
        meetingAt(event, "2023-09-19T23:59:59Z");
        meetingAt(event, "2023-09-21T00:00:00Z");
        String day = "provider_calendar_event_id=" + event + "&provider_calendar_type=google&" + lowerBound
                + "=2023-09-20&starts_at__lt=2023-09-21";

        assertThat(search(day)).containsExactlyInAnyOrder(onTheDay.id(), sameDayOtherLead.id());
        assertThat(search(day + "&lead_id=" + onTheDay.get("lead_id"))).containsExactly(onTheDay.id());
        assertThat(search(day.replace("google", "microsoft"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "provider_calendar_id=primary",
                "provider_calendar_type=google",
                "starts_at=2023-09-19T15:00:00",
                "starts_at__gte=2023-09-20",
                "start_at__gte=2023-09-20",
                "starts_at__lt=2023-09-21"
            })
    void aSearchWithoutTheEventIsAnError(String query) {
        api.get("/activity/meeting/?" + query).refuses(400);
    }

    @Test
    void aGoogleLinkLeadsToItsMeeting() {
        String eid = "ZDYzOWZhMWM3ZWEzNDRjNzk3ZGYxZDBmNTE2MDMxMTMgZXhhbXBsZUBjbG9zZS5jb20";
        String[] pair = new String(Base64.getDecoder().decode(eid), StandardCharsets.UTF_8).split(" ");
        assertThat(pair).containsExactly("d639fa1c7ea344c797df1d0f51603113", "example@close.com");
        String meeting =
                meetingWith(pair[0], "provider_calendar_ids", List.of(pair[1])).id();

        assertThat(search("provider_calendar_event_id=" + pair[0] + "&provider_calendar_id=" + pair[1]))
                .containsExactly(meeting);
    }

    @Test
    void aMicrosoftLinkLeadsToItsMeeting() {
        String id = URLDecoder.decode(MICROSOFT_ITEM, StandardCharsets.UTF_8)
                .replace('/', '-')
                .replace('+', '_');
        assertThat(id).endsWith("-50AALLI4-VAAA=");
        String meeting = meetingWith(id, "provider_calendar_type", "microsoft").id();

        assertThat(api.get("/activity/meeting/", Map.of("provider_calendar_event_id", id))
                        .ids())
                .containsExactly(meeting);
    }

    @Test
    void anEventHasEveryFieldOfThePage() {
        Item note = crm.note(crm.lead().id(), "My note.");
        Item listed = crm.events(note.id(), "created").getFirst();

        JsonNode answer = api.get("/event/" + listed.id() + "/").is(200).body();

        Shape.assertLike(answer, Json.resource("seeds/event.json"));
        Shape.assertKeyOrder(answer);
    }

    @Test
    void theEventOfANewNoteTellsWhoMadeWhat() {
        Item note = crm.note(crm.lead().id(), "My note.");
        Item event =
                crm.read("/event/" + crm.events(note.id(), "created").getFirst().id() + "/");

        assertThat(event.get("action")).isEqualTo("created");
        assertThat(event.get("changed_fields")).isEqualTo(List.of());
        assertThat(event.get("previous_data")).isEqualTo(Map.of());
        assertThat(event.get("data")).isEqualTo(note.plain());
        assertThat(event.get("data/note")).isEqualTo("My note.");
        assertThat(event.get("lead_id")).isEqualTo(note.get("lead_id"));
        assertThat(event.get("object_id")).isEqualTo(note.id());
        // The page shows `note`; lists of types, filters and webhooks all say `activity.note`.
        assertThat(event.get("object_type")).isEqualTo("activity.note");
        assertThat(event.get("meta"))
                .isEqualTo(Json.map("request_method", "POST", "request_path", "/api/v1/activity/note/"));
        assertThat(event.get("user_id")).isEqualTo(crm.user);
        assertThat(event.get("organization_id")).isEqualTo(crm.organization);
    }

    @Test
    void allKindsOfActivitiesAreListedWithTheFieldsOfThePage() {
        Crm own = Ajar.organization("Activity page");
        Item lead = own.leadOf("phil@example.com");
        Item note = own.note(lead.id(), "Welcome!");
        Item sent = own.email(lead.id(), "A first look", "phil@example.com");
        Item received = own.create(
                "/activity/email/",
                "lead_id",
                lead.id(),
                "status",
                "inbox",
                "subject",
                "A first look",
                "sender",
                "phil@example.com",
                "to",
                List.of("rep@example.com"),
                "body_html",
                "Hello!<br>See you soon.");

        Answer page = own.api.get("/activity/").is(200);

        assertThat(page.item().keys()).containsExactly("data", "has_more");
        assertThat(page.hasMore()).isFalse();
        assertThat(page.ids()).contains(received.id(), sent.id(), note.id());
        Shape.assertKeyOrder(page.body());
        Shape.assertLike(find(page, received.id()), Json.resource("seeds/activity-email-incoming.json"));
        Shape.assertLike(find(page, sent.id()), Json.resource("seeds/activity-email-outgoing.json"));
        Shape.assertLike(find(page, note.id()), Json.resource("seeds/activity-note.json"));
        Item created = page.items().getLast();
        assertThat(created.get("_type")).isEqualTo("Created");
        assertThat(created.get("source")).isEqualTo("api");
        Shape.assertLike(created.node(), Json.resource("seeds/activity-created.json"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_limit=1",
                "_skip=0",
                "id__in=LEAD",
                "lead_id=LEAD",
                "organization_id=ORGANIZATION",
                "lead_id=LEAD&user_id=USER",
                "lead_id=LEAD&user_id__in=USER",
                "lead_id=LEAD&contact_id=CONTACT",
                "lead_id=LEAD&contact_id__in=CONTACT",
                "lead_id=LEAD&_type=Note",
                "lead_id=LEAD&_type__in=Note,Created",
                "lead_id=LEAD&_type=Custom",
                "lead_id=LEAD&_type=actitype_1h5m6uHM9BZOpwVhyRJb4Y",
                "lead_id__in=LEAD",
                "date_created__gte=2013-02-01",
                "date_created__lte=2013-02-01T01:05:04",
                "date_created__gt=2013-02-01T01:05:04.070000",
                "date_created__lt=2013-02-01T01:05:04.070000Z",
                "lead_id=LEAD&_order_by=-activity_at",
                "lead_id=LEAD&_order_by=-activity_at&activity_at__gte=2013-02-01&activity_at__lt=2013-02-02",
                "lead_id=LEAD&_order_by=-activity_at&activity_at__gt=2013-02-01&activity_at__lte=2013-02-02",
                "_fields=id,_type",
                "_order_by=-date_created",
                "thread_emails=true",
                "thread_emails=only"
            })
    void everyParameterOfThePageIsTaken(String query) {
        Item lead = crm.leadOf("ada" + Crm.unique() + "@example.com");

        Answer answer = api.get("/activity/?"
                + query.replace("LEAD", lead.id())
                        .replace("ORGANIZATION", crm.organization)
                        .replace("USER", crm.user)
                        .replace("CONTACT", lead.text("contacts/0/id")));

        assertThat(answer.is(200).item().keys()).containsExactly("data", "has_more");
    }

    private static JsonNode find(Answer page, String id) {
        return page.items().stream()
                .filter(item -> item.id().equals(id))
                .findFirst()
                .orElseThrow()
                .node();
    }

    private static List<String> search(String query) {
        return api.get("/activity/meeting/?" + query).ids();
    }

    private static Item meetingNow(String event) {
        return meetingWith(event, "title", "Product interview");
    }

    private static Item meetingWith(String event, String key, Object value) {
        String guest = "guest" + Crm.unique() + "@example.com";
        Item lead = crm.leadOf(guest);
        var fields = calendarEvent(event, guest);
        fields.put(key, value);
        return crm.meeting(lead.id(), Crm.now().minus(Duration.ofMinutes(10)), fields);
    }

    private static Item meetingAt(String event, String start) {
        String guest = "guest" + Crm.unique() + "@example.com";
        return crm.meeting(crm.leadOf(guest).id(), Instant.parse(start), calendarEvent(event, guest));
    }

    /// What a calendar would bring: the guest first, the organizer second.
    private static Map<String, Object> calendarEvent(String event, String guest) {
        return new LinkedHashMap<>(Json.map(
                "title",
                "Product interview",
                "location",
                "https://zoom.us/j/123456789",
                "note",
                "An invitation to a video call.\n\nhttps://zoom.us/j/123456789",
                "source",
                "calendar",
                "provider_calendar_event_id",
                event,
                "provider_calendar_ids",
                List.of("primary"),
                "provider_calendar_type",
                "google",
                "calendar_event_uids",
                List.of(event),
                "calendar_event_link",
                "https://www.google.com/calendar/event?eid=abc",
                "connected_account_id",
                "emailacct_OoSyqxjm1HbuxcRsOyrm2SwR1uOTBdHKPdhAaf9mhUp",
                "is_recurring",
                false,
                "user_id",
                crm.user,
                "users",
                List.of(crm.user),
                "attendees",
                List.of(
                        Json.map("email", guest, "name", null, "status", "noreply", "is_organizer", false),
                        Json.map(
                                "email", crm.me().get("email"), "name", null, "status", "yes", "is_organizer", true))));
    }
}
