package ajar.organization;

import ajar.engine.field.Codec;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.field.Relation;
import ajar.engine.id.Ids;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import ajar.engine.resource.Verb;
import ajar.engine.sql.Fragment;
import java.util.List;
import java.util.Set;

/// A user's place in an organization: the role, and the settings that go with it. Read only for now.
public final class Membership {
    private static final Fragment USER = Fragment.of("left join users u on u.id = t.user_id");

    static final Field<String> USER_ID = Field.column("user_id", Codecs.ID).notNull();
    static final Field<String> ROLE_ID =
            Field.column("role_id", Codecs.ID).notNull().about("`admin`, `superuser`, `user` or `restricteduser`.");
    private static final Field<List<String>> PERMISSIONS_GRANTED = Field.computed(
                    "permissions_granted", Codecs.TEXTS, values -> Role.permissionsOf(values.need(ROLE_ID)), ROLE_ID)
            .notNull()
            .about("The names of what the role allows.");
    private static final Field<String> AUTO_RECORD_CALLS = Field.column(
                    "auto_record_calls", Codecs.choice(List.of("unset", "enabled", "disabled")))
            .notNull();
    private static final Field<Boolean> TRACK_EMAIL_OPENS =
            Field.column("track_email_opens", Codecs.BOOL).notNull();

    public static final Resource RESOURCE = Resource.named("membership")
            .model("Membership")
            .about("A user's place in an organization.")
            .ids("memb", Ids.Size.LONG)
            .fields(
                    Stamps.ID,
                    Stamps.ORGANIZATION_ID,
                    hiddenDate(),
                    USER_ID,
                    ROLE_ID,
                    PERMISSIONS_GRANTED,
                    AUTO_RECORD_CALLS,
                    TRACK_EMAIL_OPENS,
                    Field.computed("role", Codecs.ID, values -> values.get(ROLE_ID), ROLE_ID)
                            .notNull(),
                    Field.column("default_caller_id", Codecs.ID),
                    Field.column("hangup_recording_url", Codecs.TEXT),
                    Field.column("may_workflows_impersonate", Codecs.BOOL).notNull(),
                    Field.column("onboarding_status", Codecs.TEXT).notNull(),
                    Field.constant("is_free", Codecs.BOOL, false),
                    nothing("primary_personal_number"))
            .verbs(Verb.LIST, Verb.GET)
            .extensions(Verb.LIST, Verb.GET)
            .build();

    /// The same place as an organization shows it: with the user's own fields beside it.
    public static final Resource IN_ORGANIZATION = Resource.named("organization_membership")
            .model("OrganizationMembership")
            .in("membership")
            .fields(
                    Stamps.ID,
                    Field.column("organization_id", Codecs.ID).hidden(),
                    hiddenDate(),
                    USER_ID,
                    ROLE_ID,
                    PERMISSIONS_GRANTED,
                    AUTO_RECORD_CALLS,
                    TRACK_EMAIL_OPENS,
                    ofUser("user_email", Fragment.of("u.email")),
                    ofUser("user_first_name", Fragment.of("u.first_name")),
                    ofUser("user_last_name", Fragment.of("u.last_name")),
                    ofUser("user_full_name", Fragment.of("u.name")),
                    ofUser("user_phone", Fragment.of("u.phone")),
                    ofUser("user_image", Fragment.of("'https://secure.gravatar.com/avatar/' || md5(lower(u.email))")))
            .internal()
            .build();

    private Membership() {}

    private static Field<java.time.Instant> hiddenDate() {
        return Field.column("date_created", Codecs.INSTANT).hidden();
    }

    private static Field<String> ofUser(String name, Fragment sql) {
        return Field.expression(name, Codecs.TEXT, sql, USER);
    }

    /// A field of Close's that has no meaning here yet.
    static Field<String> nothing(String name) {
        Codec<String> codec = Codecs.TEXT;
        return Field.computed(name, codec, _ -> null);
    }

    static Relation active() {
        return new Relation(
                "organization_membership",
                "organization_id",
                Fragment.of("t.date_created, t.id"),
                Fragment.of("t.active"),
                Set.of());
    }

    static Relation inactive() {
        return new Relation(
                "organization_membership",
                "organization_id",
                Fragment.of("t.date_created, t.id"),
                Fragment.of("not t.active"),
                Set.of());
    }
}
