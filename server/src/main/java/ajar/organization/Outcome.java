package ajar.organization;

import ajar.engine.entity.Draft;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.id.Ids;
import ajar.engine.resource.Behaviour;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import ajar.engine.resource.Work;
import ajar.engine.sql.Fragment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// How a call or a meeting ended, in the organization's own words.
///
/// Deleting one keeps it where it was used, but it can no longer be fetched or set (Close docs:
/// Outcomes).
public final class Outcome implements Behaviour {
    private static final String CALLS = "calls";
    private static final String MEETINGS = "meetings";

    public static final Field<String> NAME =
            Field.column("name", Codecs.text(1000)).mandatory().writable();
    public static final Field<String> TYPE = Field.column("type", Codecs.choice(List.of("custom", "vm-dropped")))
            .or("custom")
            .writable()
            .alsoChanges("applies_to")
            .about("`vm-dropped` is set by the system when a voicemail is dropped.");
    public static final Field<List<String>> APPLIES_TO = Field.column(
                    "applies_to", Codecs.choices(List.of(CALLS, MEETINGS)))
            .notNull()
            .writable()
            .about("What it can be set on. Follows from the type when it is not sent.");

    public static final Resource RESOURCE = Resource.named("outcome")
            .model("Outcome")
            .about("How a call or a meeting ended, in the organization's own words.")
            .ids("outcome", Ids.Size.SHORT)
            .fields(Stamps.PLAIN)
            .fields(
                    NAME,
                    Field.column("description", Codecs.TEXT).writable(),
                    TYPE,
                    APPLIES_TO,
                    Field.column("deleted_at", Codecs.INSTANT).hidden())
            .where(Fragment.of("t.deleted_at is null"))
            .buriedBy(Field.<Instant>column("deleted_at", Codecs.INSTANT))
            .answers(201, 200)
            .guardedBy("manage_customizations")
            .emits("outcome")
            .behaves(new Outcome())
            .example("{\"name\": \"Not Interested $unique\", \"description\": \"Prospect declined our offer\"}")
            .updateExample("""
                {"name": "Interested $unique", "description": "Prospect wants a call", "type": "vm-dropped",
                 "applies_to": ["calls"]}\
                """)
            .build();

    private Outcome() {}

    @Override
    public void prepare(Draft draft, Work work) {
        if (draft.need(TYPE).equals("vm-dropped")) {
            draft.set(APPLIES_TO, List.of(CALLS));
        } else if (draft.get(APPLIES_TO) == null || (draft.changes(TYPE) && !draft.has(APPLIES_TO))) {
            draft.set(APPLIES_TO, List.of(CALLS, MEETINGS));
        } else if (draft.changes(APPLIES_TO)) {
            var sorted = new ArrayList<>(draft.need(APPLIES_TO));
            sorted.sort(null);
            draft.set(APPLIES_TO, List.copyOf(sorted));
        }
    }
}
