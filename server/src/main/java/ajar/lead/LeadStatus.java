package ajar.lead;

import ajar.engine.entity.Draft;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.id.Ids;
import ajar.engine.predicate.Predicate;
import ajar.engine.problem.ApiException;
import ajar.engine.resource.Behaviour;
import ajar.engine.resource.Change;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import ajar.engine.resource.Work;
import java.util.List;

/// A stage a lead can be in, in the organization's own words and order. The first is the default.
public final class LeadStatus implements Behaviour {
    public static final Field<String> LABEL =
            Field.column("label", Codecs.text(1000)).mandatory().writable().about("What people call it.");
    public static final Field<Long> POSITION =
            Field.column("position", Codecs.WHOLE).hidden();

    public static final Resource RESOURCE = Resource.named("status/lead")
            .model("LeadStatus")
            .in("lead_status")
            .about("A stage a lead can be in.")
            .ids("stat", Ids.Size.LONG)
            .fields(
                    Stamps.ID,
                    Stamps.ORGANIZATION_ID,
                    LABEL,
                    POSITION,
                    Field.column("color", Codecs.text(100)).writable().about("A colour for the user interface."))
            .sortedBy(POSITION, false)
            .unpaged()
            .guardedBy("manage_customizations")
            .emits("status.lead")
            .behaves(new LeadStatus())
            .example("{\"label\": \"Nurturing $unique\", \"color\": \"blue\"}")
            .updateExample("{\"label\": \"Dormant $unique\", \"color\": \"grey\"}")
            .build();

    private LeadStatus() {}

    @Override
    public void prepare(Draft draft, Work work) {
        if (draft.isNew() && !draft.has(POSITION)) {
            var all = work.all(RESOURCE, new Predicate.All(List.of()), 10_000);
            draft.set(POSITION, all.isEmpty() ? 0L : all.getLast().need(POSITION) + 1);
        }
    }

    @Override
    public void settle(Change change, Work work) {
        if (change.isDeletion()
                && !work.all(Lead.RESOURCE, Predicate.equal(Lead.STATUS_ID, change.id()), 1)
                        .isEmpty()) {
            throw ApiException.badRequest("Leads still have this status. Give them another one before you delete it.");
        }
    }
}
