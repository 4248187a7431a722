package ajar.calling;

import ajar.activity.Activity;
import ajar.activity.RichNote;
import ajar.engine.entity.Draft;
import ajar.engine.field.Access;
import ajar.engine.field.Codec;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.field.Rejected;
import ajar.engine.json.Json;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.FieldErrors;
import ajar.engine.resource.Behaviour;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Work;
import ajar.organization.OutcomeChoice;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A telephone call, made elsewhere and logged (`External`) or made through built-in telephony
/// (`Close.io`) (Close docs: Calls).
public final class Call implements Behaviour {
    private static final String EXTERNAL = "External";
    private static final Set<String> ENDED_BADLY = Set.of("failed", "timeout", "cancel");

    private static final Codec<String> SECURE_URL = Codecs.text(2083, url -> {
        if (!url.startsWith("https://")) {
            throw new Rejected("Invalid URL.");
        }
        return url;
    });

    private static final Field<String> STATUS = Field.column(
                    "status",
                    Codecs.choice(List.of(
                            "created", "in-progress", "completed", "cancel", "no-answer", "busy", "failed", "timeout")))
            .or("completed")
            .writable()
            .alsoChanges("disposition");
    private static final Field<String> DIRECTION = Field.column(
                    "direction", Codecs.choice(List.of("inbound", "outbound")))
            .fixed();
    private static final Field<String> SOURCE = Field.column("source", Codecs.choice(List.of("Close.io", EXTERNAL)))
            .or(EXTERNAL)
            .fixed()
            .about("`Close.io` for built-in telephony, `External` for what was only logged.");
    private static final Field<Long> DURATION =
            Field.column("duration", Codecs.whole(0, 604_800)).or(0L).writable().about("In seconds.");
    private static final Field<String> PHONE = Field.input("phone_sent", Codecs.text(100), Access.READ_WRITE)
            .alsoSentAs("phone")
            .alsoSentAs("remote_phone")
            .alsoChanges("phone", "remote_phone", "remote_phone_formatted", "remote_country_iso")
            .about("The other party's number.");
    private static final Field<String> DISPOSITION = Field.column("disposition", Codecs.TEXT)
            .about("`answered`, `no-answer`, `vm-answer`, `vm-left`, `busy`, `blocked`, `error` or `abandoned`.");
    private static final Field<String> CALL_METHOD =
            Field.column("call_method", Codecs.TEXT).notNull();
    private static final Field<String> COST = Field.column("cost", Codecs.TEXT).about("Cents, as text.");
    private static final Field<String> RECORDING_URL = Field.column("recording_url", SECURE_URL)
            .writable()
            .alsoChanges("has_recording")
            .about("An MP3; https only.");
    private static final Field<String> VOICEMAIL_URL =
            Field.column("voicemail_url", SECURE_URL).writable().about("An MP3; https only.");
    private static final Field<Instant> NOTE_DATE_UPDATED = Field.column("note_date_updated", Codecs.INSTANT);
    private static final Field<String> REMOTE_PHONE =
            Field.column("remote_phone", Codecs.TEXT).about("The other party's number, E.164.");
    private static final Phones REMOTE = new Phones(REMOTE_PHONE, Phones.REMOTE.formatted(), Phones.REMOTE.country());

    public static final Resource RESOURCE = Activity.kind(
                    "Call", "call", Activity.MOVABLE_LEAD_ID, Activity.CHANGEABLE_USER_ID)
            .about("A telephone call, logged or made through built-in telephony.")
            .fields(RichNote.NOTE.fields())
            .fields(OutcomeChoice.FIELDS)
            .fields(OutcomeChoice.PLAYBOOK)
            .fields(Activity.sequenceFields())
            .fields(REMOTE.fields())
            .fields(
                    STATUS,
                    DIRECTION,
                    SOURCE,
                    DURATION,
                    PHONE,
                    Field.computed("phone", Codecs.TEXT, values -> values.get(REMOTE_PHONE), REMOTE_PHONE)
                            .about("The other party's number, E.164."),
                    DISPOSITION,
                    CALL_METHOD,
                    COST,
                    Field.column("local_phone", Codecs.TEXT),
                    Field.column("local_phone_formatted", Codecs.TEXT),
                    Field.column("local_country_iso", Codecs.TEXT),
                    RECORDING_URL,
                    VOICEMAIL_URL,
                    Field.column("voicemail_duration", Codecs.WHOLE),
                    Field.computed(
                                    "has_recording",
                                    Codecs.BOOL,
                                    values -> values.get(RECORDING_URL) != null,
                                    RECORDING_URL)
                            .notNull(),
                    Field.column("date_answered", Codecs.INSTANT),
                    NOTE_DATE_UPDATED,
                    Field.column("quality_info", Codecs.TEXT).fixed(),
                    Field.constant("is_joinable", Codecs.BOOL, false),
                    Field.constant("coach_legs", Codecs.DOCUMENT, Json.array()),
                    Field.constant("recording_history", Codecs.DOCUMENT, Json.array()),
                    Field.constant("is_forwarded", Codecs.BOOL, false),
                    Field.constant("is_to_group_number", Codecs.BOOL, false),
                    Activity.nothing("recording_duration", Codecs.WHOLE),
                    Activity.nothing("recording_expires_at", Codecs.INSTANT),
                    Activity.nothing("dialer_id", Codecs.ID),
                    Activity.nothing("dialer_saved_search_id", Codecs.ID),
                    Activity.nothing("forwarded_to", Codecs.TEXT),
                    Activity.nothing("transferred_from", Codecs.TEXT),
                    Activity.nothing("transferred_from_user_id", Codecs.ID),
                    Activity.nothing("transferred_to", Codecs.TEXT),
                    Activity.nothing("transferred_to_user_id", Codecs.ID),
                    Activity.nothing("summary", Codecs.DOCUMENT),
                    Field.column("recording_transcript", Codecs.DOCUMENT).whenAsked(),
                    Field.column("voicemail_transcript", Codecs.DOCUMENT).whenAsked())
            .emits("activity.call")
            .behaves(new Call())
            .example("""
                {"lead_id": "$lead_id", "contact_id": "$contact_id", "direction": "outbound", "status": "completed",
                 "duration": 153, "phone": "+16505551234", "note_html": "<body><p>Call again.</p></body>"}\
                """)
            .updateExample("""
                {"activity_at": "2024-05-06T07:08:09+00:00", "lead_id": "$other_lead_id",
                 "contact_id": "$other_contact_id", "user_id": "$user_id", "status": "busy", "duration": 60,
                 "phone": "+16505551235", "remote_phone": "+16505551236", "note": "Call in May.",
                 "note_html": "<body><p>Call in <strong>May</strong>.</p></body>", "outcome_id": "$outcome_id",
                 "playbook_id": "playbook_1", "conversation_type_id": "playbook_2",
                 "recording_url": "https://example.com/recording.mp3",
                 "voicemail_url": "https://example.com/voicemail.mp3"}\
                """)
            .build();

    private Call() {}

    @Override
    public void prepare(Draft draft, Work work) {
        Activity.prepare(draft, work);
        Activity.prepareLead(draft, work);
        if (RichNote.NOTE.prepare(draft) && (draft.isNew() || draft.changes(RichNote.NOTE.html()))) {
            draft.set(NOTE_DATE_UPDATED, work.now());
        }
        if (draft.has(PHONE)) {
            draft.set(REMOTE_PHONE, draft.get(PHONE));
        }
        REMOTE.prepare(draft);
        OutcomeChoice.prepare(draft);
        if (draft.isNew()) {
            boolean external = draft.need(SOURCE).equals(EXTERNAL);
            draft.set(CALL_METHOD, external ? "external" : "regular");
            draft.set(COST, external ? "0" : null);
        }
        if (draft.isNew() || draft.changes(STATUS)) {
            draft.set(DISPOSITION, disposition(draft.need(STATUS)));
        }
    }

    private static @Nullable String disposition(String status) {
        return switch (status) {
            case "completed" -> "answered";
            case "no-answer", "busy" -> status;
            default -> ENDED_BADLY.contains(status) ? "error" : null;
        };
    }

    @Override
    public void check(Draft draft, Work work, FieldErrors errors) {
        Activity.check(draft, work, errors);
        OutcomeChoice.check(draft, "calls", work, errors);
        if (draft.gives(REMOTE_PHONE) && draft.get(REMOTE.formatted()) == null) {
            errors.add("phone", Phones.NOT_VALID);
        }
        if (!draft.isNew() && !draft.need(SOURCE).equals(EXTERNAL)) {
            checkInternal(draft, work, errors);
        }
    }

    /// What built-in telephony recorded of a call stays as it was, and its recordings are not thrown
    /// away lightly.
    private static void checkInternal(Draft draft, Work work, FieldErrors errors) {
        for (var field : List.of(STATUS, DURATION)) {
            if (draft.changes(field)) {
                errors.add(field.name(), "Value cannot be changed.");
            }
        }
        boolean own = work.caller().userId() != null && work.caller().userId().equals(draft.get(Activity.USER_ID));
        boolean allowed = work.caller().may(own ? "delete_own_activities" : "manage_others_activities");
        if ((draft.changes(RECORDING_URL) || draft.changes(VOICEMAIL_URL)) && !allowed) {
            throw ApiException.badRequest("You do not have permission to delete the recording of this call.");
        }
    }
}
