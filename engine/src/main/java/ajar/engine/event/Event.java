package ajar.engine.event;

import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.resource.Stamps;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The fields of an event as the wire shows them (Close docs: Events).
public final class Event {
    public static final Field<String> ACTION =
            Field.column("action", Codecs.TEXT).notNull().about("What happened, such as `created`.");
    public static final Field<String> API_KEY_ID =
            Field.column("api_key_id", Codecs.ID).about("The API key that was used; null when none was.");
    public static final Field<List<String>> CHANGED_FIELDS = Field.column("changed_fields", Codecs.TEXTS)
            .notNull()
            .about("The names of the fields that have other values than before.");
    public static final Field<JsonNode> DATA =
            Field.column("data", Codecs.DOCUMENT).about("The object after the change; null when it was deleted.");
    public static final Field<Instant> DATE_CREATED = Field.column("date_created", Codecs.NAIVE_INSTANT)
            .notNull()
            .about("When it first happened, in UTC, without an offset.");
    public static final Field<Instant> DATE_UPDATED = Field.column("date_updated", Codecs.NAIVE_INSTANT)
            .notNull()
            .about("When the event was last extended by consolidation, in UTC, without an offset.");
    public static final Field<String> LEAD_ID =
            Field.column("lead_id", Codecs.ID).about("The lead the object belongs to.");
    public static final Field<JsonNode> META = Field.column("meta", Codecs.DOCUMENT)
            .notNull()
            .about("What caused it, such as `request_method` and `request_path`.");
    public static final Field<String> OBJECT_ID =
            Field.column("object_id", Codecs.ID).notNull().about("The object's id.");
    public static final Field<String> OBJECT_TYPE =
            Field.column("object_type", Codecs.TEXT).notNull().about("The object's type, such as `activity.note`.");
    public static final Field<JsonNode> PREVIOUS_DATA = Field.column("previous_data", Codecs.DOCUMENT)
            .notNull()
            .about("The old values of the changed fields; of all fields when the object was deleted.");
    public static final Field<String> REQUEST_ID = Field.column("request_id", Codecs.ID)
            .about("The request that caused it; the same as the answer's `x-request-id`.");
    public static final Field<String> USER_ID =
            Field.column("user_id", Codecs.ID).about("The acting user; null for the system.");

    /// In the order of the wire.
    public static final List<Field<?>> FIELDS = List.of(
            ACTION,
            API_KEY_ID,
            CHANGED_FIELDS,
            DATA,
            DATE_CREATED,
            DATE_UPDATED,
            Stamps.ID,
            LEAD_ID,
            META,
            OBJECT_ID,
            OBJECT_TYPE,
            Stamps.ORGANIZATION_ID,
            PREVIOUS_DATA,
            REQUEST_ID,
            USER_ID);

    private Event() {}
}
