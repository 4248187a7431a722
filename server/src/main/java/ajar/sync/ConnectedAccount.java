package ajar.sync;

import ajar.engine.entity.Draft;
import ajar.engine.field.Access;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.id.Ids;
import ajar.engine.json.Json;
import ajar.engine.resource.Behaviour;
import ajar.engine.resource.Filter;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import ajar.engine.resource.Verb;
import ajar.engine.resource.Work;
import ajar.engine.sql.Fragment;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// An account whose calendars are read (Close docs: Connected Accounts).
///
/// Close connects accounts in its app only; here the API can do it too. Passwords and tokens can be
/// sent and are never shown.
public final class ConnectedAccount implements Behaviour {
    public static final String CALDAV = "caldav";
    public static final String ICS = "ics";
    public static final String GOOGLE = "google";
    public static final String MICROSOFT = "microsoft";

    private static final long SHORTEST = 10;
    private static final long LONGEST = 86_400;
    private static final String USER_CALENDARS = "calendar_syncing";

    public static final Field<String> TYPE = Field.column(
                    "_type", Codecs.choice(List.of(CALDAV, ICS, GOOGLE, MICROSOFT)), "type")
            .mandatory()
            .fixed()
            .about("`google` or `microsoft`; `caldav` and `ics` are Ajar extensions.");
    public static final Field<String> USER_ID = Field.column("user_id", Codecs.ID)
            .refersTo("user")
            .fixed()
            .notNull()
            .about("Whose account it is. By default the caller's; others need `manage_organization`.");
    public static final Field<String> EMAIL = Field.column("email", Codecs.text(1000))
            .fixed()
            .about("The account's address. By default the one the provider tells, else the user's.");
    public static final Field<String> URL = Field.column("url", Codecs.text(4096))
            .writable()
            .about("Where the calendars are: a CalDAV server, or a feed. Without one, an `ics` account takes uploads.")
            .alsoChanges("next_sync_at", "sync_status");
    public static final Field<String> USERNAME =
            Field.column("username", Codecs.text(1000)).writable().about("For CalDAV and for feeds that need it.");
    static final Field<String> PASSWORD =
            Field.input("password", Codecs.text(10_000), Access.READ_WRITE).about("Stored encrypted, and never shown.");
    static final Field<String> REFRESH_TOKEN = Field.input("refresh_token", Codecs.text(10_000), Access.READ_WRITE)
            .about("Of Google or Microsoft, for tests and migrations. Stored encrypted, and never shown.");
    public static final Field<Boolean> SYNC_ALL = Field.column("sync_all_calendars", Codecs.BOOL)
            .or(false)
            .writable()
            .about("Whether all calendars are read, those included that are added later.");
    static final Field<List<String>> CHOSEN =
            Field.column("chosen_calendars", Codecs.texts(1000, 1500)).hidden();
    public static final Field<List<String>> SYNCED = Field.column("synced_calendars", Codecs.texts(1000, 1500))
            .or(List.of())
            .writable()
            .about("The ids of the calendars that are read. By default the main one of Google and Microsoft, and all"
                    + " of the others.");
    static final Field<JsonNode> AVAILABLE = Field.column("available_calendars", Codecs.DOCUMENT)
            .or(Json.array())
            .about("The calendars that could be read, as of the last time they were listed.");
    public static final Field<Long> INTERVAL = Field.column("sync_interval", Codecs.whole(SHORTEST, LONGEST))
            .or(300L)
            .writable()
            .about("Seconds between two readings.");
    public static final Field<Boolean> PAUSED = Field.column("paused", Codecs.BOOL)
            .or(false)
            .writable()
            .about("Whether it is not read for now.")
            .alsoChanges("calendar_receive_status", "next_sync_at", "sync_status");
    static final Field<JsonNode> ERROR = Field.column("error", Codecs.DOCUMENT).hidden();
    static final Field<Long> FAILURES =
            Field.column("failures", Codecs.WHOLE).or(0L).hidden();
    static final Field<Instant> LAST_SYNC_AT =
            Field.column("last_sync_at", Codecs.INSTANT).about("When its calendars were last read completely.");
    static final Field<Instant> LAST_ATTEMPT_AT =
            Field.column("last_attempt_at", Codecs.INSTANT).about("When reading them was last tried.");
    static final Field<Instant> DUE_AT = Field.column("next_sync_at", Codecs.INSTANT, "due_at")
            .about("When they are read next; null when they are not.");
    private static final Field<JsonNode> STATUS = Field.computed(
                    "sync_status", Codecs.DOCUMENT, SyncStatus::of, ERROR, PAUSED, LAST_SYNC_AT, DUE_AT, URL, TYPE)
            .notNull()
            .about("Whether its calendars are up to date: `state` is `pending`, `ok`, `failing`, `paused` or `manual`;"
                    + " `error` says what is wrong since when and what to do.");
    private static final Field<String> RECEIVE_STATUS = Field.computed(
                    "calendar_receive_status", Codecs.TEXT, SyncStatus::receiving, ERROR, PAUSED)
            .notNull()
            .about("`ok`, `error` or `paused`.");
    private static final Field<JsonNode> LATEST_ERROR =
            Field.computed("latest_receive_error", Codecs.DOCUMENT, account -> account.get(ERROR), ERROR);
    private static final Field<JsonNode> IDENTITIES = Field.expression(
                    "identities",
                    Codecs.DOCUMENT,
                    Fragment.of(
                            "(select ('[{\"email\":' || to_json(coalesce(t.email, u.email))::text || ',\"name\":' ||"
                                    + " to_json(u.name)::text || '}]')::json from users u where u.id = t.user_id)"))
            .notNull();
    private static final Field<JsonNode> DEFAULT_IDENTITY = Field.expression(
            "default_identity",
            Codecs.DOCUMENT,
            Fragment.of("(select ('{\"email\":' || to_json(coalesce(t.email, u.email))::text || ',\"name\":' ||"
                    + " to_json(u.name)::text || '}')::json from users u where u.id = t.user_id)"));
    private static final Field<JsonNode> QUARANTINE = Field.expression(
                    "quarantined",
                    Codecs.DOCUMENT,
                    Fragment.of("(select coalesce(json_agg(json_build_object('calendar_id', q.calendar_id, 'key',"
                            + " q.object_key, 'title', q.title, 'reason', q.reason) order by q.calendar_id,"
                            + " q.object_key), '[]'::json) from (select * from quarantined_event x where"
                            + " x.organization_id = t.organization_id and x.account_id = t.id order by x.calendar_id,"
                            + " x.object_key limit 100) q)"))
            .notNull()
            .notInEvents()
            .about("What in its calendars could not be read, and why; at most 100.");

    public static final Resource RESOURCE = Resource.named("connected_account")
            .model("ConnectedAccount")
            .about("An account whose calendars are read.")
            .ids("emailacct", Ids.Size.LONG)
            .fields(Stamps.PLAIN)
            .fields(
                    TYPE,
                    USER_ID,
                    EMAIL,
                    URL,
                    USERNAME,
                    PASSWORD,
                    REFRESH_TOKEN,
                    SYNC_ALL,
                    CHOSEN,
                    SYNCED,
                    AVAILABLE,
                    INTERVAL,
                    PAUSED,
                    ERROR,
                    FAILURES,
                    LAST_SYNC_AT,
                    LAST_ATTEMPT_AT,
                    DUE_AT,
                    STATUS,
                    RECEIVE_STATUS,
                    LATEST_ERROR,
                    IDENTITIES,
                    DEFAULT_IDENTITY,
                    QUARANTINE)
            .fields(
                    features("available_features"),
                    features("enabled_features"),
                    nothing("calendly"),
                    nothing("email_receive_status"),
                    Field.constant("has_meeting_creation_scopes", Codecs.BOOL, false)
                            .about("Always false: Ajar never writes to a calendar."),
                    nothing("imap"),
                    Field.constant("is_imap_archive_sync_enabled", Codecs.BOOL, false),
                    nothing("latest_send_error"),
                    nothing("lead_suggestions_updated_at"),
                    nothing("receive_status"),
                    nothing("send_status"),
                    nothing("smtp"),
                    nothing("zoom_account_plan"))
            .filterBy(Filter.equal(USER_ID))
            .extensions(Verb.CREATE, Verb.UPDATE, Verb.DELETE)
            .answers(201, 200)
            .behaves(new ConnectedAccount())
            .example("{\"_type\": \"ics\"}")
            .updateExample("""
                {"sync_interval": 600, "paused": true, "sync_all_calendars": true, "synced_calendars": ["team"],
                 "url": "https://calendars.example.com/team.ics", "username": "team", "password": "a-secret",
                 "refresh_token": "a-token"}\
                """)
            .build();

    private ConnectedAccount() {}

    private static Field<JsonNode> features(String name) {
        return Field.constant(name, Codecs.DOCUMENT, Json.array().add(USER_CALENDARS));
    }

    private static Field<JsonNode> nothing(String name) {
        return Field.<JsonNode>computed(name, Codecs.DOCUMENT, _ -> null).alwaysNull();
    }

    @Override
    public void prepare(Draft account, Work work) {
        if (account.isNew() && account.get(USER_ID) == null) {
            account.set(USER_ID, work.caller().userId());
        }
        if (account.has(SYNCED) && !account.has(AVAILABLE)) {
            // A choice was sent; what is read follows from it at the next reading.
            account.set(CHOSEN, account.get(SYNCED));
        }
        boolean wakes = account.isNew()
                || account.changes(URL)
                || account.changes(USERNAME)
                || account.has(PASSWORD)
                || account.has(REFRESH_TOKEN)
                || account.changes(PAUSED)
                || account.changes(CHOSEN)
                || account.changes(SYNC_ALL)
                || account.changes(INTERVAL);
        if (wakes) {
            account.set(DUE_AT, isRead(account) ? work.now() : null);
        }
    }

    /// Whether there is something to be read by itself.
    private static boolean isRead(Draft account) {
        boolean uploads = ICS.equals(account.get(TYPE)) && account.get(URL) == null;
        return !account.need(PAUSED) && !uploads;
    }
}
