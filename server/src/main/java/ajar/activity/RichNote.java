package ajar.activity;

import ajar.engine.entity.Draft;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.text.RichText;
import java.util.List;
import java.util.function.UnaryOperator;

/// A note in its two forms, plain and rich, of which writing one rewrites the other (Close docs: Rich
/// Text Fields).
///
/// @param text the plain form
/// @param html the rich form; it wins when both are sent
/// @param mentions the ids of the users and groups mentioned in it
/// @param isNullable whether there may be no note at all; otherwise it is then empty
/// @param cleaner makes the rich form that is stored of the one that was sent
public record RichNote(
        Field<String> text,
        Field<String> html,
        Field<List<String>> mentions,
        boolean isNullable,
        UnaryOperator<String> cleaner) {
    /// The note of notes and calls.
    public static final RichNote NOTE = new RichNote(
            Field.column("note", Codecs.TEXT)
                    .writable()
                    .emptied()
                    .alsoChanges("note_date_updated", "note_html", "note_mentions")
                    .about("The plain form of the note."),
            Field.column("note_html", Codecs.TEXT)
                    .writable()
                    .emptied()
                    .alsoChanges("note", "note_date_updated", "note_mentions")
                    .about("The rich form of the note: a `<body>` with headings, lists, links and mentions. It wins "
                            + "over `note` when both are sent."),
            Field.column("note_mentions", Codecs.TEXTS).or(List.of()).about("The ids of who is mentioned in it."),
            false,
            RichText::accept);

    /// All three fields.
    public List<Field<?>> fields() {
        return List.of(text, html, mentions);
    }

    /// Brings both forms in line with what was sent. Answers whether the note is written at all.
    public boolean prepare(Draft draft) {
        if (draft.has(html)) {
            setHtml(draft, draft.get(html));
        } else if (draft.has(text)) {
            setText(draft, draft.get(text));
        } else if (draft.isNew() && !isNullable) {
            setText(draft, null);
            return false;
        } else {
            return false;
        }
        return true;
    }

    private void setHtml(Draft draft, @org.jspecify.annotations.Nullable String sent) {
        if (sent == null) {
            setText(draft, null);
            return;
        }
        String accepted = cleaner.apply(sent);
        draft.set(html, accepted);
        draft.set(text, RichText.toText(accepted));
        draft.set(mentions, RichText.mentions(accepted));
    }

    private void setText(Draft draft, @org.jspecify.annotations.Nullable String sent) {
        if (sent == null && isNullable) {
            draft.set(text, null);
            draft.set(html, null);
        } else {
            String plain = sent == null ? "" : sent;
            draft.set(text, plain);
            draft.set(html, RichText.toHtml(plain));
        }
        draft.set(mentions, List.of());
    }
}
