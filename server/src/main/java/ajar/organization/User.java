package ajar.organization;

import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.id.Ids;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import ajar.engine.resource.Verb;
import ajar.engine.sql.Fragment;
import java.time.Instant;
import java.util.List;

/// A person who works in the organization.
public final class User {
    public static final Field<String> EMAIL =
            Field.column("email", Codecs.TEXT).notNull().about("The address they sign in with.");
    public static final Field<String> FIRST_NAME =
            Field.column("first_name", Codecs.TEXT).notNull();
    public static final Field<String> LAST_NAME =
            Field.column("last_name", Codecs.TEXT).notNull();
    public static final Field<String> NAME = Field.column("name", Codecs.TEXT).hidden();

    /// The address in lower case, by which attendees are recognised.
    public static final Field<String> EMAIL_KEY = Field.expression(
                    "email_key", Codecs.TEXT, Fragment.of("lower(t.email)"))
            .hidden();

    private static final Field<String> IMAGE = Field.expression(
                    "image", Codecs.TEXT, Fragment.of("'https://secure.gravatar.com/avatar/' || md5(lower(t.email))"))
            .notNull()
            .about("The address of a picture.");
    private static final Field<List<String>> ORGANIZATIONS = Field.expression(
                    "organizations", Codecs.TEXTS, Fragment.of("array[t.organization_id]"))
            .notNull()
            .about("The ids of the organizations they belong to; only the caller's own is told.");
    private static final Field<String> LAST_USED_TIMEZONE =
            Field.column("last_used_timezone", Codecs.TEXT).about("The name of a time zone such as `America/Denver`.");
    private static final Field<Instant> EMAIL_VERIFIED_AT = Field.column("email_verified_at", Codecs.INSTANT);

    public static final Resource RESOURCE = Resource.named("user")
            .model("User")
            .in("organization_user")
            .about("A person who works in the organization.")
            .ids("user", Ids.Size.LONG)
            .fields(
                    Stamps.ID,
                    hiddenOrganization(),
                    Stamps.DATE_CREATED,
                    Stamps.DATE_UPDATED,
                    EMAIL,
                    FIRST_NAME,
                    LAST_NAME,
                    NAME,
                    EMAIL_KEY,
                    IMAGE,
                    ORGANIZATIONS,
                    LAST_USED_TIMEZONE,
                    EMAIL_VERIFIED_AT)
            .verbs(Verb.LIST, Verb.GET)
            .orderBy("last_name,first_name", LAST_NAME)
            .orderBy("first_name,last_name", FIRST_NAME)
            .build();

    private User() {}

    private static Field<String> hiddenOrganization() {
        return Field.column("organization_id", Codecs.ID).hidden();
    }
}
