package ajar.message;

import ajar.activity.Activity;
import ajar.engine.entity.Draft;
import ajar.engine.entity.Entity;
import ajar.engine.field.Access;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.job.Alarm;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.FieldErrors;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import ajar.engine.resource.Work;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// How e-mails and SMS messages come from a draft to being sent (Close docs: Emails).
///
/// ```
/// draft ──► scheduled ──► outbox ──► sent | error
///   ▲  └──────► outbox       │
///   └────── (set draft) ◄────┘   while not yet sent
/// ```
public final class Sending {
    public static final String INBOX = "inbox";
    public static final String DRAFT = "draft";
    public static final String SCHEDULED = "scheduled";
    public static final String OUTBOX = "outbox";
    public static final String SENT = "sent";
    public static final String ERROR = "error";

    public static final Field<String> STATUS = Field.column(
                    "status", Codecs.choice(List.of(INBOX, DRAFT, SCHEDULED, OUTBOX, SENT, ERROR)))
            .mandatory()
            .writable()
            .alsoChanges("activity_at", "date_sent", "direction", "envelope", "message_ids")
            .about("`inbox` and `sent` only log; `outbox` sends now, `scheduled` at `date_scheduled`.");
    public static final Field<Instant> DATE_SENT =
            Field.column("date_sent", Codecs.INSTANT).about("When it was sent.");
    public static final Field<Instant> DATE_SCHEDULED =
            Field.column("date_scheduled", Codecs.INSTANT).writable().about("When it is to be sent.");
    public static final Field<Long> SEND_IN = Field.input("send_in", Codecs.whole(0, 59), Access.READ_WRITE)
            .about("With status `outbox`: seconds to wait before sending, so that it can be undone.");
    public static final Field<String> ERROR_MESSAGE = Field.column("error_message", Codecs.TEXT);

    private static final Set<String> UNSENT = Set.of(SCHEDULED, OUTBOX);

    /// Whose message it is can be put right at any time.
    private static final Set<String> ASSIGNMENT = Set.of("lead_id", "contact_id", "user_id");

    private static final Set<String> LOGGED = Set.of(INBOX, SENT);

    private Sending() {}

    /// The fields that every message has.
    public static List<Field<?>> fields() {
        return List.of(STATUS, DATE_SENT, DATE_SCHEDULED, SEND_IN);
    }

    /// Sets the moments that follow from the status.
    public static void prepare(Draft draft, Work work) {
        String status = draft.get(STATUS);
        if (status == null || work.caller().isSystem()) {
            return;
        }
        if (draft.isNew() && LOGGED.contains(status)) {
            draft.set(DATE_SENT, draft.get(Activity.ACTIVITY_AT));
        } else if (draft.changes(STATUS) && status.equals(SENT)) {
            draft.set(DATE_SENT, work.now()).set(Activity.ACTIVITY_AT, work.now());
        }
        if (draft.isNew() || draft.changes(STATUS) || draft.changes(DATE_SCHEDULED)) {
            draft.set(Activity.DUE_AT, dueAt(draft, status, work));
        }
    }

    private static @org.jspecify.annotations.Nullable Instant dueAt(Draft draft, String status, Work work) {
        if (status.equals(SCHEDULED)) {
            return draft.get(DATE_SCHEDULED);
        }
        Long wait = draft.get(SEND_IN);
        return status.equals(OUTBOX) ? work.now().plusSeconds(wait == null ? 0 : wait) : null;
    }

    /// Only drafts can be edited; what has not been sent yet can be made a draft again.
    public static void check(Draft draft, Work work, FieldErrors errors) {
        String status = draft.need(STATUS);
        if (status.equals(SCHEDULED) && draft.get(DATE_SCHEDULED) == null) {
            errors.add(DATE_SCHEDULED.name(), "This field is required.");
        }
        String old = draft.old(STATUS);
        if (old == null || work.caller().isSystem() || old.equals(DRAFT)) {
            return;
        }
        boolean cancelled = UNSENT.contains(old) && status.equals(DRAFT);
        boolean changed = draft.fields().stream()
                .anyMatch(field -> field.access() == Access.READ_WRITE
                        && !ASSIGNMENT.contains(field.name())
                        && draft.changes(field));
        if (changed && !cancelled) {
            throw ApiException.badRequest(
                    "Only drafts can be edited. Set the status of an unsent message to draft first.");
        }
    }

    /// The alarm that sends what is due.
    public static Alarm alarm(Resource resource, Delivery delivery) {
        return new Alarm(resource, (message, work) -> send(resource, message, delivery, work));
    }

    private static void send(Resource resource, Entity message, Delivery delivery, Work work) {
        Instant due = message.get(Activity.DUE_AT);
        if (due == null || due.isAfter(work.now())) {
            return;
        }
        String id = message.need(Stamps.ID);
        if (message.need(STATUS).equals(SCHEDULED)) {
            work.update(resource, id, it -> it.set(STATUS, OUTBOX));
        }
        String failure = delivery.send(message);
        work.update(resource, id, it -> {
            it.set(STATUS, failure == null ? SENT : ERROR).set(Activity.DUE_AT, null);
            if (failure == null) {
                it.set(DATE_SENT, work.now()).set(Activity.ACTIVITY_AT, work.now());
            } else if (resource.field(ERROR_MESSAGE.name()) != null) {
                it.set(ERROR_MESSAGE, failure);
            }
        });
    }

    /// Whether a message has just been sent.
    public static boolean becameSent(ajar.engine.resource.Change change) {
        var before = change.before();
        var after = change.after();
        return before != null
                && after != null
                && SENT.equals(after.get(STATUS))
                && !Objects.equals(before.get(STATUS), SENT);
    }
}
