package ajar.engine.resource;

import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.sql.Fragment;
import java.time.Instant;
import java.util.List;

/// The fields that every resource has and the engine itself writes: identity, and who made and changed
/// it when.
public final class Stamps {
    public static final Field<String> ID =
            Field.column("id", Codecs.ID).notNull().about("The object's id.");
    public static final Field<String> ORGANIZATION_ID =
            Field.column("organization_id", Codecs.ID).notNull().about("The organization it belongs to.");
    public static final Field<Instant> DATE_CREATED =
            Field.column("date_created", Codecs.INSTANT).notNull().about("When it was made.");
    public static final Field<Instant> DATE_UPDATED =
            Field.column("date_updated", Codecs.INSTANT).notNull().about("When it was last changed.");
    public static final Field<String> CREATED_BY = Field.column("created_by", Codecs.ID)
            .refersTo("user")
            .toldAs("created_by")
            .about("The user who made it.");
    public static final Field<String> UPDATED_BY = Field.column("updated_by", Codecs.ID)
            .refersTo("user")
            .toldAs("updated_by")
            .about("The user who last changed it.");

    /// For imports: the moment of creation may be set by whoever creates.
    public static final Field<Instant> DATE_CREATED_OR_SENT = Field.column("date_created", Codecs.INSTANT)
            .fixed()
            .notNull()
            .about("When it was made. May be set on creation, for imports.");

    /// For imports: the organization may be sent, but only the caller's own.
    public static final Field<String> ORGANIZATION_ID_OR_SENT = Field.column("organization_id", Codecs.ID)
            .fixed()
            .notNull()
            .about("The organization it belongs to. May be sent, but only the caller's own.");

    /// For imports: the creator may be set by whoever creates.
    public static final Field<String> CREATED_BY_OR_SENT = Field.column("created_by", Codecs.ID)
            .refersTo("user")
            .toldAs("created_by")
            .fixed()
            .about("The user who made it. May be set on creation, for imports.");

    public static final Field<String> CREATED_BY_NAME = Field.expression(
                    "created_by_name",
                    Codecs.TEXT,
                    Fragment.of("u_created.name"),
                    Fragment.of("left join users u_created on u_created.id = t.created_by"))
            .about("The name of the user who made it.");
    public static final Field<String> UPDATED_BY_NAME = Field.expression(
                    "updated_by_name",
                    Codecs.TEXT,
                    Fragment.of("u_updated.name"),
                    Fragment.of("left join users u_updated on u_updated.id = t.updated_by"))
            .about("The name of the user who last changed it.");

    /// The stamps of a resource whose dates have the offset and whose creator cannot be chosen.
    public static final List<Field<?>> PLAIN =
            List.of(ID, ORGANIZATION_ID, DATE_CREATED, DATE_UPDATED, CREATED_BY, UPDATED_BY);

    private Stamps() {}
}
