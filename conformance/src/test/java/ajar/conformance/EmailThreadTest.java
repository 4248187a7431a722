package ajar.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Conversations: emails of one lead with one subject, kept together without anybody writing them.
class EmailThreadTest {
    private static final Crm crm = Ajar.organization("Threads");
    private static final Api api = crm.api;

    @Test
    void anEmailMakesItsThread() {
        Item lead = crm.lead();
        Item email = crm.email(lead.id(), "Re: Offer", "ada@example.com");

        Item thread = thread(email);

        assertThat(thread.get("_type")).isEqualTo("EmailThread");
        assertThat(thread.id()).isEqualTo(email.get("thread_id"));
        assertThat(thread.get("lead_id")).isEqualTo(lead.id());
        assertThat(thread.get("latest_normalized_subject")).isEqualTo("Offer");
        assertThat(thread.get("n_emails")).isEqualTo(1);
        assertThat(thread.get("users")).isEqualTo(List.of(crm.user));
        assertThat(thread.get("user_id")).isEqualTo(crm.user);
        assertThat(thread.get("activity_at")).isEqualTo(email.get("activity_at"));
        assertThat(thread.get("date_created")).isEqualTo(email.get("date_created"));
        assertThat(thread.list("participants"))
                .extracting(participant -> participant.get("email"))
                .contains("ada@example.com", "rep@example.com");
        assertThat(thread.get("summary")).isNull();
        assertThat(thread.get("importance/type")).isIn("important", "not_important");
        assertThat(thread.has("comment_summary")).isFalse();
        Shape.assertKeyOrder(thread.node());
    }

    @Test
    void theEmailsOfAThreadAreStrippedAndNewestFirst() {
        Item lead = crm.lead();
        Item first = dated(lead, "Offer", "2020-01-01T10:00:00Z");
        Item second = dated(lead, "RE: Offer", "2020-01-02T10:00:00Z");

        Item thread = thread(first);

        assertThat(thread.list("emails")).extracting(Item::id).containsExactly(second.id(), first.id());
        Item shown = thread.list("emails").getFirst();
        assertThat(shown.keys()).doesNotContain("body_text", "body_html");
        assertThat(shown.keys())
                .containsAll(second.keys().stream()
                        .filter(key -> !key.startsWith("body_"))
                        .toList());
        assertThat(shown.text("body_preview")).startsWith("Hello");
        assertThat(new Item(thread.at("latest_emails/0")).keys())
                .contains(
                        "id",
                        "body_preview",
                        "date_sent",
                        "direction",
                        "envelope",
                        "has_attachments",
                        "sender",
                        "subject");
        assertThat(thread.get("activity_at")).isEqualTo("2020-01-02T10:00:00+00:00");
        assertThat(thread.get("date_created")).isEqualTo("2020-01-02T10:00:00+00:00");
        assertThat(thread.get("n_emails")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Offer", "Re: Offer", "RE: offer", "Fwd: Offer", "Fw: Re: Offer", "Re: Re: Offer", "  Offer "})
    void subjectsThatMeanTheSameAreOneThread(String subject) {
        Item lead = crm.lead();
        Item first = crm.email(lead.id(), "Offer", "ada@example.com");

        assertThat(crm.email(lead.id(), subject, "ada@example.com").get("thread_id"))
                .isEqualTo(first.get("thread_id"));
    }

    @Test
    void anotherSubjectOrLeadIsAnotherThread() {
        Item lead = crm.lead();
        Item first = crm.email(lead.id(), "Offer", "ada@example.com");

        assertThat(crm.email(lead.id(), "Order", "ada@example.com").get("thread_id"))
                .isNotEqualTo(first.get("thread_id"));
        assertThat(crm.email(crm.lead().id(), "Offer", "ada@example.com").get("thread_id"))
                .isNotEqualTo(first.get("thread_id"));
    }

    @Test
    void anEmailThatChangesItsSubjectCountsWhereItIs() {
        Item lead = crm.lead();
        Item draft = crm.create("/activity/email/", "lead_id", lead.id(), "status", "draft", "subject", "Offer");
        int before = (Integer) thread(draft).get("n_emails");

        api.delete("/activity/email/"
                        + crm.create(
                                        "/activity/email/",
                                        "lead_id",
                                        lead.id(),
                                        "status",
                                        "draft",
                                        "subject",
                                        "Re: Offer")
                                .id()
                        + "/")
                .is(200);

        assertThat(thread(draft).get("n_emails")).isEqualTo(before);
    }

    @Test
    void deletingAThreadDeletesItsEmails() {
        Item lead = crm.lead();
        Item first = crm.email(lead.id(), "Offer", "ada@example.com");
        Item second = crm.email(lead.id(), "Re: Offer", "ada@example.com");
        Item other = crm.email(lead.id(), "Order", "ada@example.com");
        String thread = first.text("thread_id");

        assertThat(api.delete("/activity/emailthread/" + thread + "/")
                        .is(200)
                        .text()
                        .strip())
                .isEqualTo("{}");

        api.get("/activity/emailthread/" + thread + "/").refuses(404);
        assertThat(api.get("/activity/email/?lead_id=" + lead.id()).ids()).containsExactly(other.id());
        for (Item email : List.of(first, second)) {
            assertThat(crm.events(email.id(), "deleted")).hasSize(1);
        }
        assertThat(crm.history("activity.email_thread", thread))
                .startsWith("deleted")
                .endsWith("created");
    }

    @Test
    void threadsAreLoggedWithTheirEmails() {
        Item email = crm.email(crm.lead().id(), "Offer", "ada@example.com");
        String thread = email.text("thread_id");

        assertThat(crm.history("activity.email_thread", thread)).containsExactly("created");
        assertThat(crm.events(thread, "created").getFirst().get("request_id"))
                .isEqualTo(crm.events(email.id(), "created").getFirst().get("request_id"));
    }

    private static Item thread(Item email) {
        return crm.read("/activity/emailthread/" + email.get("thread_id") + "/");
    }

    private static Item dated(Item lead, String subject, String moment) {
        return crm.create(
                "/activity/email/",
                "lead_id",
                lead.id(),
                "status",
                "sent",
                "subject",
                subject,
                "sender",
                "rep@example.com",
                "to",
                List.of("ada@example.com"),
                "body_text",
                "Hello",
                "date_created",
                moment);
    }
}
