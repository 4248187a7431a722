package ajar.activity;

import ajar.engine.entity.Draft;
import ajar.engine.field.Codec;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.id.Ids;
import ajar.engine.problem.FieldErrors;
import ajar.engine.resource.Declaration;
import ajar.engine.resource.Filter;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import ajar.engine.resource.Work;
import ajar.engine.sql.Fragment;
import java.time.Instant;
import java.util.List;

/// What every kind of activity shares: the common fields, the filters of its list, and the rules about
/// them (Close docs: Activities).
public final class Activity {
    /// The lead whose timeline holds it.
    public static final Field<String> LEAD_ID = Field.column("lead_id", Codecs.ID)
            .refersTo("lead")
            .mandatory()
            .fixed()
            .about("The lead whose timeline holds it.");

    /// The lead of kinds that can stand alone and move, such as a call from an unknown number.
    public static final Field<String> MOVABLE_LEAD_ID = Field.column("lead_id", Codecs.ID)
            .refersTo("lead")
            .writable()
            .alsoChanges("contact_id")
            .about("The lead whose timeline holds it; null while it is unknown.");

    public static final Field<String> CONTACT_ID = Field.column("contact_id", Codecs.ID)
            .refersTo("contact")
            .writable()
            .about("The contact it was with, one of the lead's.");
    public static final Field<String> USER_ID = Field.column("user_id", Codecs.ID)
            .refersTo("user")
            .toldAs("user")
            .fixed()
            .about("The user it belongs to. The caller when none is sent.");

    /// The user of kinds whose user can be changed later.
    public static final Field<String> CHANGEABLE_USER_ID = Field.column("user_id", Codecs.ID)
            .refersTo("user")
            .toldAs("user")
            .writable()
            .alsoChanges("user_name")
            .about("The user it belongs to. The caller when none is sent.");

    public static final Field<String> USER_NAME = Field.expression(
            "user_name",
            Codecs.TEXT,
            Fragment.of("u_user.name"),
            Fragment.of("left join users u_user on u_user.id = t.user_id"));
    public static final Field<List<String>> USERS = Field.column("users", Codecs.TEXTS)
            .or(List.of())
            .about("The ids of all users involved; filled for meetings and e-mail threads.");
    public static final Field<Instant> ACTIVITY_AT =
            Field.column("activity_at", Codecs.INSTANT).notNull().writable().about("When it really happened.");

    /// When a worker has something to do with it; null for never.
    public static final Field<Instant> DUE_AT =
            Field.column("due_at", Codecs.INSTANT).hidden();

    private static final Field<String> TYPE = Field.column("_type", Codecs.TEXT, "type");
    private static final Field<Instant> READ_ONLY_ACTIVITY_AT =
            Field.column("activity_at", Codecs.INSTANT).about("When it really happened.");

    private Activity() {}

    /// Starts the declaration of a kind that clients make and change: `_type`, path under `/activity/`,
    /// common fields.
    public static Declaration kind(String type, String path, Field<String> leadId, Field<String> userId) {
        return kind(type, path, leadId, userId, CONTACT_ID, ACTIVITY_AT);
    }

    /// The same for a kind with demands of its own on its contact and its moment.
    public static Declaration kind(
            String type,
            String path,
            Field<String> leadId,
            Field<String> userId,
            Field<String> contactId,
            Field<Instant> activityAt) {
        return kind(type, path, leadId, userId, contactId, activityAt, USERS);
    }

    /// The same for a kind that may be sent its users.
    public static Declaration kind(
            String type,
            String path,
            Field<String> leadId,
            Field<String> userId,
            Field<String> contactId,
            Field<Instant> activityAt,
            Field<List<String>> users) {
        return base(type, path, leadId)
                .fields(users)
                .fields(
                        Stamps.ORGANIZATION_ID_OR_SENT,
                        Stamps.DATE_CREATED_OR_SENT,
                        Stamps.CREATED_BY_OR_SENT,
                        userId,
                        contactId,
                        activityAt);
    }

    /// Starts the declaration of a kind that the system makes.
    public static Declaration systemKind(String type, String path) {
        return base(type, path, LEAD_ID)
                .fields(
                        USERS,
                        Stamps.ORGANIZATION_ID,
                        Stamps.DATE_CREATED,
                        Stamps.CREATED_BY,
                        Field.column("user_id", Codecs.ID).about("The user it belongs to."),
                        Field.column("contact_id", Codecs.ID).about("The contact it was with."),
                        READ_ONLY_ACTIVITY_AT);
    }

    private static Declaration base(String type, String path, Field<String> leadId) {
        return Resource.named("activity/" + path)
                .model(type)
                .in("activity")
                .kind(type)
                .ids("acti", Ids.Size.LONG)
                .fields(
                        Field.constant("_type", Codecs.choice(List.of(type)), type),
                        Stamps.ID,
                        Stamps.DATE_UPDATED,
                        Stamps.CREATED_BY_NAME,
                        Stamps.UPDATED_BY,
                        Stamps.UPDATED_BY_NAME,
                        USER_NAME,
                        DUE_AT,
                        leadId)
                .filterBy(
                        Filter.any(TYPE),
                        Filter.any(Stamps.ID),
                        Filter.any(LEAD_ID),
                        Filter.any(CONTACT_ID),
                        Filter.any(USER_ID),
                        Filter.equal(Stamps.ORGANIZATION_ID),
                        Filter.range(Stamps.DATE_CREATED),
                        Filter.range(ACTIVITY_AT))
                .orderBy(Stamps.DATE_CREATED, ACTIVITY_AT)
                .atMost(100)
                .ownedBy(leadId)
                .onLead(leadId)
                .deletableWith("delete_own_activities", "manage_others_activities", USER_ID);
    }

    /// A field that Close has and that nothing fills here yet.
    public static <T> Field<T> nothing(String name, Codec<T> codec) {
        return Field.computed(name, codec, _ -> null);
    }

    /// The fields of what a sequence sent; nothing does that yet.
    public static List<Field<?>> sequenceFields() {
        return List.of(
                nothing("sequence_id", Codecs.ID),
                nothing("sequence_name", Codecs.TEXT),
                nothing("sequence_subscription_id", Codecs.ID));
    }

    /// The fields of what an agent did; nothing does that yet.
    public static List<Field<?>> agentFields() {
        return List.of(nothing("agent_action_reason", Codecs.TEXT), nothing("agent_config_id", Codecs.ID));
    }

    /// Fills in the common fields of something new: the caller as its user, and its creation as its
    /// moment. When something moves to another lead, the contact stays behind.
    public static void prepare(Draft draft, Work work) {
        if (!draft.isNew()) {
            if (draft.changes(LEAD_ID) && !draft.has(CONTACT_ID)) {
                draft.set(CONTACT_ID, null);
            }
            return;
        }
        if (!draft.has(USER_ID)) {
            draft.set(USER_ID, work.caller().userId());
        }
        if (draft.get(Stamps.DATE_CREATED) == null) {
            draft.set(Stamps.DATE_CREATED, work.now());
        }
        draft.setIfMissing(ACTIVITY_AT, draft.get(Stamps.DATE_CREATED));
    }

    /// Gives something new that can stand alone the lead of its contact, where only that was sent.
    public static void prepareLead(Draft draft, Work work) {
        if (draft.isNew() && draft.get(LEAD_ID) == null && draft.get(CONTACT_ID) != null) {
            work.find(work.resource("contact"), draft.need(CONTACT_ID))
                    .ifPresent(contact -> draft.set(LEAD_ID, contact.get(LEAD_ID)));
        }
    }

    /// A contact must be one of the lead's.
    public static void check(Draft draft, Work work, FieldErrors errors) {
        String contact = draft.get(CONTACT_ID);
        if (contact == null || (!draft.changes(CONTACT_ID) && !draft.changes(LEAD_ID))) {
            return;
        }
        var found = work.find(work.resource("contact"), contact);
        if (found.isEmpty() || !found.get().need(LEAD_ID).equals(draft.get(LEAD_ID))) {
            errors.add("contact", "The contact does not belong to the lead.");
        }
    }
}
