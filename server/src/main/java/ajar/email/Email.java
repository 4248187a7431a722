package ajar.email;

import ajar.activity.Activity;
import ajar.activity.Attachments;
import ajar.engine.entity.Draft;
import ajar.engine.entity.Entity;
import ajar.engine.field.Codec;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.field.Items;
import ajar.engine.field.Rejected;
import ajar.engine.json.Json;
import ajar.engine.predicate.Predicate;
import ajar.engine.problem.FieldErrors;
import ajar.engine.resource.Behaviour;
import ajar.engine.resource.Change;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import ajar.engine.resource.Work;
import ajar.message.Sending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// One e-mail message, sent, received or still a draft (Close docs: Emails).
public final class Email implements Behaviour {
    static final String INCOMING = "incoming";

    private static final Set<String> NEEDS_SENDER =
            Set.of(Sending.INBOX, Sending.SCHEDULED, Sending.OUTBOX, Sending.ERROR);
    private static final Set<String> REALLY_SENT = Set.of(Sending.SCHEDULED, Sending.OUTBOX);
    private static final Set<String> ON_ITS_WAY = Set.of(Sending.INBOX, Sending.SENT);

    private static final Codec<String> SENDER_ADDRESS = Codecs.text(1000, text -> {
        var address = text.isBlank() ? null : EmailAddress.parse(text);
        if (!text.isBlank() && (address == null || !EmailAddress.isValid(address.email()))) {
            throw new Rejected("Invalid email address.");
        }
        return text.strip();
    });

    static final Field<String> DIRECTION =
            Field.column("direction", Codecs.TEXT).about("`incoming` or `outgoing`.");
    static final Field<String> SUBJECT =
            Field.column("subject", Codecs.text(1000)).writable();
    static final Field<String> BODY_TEXT = Field.column("body_text", Codecs.TEXT)
            .writable()
            .alsoChanges("body_html", "body_html_quoted", "body_preview", "body_text_quoted");
    static final Field<String> BODY_HTML = Field.column("body_html", Codecs.TEXT)
            .writable()
            .alsoChanges("body_html_quoted", "body_preview", "body_text", "body_text_quoted");
    static final Field<String> BODY_PREVIEW =
            Field.column("body_preview", Codecs.TEXT).about("About the first 200 characters of the text.");
    static final Field<JsonNode> BODY_TEXT_QUOTED =
            Field.column("body_text_quoted", Codecs.DOCUMENT).about("The text in its visible and its quoted parts.");
    static final Field<JsonNode> BODY_HTML_QUOTED =
            Field.column("body_html_quoted", Codecs.DOCUMENT).about("The HTML in its visible and its quoted parts.");
    static final Field<String> SENDER = Field.column("sender", SENDER_ADDRESS)
            .writable()
            .about("`addr` or `\"Name\" <addr>`. Needed to send and for received mail.");
    static final Field<List<String>> TO = recipients("to", "recipients");
    static final Field<List<String>> CC = recipients("cc", "cc");
    static final Field<List<String>> BCC = recipients("bcc", "bcc");
    static final Field<JsonNode> ENVELOPE =
            Field.column("envelope", Codecs.DOCUMENT).about("Addresses and ids as the message carries them.");
    static final Field<List<String>> MESSAGE_IDS =
            Field.column("message_ids", Codecs.TEXTS).or(List.of());
    static final Field<List<String>> REFERENCES =
            Field.column("references", Codecs.TEXTS, "message_references").or(List.of());
    static final Field<String> THREAD_ID = Field.column("thread_id", Codecs.ID)
            .refersTo("activity/emailthread")
            .about("The conversation it belongs to.");
    static final Field<String> IN_REPLY_TO_ID = Field.column("in_reply_to_id", Codecs.ID)
            .writable()
            .alsoChanges("references")
            .about("The activity id of the e-mail it answers.");
    static final Field<Boolean> HAS_REPLY =
            Field.column("has_reply", Codecs.BOOL).or(false);
    private static final Field<String> TEMPLATE_ID =
            Field.column("template_id", Codecs.ID).writable();
    private static final Field<JsonNode> OPENS = Field.column(
                    "opens",
                    Items.of()
                            .optional("ip_address", Codecs.text(100))
                            .required("opened_at", Codecs.INSTANT)
                            .optional("opened_by", Codecs.text(1000))
                            .optional("user_agent", Codecs.text(1000))
                            .codec())
            .or(Json.array())
            .writable()
            .alsoChanges("opens_summary");

    static final Field<String> OPENS_SUMMARY =
            Field.computed("opens_summary", Codecs.TEXT, values -> opens(values.get(OPENS)), OPENS);

    /// The fields that the stripped form, inside threads and beside them, leaves out.
    public static final Set<String> BODIES =
            Set.of(BODY_TEXT.name(), BODY_HTML.name(), BODY_TEXT_QUOTED.name(), BODY_HTML_QUOTED.name());

    public static final Resource RESOURCE = Activity.kind(
                    "Email", "email", Activity.LEAD_ID, Activity.CHANGEABLE_USER_ID)
            .about("One e-mail message, sent, received or still a draft.")
            .fields(Sending.fields())
            .fields(Activity.sequenceFields())
            .fields(Activity.agentFields())
            .fields(
                    DIRECTION,
                    SUBJECT,
                    BODY_TEXT,
                    BODY_HTML,
                    BODY_PREVIEW,
                    BODY_TEXT_QUOTED,
                    BODY_HTML_QUOTED,
                    SENDER,
                    TO,
                    CC,
                    BCC,
                    ENVELOPE,
                    MESSAGE_IDS,
                    REFERENCES,
                    THREAD_ID,
                    IN_REPLY_TO_ID,
                    HAS_REPLY,
                    TEMPLATE_ID,
                    OPENS,
                    Attachments.ON_EMAIL,
                    OPENS_SUMMARY,
                    Field.column("send_attempts", Codecs.DOCUMENT).or(Json.array()),
                    Field.column("email_account_id", Codecs.ID)
                            .alsoSentAs("account_id")
                            .writable(),
                    Field.column("followup_date", Codecs.INSTANT).writable().hidden(),
                    Field.column("followup_sequence_id", Codecs.ID).writable(),
                    Field.column("followup_sequence_delay", Codecs.whole(86_400, Long.MAX_VALUE))
                            .writable(),
                    Field.column("followup_sequence_add_cc_bcc", Codecs.BOOL)
                            .or(false)
                            .writable(),
                    Activity.nothing("template_name", Codecs.TEXT),
                    Activity.nothing("send_as_id", Codecs.ID),
                    Activity.nothing("bulk_email_action_id", Codecs.ID),
                    Field.constant("need_smtp_credentials", Codecs.BOOL, false))
            .goesWith(THREAD_ID)
            .emits("activity.email")
            .behaves(new Email())
            .example("""
                {"lead_id": "$lead_id", "contact_id": "$contact_id", "status": "draft", "subject": "Our doors",
                 "sender": "rep@example.com", "to": ["ada@example.com"], "body_text": "They open by themselves."}\
                """)
            .updateExample("""
                {"activity_at": "2024-05-06T07:08:09+00:00", "contact_id": "$other_contact_id",
                 "user_id": "$user_id", "status": "sent", "subject": "Our windows", "sender": "sales@example.com",
                 "to": ["grace@example.com"], "cc": ["linus@example.com"], "bcc": ["archive@example.com"],
                 "body_text": "They close by themselves.", "body_html": "<p>They close by themselves.</p>",
                 "date_scheduled": "2034-05-06T07:08:09+00:00", "send_in": 30, "in_reply_to_id": "$email_id",
                 "template_id": "tmpl_1", "email_account_id": "emailacct_1",
                 "followup_sequence_id": "seq_1", "followup_sequence_delay": 86400,
                 "followup_sequence_add_cc_bcc": true, "followup_date": "2034-05-07T07:08:09+00:00",
                 "opens": [{"opened_at": "2024-05-06T08:00:00+00:00", "ip_address": "203.0.113.5"}],
                 "attachments": [{"url": "https://app.close.com/go/file/persisted/orga_1/activity.email/acti_1/a/plan.pdf/",
                                  "filename": "plan.pdf", "content_type": "application/pdf", "size": 1024}]}\
                """)
            .build();

    private Email() {}

    private static Field<List<String>> recipients(String name, String column) {
        return Field.column(name, Codecs.texts(500, 1000), column).or(List.of()).writable();
    }

    private static @org.jspecify.annotations.Nullable String opens(@org.jspecify.annotations.Nullable JsonNode opens) {
        int times = opens == null ? 0 : opens.size();
        return times == 0 ? null : times == 1 ? "1 time" : times + " times";
    }

    @Override
    public void prepare(Draft draft, Work work) {
        Activity.prepare(draft, work);
        String status = draft.get(Sending.STATUS);
        if (status == null) {
            return;
        }
        if (draft.isNew() || draft.changes(Sending.STATUS)) {
            draft.set(DIRECTION, status.equals(Sending.INBOX) ? INCOMING : "outgoing");
        }
        if (draft.isNew() && status.equals(Sending.SENT) && draft.get(SENDER) == null) {
            draft.set(SENDER, ownAddress(draft, work));
        }
        if (draft.isNew() && status.equals(Sending.INBOX) && !draft.has(Stamps.CREATED_BY)) {
            // Nobody here made what came in.
            draft.set(Stamps.CREATED_BY, null);
        }
        prepareBodies(draft);
        Attachments.persist(draft, Attachments.ON_EMAIL, "activity.email", work);
        Sending.prepare(draft, work);
        if (draft.isNew() && draft.get(Activity.CONTACT_ID) == null) {
            draft.set(Activity.CONTACT_ID, Correspondent.find(draft, work));
        }
        if (draft.changes(IN_REPLY_TO_ID)) {
            follow(draft, work);
        }
        if (ON_ITS_WAY.contains(status) && (draft.isNew() || draft.changes(Sending.STATUS))) {
            putOnItsWay(draft);
        }
        if (draft.isNew() && draft.get(Activity.LEAD_ID) != null) {
            draft.set(THREAD_ID, EmailThread.findOrName(draft, work));
        }
    }

    private static @org.jspecify.annotations.Nullable String ownAddress(Draft draft, Work work) {
        String user = draft.get(Activity.USER_ID);
        if (user == null) {
            return null;
        }
        @SuppressWarnings("unchecked") // every user has one
        var address =
                (Field<String>) Objects.requireNonNull(work.resource("user").field("email"));
        return work.find(work.resource("user"), user).map(it -> it.get(address)).orElse(null);
    }

    /// Each body is derived from the other when only one was sent.
    private static void prepareBodies(Draft draft) {
        if (draft.gives(BODY_TEXT) && !draft.gives(BODY_HTML)) {
            draft.set(BODY_HTML, EmailBody.htmlFromText(draft.need(BODY_TEXT)));
        } else if (draft.gives(BODY_HTML) && !draft.gives(BODY_TEXT)) {
            draft.set(BODY_TEXT, EmailBody.textFromHtml(draft.need(BODY_HTML)));
        }
        if (draft.changes(BODY_TEXT) || draft.changes(BODY_HTML)) {
            draft.set(BODY_PREVIEW, Preview.of(draft.get(BODY_TEXT)));
            draft.set(BODY_TEXT_QUOTED, QuotedParts.ofText(draft.get(BODY_TEXT)));
            draft.set(BODY_HTML_QUOTED, QuotedParts.ofHtml(draft.get(BODY_HTML)));
        }
    }

    /// A reply refers to what it answers, and to what that referred to.
    private static void follow(Draft draft, Work work) {
        String answered = draft.get(IN_REPLY_TO_ID);
        var original = answered == null ? Optional.<Entity>empty() : work.find(RESOURCE, answered);
        List<String> references =
                new ArrayList<>(original.map(it -> it.get(REFERENCES)).orElse(List.of()));
        references.addAll(original.map(it -> it.get(MESSAGE_IDS)).orElse(List.of()));
        draft.set(REFERENCES, List.copyOf(references));
    }

    /// A message that has left or arrived has an id and an envelope.
    private static void putOnItsWay(Draft draft) {
        if (draft.need(MESSAGE_IDS).isEmpty()) {
            var sender = EmailAddress.parse(Objects.requireNonNullElse(draft.get(SENDER), ""));
            String domain = sender == null
                    ? "ajar.invalid"
                    : sender.email().substring(sender.email().indexOf('@') + 1);
            draft.set(MESSAGE_IDS, List.of(MessageId.of(draft.need(Stamps.ID), domain)));
        }
        Instant sent = Objects.requireNonNullElse(draft.get(Sending.DATE_SENT), draft.need(Stamps.DATE_CREATED));
        draft.set(ENVELOPE, Envelope.of(draft, sent));
    }

    @Override
    public void check(Draft draft, Work work, FieldErrors errors) {
        Activity.check(draft, work, errors);
        String status = draft.need(Sending.STATUS);
        boolean entering = draft.isNew() || draft.changes(Sending.STATUS);
        String sender = draft.get(SENDER);
        if (entering && NEEDS_SENDER.contains(status) && (sender == null || sender.isEmpty())) {
            errors.add(SENDER.name(), "This field is required.");
        }
        if (entering && REALLY_SENT.contains(status) && !work.caller().isSystem()) {
            checkRecipients(draft, errors);
        }
        String answered = draft.get(IN_REPLY_TO_ID);
        if (draft.gives(IN_REPLY_TO_ID)
                && work.all(RESOURCE, Predicate.equal(Stamps.ID, Objects.requireNonNull(answered)), 1)
                        .isEmpty()) {
            errors.add(IN_REPLY_TO_ID.name(), "Object does not exist.");
        }
        Sending.check(draft, work, errors);
    }

    private static void checkRecipients(Draft draft, FieldErrors errors) {
        if (draft.need(TO).isEmpty()
                && draft.need(CC).isEmpty()
                && draft.need(BCC).isEmpty()) {
            errors.add(TO.name(), "This field is required.");
        }
        for (var field : List.of(TO, CC, BCC)) {
            var wrong = Json.object();
            List<String> addresses = draft.need(field);
            for (int i = 0; i < addresses.size(); i++) {
                var address = EmailAddress.parse(addresses.get(i));
                if (address == null || !EmailAddress.isValid(address.email())) {
                    wrong.put(Integer.toString(i), "Invalid email address.");
                }
            }
            if (!wrong.isEmpty()) {
                errors.add(field.name(), Json.object().set("errors", wrong));
            }
        }
    }

    @Override
    public void settle(Change change, Work work) {
        if (Sending.becameSent(change)) {
            work.announce("sent", change);
        }
        EmailThread.keep(change, work);
    }
}
