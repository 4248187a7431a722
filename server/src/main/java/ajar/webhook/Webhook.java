package ajar.webhook;

import ajar.engine.entity.Draft;
import ajar.engine.field.Codec;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.field.Rejected;
import ajar.engine.id.Ids;
import ajar.engine.json.Json;
import ajar.engine.outgoing.OutgoingException;
import ajar.engine.outgoing.OutgoingHttp;
import ajar.engine.predicate.Predicate;
import ajar.engine.resource.Behaviour;
import ajar.engine.resource.Caller;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import ajar.engine.resource.Work;
import ajar.engine.sql.Fragment;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A subscription: events of the kinds it names are sent to its URL, signed (Close docs: Webhooks).
///
/// Administrators see all of an organization's subscriptions, everybody else their own.
public final class Webhook implements Behaviour {
    /// It gets events.
    public static final String ACTIVE = "active";

    /// It gets none until somebody sets it to `active`.
    public static final String PAUSED = "paused";

    /// Why it is paused: somebody set it so.
    public static final String PAUSED_BY_API = "api";

    /// Why it is paused: no delivery succeeded for three days.
    public static final String PAUSED_FOR_FAILING = "failing";

    /// Why it is paused: too many deliveries were waiting.
    public static final String PAUSED_FOR_BACKLOG = "backlog";

    private static final int MOST_PER_ORGANIZATION = 40;

    public static final Field<String> URL = Field.column("url", Codecs.text(2083, Webhook::checkUrl))
            .mandatory()
            .keptByNull()
            .writable()
            .about("Where events are sent; `http` or `https`.");
    public static final Field<Boolean> VERIFY_SSL = Field.column("verify_ssl", Codecs.BOOL)
            .or(true)
            .keptByNull()
            .writable()
            .about("Whether the receiver's certificate must be valid.");
    public static final Field<JsonNode> EVENTS = Field.column("events", Interest.codec())
            .mandatory()
            .keptByNull()
            .writable()
            .about("What it asks for. One line per type and action, each with a condition if need be.");
    public static final Field<Boolean> STANDARD_WEBHOOKS = Field.column("standard_webhooks", Codecs.BOOL)
            .or(false)
            .keptByNull()
            .writable()
            .about("Ajar extension: sends the headers of Standard Webhooks, too.");
    public static final Field<String> STATUS = Field.column("status", Codecs.choice(List.of(ACTIVE, PAUSED)))
            .or(ACTIVE)
            .keptByNull()
            .writable()
            .alsoChanges("pause_reason", "health_status", "latest_error", "recent_consecutive_fail_buckets_cnt")
            .about("`active` or `paused`. A new one is active.");
    public static final Field<String> PAUSE_REASON = Field.column("pause_reason", Codecs.TEXT)
            .about("Why it is paused: `api`, `failing` or `backlog`; null when it is not.");
    public static final Field<String> SIGNATURE_KEY = Field.column("signature_key", Codecs.TEXT)
            .notNull()
            .notInLists()
            .about("The key of the signatures: 32 bytes in hexadecimal digits.");

    /// Moves with each change, so that whoever remembers a subscription knows when to look again.
    public static final Field<Long> REVISION =
            Field.column("revision", Codecs.WHOLE).hidden();

    private static final Field<Long> FIRST_SUCCESS =
            Field.column("first_success", Codecs.WHOLE).hidden();
    private static final Field<Long> FIRST_FAIL =
            Field.column("first_fail", Codecs.WHOLE).hidden();
    private static final Field<Long> RETRY_SUCCESS =
            Field.column("retry_success", Codecs.WHOLE).hidden();
    private static final Field<Instant> FAILING_SINCE =
            Field.column("failing_since", Codecs.INSTANT).hidden();
    private static final Field<Long> FAILING_HOURS =
            Field.column("failing_hours", Codecs.WHOLE).hidden();
    private static final Field<String> LATEST_ERROR =
            Field.column("latest_error", Codecs.TEXT).about("What went wrong last; null when nothing does.");
    private static final Codec<JsonNode> COUNTERS =
            Codecs.document(json -> json, () -> Json.object().put("type", "object"));

    public static final Resource RESOURCE = Resource.named("webhook")
            .model("WebhookSubscription")
            .about("A subscription to events, which are sent to a URL and signed.")
            .ids("whsub", Ids.Size.SHORT)
            .fields(
                    Stamps.ID,
                    Field.column("organization_id", Codecs.ID).hidden(),
                    Field.column("date_created", Codecs.NAIVE_INSTANT).notNull().about("When it was made, in UTC."),
                    Field.column("date_updated", Codecs.NAIVE_INSTANT)
                            .notNull()
                            .about("When it was last changed, in UTC."),
                    Stamps.CREATED_BY,
                    Stamps.UPDATED_BY)
            .fields(
                    URL,
                    VERIFY_SSL,
                    EVENTS,
                    STANDARD_WEBHOOKS,
                    STATUS,
                    PAUSE_REASON,
                    SIGNATURE_KEY,
                    REVISION,
                    FIRST_SUCCESS,
                    FIRST_FAIL,
                    RETRY_SUCCESS,
                    FAILING_SINCE,
                    FAILING_HOURS,
                    LATEST_ERROR,
                    Field.computed("counters", COUNTERS, Webhook::counters, FIRST_SUCCESS, FIRST_FAIL, RETRY_SUCCESS)
                            .notNull()
                            .about("How many deliveries succeeded at once, failed at first, succeeded later."),
                    Field.computed(
                                    "health_status",
                                    Codecs.choice(List.of("healthy", "failing")),
                                    values -> values.get(FAILING_SINCE) == null ? "healthy" : "failing",
                                    FAILING_SINCE)
                            .notNull()
                            .about("`failing` since the last delivery failed, until one succeeds."),
                    Field.computed(
                                    "recent_consecutive_fail_buckets_cnt",
                                    Codecs.WHOLE,
                                    values -> Objects.requireNonNullElse(values.get(FAILING_HOURS), 0L),
                                    FAILING_HOURS)
                            .notNull()
                            .about("For how many hours in a row every delivery has failed."),
                    Field.column("deleted_at", Codecs.INSTANT).hidden())
            .where(Fragment.of("t.deleted_at is null"))
            .buriedBy(Field.<Instant>column("deleted_at", Codecs.INSTANT))
            .answers(201, 200)
            .mostPerOrganization(MOST_PER_ORGANIZATION)
            .behaves(new Webhook())
            .example("""
                {"url": "https://hooks.example.com/$unique", "verify_ssl": true, "standard_webhooks": true,
                 "events": [{"action": "completed", "object_type": "export.lead"},
                            {"action": "completed",
                             "extra_filter": {"field": "user_id", "filter": {"type": "non_null"},
                                              "type": "field_accessor"},
                             "object_type": "export.opportunity"}]}\
                """)
            .updateExample("""
                {"url": "https://other.example.com/$unique", "verify_ssl": false, "standard_webhooks": false,
                 "status": "paused", "events": [{"action": "created", "object_type": "export.lead"}]}\
                """)
            .build();

    private Webhook() {}

    private static String checkUrl(String text) {
        try {
            return OutgoingHttp.address(text).toString();
        } catch (OutgoingException refused) {
            throw new Rejected("Invalid URL. " + refused.getMessage());
        }
    }

    private static JsonNode counters(ajar.engine.field.Values values) {
        var counters = Json.object();
        for (var counter : List.of(FIRST_FAIL, FIRST_SUCCESS, RETRY_SUCCESS)) {
            Long count = values.get(counter);
            if (count != null && count > 0) {
                counters.put(counter.name(), count);
            }
        }
        return counters;
    }

    @Override
    public @Nullable Predicate visibleTo(Caller caller) {
        return caller.isAdministrator() || caller.userId() == null
                ? null
                : Predicate.equal(Stamps.CREATED_BY, caller.userId());
    }

    /// Whole subscriptions are sent back by scripts that copy them; a copy is active and has a key of its
    /// own all the same.
    @Override
    public void prepare(Draft draft, Work work) {
        if (draft.isNew()) {
            draft.set(STATUS, ACTIVE).set(SIGNATURE_KEY, SignatureKey.make()).set(REVISION, 1L);
            return;
        }
        boolean changes = draft.changes(STATUS)
                || draft.changes(URL)
                || draft.changes(EVENTS)
                || draft.changes(VERIFY_SSL)
                || draft.changes(STANDARD_WEBHOOKS);
        if (changes) {
            draft.set(REVISION, draft.need(REVISION) + 1);
        }
        if (draft.changes(STATUS) && draft.need(STATUS).equals(PAUSED)) {
            draft.setIfMissing(PAUSE_REASON, PAUSED_BY_API);
        } else if (draft.changes(STATUS)) {
            draft.set(PAUSE_REASON, null)
                    .set(FAILING_SINCE, null)
                    .set(FAILING_HOURS, 0L)
                    .set(LATEST_ERROR, null);
        }
    }
}
