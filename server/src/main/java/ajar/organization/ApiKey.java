package ajar.organization;

import ajar.engine.entity.Draft;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.id.Ids;
import ajar.engine.predicate.Predicate;
import ajar.engine.resource.Behaviour;
import ajar.engine.resource.Caller;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import ajar.engine.resource.Verb;
import ajar.engine.resource.Work;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A key with which a program acts for a user. Ajar's own: Close keeps them in its settings. The key
/// itself is told once, when it is made. Users see their own keys, administrators everybody's.
public final class ApiKey implements Behaviour {
    public static final Field<String> NAME = Field.column("name", Codecs.text(200))
            .mandatory()
            .fixed()
            .about("What it is for, in the words of whoever made it.");
    public static final Field<String> USER_ID = Field.column("user_id", Codecs.ID)
            .refersTo("user")
            .toldAs("user_id")
            .fixed()
            .notNull()
            .about("The user it acts for: the caller, unless an administrator names another.");

    static final Field<String> DIGEST =
            Field.column("digest", Codecs.TEXT).notNull().hidden();

    private static final Field<Instant> LAST_USED_AT =
            Field.column("last_used_at", Codecs.INSTANT).about("When it was last used, to the minute.");

    public static final Resource RESOURCE = Resource.named("api_key")
            .model("ApiKey")
            .about("A key with which a program acts for a user.")
            .ids("api", Ids.Size.SHORT)
            .fields(Stamps.ID, Stamps.ORGANIZATION_ID, Stamps.DATE_CREATED, NAME, USER_ID, DIGEST, LAST_USED_AT)
            .verbs(Verb.LIST)
            .extensions(Verb.LIST)
            .behaves(new ApiKey())
            .example("{\"name\": \"Nightly sync $unique\"}")
            .build();

    private ApiKey() {}

    @Override
    public void prepare(Draft draft, Work work) {
        draft.setIfMissing(USER_ID, work.caller().userId());
    }

    @Override
    public @Nullable Predicate visibleTo(Caller caller) {
        return caller.isAdministrator() || caller.userId() == null ? null : Predicate.equal(USER_ID, caller.userId());
    }
}
