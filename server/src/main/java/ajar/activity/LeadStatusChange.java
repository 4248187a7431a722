package ajar.activity;

import ajar.engine.entity.Draft;
import ajar.engine.entity.Entity;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.predicate.Op;
import ajar.engine.predicate.Predicate;
import ajar.engine.problem.FieldErrors;
import ajar.engine.resource.Behaviour;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import ajar.engine.resource.Verb;
import ajar.engine.resource.Work;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// That a lead's status changed. Written when it does; clients may log history, which leaves the lead
/// as it is (Close docs: Lead Status Changes).
///
/// Changes by one user that follow each other within [#MERGED_WITHIN] become one; a change that is
/// taken back within that time disappears.
public final class LeadStatusChange implements Behaviour {
    /// How quickly changes must follow each other to become one.
    public static final Duration MERGED_WITHIN = Duration.ofSeconds(5);

    private static final Field<String> OLD_STATUS_ID = Field.column("old_status_id", Codecs.ID)
            .refersTo("status/lead")
            .toldAs("old_status")
            .mandatory()
            .fixed();
    private static final Field<String> NEW_STATUS_ID = Field.column("new_status_id", Codecs.ID)
            .refersTo("status/lead")
            .toldAs("new_status")
            .mandatory()
            .fixed();
    private static final Field<String> OLD_STATUS_LABEL =
            Field.column("old_status_label", Codecs.TEXT).about("The label it had at the time.");
    private static final Field<String> NEW_STATUS_LABEL =
            Field.column("new_status_label", Codecs.TEXT).about("The label it had at the time.");

    public static final Resource RESOURCE = Activity.kind(
                    "LeadStatusChange", "status_change/lead", Activity.LEAD_ID, Activity.USER_ID)
            .about("That a lead's status changed.")
            .fields(OLD_STATUS_ID, NEW_STATUS_ID, OLD_STATUS_LABEL, NEW_STATUS_LABEL)
            .verbs(Verb.LIST, Verb.GET, Verb.CREATE, Verb.DELETE)
            .emits("activity.lead_status_change")
            .behaves(new LeadStatusChange())
            .example("""
                {"lead_id": "$lead_id", "contact_id": "$contact_id", "old_status_id": "$status_id",
                 "new_status_id": "$other_status_id"}\
                """)
            .build();

    /// A status as it is now.
    public record Status(String id, String label) {}

    private LeadStatusChange() {}

    /// Logs that a lead went from one status to another.
    public static void log(String leadId, Status from, Status to, Work work) {
        var last = latest(leadId, work);
        if (last.isEmpty()) {
            work.create(
                    RESOURCE,
                    change -> change.set(Activity.LEAD_ID, leadId)
                            .set(OLD_STATUS_ID, from.id())
                            .set(OLD_STATUS_LABEL, from.label())
                            .set(NEW_STATUS_ID, to.id())
                            .set(NEW_STATUS_LABEL, to.label()));
        } else if (to.id().equals(last.get().get(OLD_STATUS_ID))) {
            work.delete(RESOURCE, last.get().need(Stamps.ID));
        } else {
            work.update(
                    RESOURCE,
                    last.get().need(Stamps.ID),
                    change -> change.set(NEW_STATUS_ID, to.id()).set(NEW_STATUS_LABEL, to.label()));
        }
    }

    /// The change that another by the same user would be merged with.
    private static Optional<Entity> latest(String leadId, Work work) {
        var recent = Predicate.all(
                Predicate.equal(Activity.LEAD_ID, leadId),
                Predicate.compare(Stamps.DATE_CREATED, Op.AT_LEAST, work.now().minus(MERGED_WITHIN)));
        return work.all(RESOURCE, recent, 1).stream()
                .filter(change -> Objects.equals(
                        change.get(Activity.USER_ID), work.caller().userId()))
                .findFirst();
    }

    @Override
    public void prepare(Draft draft, Work work) {
        Activity.prepare(draft, work);
        label(draft, OLD_STATUS_ID, OLD_STATUS_LABEL, work);
        label(draft, NEW_STATUS_ID, NEW_STATUS_LABEL, work);
    }

    private static void label(Draft draft, Field<String> id, Field<String> label, Work work) {
        if (draft.gives(id) && !draft.has(label)) {
            work.find(work.resource("status/lead"), draft.need(id)).ifPresent(status -> {
                @SuppressWarnings("unchecked") // every lead status has one
                var text = (Field<String>)
                        Objects.requireNonNull(work.resource("status/lead").field("label"));
                draft.set(label, status.get(text));
            });
        }
    }

    @Override
    public void check(Draft draft, Work work, FieldErrors errors) {
        Activity.check(draft, work, errors);
    }
}
