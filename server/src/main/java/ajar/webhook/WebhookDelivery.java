package ajar.webhook;

import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.id.Ids;
import ajar.engine.resource.Filter;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/// One event on its way to one subscription, and what became of it. Ajar extension: Close shows none of
/// this.
public final class WebhookDelivery {
    /// Where a delivery stands.
    public enum Status {
        /// Nothing was sent yet.
        SCHEDULED,
        /// An earlier delivery of the same object to the same subscription comes first.
        WAITING,
        /// It is being sent.
        SENDING,
        /// An attempt failed; there will be another.
        RETRYING,
        /// The receiver took it.
        DELIVERED,
        /// It was given up.
        DROPPED,
        /// It was taken back: the queue was cleared, or the event no longer satisfies the filter.
        CANCELED;

        /// The word in the database and on the wire.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public static final Field<String> WEBHOOK_ID =
            Field.column("webhook_id", Codecs.ID).notNull().about("The subscription.");
    public static final Field<String> STATUS = Field.column(
                    "status",
                    Codecs.choice(
                            Arrays.stream(Status.values()).map(Status::word).toList()))
            .notNull()
            .about("Where it stands.");
    public static final Field<String> EVENT_ID =
            Field.column("event_id", Codecs.ID).notNull().about("The event; `GET /event/{id}/` shows it.");
    private static final Field<Instant> DUE_AT =
            Field.column("due_at", Codecs.NAIVE_INSTANT).hidden();

    /// The newest first.
    static final Field<Long> SEQ = Field.column("seq", Codecs.WHOLE).hidden();

    private static final List<String> WITH_NEXT_ATTEMPT = List.of(Status.SCHEDULED.word(), Status.RETRYING.word());

    public static final Resource RESOURCE = Resource.named("webhook_delivery")
            .model("WebhookDelivery")
            .about("One event on its way to one subscription, and what became of it.")
            .ids("whdel", Ids.Size.SHORT)
            .fields(
                    Stamps.ID,
                    Field.column("organization_id", Codecs.ID).hidden(),
                    Field.column("date_created", Codecs.NAIVE_INSTANT).notNull().about("When it was queued, in UTC."),
                    WEBHOOK_ID,
                    EVENT_ID,
                    STATUS,
                    DUE_AT,
                    SEQ,
                    Field.column("object_type", Codecs.TEXT).notNull().about("The type of the event's object."),
                    Field.column("object_id", Codecs.ID).notNull().about("The event's object."),
                    Field.column("action", Codecs.TEXT).notNull().about("The event's action."),
                    Field.computed(
                                    "next_attempt_at",
                                    Codecs.NAIVE_INSTANT,
                                    values ->
                                            WITH_NEXT_ATTEMPT.contains(values.need(STATUS)) ? values.get(DUE_AT) : null,
                                    STATUS,
                                    DUE_AT)
                            .about("When it will be sent (again), in UTC; null when it will not be."),
                    Field.column("attempts", Codecs.WHOLE).notNull().about("How often it was sent."),
                    Field.column("first_attempt_at", Codecs.NAIVE_INSTANT).about("When it was first sent, in UTC."),
                    Field.column("last_attempt_at", Codecs.NAIVE_INSTANT).about("When it was last sent, in UTC."),
                    Field.column("finished_at", Codecs.NAIVE_INSTANT)
                            .about("When it was delivered or given up, in UTC."),
                    Field.column("duration_ms", Codecs.WHOLE).about("How long the last attempt took, in milliseconds."),
                    Field.column("url", Codecs.TEXT).about("Where it was last sent."),
                    Field.column("response_status_code", Codecs.WHOLE)
                            .about("The HTTP status of the last answer; null when there was none."),
                    Field.column("error", Codecs.TEXT).about("What went wrong last; null when nothing did."))
            .filterBy(Filter.any(STATUS), Filter.equal(EVENT_ID))
            .sortedBy(SEQ, true)
            .internal()
            .build();

    private WebhookDelivery() {}
}
