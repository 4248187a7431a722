package ajar.demo;

import ajar.activity.Note;
import ajar.engine.json.Json;
import ajar.engine.resource.Origin;
import ajar.engine.resource.Stamps;
import ajar.lead.Contact;
import ajar.lead.Lead;
import ajar.meeting.CalendarLink;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// The story that the examples of Close's documentation tell, with the ids and dates they name, so that
/// the examples can be copied and answer.
final class PagesStory {
    /// The outcome that the example of an update sets.
    static final String OUTCOME_ID = "outcome_031uY9IKV1JxfNKM9n2qCw";

    /// Whose calendar the examples' links lead to.
    static final String ORGANIZER = "eric@close.io";

    /// A person at a keyboard.
    static final Origin BY_HAND = new Origin(null, null, null, ZoneOffset.UTC, "api");

    private static final String LEAD_ID = "lead_Qq33JAqr6zrgqtJGkKv7XQxTnQxpTEJA7Mfcx98ZrWe";
    private static final String CONTACT_ID = "cont_V3RuqD9VJKJWOtPsoH7EMy3MnKoFED2Ulgd4g87Ayqc";
    private static final String MEETING_ID = "acti_qwA2IPmjYyMQQ2UWuNxBOtc2CbZtRUOb5JkS1i3Qo1b";
    private static final String CONTACT = "bruce@wayneenterprises.com";
    private static final String MICROSOFT_EVENT =
            "AAMkADdiYzg5OGRlLTY1MjktNDc2Ni05YmVkLWMxMzFlNTQ0MzU3YQBGAAAAAACi9RQWB-SNTZBuALM6KIOsBwBtf4g8yY_zTZgZh6x0X-"
                    + "50AAAAAAENAABtf4g8yY_zTZgZh6x0X-50AALLI4-VAAA=";

    private final Cast cast;
    private final Diary diary;
    private final Meetings meetings;

    PagesStory(Cast cast, Diary diary) {
        this.cast = cast;
        this.diary = diary;
        this.meetings = new Meetings(cast, diary);
    }

    void enter() {
        var first = Instant.parse("2023-09-01T10:00:00Z");
        enterLead(first);
        enterSeries();
        enterInterview();
        var organizer = cast.person(ORGANIZER);
        String microsoft = MICROSOFT_EVENT;
        meetings.enter(
                diary.present().minus(Duration.ofDays(20)),
                new Meetings.Plan(organizer, () -> LEAD_ID, diary.present().minus(Duration.ofDays(12)), 1800)
                        .with(meeting("Tour of the cave")
                                .put("location", "Microsoft Teams")
                                .put(
                                        "calendar_event_link",
                                        "https://outlook.office365.com/owa/?itemid=" + microsoft.replace("=", "%3D")
                                                + "&exvsurl=1&path=/calendar/item")
                                .put("provider_calendar_type", "microsoft")
                                .put("provider_calendar_event_id", microsoft)));
        diary.post(
                diary.present().minus(Duration.ofDays(3)),
                organizer.caller(),
                Note.RESOURCE,
                () -> Json.object()
                        .put("lead_id", LEAD_ID)
                        .put("note_html", "<body><p>Asks about <strong>doors that bats can open</strong>.</p></body>"));
    }

    private void enterLead(Instant moment) {
        var organizer = cast.person(ORGANIZER).caller();
        diary.at(moment, organizer, work -> {
            var lead = Json.object()
                    .put("name", "Wayne Enterprises (Sample Lead)")
                    .put("url", "http://wayneenterprises.example.com")
                    .put("description", "The lead of the examples in the API's documentation.")
                    .put("status_id", cast.statuses().get(2));
            lead.putArray("addresses")
                    .addObject()
                    .put("label", "business")
                    .put("address_1", "1007 Mountain Drive")
                    .put("city", "Gotham")
                    .put("state", "NJ")
                    .put("zipcode", "07001")
                    .put("country", "US");
            work.createFrom(Lead.RESOURCE, lead, it -> it.set(Stamps.ID, LEAD_ID));
            var contact = Json.object()
                    .put("lead_id", LEAD_ID)
                    .put("name", "Bruce Wayne")
                    .put("title", "Owner");
            contact.putArray("emails").addObject().put("type", "office").put("email", CONTACT);
            contact.putArray("phones").addObject().put("type", "mobile").put("phone", "+12015550142");
            work.createFrom(Contact.RESOURCE, contact, it -> it.set(Stamps.ID, CONTACT_ID));
        });
    }

    /// The recurring event of the search examples: one meeting for each occurrence, known by its start.
    private void enterSeries() {
        var starts = List.of(
                Instant.parse("2023-09-12T15:00:00Z"),
                Instant.parse("2023-09-19T15:00:00Z"),
                Instant.parse("2023-09-20T15:00:00Z"),
                Instant.parse("2023-09-26T15:00:00Z"),
                diary.present().minus(Duration.ofDays(7)),
                diary.present().plus(Duration.ofDays(7)));
        for (var start : starts) {
            meetings.enter(
                    start.minus(Duration.ofDays(8)),
                    new Meetings.Plan(cast.person(ORGANIZER), () -> LEAD_ID, start, 3600)
                            .with(google(meeting("Wayne Enterprises weekly"), "EVENT_ID", "CALENDAR_ID")
                                    .put("is_recurring", true)));
        }
        meetings.enter(
                diary.present().minus(Duration.ofDays(40)),
                new Meetings.Plan(
                                cast.person(ORGANIZER),
                                () -> LEAD_ID,
                                diary.present().minus(Duration.ofDays(33)),
                                2700)
                        .with(google(
                                meeting("Batmobile garage, measuring"),
                                "d639fa1c7ea344c797df1d0f51603113",
                                "example@close.com")));
    }

    private void enterInterview() {
        var starts = diary.now().minus(Duration.ofMinutes(20));
        var body = google(meeting("Bruce Wayne Interview"), "79k4dh2i9nocd108kc2f7cds88", ORGANIZER)
                .put("location", "https://zoom.us/j/zoommeeting")
                .put("note", "Eric Example is inviting you to a Zoom meeting.\n\nhttps://zoom.us/j/zoommeeting")
                .put("connected_account_id", "emailacct_OoSyqxjm1HbuxcRsOyrm2SwR1uOTBdHKPdhAaf9mhUp");
        meetings.enter(
                diary.present().minus(Duration.ofDays(6)),
                new Meetings.Plan(cast.person(ORGANIZER), () -> LEAD_ID, starts, 3600)
                        .with(body)
                        .called(MEETING_ID));
        meetings.enterTranscript(diary.present(), () -> MEETING_ID, "Bruce Wayne");
    }

    private ObjectNode meeting(String title) {
        var meeting = Json.object().put("title", title).put("source", "calendar");
        var attendees = meeting.putArray("attendees");
        attendees.addObject().put("email", CONTACT).put("status", "noreply");
        attendees.addObject().put("email", ORGANIZER).put("is_organizer", true).put("status", "yes");
        return meeting;
    }

    private static ObjectNode google(ObjectNode meeting, String event, String calendar) {
        meeting.put("provider_calendar_type", "google")
                .put("provider_calendar_event_id", event)
                .put("calendar_event_link", CalendarLink.encodeGoogle(event, calendar));
        meeting.putArray("provider_calendar_ids").add(calendar);
        return meeting;
    }
}
