package ajar.activity;

import ajar.engine.entity.Entity;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import ajar.engine.resource.Verb;
import ajar.engine.resource.Work;

/// That a lead was created, and where it came from (Close docs: Creations). Its event is the lead's
/// own.
public final class Created {
    public static final Resource RESOURCE = Activity.systemKind("Created", "created")
            .about("That a lead was created. One per lead; it goes with the lead.")
            .fields(Note.SOURCE, Field.column("import_id", Codecs.ID).about("The bulk import it came with."))
            .verbs(Verb.LIST, Verb.GET)
            .build();

    private Created() {}

    /// Logs the creation of a lead.
    public static void log(Entity lead, Work work) {
        var creator = lead.get(Stamps.CREATED_BY);
        var moment = lead.need(Stamps.DATE_CREATED);
        work.create(
                RESOURCE,
                created -> created.set(Activity.LEAD_ID, lead.need(Stamps.ID))
                        .set(Activity.USER_ID, creator)
                        .set(Stamps.CREATED_BY, creator)
                        .set(Stamps.UPDATED_BY, creator)
                        .set(Stamps.DATE_CREATED, moment)
                        .set(Activity.ACTIVITY_AT, moment)
                        .set(Note.SOURCE, work.origin().source()));
    }
}
