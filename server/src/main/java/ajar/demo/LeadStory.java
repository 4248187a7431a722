package ajar.demo;

import ajar.activity.Note;
import ajar.calling.Call;
import ajar.demo.Cast.Person;
import ajar.engine.entity.Entity;
import ajar.engine.json.Json;
import ajar.engine.resource.Stamps;
import ajar.lead.Lead;
import ajar.meeting.CalendarLink;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// One invented lead, from the day somebody wrote it down until today, and what is planned with it.
final class LeadStory {
    private static final int OLDEST = 730;
    private static final Duration MEETING = Duration.ofMinutes(45);

    private final Cast cast;
    private final Diary diary;
    private final RandomGenerator random;
    private final Meetings meetings;
    private final int number;
    private final String company;
    private final String domain;
    private final List<String> place;
    private final Person owner;
    private final List<ContactPerson> contacts = new ArrayList<>();
    private @Nullable Entity lead;

    private record ContactPerson(String name, String email, String phone, int position) {}

    LeadStory(Cast cast, Diary diary, int number) {
        this.cast = cast;
        this.diary = diary;
        this.random = diary.random();
        this.meetings = new Meetings(cast, diary);
        this.number = number;
        int name = number % Words.COMPANY.size();
        // Neither factor repeats a pair within the number of leads.
        int trade = (number / Words.COMPANY.size() + 5 * name) % Words.TRADE.size();
        this.company = Words.COMPANY.get(name) + ' ' + Words.TRADE.get(trade);
        this.domain = company.toLowerCase(Locale.ROOT).replace(' ', '-') + ".example.com";
        this.place = Words.pick(random, Words.PLACES);
        this.owner = cast.seller(random);
    }

    void enter() {
        int age = 10 + random.nextInt(OLDEST - 10);
        inventContacts();
        diary.post(workingHour(age), owner.caller(), Lead.RESOURCE, this::leadBody, made -> lead = made);
        int touches = 3 + random.nextInt(24);
        for (int i = 0; i < touches; i++) {
            enterTouch(workingHour(random.nextInt(age)));
        }
        enterStages(age);
        enterPlans();
    }

    private String leadId() {
        return Objects.requireNonNull(lead).need(Stamps.ID);
    }

    private String id(ContactPerson contact) {
        return Objects.requireNonNull(lead).need(Lead.CONTACT_IDS).get(contact.position());
    }

    /// A moment during the working day, `daysAgo` days ago.
    private Instant workingHour(int daysAgo) {
        var day = diary.present().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(daysAgo));
        return day.plusSeconds(8 * 3600L + random.nextInt(10 * 3600));
    }

    private void inventContacts() {
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            String first = Words.FIRST_NAMES.get((number * 3 + i * 7) % Words.FIRST_NAMES.size());
            String last = Words.pick(random, Words.LAST_NAMES);
            String email = (first + '.' + last).toLowerCase(Locale.ROOT) + '@' + domain;
            String phone = "+1%s555%04d".formatted(place.get(3), 100 + random.nextInt(100));
            contacts.add(new ContactPerson(first + ' ' + last, email, phone, i));
        }
    }

    private ObjectNode leadBody() {
        var body = Json.object()
                .put("name", company)
                .put("url", "http://" + domain)
                .put("description", company + " in " + place.getFirst() + " wants its doors to open by themselves.")
                .put("status_id", cast.statuses().getFirst());
        body.putArray("addresses")
                .addObject()
                .put("label", "business")
                .put("address_1", (1 + random.nextInt(200)) + " " + Words.pick(random, Words.STREETS))
                .put("city", place.getFirst())
                .put("state", place.get(1))
                .put("zipcode", place.get(2))
                .put("country", "US");
        var people = body.putArray("contacts");
        for (var contact : contacts) {
            var person = people.addObject().put("name", contact.name()).put("title", Words.pick(random, Words.TITLES));
            person.putArray("emails").addObject().put("type", "office").put("email", contact.email());
            person.putArray("phones").addObject().put("type", "office").put("phone", contact.phone());
            if (contact.position() == 0) {
                person.putArray("urls").addObject().put("type", "url").put("url", "http://" + domain + "/team");
            }
        }
        return body;
    }

    private void enterTouch(Instant moment) {
        int chance = random.nextInt(100);
        var contact = Words.pick(random, contacts);
        if (chance < 24) {
            enterNote(moment);
        } else if (chance < 54) {
            enterCall(moment, contact);
        } else if (chance < 70) {
            new Messages(diary, cast).enterMail(moment, owner, party(contact));
        } else if (chance < 77) {
            new Messages(diary, cast).enterTexts(moment, owner, party(contact));
        } else if (chance < 83) {
            new Messages(diary, cast).enterChat(moment, owner, party(contact));
        } else {
            enterMeeting(moment, contact);
        }
    }

    private Messages.Party party(ContactPerson contact) {
        return new Messages.Party(this::leadId, () -> id(contact), contact.name(), contact.email(), contact.phone());
    }

    private void enterNote(Instant moment) {
        var note = Json.object()
                .put("note_html", "<body><p>" + Words.pick(random, Words.NOTES) + "</p></body>")
                .put("pinned", random.nextInt(12) == 0);
        int fate = random.nextInt(20);
        diary.post(moment, owner.caller(), Note.RESOURCE, () -> note.put("lead_id", leadId()), made -> {
            if (fate == 0) {
                diary.delete(moment.plusSeconds(3600), owner.caller(), Note.RESOURCE, made);
            } else if (fate < 4) {
                String more = note.path("note_html").asString().replace("</body>", "<p>Done.</p></body>");
                diary.put(
                        moment.plusSeconds(7200),
                        owner.caller(),
                        Note.RESOURCE,
                        () -> made.need(Stamps.ID),
                        Json.object().put("note_html", more));
            }
        });
    }

    private void enterCall(Instant moment, ContactPerson contact) {
        boolean answered = random.nextInt(3) > 0;
        String note = Words.pick(random, Words.CALL_NOTES);
        String outcome = Words.pick(random, cast.outcomes());
        boolean hasOutcome = random.nextInt(3) > 0;
        var call = Json.object()
                .put("direction", random.nextInt(4) == 0 ? "inbound" : "outbound")
                .put("status", answered ? "completed" : random.nextInt(4) == 0 ? "busy" : "no-answer")
                .put("duration", answered ? 20 + random.nextInt(900) : 0)
                .put("phone", contact.phone())
                .put("note_html", note.isEmpty() ? "" : "<body><p>" + note + "</p></body>")
                .put("outcome_id", hasOutcome ? outcome : null);
        diary.post(
                moment,
                owner.caller(),
                Call.RESOURCE,
                () -> call.put("lead_id", leadId()).put("contact_id", id(contact)));
    }

    /// Most meetings take place; some are called off, and a few come back every week.
    private void enterMeeting(Instant planned, ContactPerson contact) {
        var starts = planned.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofDays(1 + random.nextInt(6)));
        String event = "%016x%010x".formatted(random.nextLong(), random.nextInt(1_000_000_000));
        String title = Words.pick(random, Words.MEETINGS) + " with " + company;
        int fate = random.nextInt(100);
        if (fate < 12) {
            for (int week = 0; week < 3; week++) {
                var body = meetingBody(contact, title, event).put("is_recurring", true);
                meetings.enter(planned, plan(starts.plus(Duration.ofDays(7L * week)), body));
            }
            return;
        }
        var meeting = meetings.enter(planned, plan(starts, meetingBody(contact, title, event)));
        var before = starts.minus(Duration.ofHours(5));
        if (fate < 22) {
            meetings.enterChange(before, meeting, Json.object().put("status", "canceled"));
        } else if (fate < 30) {
            meetings.enterChange(before, meeting, attendees(Json.object(), contact, "no", "yes"));
        } else if (fate < 35) {
            meetings.enterChange(before, meeting, attendees(Json.object(), contact, "yes", "no"));
        } else if (fate < 75) {
            var ends = starts.plus(MEETING);
            meetings.enterNotes(
                    ends, owner, meeting, Words.pick(random, Words.MEETING_NOTES), Words.pick(random, cast.outcomes()));
            if (fate < 50) {
                meetings.enterTranscript(ends.plus(Duration.ofMinutes(5)), meeting::id, contact.name());
            }
        }
    }

    private Meetings.Plan plan(Instant starts, ObjectNode body) {
        return new Meetings.Plan(owner, this::leadId, starts, MEETING.toSeconds()).with(body);
    }

    private ObjectNode meetingBody(ContactPerson contact, String title, String event) {
        int room = 100_000 + random.nextInt(900_000);
        var body = Json.object()
                .put("title", title)
                .put("source", "calendar")
                .put("note", "Agenda: the entrance, the price, the date.")
                .put("location", random.nextInt(4) == 0 ? place.getFirst() : "https://zoom.us/j/" + room)
                .put("provider_calendar_type", "google")
                .put("provider_calendar_event_id", event)
                .put("calendar_event_link", CalendarLink.encodeGoogle(event, owner.email()));
        body.putArray("provider_calendar_ids").add(owner.email());
        return attendees(body, contact, random.nextInt(2) == 0 ? "noreply" : "yes", "yes");
    }

    private ObjectNode attendees(ObjectNode meeting, ContactPerson contact, String guest, String host) {
        var attendees = meeting.putArray("attendees");
        attendees
                .addObject()
                .put("email", contact.email())
                .put("name", contact.name())
                .put("status", guest);
        attendees
                .addObject()
                .put("email", owner.email())
                .put("is_organizer", true)
                .put("status", host);
        return meeting;
    }

    /// The lead moves from status to status, each time nearer to today.
    private void enterStages(int age) {
        int stages = random.nextInt(5);
        int left = age;
        for (int i = 0; i < stages && left > 4; i++) {
            left = random.nextInt(left);
            String status =
                    cast.statuses().get(1 + random.nextInt(cast.statuses().size() - 1));
            diary.put(
                    workingHour(left).plusSeconds(11 * 3600L),
                    owner.caller(),
                    Lead.RESOURCE,
                    this::leadId,
                    Json.object().put("status_id", status));
        }
    }

    /// What is going on now and what is still to come, on every few leads.
    private void enterPlans() {
        var contact = contacts.getFirst();
        var lately = diary.present().minus(Duration.ofHours(3 + number % 40));
        String title = Words.pick(random, Words.MEETINGS) + " with " + company;
        String event = "%016x%010x".formatted(random.nextLong(), number);
        if (number % 40 == 7) {
            meetings.enter(lately, plan(diary.now().minus(Duration.ofMinutes(10)), meetingBody(contact, title, event)));
        } else if (number % 5 == 2) {
            var starts =
                    diary.present().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(26 + random.nextInt(24 * 60)));
            meetings.enter(lately, plan(starts, meetingBody(contact, title, event)));
        }
        if (number % 9 == 4) {
            new Messages(diary, cast).enterPlannedMail(lately, owner, party(contact), 1 + random.nextInt(10));
        }
        if (number % 11 == 3) {
            enterNote(diary.present().minus(Duration.ofMinutes(5L + number % 60)));
        }
    }
}
