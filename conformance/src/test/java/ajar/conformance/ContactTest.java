package ajar.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Contacts: people of a lead with their addresses, numbers and links.
class ContactTest {
    private static final Crm crm = Ajar.organization("Contacts");
    private static final Api api = crm.api;

    @Test
    void aContactIsAnsweredWhole() {
        Item lead = crm.lead();

        Item contact = api.post("/contact/", """
            {"lead_id": "%s", "name": "Ada Example", "title": "President", "timezone": "America/Denver",
             "emails": [{"email": " ada@example.com ", "type": "home"}, {"email": "a2@example.com"}],
             "phones": [{"phone": "9045551234", "type": "mobile"}],
             "urls": [{"url": "http://example.com/ada/"}]}\
            """.formatted(lead.id())).is(200).item();

        assertThat(contact.get("lead_id")).isEqualTo(lead.id());
        assertThat(contact.get("name")).isEqualTo("Ada Example");
        assertThat(contact.get("display_name")).isEqualTo("Ada Example");
        assertThat(contact.get("title")).isEqualTo("President");
        assertThat(contact.get("timezone")).isEqualTo("America/Denver");
        assertThat(contact.get("emails"))
                .isEqualTo(List.of(
                        Json.map("email", "ada@example.com", "is_unsubscribed", false, "type", "home"),
                        Json.map("email", "a2@example.com", "is_unsubscribed", false, "type", "office")));
        assertThat(contact.get("phones/0/phone")).isEqualTo("+19045551234");
        assertThat(contact.get("phones/0/phone_formatted")).isEqualTo("+1 904-555-1234");
        assertThat(contact.get("phones/0/country")).isEqualTo("US");
        assertThat(contact.get("phones/0/type")).isEqualTo("mobile");
        assertThat(contact.get("urls")).isEqualTo(List.of(Json.map("type", "url", "url", "http://example.com/ada/")));
        assertThat(contact.get("integration_links")).isEqualTo(List.of());
        assertThat(contact.get("created_by")).isEqualTo(crm.user);
        assertThat(contact.get("organization_id")).isEqualTo(crm.organization);
        assertThat(contact.has("subscriptions")).isFalse();
        Shape.assertKeyOrder(contact.node());
    }

    @Test
    void aContactWithoutALeadBringsOne() {
        Item contact = api.post("/contact/", "{\"name\": \"Ada Example\"}").ok();

        Item lead = crm.read("/lead/" + contact.get("lead_id") + "/");

        assertThat(lead.get("name")).isEqualTo("Ada Example");
        assertThat(lead.get("contact_ids")).isEqualTo(List.of(contact.id()));
        assertThat(api.get("/activity/created/?lead_id=" + lead.id()).ids()).hasSize(1);
    }

    @Test
    void anUnknownLeadIsRefused() {
        api.post("/contact/", Json.object("name", "Ada", "lead_id", Crm.UNKNOWN_LEAD))
                .refusesField("lead", "Object does not exist.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "a@", "@example.com", "a b@example.com", "a@b@example.com", ""})
    void aBadAddressIsReportedWhereItStands(String email) {
        Answer answer = api.post(
                "/contact/", Json.object("lead_id", crm.lead().id(), "emails", List.of(Map.of("email", email))));

        answer.refusesField(
                "emails",
                NoteTest.nested("email", email.isEmpty() ? "This field is required." : "Invalid email address."));
    }

    @Test
    void anAddressIsAtMost254CharactersLong() {
        String longest = "a".repeat(64) + "@" + ("b".repeat(61) + ".").repeat(3) + "com";

        assertThat(longest).hasSizeLessThanOrEqualTo(254);
        crm.contact(crm.lead().id(), longest);
        api.post(
                        "/contact/",
                        Json.object(
                                "lead_id",
                                crm.lead().id(),
                                "emails",
                                List.of(Map.of("email", "a".repeat(250) + "@example.com"))))
                .refusesField("emails");
    }

    @ParameterizedTest
    @CsvSource({
        "+44 20 7946 0018, +442079460018, +44 20 7946 0018, GB",
        "(650) 333-4444,   +16503334444,  +1 650-333-4444,  US",
        "+49 30 123456,    +4930123456,   +49 30 123456,    DE"
    })
    void aNumberIsWrittenInternationally(String sent, String phone, String formatted, String country) {
        Item contact = crm.create("/contact/", "lead_id", crm.lead().id(), "phones", List.of(Map.of("phone", sent)));

        assertThat(contact.get("phones/0/phone")).isEqualTo(phone);
        assertThat(contact.get("phones/0/phone_formatted")).isEqualTo(formatted);
        assertThat(contact.get("phones/0/country")).isEqualTo(country);
        assertThat(contact.get("phones/0/type")).isEqualTo("office");
    }

    @Test
    void anImplausibleNumberIsStoredWithoutACountry() {
        Item contact = crm.create("/contact/", "lead_id", crm.lead().id(), "phones", List.of(Map.of("phone", "1234")));

        assertThat(contact.text("phones/0/phone")).startsWith("+").endsWith("1234");
        assertThat(contact.get("phones/0/country")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name     | 5                        | Value must be of str type.",
                "title    | []                       | Value must be of str type.",
                "emails   | {}                       | Value must be of list type.",
                "phones   | \"1\"                    | Value must be of list type."
            })
    void aWrongTypeIsNamed(String field, String value, String message) {
        api.post(
                        "/contact/",
                        "{\"lead_id\": \"%s\", \"%s\": %s}".formatted(crm.lead().id(), field, value))
                .refusesField(field, message);
    }

    @Test
    void anUnknownTimezoneIsRefused() {
        api.post("/contact/", Json.object("lead_id", crm.lead().id(), "timezone", "Mars/Olympus"))
                .refusesField("timezone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"emails", "phones", "urls"})
    void listsAreReplacedTogether(String list) {
        Item contact = api.post("/contact/", """
            {"lead_id": "%s", "emails": [{"email": "a@example.com"}, {"email": "b@example.com"}],
             "phones": [{"phone": "+16503334444"}], "urls": [{"url": "http://example.com/"}]}\
            """.formatted(crm.lead().id())).ok();

        Item put = api.put("/contact/" + contact.id() + "/", Json.object(list, List.of()))
                .ok();

        for (String each : List.of("emails", "phones", "urls")) {
            assertThat(put.get(each)).isEqualTo(each.equals(list) ? List.of() : contact.get(each));
        }
    }

    @Test
    void blankTextsAreTrimmed() {
        Item contact = crm.create("/contact/", "lead_id", crm.lead().id(), "name", "Ada", "title", "   ");

        assertThat(contact.get("title")).isEqualTo("");
        assertThat(crm.create("/contact/", "lead_id", crm.lead().id(), "name", "Ada", "title", null)
                        .get("title"))
                .isNull();
    }

    @Test
    void aContactMovesToAnotherLead() {
        Item lead = crm.leadOf("mover@example.com");
        Item other = crm.lead();
        String contact = lead.text("contacts/0/id");

        assertThat(api.put("/contact/" + contact + "/", Json.object("lead_id", other.id()))
                        .ok()
                        .get("lead_id"))
                .isEqualTo(other.id());

        assertThat(crm.read("/lead/" + lead.id() + "/").get("contact_ids")).isEqualTo(List.of());
        assertThat(crm.read("/lead/" + other.id() + "/").get("contact_ids")).isEqualTo(List.of(contact));
        assertThat(api.get("/contact/?lead_id=" + other.id()).ids()).containsExactly(contact);
        assertThat(api.get("/contact/?lead_id=" + lead.id()).ids()).isEmpty();
        api.put("/contact/" + contact + "/", Json.object("lead_id", Crm.UNKNOWN_LEAD))
                .refusesField("lead", "Object does not exist.");
    }

    @Test
    void comingAndGoingIsLoggedOnTheLead() {
        Item lead = crm.lead();
        Item contact = crm.contact(lead.id(), "new@example.com");

        Item event = crm.events(lead.id(), "updated").getFirst();
        assertThat(event.get("changed_fields").toString()).contains("contact_ids");
        assertThat(event.get("previous_data/contact_ids")).isEqualTo(List.of());
        assertThat(event.get("data/contact_ids")).isEqualTo(List.of(contact.id()));

        api.delete("/contact/" + contact.id() + "/").is(200);
        assertThat(crm.read("/lead/" + lead.id() + "/").get("contact_ids")).isEqualTo(List.of());
        assertThat(crm.events(contact.id(), "deleted").getFirst().get("lead_id"))
                .isEqualTo(lead.id());
    }

    @Test
    void anEditOfAContactIsNotLoggedOnTheLead() {
        Item lead = crm.leadOf("quiet@example.com");

        api.put("/contact/" + lead.get("contacts/0/id") + "/", "{\"title\": \"CEO\"}")
                .ok();

        assertThat(crm.history("lead", lead.id())).containsExactly("created");
        assertThat(crm.history("contact", lead.text("contacts/0/id"))).containsExactly("updated", "created");
        assertThat(crm.read("/lead/" + lead.id() + "/").get("contacts/0/title")).isEqualTo("CEO");
    }

    @Test
    void activitiesOutliveTheirContact() {
        Item lead = crm.leadOf("leaving@example.com");
        Item note = crm.create(
                "/activity/note/", "lead_id", lead.id(), "note", "Stays", "contact_id", lead.get("contacts/0/id"));

        api.delete("/contact/" + lead.get("contacts/0/id") + "/").is(200);

        // A guess: the note points nowhere afterwards, or still at what is gone.
        assertThat(crm.read("/activity/note/" + note.id() + "/").get("contact_id"))
                .isIn(null, lead.get("contacts/0/id"));
    }
}
