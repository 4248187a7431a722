package ajar.conformance;

import static ajar.conformance.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Text messages. Numbers that can really send come with a later issue, so sending is recorded only.
class SmsTest {
    private static final Crm crm = Ajar.organization("Texts");
    private static final Api api = crm.api;

    @Test
    void aLoggedMessageShowsBothNumbers() {
        Item sms = crm.sms(crm.lead().id(), "sent");

        assertThat(sms.get("_type")).isEqualTo("SMS");
        assertThat(sms.get("text")).isEqualTo("On my way");
        assertThat(sms.get("status")).isEqualTo("sent");
        assertThat(sms.get("direction")).isEqualTo("outbound");
        assertThat(sms.get("source")).isEqualTo("External");
        assertThat(sms.get("local_phone")).isEqualTo("+16503334444");
        assertThat(sms.get("local_phone_formatted")).isEqualTo("+1 650-333-4444");
        assertThat(sms.get("local_country_iso")).isEqualTo("US");
        assertThat(sms.get("remote_phone")).isEqualTo("+18183004000");
        assertThat(sms.get("remote_phone_formatted")).isEqualTo("+1 818-300-4000");
        assertThat(sms.get("remote_country_iso")).isEqualTo("US");
        assertThat(sms.get("date_sent")).isNotNull();
        assertThat(sms.get("date_scheduled")).isNull();
        assertThat(sms.get("error_message")).isNull();
        assertThat(sms.get("template_id")).isNull();
        assertThat(sms.get("attachments")).isEqualTo(List.of());
        assertThat(sms.get("cost"))
                .satisfiesAnyOf(
                        cost -> assertThat(cost).isNull(),
                        cost -> assertThat((String) cost).matches("\\d+"));
        Shape.assertKeyOrder(sms.node());
    }

    @Test
    void onlyTheStatusIsRequired() {
        Item sms = api.post("/activity/sms/", "{\"status\": \"draft\"}").ok();

        assertThat(sms.get("lead_id")).isNull();
        assertThat(sms.get("text")).isNull();
        api.post("/activity/sms/", "{}").refusesField("status", "This field is required.");
    }

    @ParameterizedTest
    @CsvSource({"inbox, inbound", "draft, outbound", "sent, outbound"})
    void theDirectionFollowsTheStatus(String status, String direction) {
        assertThat(crm.sms(crm.lead().id(), status).get("direction")).isEqualTo(direction);
    }

    @Test
    void theDirectionMayBeSaid() {
        assertThat(crm.create("/activity/sms/", "lead_id", crm.lead().id(), "status", "sent", "direction", "inbound")
                        .get("direction"))
                .isEqualTo("inbound");
    }

    @ParameterizedTest
    @CsvSource({"status, lost", "direction, incoming", "source, Elsewhere"})
    void aWordThatIsNoChoiceIsRefused(String field, String value) {
        api.post("/activity/sms/", Json.write(Json.with("{\"status\": \"draft\"}", Map.of(field, value))))
                .refusesField(field, "Not a valid choice.");
    }

    @Test
    void anOutgoingMessageIsSoonSent() {
        Item sms = crm.sms(crm.lead().id(), "outbox");
        String path = "/activity/sms/" + sms.id() + "/";

        eventually(() -> assertThat(crm.read(path).get("status")).isEqualTo("sent"));
        Item sent = crm.read(path);
        assertThat(sent.get("date_sent")).isNotNull();
        // A guess: what Ajar sends itself is not external.
        assertThat(sent.get("source")).isEqualTo("Close.io");
        assertThat(crm.events(sms.id(), "sent")).hasSize(1);
        assertThat(crm.events(sms.id(), "sent").getFirst().get("object_type")).isEqualTo("activity.sms");
    }

    @Test
    void aDraftIsEditedAndThenSent() {
        Item draft = crm.sms(crm.lead().id(), "draft");
        String path = "/activity/sms/" + draft.id() + "/";

        assertThat(api.put(path, "{\"text\": \"Nearly there\"}").ok().get("text"))
                .isEqualTo("Nearly there");
        api.put(path, "{\"status\": \"outbox\"}").ok();
        eventually(() -> assertThat(crm.read(path).get("status")).isEqualTo("sent"));
        api.put(path, "{\"text\": \"Too late\"}").refuses(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sent", "inbox"})
    void onlyDraftsAreEdited(String status) {
        Item sms = crm.sms(crm.lead().id(), status);
        String path = "/activity/sms/" + sms.id() + "/";

        api.put(path, "{\"text\": \"Changed\"}").refuses(400);
        api.put(path, "{\"status\": \"draft\"}").refuses(400);
        assertThat(crm.read(path)).isEqualTo(sms);
    }

    @Test
    void aScheduledMessageWaitsAndMayBecomeADraftAgain() {
        Item lead = crm.lead();
        var body = Json.map(
                "lead_id",
                lead.id(),
                "status",
                "scheduled",
                "text",
                "Later",
                "local_phone",
                "+16503334444",
                "remote_phone",
                "+18183004000");
        api.post("/activity/sms/", Json.write(body)).refusesField("date_scheduled", "This field is required.");
        body.put("date_scheduled", "2090-01-01T10:00:00Z");

        Item scheduled = crm.create("/activity/sms/", body);

        assertThat(scheduled.get("date_scheduled")).isEqualTo("2090-01-01T10:00:00+00:00");
        assertThat(api.put("/activity/sms/" + scheduled.id() + "/", "{\"status\": \"draft\"}")
                        .ok()
                        .get("status"))
                .isEqualTo("draft");
    }

    @Test
    void sendingNeedsBothNumbersAndAText() {
        Item lead = crm.lead();
        var body = Json.map(
                "lead_id",
                lead.id(),
                "status",
                "outbox",
                "text",
                "Hi",
                "local_phone",
                "+16503334444",
                "remote_phone",
                "+18183004000");

        for (String missing : List.of("text", "local_phone", "remote_phone")) {
            var without = new LinkedHashMap<>(body);
            without.remove(missing);
            api.post("/activity/sms/", Json.write(without)).refusesField(missing);
        }
        assertThat(api.get("/activity/sms/?lead_id=" + lead.id()).ids()).isEmpty();
    }

    @Test
    void aNumberMustBeInternational() {
        api.post("/activity/sms/", "{\"status\": \"draft\", \"remote_phone\": \"nonsense\"}")
                .refusesField(
                        "remote_phone",
                        "Phone number is not valid. Please use the international format like +16505551234");
    }

    @Test
    void aMessageMayMoveToAnotherLead() {
        Item sms = crm.sms(crm.lead().id(), "draft");
        Item other = crm.lead();

        assertThat(api.put("/activity/sms/" + sms.id() + "/", Json.object("lead_id", other.id()))
                        .ok()
                        .get("lead_id"))
                .isEqualTo(other.id());
    }

    @Test
    void anAttachmentMustBeOfAnAllowedType() {
        String url = "https://app.close.com/go/file/temporary/" + crm.user + "/3HV4BNwDyBLdfrPbFZF78s/a.exe/";

        api.post(
                        "/activity/sms/",
                        Json.object(
                                "status",
                                "draft",
                                "attachments",
                                List.of(Map.of(
                                        "filename", "a.exe", "url", url, "content_type", "application/x-msdownload"))))
                .refusesField("attachments");
        var eleven = Collections.nCopies(11, Map.of("filename", "a.png", "url", url, "content_type", "image/png"));
        api.post("/activity/sms/", Json.object("status", "draft", "attachments", eleven))
                .refusesField("attachments", "List is too long.");
    }

    @Test
    void aReceivedMessageMayAlsoGoToTheInbox() {
        assertThat(api.post(
                                "/activity/sms/?send_to_inbox=true",
                                Json.object("lead_id", crm.lead().id(), "status", "inbox", "text", "Hi"))
                        .ok()
                        .get("status"))
                .isEqualTo("inbox");
    }
}
