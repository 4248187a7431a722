package ajar.email;

import ajar.activity.Activity;
import ajar.engine.entity.Draft;
import ajar.engine.entity.Entity;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.field.Relation;
import ajar.engine.field.Values;
import ajar.engine.json.Json;
import ajar.engine.predicate.Predicate;
import ajar.engine.resource.Change;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import ajar.engine.resource.Verb;
import ajar.engine.resource.Work;
import ajar.engine.sql.Fragment;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// A conversation: the e-mails on one lead that answer each other or share a subject (Close docs: Email
/// Threads).
///
/// Its counts, participants and dates follow from its e-mails; they are kept as columns, so that a
/// timeline of threads is read in the order of an index.
public final class EmailThread {
    private static final int MANY = 1000;

    private static final Field<String> SUBJECT =
            Field.column("latest_normalized_subject", Codecs.TEXT, "normalized_subject");
    private static final Field<String> SUBJECT_KEY =
            Field.expression("subject_key", Codecs.TEXT, Fragment.of("lower(t.normalized_subject)"));
    private static final Field<Long> N_EMAILS =
            Field.column("n_emails", Codecs.WHOLE).notNull();
    private static final Field<JsonNode> PARTICIPANTS =
            Field.column("participants", Codecs.DOCUMENT).or(Json.array());

    public static final Resource RESOURCE = Activity.systemKind("EmailThread", "emailthread")
            .about("A conversation: e-mails that answer each other or share a subject.")
            .fields(
                    SUBJECT,
                    N_EMAILS,
                    PARTICIPANTS,
                    Field.constant(
                            "importance",
                            Codecs.DOCUMENT,
                            Json.object().put("reason", "by-default").put("type", "important")),
                    Activity.nothing("summary", Codecs.DOCUMENT),
                    Activity.nothing("comment_summary", Codecs.DOCUMENT).whenAsked(),
                    Field.related(
                            "emails",
                            new Relation(
                                    "activity/email",
                                    "thread_id",
                                    Fragment.of("t.activity_at desc, t.id desc"),
                                    null,
                                    Email.BODIES)),
                    Field.related(
                            "latest_emails",
                            new Relation(
                                    EmailPreview.RESOURCE.name(),
                                    "thread_id",
                                    Fragment.of("t.activity_at desc, t.id desc"),
                                    null,
                                    Set.of())))
            .verbs(Verb.LIST, Verb.GET, Verb.DELETE)
            .emits("activity.email_thread")
            .build();

    private EmailThread() {}

    /// The id of the conversation a new e-mail belongs to: that of the message it answers, else one on
    /// the lead with the same subject, else a new id for a conversation that [#keep] will make.
    static String findOrName(Draft email, Work work) {
        String answered = email.get(Email.IN_REPLY_TO_ID);
        if (answered != null) {
            var original = work.find(Email.RESOURCE, answered);
            if (original.isPresent() && original.get().get(Email.THREAD_ID) != null) {
                return original.get().need(Email.THREAD_ID);
            }
        }
        String subject = normalized(email);
        if (!subject.isEmpty()) {
            var same = Predicate.all(
                    Predicate.equal(Activity.LEAD_ID, email.need(Activity.LEAD_ID)),
                    Predicate.equal(SUBJECT_KEY, subject.toLowerCase(Locale.ROOT)));
            var found = work.all(RESOURCE, same, 1);
            if (!found.isEmpty()) {
                return found.getFirst().need(Stamps.ID);
            }
        }
        return work.newId(RESOURCE);
    }

    private static String normalized(Values email) {
        return Subject.normalize(Objects.requireNonNullElse(email.get(Email.SUBJECT), ""));
    }

    /// Brings the conversation in line with its e-mails after one of them was made, changed or deleted.
    static void keep(Change change, Work work) {
        String thread = change.latest().get(Email.THREAD_ID);
        if (thread == null) {
            return;
        }
        var emails = work.all(Email.RESOURCE, Predicate.equal(Email.THREAD_ID, thread), MANY).stream()
                .sorted(Comparator.comparing((Entity it) -> it.need(Activity.ACTIVITY_AT))
                        .thenComparing(it -> it.need(Stamps.ID))
                        .reversed())
                .toList();
        var existing = work.find(RESOURCE, thread);
        if (emails.isEmpty()) {
            existing.ifPresent(_ -> work.delete(RESOURCE, thread));
        } else if (existing.isPresent()) {
            work.update(RESOURCE, thread, draft -> describe(draft, emails));
        } else {
            work.create(RESOURCE, draft -> {
                draft.set(Stamps.ID, thread);
                draft.set(Activity.LEAD_ID, emails.getFirst().need(Activity.LEAD_ID));
                draft.set(Stamps.CREATED_BY, emails.getFirst().get(Stamps.CREATED_BY));
                describe(draft, emails);
            });
        }
        if (change.isCreation()) {
            tellAnswered(change.latest(), emails, work);
        }
        String original = change.latest().get(Email.IN_REPLY_TO_ID);
        if (original != null && change.touches(Email.IN_REPLY_TO_ID) && !change.isDeletion()) {
            work.update(Email.RESOURCE, original, it -> it.set(Email.HAS_REPLY, true));
        }
    }

    private static void describe(Draft thread, List<Entity> newestFirst) {
        var latest = newestFirst.getFirst();
        Instant moment = latest.need(Activity.ACTIVITY_AT);
        Map<String, JsonNode> participants = new LinkedHashMap<>();
        var users = new TreeSet<String>();
        for (var email : newestFirst) {
            for (var side : List.of(
                    List.of(Objects.requireNonNullElse(email.get(Email.SENDER), "")),
                    email.need(Email.TO),
                    email.need(Email.CC))) {
                Envelope.identities(side)
                        .forEach(one -> participants.putIfAbsent(
                                one.path("email").asString("").toLowerCase(Locale.ROOT), one));
            }
            if (email.get(Activity.USER_ID) != null) {
                users.add(email.need(Activity.USER_ID));
            }
        }
        var list = Json.array();
        participants.values().forEach(list::add);
        thread.set(SUBJECT, normalized(latest))
                .set(N_EMAILS, (long) newestFirst.size())
                .set(PARTICIPANTS, list)
                .set(Activity.ACTIVITY_AT, moment)
                .set(Stamps.DATE_CREATED, latest.need(Stamps.DATE_CREATED))
                .set(Activity.USER_ID, latest.get(Activity.USER_ID))
                .set(Activity.CONTACT_ID, latest.get(Activity.CONTACT_ID))
                .set(Activity.USERS, List.copyOf(users));
    }

    /// An incoming message answers what went out before it in the same conversation.
    private static void tellAnswered(Values newest, List<Entity> emails, Work work) {
        if (!Email.INCOMING.equals(newest.get(Email.DIRECTION))) {
            return;
        }
        Instant arrived = newest.need(Activity.ACTIVITY_AT);
        for (var email : emails) {
            if (!Email.INCOMING.equals(email.get(Email.DIRECTION))
                    && !Boolean.TRUE.equals(email.get(Email.HAS_REPLY))
                    && !email.need(Activity.ACTIVITY_AT).isAfter(arrived)) {
                work.update(Email.RESOURCE, email.need(Stamps.ID), it -> it.set(Email.HAS_REPLY, true));
            }
        }
    }
}
