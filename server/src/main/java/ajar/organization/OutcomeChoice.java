package ajar.organization;

import ajar.engine.entity.Draft;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.problem.FieldErrors;
import ajar.engine.resource.Work;
import java.util.List;

/// The outcome and the playbook that a call or a meeting can have (Close docs: Outcomes, Playbooks).
public final class OutcomeChoice {
    public static final Field<String> OUTCOME_ID = Field.column("outcome_id", Codecs.ID)
            .refersTo("outcome")
            .toldAs("outcome_id")
            .writable()
            .alsoChanges("outcome_reason")
            .about("How it ended.");
    private static final Field<String> OUTCOME_REASON =
            Field.column("outcome_reason", Codecs.TEXT).about("`user-selected`, `autofilled` or `voicemail-dropped`.");
    private static final Field<String> PLAYBOOK_ID = Field.column("playbook_id", Codecs.ID)
            .alsoSentAs("conversation_type_id")
            .writable()
            .alsoChanges("playbook_id", "playbook_reason", "conversation_type_id", "conversation_type_reason");
    private static final Field<String> PLAYBOOK_REASON = Field.column("playbook_reason", Codecs.TEXT);

    /// The outcome and how it came to be.
    public static final List<Field<?>> FIELDS = List.of(
            OUTCOME_ID,
            OUTCOME_REASON,
            Field.computed("outcome_autofill_confidence", Codecs.TEXT, _ -> null),
            Field.computed("outcome_autofill_reasoning", Codecs.TEXT, _ -> null));

    /// The playbook, under its name and under its older one.
    public static final List<Field<?>> PLAYBOOK = List.of(
            PLAYBOOK_ID,
            PLAYBOOK_REASON,
            Field.computed("conversation_type_id", Codecs.ID, values -> values.get(PLAYBOOK_ID), PLAYBOOK_ID),
            Field.computed(
                    "conversation_type_reason", Codecs.TEXT, values -> values.get(PLAYBOOK_REASON), PLAYBOOK_REASON));

    private OutcomeChoice() {}

    /// Says that the choice was a person's.
    public static void prepare(Draft draft) {
        if (draft.changes(OUTCOME_ID)) {
            draft.set(OUTCOME_REASON, draft.get(OUTCOME_ID) == null ? null : "user-selected");
        }
        if (draft.changes(PLAYBOOK_ID)) {
            draft.set(PLAYBOOK_REASON, draft.get(PLAYBOOK_ID) == null ? null : "user-selected");
        }
    }

    /// The outcome must apply to this kind of thing: `calls` or `meetings`.
    public static void check(Draft draft, String kind, Work work, FieldErrors errors) {
        if (draft.gives(OUTCOME_ID)
                && work.find(Outcome.RESOURCE, draft.need(OUTCOME_ID))
                        .filter(outcome -> outcome.need(Outcome.APPLIES_TO).contains(kind))
                        .isEmpty()) {
            errors.add(OUTCOME_ID.name(), "This outcome does not apply to " + kind + ".");
        }
    }
}
