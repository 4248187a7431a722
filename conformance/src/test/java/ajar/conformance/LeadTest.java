package ajar.conformance;

import static ajar.conformance.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Leads: names, statuses, addresses, contacts that come with them, and what goes with them when they
/// are deleted.
class LeadTest {
    private static final Crm crm = Ajar.organization("Leads");
    private static final Api api = crm.api;

    @Test
    void aLeadOfNothingHasDefaults() {
        Item lead = api.post("/lead/", "{}").is(200).item();

        assertThat(lead.get("name")).isIn("", null);
        assertThat(lead.text("display_name")).isNotBlank();
        assertThat(lead.get("description")).isIn("", null);
        assertThat(lead.get("url")).isNull();
        for (String empty :
                List.of("addresses", "contacts", "contact_ids", "opportunities", "tasks", "integration_links")) {
            assertThat(lead.get(empty)).as(empty).isEqualTo(List.of());
        }
        Item first = crm.read("/organization/" + crm.organization + "/")
                .list("lead_statuses")
                .getFirst();
        assertThat(lead.get("status_id")).isEqualTo(first.id());
        assertThat(lead.get("status_label")).isEqualTo(first.get("label"));
        assertThat(lead.get("organization_id")).isEqualTo(crm.organization);
        assertThat(lead.get("created_by")).isEqualTo(crm.user);
        assertThat(lead.get("updated_by")).isEqualTo(crm.user);
        assertThat(lead.get("created_by_name")).isEqualTo(crm.userName());
        assertThat(lead.text("html_url")).endsWith("/lead/" + lead.id() + "/");
        assertThat(Shape.LONG_ID.fits(lead.id())).isTrue();
        assertThat(lead.has("primary_email")).isTrue();
        assertThat(lead.has("_type")).isFalse();
        Shape.assertKeyOrder(lead.node());
    }

    @Test
    void aLeadComesWithItsContactsAndAddresses() {
        Item lead = api.post("/lead/", """
            {"name": "Acme", "url": "acme.example.com", "description": "Anvils",
             "addresses": [{"label": "business", "address_1": "1 Main St", "city": "Springfield", "state": "CA",
                            "zipcode": "94103", "country": "US"}],
             "contacts": [{"name": "Ada Example", "title": "CTO",
                           "emails": [{"email": "ada@example.com", "type": "office"}],
                           "phones": [{"phone": "8004445555", "type": "mobile"}],
                           "urls": [{"url": "http://example.com/ada/"}]},
                          {"name": "Ben Example"}]}\
            """).ok();

        assertThat(lead.get("display_name")).isEqualTo("Acme");
        // A guess: a missing scheme is added.
        assertThat(lead.text("url")).matches("https?://acme\\.example\\.com/?");
        assertThat(lead.get("description")).isEqualTo("Anvils");
        assertThat(lead.get("addresses"))
                .isEqualTo(List.of(Json.map(
                        "address_1", "1 Main St",
                        "address_2", null,
                        "city", "Springfield",
                        "country", "US",
                        "label", "business",
                        "state", "CA",
                        "zipcode", "94103")));
        assertThat(lead.list("contacts")).extracting(Item::id).isEqualTo(lead.get("contact_ids"));
        assertThat(lead.list("contacts"))
                .extracting(contact -> contact.get("name"))
                .containsExactly("Ada Example", "Ben Example");
        assertThat(lead.get("contacts/0/phones/0/phone")).isEqualTo("+18004445555");
        assertThat(lead.get("contacts/0/phones/0/phone_formatted")).isEqualTo("+1 800-444-5555");
        assertThat(lead.get("contacts/0/emails/0/is_unsubscribed")).isEqualTo(false);
        assertThat(lead.get("contacts/0/urls/0/type")).isEqualTo("url");
        assertThat(crm.read("/contact/" + lead.get("contacts/0/id") + "/")).isEqualTo(new Item(lead.at("contacts/0")));
        assertThat(lead.get("primary_email/email")).isEqualTo("ada@example.com");
        assertThat(lead.get("primary_phone/phone")).isEqualTo("+18004445555");
        Shape.assertKeyOrder(lead.node());
    }

    @Test
    void anUnnamedLeadIsShownByItsFirstContact() {
        // A guess: the first contact's name stands in.
        assertThat(api.post("/lead/", "{\"contacts\": [{\"name\": \"Ada Example\"}]}")
                        .ok()
                        .get("display_name"))
                .isEqualTo("Ada Example");
    }

    @Test
    void aBadContactIsReportedWhereItStandsAndNothingIsWritten() {
        long before = api.get("/lead/?_fields=id&_limit=200").ids().size();

        api.post("/lead/", """
            {"name": "Half", "contacts": [{"name": "Ada"}, {"name": "Ben", "emails": [{"email": "nonsense"}]}]}\
            """)
                .refusesField(
                        "contacts",
                        Map.of(
                                "errors",
                                Map.of(
                                        "1",
                                        Map.of(
                                                "errors",
                                                List.of(),
                                                "field-errors",
                                                Map.of(
                                                        "emails",
                                                        NoteTest.nested("email", "Invalid email address."))))));

        assertThat(api.get("/lead/?_fields=id&_limit=200").ids().size()).isEqualTo((int) before);
    }

    @Test
    void contactsAreNotChangedThroughTheirLead() {
        Item lead = crm.leadOf("fixed@example.com");

        Item put = api.put("/lead/" + lead.id() + "/", "{\"contacts\": [], \"name\": \"Renamed\"}")
                .ok();

        assertThat(put.get("name")).isEqualTo("Renamed");
        assertThat(put.get("contact_ids")).isEqualTo(lead.get("contact_ids"));
    }

    @Test
    void addressesAreReplacedTogether() {
        Item lead = crm.create(
                "/lead/", "addresses", List.of(Map.of("city", "Paris", "label", "business"), Map.of("city", "Rome")));

        Item put = api.put("/lead/" + lead.id() + "/", "{\"addresses\": [{\"city\": \"Oslo\", \"country\": \"NO\"}]}")
                .ok();

        assertThat(lead.list("addresses")).hasSize(2);
        assertThat(put.list("addresses"))
                .extracting(address -> address.get("city"))
                .containsExactly("Oslo");
        assertThat(api.put("/lead/" + lead.id() + "/", "{\"addresses\": []}")
                        .ok()
                        .get("addresses"))
                .isEqualTo(List.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name        | 5            | Value must be of str type.",
                "description | []           | Value must be of str type.",
                "addresses   | {}           | Value must be of list type.",
                "contacts    | \"Ada\"      | Value must be of list type.",
                "url         | \"not a url\" | Invalid URL."
            })
    void aBadValueIsNamed(String field, String value, String message) {
        api.post("/lead/", "{\"" + field + "\": " + value + "}").refusesField(field, message);
    }

    // Status

    @Test
    void aStatusIsGivenByLabelOrId() {
        Item status = crm.leadStatus("Warm " + Crm.unique());

        Item byLabel = crm.create("/lead/", "status", status.get("label"));
        Item byId = crm.create("/lead/", "status_id", status.id());

        assertThat(byLabel.get("status_id")).isEqualTo(status.id());
        assertThat(byId.get("status_label")).isEqualTo(status.get("label"));
        assertThat(byId.has("status")).isFalse();
    }

    @Test
    void anUnknownStatusIsRefusedInTheOriginalsWords() {
        String message =
                "Not a valid choice. Please go to Customizations in your organization settings and add \"foo\" to"
                        + " the list of lead statuses.";
        Item lead = crm.lead();

        api.post("/lead/", "{\"status\": \"foo\"}").refusesField("status", message);
        api.put("/lead/" + lead.id() + "/", "{\"status\": \"foo\"}").refusesField("status", message);
        api.post("/lead/", Json.object("status_id", "foo")).refusesField("status", message);
        api.post("/lead/", Json.object("status_id", "stat_" + "0".repeat(43))).refusesField("status");
    }

    @Test
    void aChangeOfStatusIsAnActivityAndTwoEvents() {
        Item lead = crm.lead();
        Item status = crm.leadStatus("Hot " + Crm.unique());

        Answer put = api.put("/lead/" + lead.id() + "/", Json.object("status_id", status.id()))
                .is(200);

        assertThat(put.get("status_label")).isEqualTo(status.get("label"));
        Item change = api.get("/activity/status_change/lead/?lead_id=" + lead.id())
                .items()
                .getFirst();
        assertThat(change.get("_type")).isEqualTo("LeadStatusChange");
        assertThat(change.get("old_status_id")).isEqualTo(lead.get("status_id"));
        assertThat(change.get("old_status_label")).isEqualTo(lead.get("status_label"));
        assertThat(change.get("new_status_id")).isEqualTo(status.id());
        assertThat(change.get("new_status_label")).isEqualTo(status.get("label"));
        assertThat(change.get("user_id")).isEqualTo(crm.user);
        Item updated = crm.events(lead.id(), "updated").getFirst();
        assertThat(updated.get("changed_fields")).isEqualTo(List.of("date_updated", "status_id", "status_label"));
        assertThat(updated.get("previous_data/status_label")).isEqualTo(lead.get("status_label"));
        Item created = crm.events(change.id(), "created").getFirst();
        assertThat(created.get("object_type")).isEqualTo("activity.lead_status_change");
        assertThat(created.get("request_id")).isEqualTo(put.header("x-request-id"));
        assertThat(updated.get("request_id")).isEqualTo(put.header("x-request-id"));
    }

    @Test
    void theSameStatusIsNoChange() {
        Item lead = crm.lead();

        api.put("/lead/" + lead.id() + "/", Json.object("status_id", lead.get("status_id")))
                .ok();

        assertThat(api.get("/activity/status_change/lead/?lead_id=" + lead.id()).ids())
                .isEmpty();
        assertThat(crm.events(lead.id(), "updated")).isEmpty();
    }

    // Creation

    @Test
    void aCreationIsAnActivityWithoutAnEvent() {
        Item lead = crm.lead();

        Item created =
                api.get("/activity/created/?lead_id=" + lead.id()).items().getFirst();

        assertThat(created.get("_type")).isEqualTo("Created");
        assertThat(created.get("source")).isEqualTo("api");
        assertThat(created.get("import_id")).isNull();
        assertThat(created.get("users")).isEqualTo(List.of());
        assertThat(created.get("activity_at")).isEqualTo(created.get("date_created"));
        assertThat(crm.read("/activity/created/" + created.id() + "/")).isEqualTo(created);
        assertThat(crm.events(created.id(), "created")).isEmpty();
        api.delete("/activity/created/" + created.id() + "/").refuses(405);
    }

    @Test
    void aLeadAndItsContactsAreLoggedWithOneRequest() {
        Answer answer = api.post("/lead/", "{\"name\": \"Acme\", \"contacts\": [{\"name\": \"Ada\"}]}")
                .is(200);

        List<Item> events =
                api.get("/event/?request_id=" + answer.header("x-request-id")).items();

        assertThat(events).extracting(event -> event.get("object_type")).containsExactlyInAnyOrder("lead", "contact");
        assertThat(events).allSatisfy(event -> {
            assertThat(event.get("action")).isEqualTo("created");
            assertThat(event.get("lead_id")).isEqualTo(answer.get("id"));
        });
        assertThat(crm.events(answer.item().id(), "created").getFirst().get("data"))
                .isEqualTo(ownFields(answer.item()));
    }

    @Test
    void aLeadMayBeDatedAndSigned() {
        Item lead = crm.create("/lead/", "name", "Old", "date_created", "2012-03-04T05:06:07Z", "created_by", crm.user);

        assertThat(lead.get("date_created")).isEqualTo("2012-03-04T05:06:07+00:00");
        assertThat(api.put("/lead/" + lead.id() + "/", "{\"date_created\": \"2020-01-01\", \"created_by\": null}")
                        .ok())
                .isEqualTo(lead);
    }

    @Test
    void aListTellsHowManyThereAre() {
        Crm own = Ajar.organization("Counted");
        own.lead();
        own.lead();

        Answer list = own.api.get("/lead/?_limit=1").is(200);

        assertThat(list.ids()).hasSize(1);
        assertThat(list.hasMore()).isTrue();
        // With a query the total is always there; without one it may be.
        if (list.item().has("total_results")) {
            assertThat(list.get("total_results")).isEqualTo(2);
        }
    }

    // Deleting

    @Test
    void deletingALeadDeletesAndLogsWhatItOwned() {
        Item lead = crm.leadOf("owned@example.com");
        String contact = lead.text("contacts/0/id");
        Map<String, String> owned = Map.of(
                contact,
                "contact",
                crm.note(lead.id(), "A note").id(),
                "activity.note",
                crm.call(lead.id()).id(),
                "activity.call",
                crm.email(lead.id(), "Offer", "owned@example.com").id(),
                "activity.email",
                crm.sms(lead.id(), "draft").id(),
                "activity.sms",
                crm.whatsapp(lead.id(), contact, "wa" + Crm.unique()).id(),
                "activity.whatsapp_message",
                crm.meetingIn(lead.id(), Duration.ofDays(1)).id(),
                "activity.meeting");
        Item whole = crm.read("/lead/" + lead.id() + "/");

        Answer deleted = api.delete("/lead/" + lead.id() + "/").is(200);

        assertThat(deleted.text().strip()).isEqualTo("{}");
        api.get("/lead/" + lead.id() + "/").refuses(404, "Empty query: Lead matching query does not exist.");
        api.get("/contact/" + contact + "/").refuses(404);
        assertThat(api.get("/activity/?lead_id=" + lead.id()).ids()).isEmpty();
        owned.forEach((id, type) -> {
            Item event = crm.events(id, "deleted").getFirst();
            assertThat(event.get("object_type")).as(type).isEqualTo(type);
            assertThat(event.get("lead_id")).as(type).isEqualTo(lead.id());
            assertThat(event.get("previous_data/id")).as(type).isEqualTo(id);
            assertThat(event.get("data")).as(type).isNull();
            assertThat(event.get("request_id")).as(type).isEqualTo(deleted.header("x-request-id"));
        });
        assertThat(crm.events(lead.id(), "deleted").getFirst().get("previous_data"))
                .isEqualTo(ownFields(whole));
    }

    /// What belongs to a lead is logged as objects of its own; the lead's event names it at most by id.
    private static Map<String, Object> ownFields(Item lead) {
        Map<String, Object> own = new LinkedHashMap<>(lead.plain());
        own.keySet()
                .removeAll(List.of("contacts", "opportunities", "tasks", "custom", "primary_email", "primary_phone"));
        return own;
    }

    @Test
    void aDeletedLeadCanBePostedAgainFromItsEvent() {
        Item lead = crm.create(
                "/lead/",
                "name",
                "Restored",
                "description",
                "Back",
                "contacts",
                List.of(Map.of("name", "Ada", "emails", List.of(Map.of("email", "ada@example.com")))));
        api.delete("/lead/" + lead.id() + "/").is(200);
        var previous = new LinkedHashMap<>(
                Json.object(crm.events(lead.id(), "deleted").getFirst().at("previous_data")));
        previous.remove("id");

        Item restored = crm.create("/lead/", previous);

        assertThat(restored.get("name")).isEqualTo("Restored");
        assertThat(restored.get("description")).isEqualTo("Back");
        assertThat(restored.get("date_created")).isEqualTo(lead.get("date_created"));
        assertThat(restored.id()).isNotEqualTo(lead.id());
    }

    // Merging

    @Test
    void mergedLeadsBecomeOne() {
        Item source = crm.leadOf("source@example.com");
        Item destination = crm.lead("Destination");
        Item note = crm.note(source.id(), "Moves");

        assertThat(api.post("/lead/merge/", Json.object("source", source.id(), "destination", destination.id()))
                        .is(200)
                        .item()
                        .plain())
                .isEqualTo(Map.of("status", "ok"));

        eventually(() -> api.get("/lead/" + source.id() + "/").is(404));
        eventually(
                () -> assertThat(crm.read("/activity/note/" + note.id() + "/").get("lead_id"))
                        .isEqualTo(destination.id()));
        Item merged = crm.read("/lead/" + destination.id() + "/");
        assertThat(merged.get("name")).isEqualTo("Destination");
        assertThat(merged.get("contact_ids")).isEqualTo(source.get("contact_ids"));
        Item event = crm.events(destination.id(), "merged").getFirst();
        assertThat(event.get("meta/merge_source_lead_id")).isEqualTo(source.id());
        assertThat(event.get("meta/merge_destination_lead_id")).isEqualTo(destination.id());
        assertThat(crm.events(source.id(), "deleted").getFirst().get("meta/merge_destination_lead_id"))
                .isEqualTo(destination.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "destination"})
    void aMergeNeedsBothLeads(String missing) {
        var body = Json.map("source", crm.lead().id(), "destination", crm.lead().id());
        body.put(missing, Crm.UNKNOWN_LEAD);

        Answer answer = api.post("/lead/merge/", Json.write(body)).is(404);

        // Only the sentence for the source was recorded.
        String name = missing.equals("source") ? "Source" : "Destination";
        assertThat(answer.item().plain()).isEqualTo(Map.of("errors", List.of(name + " lead does not exist.")));
    }

    @Test
    void aLeadIsNotMergedWithItself() {
        Item lead = crm.lead();

        api.post("/lead/merge/", Json.object("source", lead.id(), "destination", lead.id()))
                .is(400);
        api.get("/lead/" + lead.id() + "/").is(200);
    }
}
