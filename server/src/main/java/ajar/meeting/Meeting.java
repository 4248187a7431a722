package ajar.meeting;

import ajar.activity.Activity;
import ajar.activity.RichNote;
import ajar.engine.entity.Draft;
import ajar.engine.entity.Entity;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.field.Items;
import ajar.engine.field.Values;
import ajar.engine.job.Alarm;
import ajar.engine.json.Json;
import ajar.engine.problem.FieldErrors;
import ajar.engine.resource.Behaviour;
import ajar.engine.resource.Change;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import ajar.engine.resource.Verb;
import ajar.engine.resource.Work;
import ajar.organization.OutcomeChoice;
import ajar.text.RichText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// A meeting between the organization's people and a lead's, from a calendar or put in by hand (Close
/// docs: Meetings).
///
/// One calendar event becomes one meeting per lead. What comes from the calendar cannot be changed
/// here; the team's notes and the outcome can.
public final class Meeting implements Behaviour {
    static final String MANUAL = "manual";
    static final String CALENDAR = "calendar";

    public static final Field<String> STATUS = Field.column("status", Codecs.text(100))
            .writable()
            .emptied()
            .about("`upcoming`, `in-progress`, `completed`, `canceled`, `declined-by-org` or `declined-by-lead`. "
                    + "For a manual meeting, sending `canceled` cancels it and anything else restores it.");
    public static final Field<Instant> STARTS_AT = Field.column("starts_at", Codecs.INSTANT)
            .mandatory()
            .writable()
            .alsoChanges("activity_at", "duration", "status");
    public static final Field<Instant> ENDS_AT =
            Field.column("ends_at", Codecs.INSTANT).mandatory().writable().alsoChanges("duration", "status");
    public static final Field<Instant> CANCELED_AT =
            Field.column("canceled_at", Codecs.INSTANT).hidden();
    public static final Field<JsonNode> ATTENDEES = Field.column(
                    "attendees",
                    Items.of()
                            .readOnly("contact_id", Codecs.ID, Json.object().nullNode())
                            .optional("email", Codecs.text(1000))
                            .or("is_organizer", Codecs.BOOL, Json.object().booleanNode(false))
                            .optional("name", Codecs.text(1000))
                            .or(
                                    "status",
                                    Codecs.choice(List.of("noreply", "yes", "no", "maybe")),
                                    Json.object().stringNode("noreply"))
                            .readOnly("user_id", Codecs.ID, Json.object().nullNode())
                            .codec())
            .or(Json.array())
            .writable()
            .alsoChanges("status", "users");
    static final Field<String> SOURCE = Field.column("source", Codecs.choice(List.of(CALENDAR, MANUAL)))
            .or(MANUAL)
            .fixed();
    static final Field<String> TITLE =
            Field.column("title", Codecs.text(1024)).or("").writable();
    static final Field<String> LOCATION =
            Field.column("location", Codecs.text(4096)).or("").writable().alsoChanges("conference_links");
    static final Field<String> DESCRIPTION = Field.column("note", Codecs.TEXT)
            .or("")
            .writable()
            .alsoChanges("conference_links")
            .about("The calendar's description of the event.");
    static final Field<JsonNode> CONFERENCE_LINKS =
            Field.column("conference_links", Codecs.DOCUMENT).or(Json.array());
    static final Field<List<String>> SENT_USERS =
            Field.column("users", Codecs.TEXTS).or(List.of()).fixed().about("The ids of all users on the event.");
    public static final Field<JsonNode> TRANSCRIPTS = Field.column("transcripts", Codecs.DOCUMENT)
            .whenAsked()
            .about("What was said, one entry per notetaker that joined.");
    public static final Field<JsonNode> SUMMARY = Field.column("summary", Codecs.DOCUMENT);
    static final Field<JsonNode> INTEGRATIONS =
            Field.column("integrations", Codecs.DOCUMENT).or(Json.array());

    private static final RichNote USER_NOTE = new RichNote(
            Field.column("user_note", Codecs.TEXT)
                    .writable()
                    .alsoChanges("notetaker_id", "user_note_date_updated", "user_note_html", "user_note_mentions")
                    .about("The plain form of the team's note."),
            Field.column("user_note_html", Codecs.TEXT)
                    .writable()
                    .alsoChanges("notetaker_id", "user_note", "user_note_date_updated", "user_note_mentions")
                    .about("The team's note."),
            Field.column("user_note_mentions", Codecs.TEXTS).or(List.of()),
            true,
            html -> html.contains("<body") ? RichText.accept(html) : RichText.fragment(html));
    private static final Field<Instant> USER_NOTE_DATE_UPDATED = Field.column("user_note_date_updated", Codecs.INSTANT);
    private static final Field<String> NOTETAKER_ID =
            Field.column("notetaker_id", Codecs.ID).about("The user who takes the notes.");
    /// A status to stop at on the way to the one that follows from the clock.
    static final Field<String> PASSING = Field.input("passing", Codecs.TEXT, ajar.engine.field.Access.READ_ONLY);

    /// The URLs of the provider's conference data.
    static final Field<List<String>> CONFERENCES =
            Field.input("conferences", Codecs.TEXTS, ajar.engine.field.Access.READ_ONLY);
    /// Whether whoever set the attendees has recognised contacts and users among them.
    static final Field<Boolean> RECOGNISED = Field.input("recognised", Codecs.BOOL, ajar.engine.field.Access.READ_ONLY);

    private static final Field<Instant> ACTIVITY_AT =
            Field.column("activity_at", Codecs.INSTANT).about("When it starts.");

    /// What a calendar says, and only a manual meeting lets clients change.
    private static final List<Field<?>> FROM_CALENDAR =
            List.of(STATUS, STARTS_AT, ENDS_AT, ATTENDEES, TITLE, LOCATION, DESCRIPTION);

    public static final Resource RESOURCE = Activity.kind(
                    "Meeting",
                    "meeting",
                    Activity.LEAD_ID,
                    Activity.USER_ID,
                    Field.column("contact_id", Codecs.ID)
                            .alwaysNull()
                            .about("Always null; the contacts are among the attendees."),
                    ACTIVITY_AT,
                    SENT_USERS)
            .about("A meeting, from a calendar or put in by hand.")
            .fields(USER_NOTE.fields())
            .fields(OutcomeChoice.FIELDS)
            .fields(OutcomeChoice.PLAYBOOK)
            .fields(CalendarEvent.FIELDS)
            .fields(
                    STATUS,
                    STARTS_AT,
                    ENDS_AT,
                    CANCELED_AT,
                    Field.computed("duration", Codecs.WHOLE, Meeting::seconds, STARTS_AT, ENDS_AT)
                            .notNull()
                            .about("In seconds."),
                    Field.column("actual_duration", Codecs.whole(0, Integer.MAX_VALUE))
                            .fixed(),
                    ATTENDEES,
                    SOURCE,
                    TITLE,
                    LOCATION,
                    DESCRIPTION,
                    CONFERENCE_LINKS,
                    Field.column("attached_call_ids", Codecs.TEXTS).or(List.of()),
                    NOTETAKER_ID,
                    USER_NOTE_DATE_UPDATED,
                    SUMMARY,
                    TRANSCRIPTS,
                    INTEGRATIONS,
                    Activity.nothing("comment_summary", Codecs.DOCUMENT).whenAsked(),
                    Field.constant("_paused_subscriptions", Codecs.DOCUMENT, Json.array())
                            .whenAsked())
            .filterBy(CalendarEvent.SEARCH)
            .listRule(CalendarEvent::checkSearch)
            .parameterAlias("start_at__gte", "starts_at__gte")
            .extensions(Verb.CREATE)
            .emits("activity.meeting")
            .behaves(new Meeting())
            .example("""
                {"lead_id": "$lead_id", "title": "Bruce Wayne Interview", "starts_at": "2030-10-11T16:30:00+00:00",
                 "ends_at": "2030-10-11T17:30:00+00:00", "location": "https://zoom.us/j/zoommeeting",
                 "attendees": [{"email": "bruce@wayneenterprises.com", "status": "noreply"}],
                 "provider_calendar_event_id": "event-$unique", "provider_calendar_type": "google",
                 "provider_calendar_ids": ["rep@example.com"]}\
                """)
            .updateExample("""
                {"title": "Bruce Wayne Demo", "starts_at": "2030-10-11T16:45:00+00:00",
                 "ends_at": "2030-10-11T18:00:00+00:00", "location": "https://meet.google.com/abc-defg-hij",
                 "note": "Bring the plans.", "status": "canceled",
                 "attendees": [{"email": "alfred@wayneenterprises.com", "status": "maybe"}],
                 "user_note": "He knows the way.", "user_note_html": "<body><p>He <em>knows</em> the way.</p></body>",
                 "outcome_id": "$outcome_id", "playbook_id": "playbook_1", "conversation_type_id": "playbook_2"}\
                """)
            .build();

    private Meeting() {}

    /// Whether the team or an application has added something of their own to a meeting: a note, an
    /// outcome, a summary.
    public static boolean hasOwnWords(Entity meeting) {
        return meeting.get(USER_NOTE.html()) != null
                || meeting.get(OutcomeChoice.OUTCOME_ID) != null
                || meeting.get(SUMMARY) != null
                || !meeting.need(INTEGRATIONS).isEmpty();
    }

    private static Long seconds(Values meeting) {
        return Duration.between(meeting.need(STARTS_AT), meeting.need(ENDS_AT)).toSeconds();
    }

    @Override
    public void prepare(Draft draft, Work work) {
        if (!draft.isNew() && !work.caller().isSystem() && !MANUAL.equals(draft.get(SOURCE))) {
            FROM_CALENDAR.forEach(draft::unset);
        }
        draft.unset(ACTIVITY_AT);
        if (draft.get(STARTS_AT) == null || draft.get(ENDS_AT) == null) {
            Activity.prepare(draft, work);
            return;
        }
        Activity.prepare(draft, work);
        if (work.caller().isSystem()) {
            swapEnds(draft);
        }
        if (draft.isNew() || draft.changes(STARTS_AT)) {
            draft.set(ACTIVITY_AT, draft.need(STARTS_AT));
        }
        if (draft.isNew() || draft.has(CONFERENCES) || draft.changes(LOCATION) || draft.changes(DESCRIPTION)) {
            draft.set(CONFERENCE_LINKS, conferenceLinks(draft));
        }
        if ((draft.isNew() || draft.changes(ATTENDEES))
                && draft.get(Activity.LEAD_ID) != null
                && !draft.has(RECOGNISED)) {
            Attendees.recognise(draft, work);
        }
        if (draft.has(STATUS)) {
            draft.set(CANCELED_AT, "canceled".equals(draft.get(STATUS)) ? canceledAt(draft, work) : null);
        }
        CalendarEvent.prepare(draft);
        takeNotes(draft, work);
        OutcomeChoice.prepare(draft);
        follow(draft, work.now());
    }

    private static Instant canceledAt(Draft draft, Work work) {
        return Objects.requireNonNullElse(draft.old(CANCELED_AT), work.now());
    }

    /// Calendars now and then have the ends the wrong way round.
    private static void swapEnds(Draft draft) {
        Instant starts = draft.need(STARTS_AT);
        Instant ends = draft.need(ENDS_AT);
        if (ends.isBefore(starts)) {
            draft.set(STARTS_AT, ends).set(ENDS_AT, starts);
        }
    }

    private static JsonNode conferenceLinks(Draft draft) {
        var links = Json.array();
        var provided = draft.get(CONFERENCES);
        ConferenceLinks.find(
                        provided == null ? null : String.join(" ", provided),
                        draft.get(LOCATION),
                        draft.get(DESCRIPTION))
                .forEach(link ->
                        links.addObject().put("type", link.type().name()).put("url", link.url()));
        return links;
    }

    private static void takeNotes(Draft draft, Work work) {
        if (USER_NOTE.prepare(draft) && draft.changes(USER_NOTE.html())) {
            draft.set(USER_NOTE_DATE_UPDATED, work.now());
            draft.setIfMissing(NOTETAKER_ID, work.caller().userId());
        }
    }

    /// Sets the status that follows from the facts at a moment, and the moment at which to look again.
    private static void follow(Draft draft, Instant now) {
        if (!changesFacts(draft)) {
            // What the clock changes is left to the clock, which says so in an event of its own.
            draft.unset(STATUS);
            return;
        }
        String passing = draft.get(PASSING);
        String status = passing != null ? passing : MeetingStatus.of(draft, now);
        draft.set(STATUS, status);
        draft.set(
                Activity.DUE_AT,
                switch (status) {
                    case MeetingStatus.UPCOMING -> draft.need(STARTS_AT);
                    case MeetingStatus.IN_PROGRESS -> draft.need(ENDS_AT);
                    default -> null;
                });
    }

    private static boolean changesFacts(Draft draft) {
        return draft.isNew()
                || draft.has(PASSING)
                || draft.has(Activity.DUE_AT)
                || draft.changes(STARTS_AT)
                || draft.changes(ENDS_AT)
                || draft.changes(ATTENDEES)
                || draft.changes(CANCELED_AT)
                || draft.changes(Activity.USER_ID);
    }

    @Override
    public void check(Draft draft, Work work, FieldErrors errors) {
        OutcomeChoice.check(draft, "meetings", work, errors);
        if (draft.need(ENDS_AT).isBefore(draft.need(STARTS_AT))) {
            errors.add(ENDS_AT.name(), "A meeting cannot end before it starts.");
        }
        if (draft.isNew() && !draft.has(RECOGNISED)) {
            Attendees.checkUsers(draft, SENT_USERS, work, errors);
        }
    }

    @Override
    public void settle(Change change, Work work) {
        var after = change.after();
        if (after == null || (!change.touches(STATUS) && !change.touches(STARTS_AT))) {
            return;
        }
        String status = after.need(STATUS);
        switch (status) {
            case MeetingStatus.UPCOMING -> {
                if (change.isCreation() || change.touches(STARTS_AT)) {
                    work.announce("scheduled", change);
                }
            }
            case MeetingStatus.CANCELED -> {
                if (!change.isCreation() && change.touches(STATUS)) {
                    work.announce("canceled", change);
                }
            }
            default -> {
                // What the clock does is logged as such; a declined meeting is an update like any other.
            }
        }
    }

    /// The alarm that moves meetings on when they start and end. After a time in which nobody looked, a
    /// meeting still goes through every status on its way.
    public static Alarm alarm() {
        return new Alarm(RESOURCE, Meeting::moveOn);
    }

    private static void moveOn(Entity meeting, Work work) {
        Instant due = meeting.get(Activity.DUE_AT);
        if (due == null || due.isAfter(work.now())) {
            return;
        }
        String id = meeting.need(Stamps.ID);
        // One that began and ended unseen begins first.
        if (MeetingStatus.UPCOMING.equals(meeting.get(STATUS))) {
            work.update(
                    RESOURCE,
                    id,
                    it -> MeetingStatus.pass(it, MeetingStatus.IN_PROGRESS).loggedAs("started"));
        }
        if (!meeting.need(ENDS_AT).isAfter(work.now())) {
            work.update(RESOURCE, id, it -> it.set(Activity.DUE_AT, null).loggedAs("completed"));
        }
    }
}
