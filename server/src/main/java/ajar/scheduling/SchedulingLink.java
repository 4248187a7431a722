package ajar.scheduling;

import ajar.engine.entity.Draft;
import ajar.engine.field.Codec;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.field.Rejected;
import ajar.engine.id.Ids;
import ajar.engine.predicate.Predicate;
import ajar.engine.resource.Behaviour;
import ajar.engine.resource.Caller;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import ajar.engine.resource.Work;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The address of a page on which others book a time with a user. Users see their own (Close docs:
/// Scheduling Links).
public final class SchedulingLink implements Behaviour {
    private static final String MANUAL = "MANUAL";
    private static final String THIRD_PARTY = "THIRD_PARTY";
    private static final Codec<String> URL = Codecs.text(2083, SchedulingLink::url);

    static final Field<String> USER_ID =
            Field.column("user_id", Codecs.ID).notNull().about("Whom it books a time with.");
    static final Field<String> SOURCE_ID =
            Field.column("source_id", Codecs.text(500)).about("The application's own id of it.");
    static final Field<String> OAUTH_CLIENT_ID =
            Field.column("oauth_client_id", Codecs.ID).about("The application that keeps it.");

    private static final Field<String> NAME =
            Field.column("name", Codecs.text(1000)).mandatory().writable();
    private static final Field<String> ADDRESS = Field.column("url", URL)
            .mandatory()
            .writable()
            .about("`https://` is put in front where the scheme is missing.");
    private static final Field<String> DESCRIPTION =
            Field.column("description", Codecs.TEXT).writable();
    private static final Field<Instant> DATE_CREATED =
            Field.column("date_created", Codecs.INSTANT).hidden();
    private static final Field<String> TYPE =
            Field.column("type", Codecs.choice(List.of("USER", "SHARED"))).or("USER");
    private static final Field<String> SOURCE = Field.column(
                    "source", Codecs.choice(List.of(MANUAL, THIRD_PARTY, "CALENDLY")))
            .or(MANUAL)
            .about("Who keeps it.");
    private static final Field<Long> DURATION =
            Field.column("duration_in_minutes", Codecs.whole(0, 100_000)).about("How long the booked time is.");
    private static final Field<String> SOURCE_TYPE =
            Field.column("source_type", Codecs.text(200)).about("The application's own word for the kind of it.");

    public static final Resource RESOURCE = Resource.named("scheduling_link")
            .model("SchedulingLink")
            .about("The address of a page on which others book a time with a user.")
            .ids("schlnk", Ids.Size.SHORT)
            .fields(
                    Stamps.ID,
                    Stamps.ORGANIZATION_ID,
                    DATE_CREATED,
                    USER_ID,
                    NAME,
                    ADDRESS,
                    DESCRIPTION,
                    DURATION,
                    TYPE,
                    SOURCE,
                    SOURCE_ID,
                    SOURCE_TYPE,
                    Field.computed("template_tag", Codecs.TEXT, _ -> null),
                    OAUTH_CLIENT_ID)
            .sortedBy(DATE_CREATED, false)
            .unpaged()
            .answers(201, 204)
            .behaves(new SchedulingLink())
            .example("""
                {"name": "Chat with us $unique", "url": "https://your-app.example.com/link/example/",
                 "description": "Half an hour"}\
                """)
            .updateExample("""
                {"name": "Talk to us $unique", "url": "https://your-app.example.com/link/other/",
                 "description": "An hour"}\
                """)
            .build();

    /// The same thing as the application that keeps it sends it.
    public static final Resource OF_APPLICATION = Resource.named("scheduling_link/integration")
            .model("SchedulingLinkIntegration")
            .in("scheduling_link")
            .about("A scheduling link as the application that keeps it sends it.")
            .ids("schlnk", Ids.Size.SHORT)
            .fields(
                    Stamps.ID,
                    Stamps.ORGANIZATION_ID,
                    DATE_CREATED,
                    USER_ID,
                    NAME,
                    ADDRESS,
                    DESCRIPTION,
                    Field.column("duration_in_minutes", Codecs.whole(0, 100_000))
                            .writable(),
                    Field.column("source_id", Codecs.text(500)).mandatory().fixed(),
                    Field.column("source_type", Codecs.text(200)).writable(),
                    TYPE,
                    Field.column("source", Codecs.TEXT).or(THIRD_PARTY),
                    OAUTH_CLIENT_ID)
            .sortedBy(DATE_CREATED, false)
            .internal()
            .behaves(new SchedulingLink())
            .build();

    private SchedulingLink() {}

    @Override
    public void prepare(Draft draft, Work work) {
        if (draft.isNew()) {
            draft.setIfMissing(USER_ID, work.caller().userId());
        }
    }

    @Override
    public @Nullable Predicate visibleTo(Caller caller) {
        return caller.userId() == null ? null : Predicate.equal(USER_ID, caller.userId());
    }

    /// A web address; without a scheme it becomes one of `https`.
    private static String url(String text) {
        String trimmed = text.strip();
        String url = trimmed.contains("://") ? trimmed : "https://" + trimmed;
        try {
            var uri = new URI(url.replace(" ", "%20"));
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (!web || uri.getHost() == null || uri.getHost().isEmpty()) {
                throw new Rejected("Invalid URL.");
            }
            return url;
        } catch (URISyntaxException malformed) {
            throw new Rejected("Invalid URL.");
        }
    }
}
