package ajar.email;

import ajar.activity.Activity;
import ajar.activity.Attachments;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.id.Ids;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import ajar.message.Sending;

/// The short form of an e-mail that a conversation shows of its latest ones (Close docs: Email
/// Threads).
public final class EmailPreview {
    public static final Resource RESOURCE = Resource.named("email_preview")
            .model("EmailPreview")
            .in("activity")
            .kind("Email")
            .ids("acti", Ids.Size.LONG)
            .fields(
                    Stamps.ID,
                    Stamps.DATE_CREATED,
                    Stamps.DATE_UPDATED,
                    Field.column("organization_id", Codecs.ID).hidden(),
                    Field.column("thread_id", Codecs.ID).hidden(),
                    Field.column("user_id", Codecs.ID),
                    Email.DIRECTION,
                    Email.SUBJECT,
                    Email.BODY_PREVIEW,
                    Email.SENDER,
                    Email.TO,
                    Email.CC,
                    Email.BCC,
                    Email.ENVELOPE,
                    Email.OPENS_SUMMARY,
                    Sending.STATUS,
                    Sending.DATE_SENT,
                    Activity.nothing("send_as_id", Codecs.ID),
                    Field.computed(
                                    "has_attachments",
                                    Codecs.BOOL,
                                    values -> !values.need(Attachments.ON_EMAIL).isEmpty(),
                                    Attachments.ON_EMAIL)
                            .notNull())
            .internal()
            .build();

    private EmailPreview() {}
}
