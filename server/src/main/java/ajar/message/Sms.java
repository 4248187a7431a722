package ajar.message;

import ajar.activity.Activity;
import ajar.activity.Attachments;
import ajar.calling.Phones;
import ajar.engine.entity.Draft;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.problem.FieldErrors;
import ajar.engine.resource.Behaviour;
import ajar.engine.resource.Change;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Work;
import java.util.List;
import java.util.Set;

/// A text message (Close docs: SMS).
public final class Sms implements Behaviour {
    private static final Field<String> DIRECTION = Field.column(
                    "direction", Codecs.choice(List.of("inbound", "outbound")))
            .notNull()
            .fixed();
    private static final Field<String> SOURCE = Field.column("source", Codecs.choice(List.of("Close.io", "External")))
            .notNull()
            .fixed();
    private static final Field<String> TEXT =
            Field.column("text", Codecs.TEXT, "body").writable();
    private static final Field<String> TEMPLATE_ID =
            Field.column("template_id", Codecs.ID).writable();
    private static final Set<String> REALLY_SENT = Set.of(Sending.SCHEDULED, Sending.OUTBOX);

    public static final Resource RESOURCE = Activity.kind(
                    "SMS", "sms", Activity.MOVABLE_LEAD_ID, Activity.CHANGEABLE_USER_ID)
            .about("A text message.")
            .fields(Sending.fields())
            .fields(Phones.LOCAL.fields())
            .fields(Phones.REMOTE.fields())
            .fields(Activity.sequenceFields())
            .fields(Activity.agentFields())
            .fields(
                    DIRECTION,
                    SOURCE,
                    TEXT,
                    TEMPLATE_ID,
                    Attachments.ON_SMS,
                    Sending.ERROR_MESSAGE,
                    Field.column("cost", Codecs.TEXT).about("Cents, as text."))
            .emits("activity.sms")
            .behaves(new Sms())
            .example("""
                {"lead_id": "$lead_id", "contact_id": "$contact_id", "status": "draft", "direction": "outbound",
                 "text": "Hello", "local_phone": "+16503334444", "remote_phone": "+18183004000"}\
                """)
            .updateExample("""
                {"activity_at": "2024-05-06T07:08:09+00:00", "lead_id": "$other_lead_id",
                 "contact_id": "$other_contact_id", "user_id": "$user_id", "status": "sent", "text": "Goodbye",
                 "local_phone": "+16503334445", "remote_phone": "+18183004001", "template_id": "smstmpl_1",
                 "date_scheduled": "2034-05-06T07:08:09+00:00", "send_in": 30,
                 "attachments": [{"url": "https://app.close.com/go/file/persisted/orga_1/activity.sms/acti_1/a/plan.png/",
                                  "filename": "plan.png", "content_type": "image/png", "size": 1024}]}\
                """)
            .build();

    private Sms() {}

    @Override
    public void prepare(Draft draft, Work work) {
        Activity.prepare(draft, work);
        Activity.prepareLead(draft, work);
        String status = draft.get(Sending.STATUS);
        if (draft.isNew() && status != null) {
            draft.setIfMissing(DIRECTION, status.equals(Sending.INBOX) ? "inbound" : "outbound");
            draft.setIfMissing(SOURCE, REALLY_SENT.contains(status) ? "Close.io" : "External");
        }
        Phones.LOCAL.prepare(draft);
        Phones.REMOTE.prepare(draft);
        Attachments.persist(draft, Attachments.ON_SMS, "activity.sms", work);
        Sending.prepare(draft, work);
    }

    @Override
    public void check(Draft draft, Work work, FieldErrors errors) {
        Activity.check(draft, work, errors);
        Phones.LOCAL.check(draft, errors);
        Phones.REMOTE.check(draft, errors);
        if (REALLY_SENT.contains(draft.need(Sending.STATUS)) && !work.caller().isSystem()) {
            require(draft, Phones.LOCAL.number(), errors);
            require(draft, Phones.REMOTE.number(), errors);
            if (draft.get(TEXT) == null && draft.get(TEMPLATE_ID) == null) {
                errors.add(TEXT.name(), "This field is required.");
            }
        }
        Sending.check(draft, work, errors);
    }

    private static void require(Draft draft, Field<String> field, FieldErrors errors) {
        if (draft.get(field) == null) {
            errors.add(field.name(), "This field is required.");
        }
    }

    @Override
    public void settle(Change change, Work work) {
        if (Sending.becameSent(change)) {
            work.announce("sent", change);
        }
    }
}
