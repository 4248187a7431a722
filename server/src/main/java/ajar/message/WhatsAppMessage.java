package ajar.message;

import ajar.activity.Activity;
import ajar.activity.Attachments;
import ajar.activity.Note;
import ajar.calling.PhoneNumber;
import ajar.calling.Phones;
import ajar.engine.entity.Draft;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.field.Rejected;
import ajar.engine.problem.FieldErrors;
import ajar.engine.resource.Behaviour;
import ajar.engine.resource.Filter;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Work;
import java.time.Instant;
import java.util.List;

/// A WhatsApp message, logged: nothing is sent through WhatsApp (Close docs: WhatsApp Messages).
public final class WhatsAppMessage implements Behaviour {
    private static final Field<String> EXTERNAL_ID = Field.column("external_whatsapp_message_id", Codecs.text(500))
            .mandatory()
            .fixed()
            .about("WhatsApp's own id of the message.");
    private static final Field<String> MARKDOWN = Field.column("message_markdown", Codecs.TEXT)
            .mandatory()
            .writable()
            .alsoChanges("message_html", "text")
            .about("The text with WhatsApp's marks: `*bold*`, `_italic_`, `~struck~`.");
    private static final Field<String> HTML =
            Field.column("message_html", Codecs.TEXT).notNull();
    private static final Field<String> TEXT =
            Field.column("text", Codecs.TEXT, "body").notNull();
    private static final Field<String> LOCAL_PHONE =
            Field.column("local_phone", Codecs.text(100)).mandatory().writable().alsoChanges("local_phone_formatted");
    private static final Field<String> REMOTE_PHONE = Field.column("remote_phone", Codecs.text(100))
            .mandatory()
            .writable()
            .alsoChanges("remote_phone_formatted");
    private static final Field<String> RESPONSE_TO_ID = Field.column("response_to_id", Codecs.ID)
            .refersTo("activity/whatsapp_message")
            .toldAs("response_to_id")
            .writable()
            .about("The activity id of the message it answers.");
    private static final Field<String> CONTACT_ID = Field.column("contact_id", Codecs.ID)
            .refersTo("contact")
            .mandatory()
            .writable()
            .about("The contact it was with, one of the lead's.");
    private static final Field<Instant> ACTIVITY_AT =
            Field.column("activity_at", Codecs.INSTANT).mandatory().writable().about("When it was sent.");

    public static final Resource RESOURCE = Activity.kind(
                    "WhatsAppMessage",
                    "whatsapp_message",
                    Activity.LEAD_ID,
                    Activity.CHANGEABLE_USER_ID,
                    CONTACT_ID,
                    ACTIVITY_AT)
            .about("A WhatsApp message, logged.")
            .fields(Activity.sequenceFields())
            .fields(
                    EXTERNAL_ID,
                    MARKDOWN,
                    HTML,
                    TEXT,
                    LOCAL_PHONE,
                    Phones.LOCAL.formatted(),
                    REMOTE_PHONE,
                    Phones.REMOTE.formatted(),
                    RESPONSE_TO_ID,
                    Attachments.ON_NOTE,
                    Note.SOURCE,
                    Field.column("direction", Codecs.choice(List.of("incoming", "outgoing")))
                            .mandatory()
                            .writable(),
                    Field.column("integration_link", link()).writable(),
                    Field.constant("integration_name", Codecs.TEXT, "API"))
            .filterBy(Filter.equal(EXTERNAL_ID))
            .emits("activity.whatsapp_message")
            .behaves(new WhatsAppMessage())
            .example("""
                {"lead_id": "$lead_id", "contact_id": "$contact_id", "direction": "outgoing",
                 "external_whatsapp_message_id": "wa-$unique", "message_markdown": "*Hello*",
                 "local_phone": "+16503334444", "remote_phone": "+18183004000",
                 "activity_at": "2024-05-06T07:08:09+00:00"}\
                """)
            .updateExample("""
                {"contact_id": "$other_contact_id", "user_id": "$user_id", "direction": "incoming",
                 "message_markdown": "_Goodbye_", "local_phone": "+16503334445", "remote_phone": "+18183004001",
                 "activity_at": "2024-05-07T07:08:09+00:00", "response_to_id": "$whatsapp_message_id",
                 "integration_link": "https://example.com/chats/1",
                 "attachments": [{"url": "https://app.close.com/go/file/persisted/orga_1/activity.whatsapp_message/a/b/plan.pdf/",
                                  "filename": "plan.pdf", "content_type": "application/pdf", "size": 1024}]}\
                """)
            .build();

    private WhatsAppMessage() {}

    private static ajar.engine.field.Codec<String> link() {
        return Codecs.text(2083, url -> {
            if (!url.startsWith("http://") && !url.startsWith("https://")) {
                throw new Rejected("Invalid URL.");
            }
            return url;
        });
    }

    @Override
    public void prepare(Draft draft, Work work) {
        boolean dated = draft.has(ACTIVITY_AT);
        Activity.prepare(draft, work);
        if (draft.isNew() && !dated) {
            draft.unset(ACTIVITY_AT);
        }
        if (draft.changes(MARKDOWN) && draft.get(MARKDOWN) != null) {
            draft.set(HTML, WhatsAppMarkdown.toHtml(draft.need(MARKDOWN)));
            draft.set(TEXT, WhatsAppMarkdown.toText(draft.need(MARKDOWN)));
        }
        number(draft, LOCAL_PHONE, Phones.LOCAL.formatted());
        number(draft, REMOTE_PHONE, Phones.REMOTE.formatted());
        Attachments.persist(draft, Attachments.ON_NOTE, "activity.whatsapp_message", work);
        if (draft.isNew()) {
            draft.set(Note.SOURCE, work.origin().source());
        }
    }

    /// WhatsApp's numbers are international and come without a plus.
    private static void number(Draft draft, Field<String> number, Field<String> formatted) {
        if (draft.gives(number)) {
            var phone = PhoneNumber.parseInternational(draft.need(number));
            draft.set(formatted, phone == null ? null : phone.formatted());
            if (phone != null) {
                draft.set(number, phone.e164());
            }
        }
    }

    @Override
    public void check(Draft draft, Work work, FieldErrors errors) {
        Activity.check(draft, work, errors);
        for (var side : List.of(LOCAL_PHONE, REMOTE_PHONE)) {
            if (draft.gives(side) && PhoneNumber.parseInternational(draft.need(side)) == null) {
                errors.add(side.name(), Phones.NOT_VALID);
            }
        }
    }
}
