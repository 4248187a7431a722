package ajar.activity;

import ajar.engine.entity.Draft;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.problem.FieldErrors;
import ajar.engine.resource.Behaviour;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Work;
import java.time.Instant;

/// Something somebody wrote down about a lead (Close docs: Notes).
public final class Note implements Behaviour {
    public static final Field<String> SOURCE =
            Field.column("source", Codecs.TEXT).about("Where it came from, such as `api` or `import`.");
    private static final Field<Boolean> PINNED =
            Field.column("pinned", Codecs.BOOL).or(false).writable().alsoChanges("pinned_at");
    private static final Field<Instant> PINNED_AT = Field.column("pinned_at", Codecs.INSTANT);

    public static final Resource RESOURCE = Activity.kind("Note", "note", Activity.LEAD_ID, Activity.USER_ID)
            .about("Something somebody wrote down about a lead.")
            .fields(RichNote.NOTE.fields())
            .fields(
                    Attachments.ON_NOTE,
                    PINNED,
                    PINNED_AT,
                    SOURCE,
                    Field.column("title", Codecs.text(1000)).writable(),
                    Activity.nothing("comment_summary", Codecs.DOCUMENT).whenAsked())
            .emits("activity.note")
            .behaves(new Note())
            .example("""
                {"lead_id": "$lead_id", "contact_id": "$contact_id", "title": "First visit",
                 "note_html": "<body><p>They like <strong>doors</strong>.</p></body>"}\
                """)
            .updateExample("""
                {"activity_at": "2024-05-06T07:08:09+00:00", "contact_id": "$other_contact_id", "pinned": true,
                 "title": "Second visit", "note": "They like windows, too.",
                 "note_html": "<body><p>They like <em>windows</em>, too.</p></body>",
                 "attachments": [{"url": "https://app.close.com/go/file/persisted/orga_1/activity.note/acti_1/a/plan.pdf/",
                                  "filename": "plan.pdf", "content_type": "application/pdf", "size": 1024}]}\
                """)
            .build();

    private Note() {}

    @Override
    public void prepare(Draft draft, Work work) {
        Activity.prepare(draft, work);
        RichNote.NOTE.prepare(draft);
        Attachments.persist(draft, Attachments.ON_NOTE, "activity.note", work);
        if (draft.changes(PINNED)) {
            draft.set(PINNED_AT, draft.need(PINNED) ? work.now() : null);
        }
        if (draft.isNew()) {
            draft.set(SOURCE, work.origin().source());
        }
    }

    @Override
    public void check(Draft draft, Work work, FieldErrors errors) {
        Activity.check(draft, work, errors);
    }
}
