package ajar.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// WhatsApp messages: logged by an integration, never sent.
class WhatsAppTest {
    private static final Crm crm = Ajar.organization("WhatsApp");
    private static final Api api = crm.api;
    private static final String PATH = "/activity/whatsapp_message/";

    @Test
    void aMessageIsShownInAllItsForms() {
        Item lead = crm.leadOf("wa@example.com");

        Item message = crm.whatsapp(lead.id(), lead.text("contacts/0/id"), "wa-1");

        assertThat(message.get("_type")).isEqualTo("WhatsAppMessage");
        assertThat(message.get("message_markdown")).isEqualTo("test");
        assertThat(message.get("message_html")).isEqualTo("<p>test</p>");
        assertThat(message.get("text")).isEqualTo("test");
        assertThat(message.get("direction")).isEqualTo("incoming");
        assertThat(message.get("integration_name")).isEqualTo("API");
        assertThat(message.get("source")).isEqualTo("api");
        assertThat(message.get("activity_at")).isEqualTo("2024-05-06T07:08:09+00:00");
        assertThat(message.get("local_phone")).isEqualTo("+16503334444");
        assertThat(message.get("local_phone_formatted")).isEqualTo("+1 650-333-4444");
        assertThat(message.get("remote_phone")).isEqualTo("+18183004000");
        assertThat(message.get("remote_phone_formatted")).isEqualTo("+1 818-300-4000");
        assertThat(message.get("external_whatsapp_message_id")).isEqualTo("wa-1");
        assertThat(message.get("integration_link")).isNull();
        assertThat(message.get("response_to_id")).isNull();
        assertThat(message.get("attachments")).isEqualTo(List.of());
        assertThat(message.get("users")).isEqualTo(List.of());
        Shape.assertKeyOrder(message.node());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*bold*            | <p><strong>bold</strong></p>  | bold",
                "_italic_          | <p><em>italic</em></p>        | italic",
                "~gone~            | <p><s>gone</s></p>            | gone",
                "1 < 2 & 3         | <p>1 &lt; 2 &amp; 3</p>       | 1 < 2 & 3",
                "2 * 3 * 4         | <p>2 * 3 * 4</p>              | 2 * 3 * 4",
                "snake_case_name   | <p>snake_case_name</p>        | snake_case_name"
            })
    void itsMarkdownIsRendered(String markdown, String html, String text) {
        Item message = api.put(PATH + message().id() + "/", Json.object("message_markdown", markdown))
                .ok();

        // A guess: the tags of bold, italic and struck text may be the short ones.
        assertThat(message.text("message_html")
                        .replaceAll("<(/?)b>", "<$1strong>")
                        .replaceAll("<(/?)i>", "<$1em>")
                        .replaceAll("<(/?)del>", "<$1s>"))
                .isEqualTo(html);
        assertThat(message.get("text")).isEqualTo(text);
    }

    @Test
    void markupInAMessageIsText() {
        Item message = api.put(PATH + message().id() + "/", Json.object("message_markdown", "<script>x</script>"))
                .ok();

        assertThat(message.text("message_html")).doesNotContain("<script>").contains("&lt;script&gt;");
    }

    @ParameterizedTest
    @CsvSource({
        "activity_at, activity_at",
        "contact_id, contact",
        "direction, direction",
        "external_whatsapp_message_id, external_whatsapp_message_id",
        "lead_id, lead",
        "local_phone, local_phone",
        "message_markdown, message_markdown",
        "remote_phone, remote_phone"
    })
    void mostFieldsAreRequired(String field, String key) {
        var body = body();
        body.remove(field);

        api.post(PATH, Json.write(body)).refusesField(key, "This field is required.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"activity_at", "direction", "local_phone", "message_markdown", "remote_phone"})
    void mostFieldsCannotBeCleared(String field) {
        Item message = message();

        api.put(PATH + message.id() + "/", Json.object(field, null)).refusesField(field);
        assertThat(crm.read(PATH + message.id() + "/")).isEqualTo(message);
    }

    @Test
    void aMessageIsFoundByTheIdOfWhatsApp() {
        Item message = message();
        message();

        assertThat(api.get(PATH, Map.of("external_whatsapp_message_id", message.get("external_whatsapp_message_id")))
                        .ids())
                .containsExactly(message.id());
        assertThat(api.get(PATH + "?external_whatsapp_message_id=nothing").ids())
                .isEmpty();
    }

    @Test
    void theIdOfWhatsAppMayRepeat() {
        // A guess: nothing forbids it.
        Item message = message();
        var again = body();
        again.put("external_whatsapp_message_id", message.get("external_whatsapp_message_id"));

        Item second = crm.create(PATH, again);

        assertThat(api.get(PATH, Map.of("external_whatsapp_message_id", message.get("external_whatsapp_message_id")))
                        .ids())
                .containsExactlyInAnyOrder(message.id(), second.id());
    }

    @Test
    void aResponseNamesAnActivityThatExists() {
        Item message = message();
        var body = body();
        body.put("response_to_id", message.id());

        assertThat(crm.create(PATH, body).get("response_to_id")).isEqualTo(message.id());
        for (String bad : List.of(Crm.UNKNOWN_ACTIVITY, message.text("external_whatsapp_message_id"))) {
            body.put("response_to_id", bad);
            api.post(PATH, Json.write(body)).is(400);
        }
    }

    @Test
    void leadAndForeignIdStayWhatTheyWere() {
        Item message = message();

        Item put = api.put(
                        PATH + message.id() + "/",
                        Json.object("lead_id", crm.lead().id(), "external_whatsapp_message_id", "other"))
                .ok();

        assertThat(put).isEqualTo(message);
    }

    @Test
    void theLinkIsAnAddress() {
        var body = body();
        body.put("integration_link", "https://example.com/messages/1");
        assertThat(crm.create(PATH, body).get("integration_link")).isEqualTo("https://example.com/messages/1");

        for (String bad : List.of("nonsense", "", "https://example.com/" + "x".repeat(2083))) {
            body.put("integration_link", bad);
            api.post(PATH, Json.write(body)).refusesField("integration_link");
        }
    }

    @Test
    void everyChangeIsLogged() {
        Item message = message();
        api.put(PATH + message.id() + "/", Json.object("message_markdown", "changed"))
                .ok();
        api.delete(PATH + message.id() + "/").is(200);

        assertThat(crm.history("activity.whatsapp_message", message.id()))
                .containsExactly("deleted", "updated", "created");
    }

    @Test
    void anIncomingMessageMayAlsoGoToTheInbox() {
        assertThat(api.post(PATH + "?send_to_inbox=true", Json.write(body()))
                        .ok()
                        .get("direction"))
                .isEqualTo("incoming");
    }

    private static Item message() {
        return crm.create(PATH, body());
    }

    private static Map<String, Object> body() {
        Item lead = crm.leadOf("wa" + Crm.unique() + "@example.com");
        return new LinkedHashMap<>(Json.map(
                "lead_id", lead.id(),
                "contact_id", lead.get("contacts/0/id"),
                "direction", "incoming",
                "external_whatsapp_message_id", "wa" + Crm.unique(),
                "message_markdown", "test",
                "local_phone", "16503334444",
                "remote_phone", "18183004000",
                "activity_at", "2024-05-06T07:08:09Z"));
    }
}
