package ajar.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The statuses a lead can have, in the order of the organization.
class LeadStatusTest {
    private static final Crm crm = Ajar.organization("Statuses");
    private static final Api api = crm.api;

    @Test
    void aNewOrganizationHasStatuses() {
        List<Item> statuses =
                Ajar.organization("Fresh").api.get("/status/lead/").items();

        assertThat(statuses).extracting(status -> status.get("label")).contains("Potential", "Bad Fit", "Qualified");
        assertThat(statuses.getFirst().get("label")).isEqualTo("Potential");
        assertThat(statuses).allSatisfy(status -> assertThat(status.keys()).contains("id", "label", "organization_id"));
    }

    @Test
    void aStatusIsCreatedReadRenamedAndDeleted() {
        Item status =
                api.post("/status/lead/", "{\"label\": \"Tepid\"}").is(200).item();
        String path = "/status/lead/" + status.id() + "/";

        assertThat(status.get("label")).isEqualTo("Tepid");
        assertThat(status.get("organization_id")).isEqualTo(crm.organization);
        assertThat(crm.read(path)).isEqualTo(status);
        assertThat(api.put(path, "{\"label\": \"Lukewarm\"}").ok().get("label")).isEqualTo("Lukewarm");
        assertThat(api.delete(path).is(200).text().strip()).isEqualTo("{}");
        api.get(path).refuses(404);
        assertThat(crm.history("status.lead", status.id())).containsExactly("deleted", "updated", "created");
    }

    @Test
    void theListIsWholeAndNotPaged() {
        for (int i = 0; i < 5; i++) {
            crm.leadStatus("Listed " + Crm.unique());
        }
        Answer list = api.get("/status/lead/?_limit=1").is(200);

        assertThat(list.items().size()).isGreaterThan(5);
        assertThat(list.hasMore()).isFalse();
    }

    @Test
    void aLabelIsRequired() {
        api.post("/status/lead/", "{}").refusesField("label", "This field is required.");
        api.post("/status/lead/", "{\"label\": \"\"}").refusesField("label", "This field is required.");
        api.post("/status/lead/", "{\"label\": 5}").refusesField("label", "Value must be of str type.");
    }

    @Test
    void aRenamedStatusIsSeenOnItsLeadsWithoutAnEventOnThem() {
        Item status = crm.leadStatus("Old name");
        Item lead = crm.create("/lead/", "status_id", status.id());

        api.put("/status/lead/" + status.id() + "/", "{\"label\": \"New name\"}")
                .ok();

        assertThat(crm.read("/lead/" + lead.id() + "/").get("status_label")).isEqualTo("New name");
        assertThat(crm.events(lead.id(), "updated")).isEmpty();
    }

    @Test
    void aStatusInUseIsNotDeleted() {
        // A guess: leads have to be moved first.
        Item status = crm.leadStatus("Used");
        Item lead = crm.create("/lead/", "status_id", status.id());

        api.delete("/status/lead/" + status.id() + "/").refuses(400);
        api.delete("/lead/" + lead.id() + "/").is(200);
        api.delete("/status/lead/" + status.id() + "/").is(200);
    }
}
