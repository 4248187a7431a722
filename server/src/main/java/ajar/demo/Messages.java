package ajar.demo;

import ajar.demo.Cast.Person;
import ajar.email.Email;
import ajar.engine.entity.Entity;
import ajar.engine.json.Json;
import ajar.engine.resource.Stamps;
import ajar.message.Sms;
import ajar.message.WhatsAppMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/// Enters written conversations into a diary: mail, text messages, WhatsApp.
final class Messages {
    private static final String MAIL_SIGNATURE = "Best\n";

    private final Diary diary;
    private final RandomGenerator random;
    private final Cast cast;

    /// The other side.
    ///
    /// @param lead the id of their lead, known once that is made
    /// @param contact their id, known once they are made
    record Party(Supplier<String> lead, Supplier<String> contact, String name, String email, String phone) {
        String firstName() {
            return name.substring(0, name.indexOf(' '));
        }

        String sender() {
            return '"' + name + "\" <" + email + '>';
        }
    }

    Messages(Diary diary, Cast cast) {
        this.diary = diary;
        this.random = diary.random();
        this.cast = cast;
    }

    /// A mail, and the answers to it, each quoting the one before.
    void enterMail(Instant moment, Person user, Party party) {
        String subject = Words.pick(random, Words.SUBJECTS);
        String text = Words.pick(random, Words.OPENINGS).formatted(party.firstName(), MAIL_SIGNATURE + firstName(user));
        int answers = random.nextInt(4);
        boolean opened = random.nextInt(3) == 0;
        diary.post(
                moment,
                user.caller(),
                Email.RESOURCE,
                () -> {
                    var mail = outgoing(user, party, subject, text).put("status", "sent");
                    if (opened) {
                        mail.putArray("opens")
                                .addObject()
                                .put("opened_at", moment.plusSeconds(4000).toString())
                                .put("opened_by", party.email());
                    }
                    return mail;
                },
                sent -> enterAnswer(new Conversation(user, party, subject, answers), moment, text, sent, true));
    }

    /// @param left how many answers are still to come
    private record Conversation(Person user, Party party, String subject, int left) {}

    /// The two sides answer in turn.
    private void enterAnswer(Conversation thread, Instant moment, String quoted, Entity to, boolean theirs) {
        if (thread.left() == 0) {
            return;
        }
        var user = thread.user();
        var party = thread.party();
        String subject = "Re: " + thread.subject();
        String text = Words.pick(random, Words.ANSWERS)
                        .formatted(
                                theirs ? firstName(user) : party.firstName(),
                                MAIL_SIGNATURE + (theirs ? party.firstName() : firstName(user)))
                + "\n\nOn an earlier day, " + (theirs ? user.name() : party.name()) + " wrote:\n> "
                + String.join("\n> ", quoted.lines().limit(6).toList());
        var later = moment.plus(Duration.ofMinutes(30 + random.nextInt(60 * 30)));
        var next = new Conversation(user, party, thread.subject(), thread.left() - 1);
        diary.post(
                later,
                user.caller(),
                Email.RESOURCE,
                () -> (theirs
                                ? incoming(user, party, subject, text)
                                : outgoing(user, party, subject, text).put("status", "sent"))
                        .put("in_reply_to_id", to.need(Stamps.ID)),
                made -> enterAnswer(next, later, text, made, !theirs));
    }

    /// A mail that waits for its day, and a draft.
    void enterPlannedMail(Instant moment, Person user, Party party, int days) {
        String text = Words.pick(random, Words.OPENINGS).formatted(party.firstName(), MAIL_SIGNATURE + firstName(user));
        diary.post(
                moment,
                user.caller(),
                Email.RESOURCE,
                () -> outgoing(user, party, "Looking ahead", text)
                        .put("status", "scheduled")
                        .put(
                                "date_scheduled",
                                diary.present().plus(Duration.ofDays(days)).toString()));
        diary.post(
                moment.plusSeconds(600),
                cast.administrator().caller(),
                Email.RESOURCE,
                () -> outgoing(user, party, "Not finished yet", text).put("status", "draft"));
    }

    private static String firstName(Person user) {
        return user.name().substring(0, user.name().indexOf(' '));
    }

    private static ObjectNode outgoing(Person user, Party party, String subject, String text) {
        return mail(party, subject, text, user.sender(), party.sender());
    }

    private static ObjectNode incoming(Person user, Party party, String subject, String text) {
        return mail(party, subject, text, party.sender(), user.sender())
                .put("status", "inbox")
                .putNull("created_by");
    }

    private static ObjectNode mail(Party party, String subject, String text, String from, String to) {
        var mail = Json.object()
                .put("lead_id", party.lead().get())
                .put("contact_id", party.contact().get())
                .put("subject", subject)
                .put("body_text", text)
                .put("sender", from);
        mail.putArray("to").add(to);
        return mail;
    }

    /// Two text messages, one each way.
    void enterTexts(Instant moment, Person user, Party party) {
        for (int i = 0; i < 2; i++) {
            boolean incoming = i == 1;
            String text = Words.pick(random, Words.TEXTS);
            diary.post(
                    moment.plusSeconds(600L * i),
                    user.caller(),
                    Sms.RESOURCE,
                    () -> Json.object()
                            .put("lead_id", party.lead().get())
                            .put("contact_id", party.contact().get())
                            .put("status", incoming ? "inbox" : "sent")
                            .put("direction", incoming ? "inbound" : "outbound")
                            .put("text", text)
                            .put("local_phone", user.phone())
                            .put("remote_phone", party.phone()));
        }
    }

    /// A WhatsApp message and the answer to it.
    void enterChat(Instant moment, Person user, Party party) {
        diary.post(
                moment,
                user.caller(),
                WhatsAppMessage.RESOURCE,
                () -> chat(moment, user, party).put("direction", "outgoing"),
                first -> diary.post(
                        moment.plusSeconds(900),
                        user.caller(),
                        WhatsAppMessage.RESOURCE,
                        () -> chat(moment.plusSeconds(900), user, party)
                                .put("direction", "incoming")
                                .put("response_to_id", first.need(Stamps.ID))));
    }

    private ObjectNode chat(Instant moment, Person user, Party party) {
        return Json.object()
                .put("lead_id", party.lead().get())
                .put("contact_id", party.contact().get())
                .put("external_whatsapp_message_id", "wamid." + Long.toHexString(random.nextLong()))
                .put("message_markdown", Words.pick(random, Words.CHATS))
                .put("local_phone", user.phone().substring(1))
                .put("remote_phone", party.phone().substring(1))
                .put("activity_at", moment.toString());
    }
}
