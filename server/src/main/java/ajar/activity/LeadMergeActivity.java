package ajar.activity;

import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Verb;

/// That one lead was folded into another (Close docs: Lead Merges).
public final class LeadMergeActivity {
    public static final Field<String> SOURCE_LEAD_ID =
            Field.column("source_lead_id", Codecs.ID).notNull();
    public static final Field<String> SOURCE_DISPLAY_NAME = Field.column("source_display_name", Codecs.TEXT);
    public static final Field<String> DESTINATION_LEAD_ID =
            Field.column("destination_lead_id", Codecs.ID).notNull();
    public static final Field<String> DESTINATION_DISPLAY_NAME = Field.column("destination_display_name", Codecs.TEXT);
    public static final Field<String> MERGE_STATUS = Field.column("merge_status", Codecs.TEXT)
            .or("completed")
            .about("`pending`, `in_progress`, `completed` or `errored`; merges are completed at once here.");

    public static final Resource RESOURCE = Activity.systemKind("LeadMerge", "lead_merge")
            .about("That one lead was folded into another.")
            .fields(
                    SOURCE_LEAD_ID,
                    SOURCE_DISPLAY_NAME,
                    DESTINATION_LEAD_ID,
                    DESTINATION_DISPLAY_NAME,
                    MERGE_STATUS,
                    Field.column("error_message", Codecs.TEXT))
            .verbs(Verb.LIST, Verb.GET)
            .emits("activity.lead_merge")
            .build();

    private LeadMergeActivity() {}
}
