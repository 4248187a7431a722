package ajar.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Status changes that are logged after the fact: history, which moves no lead.
class LeadStatusChangeTest {
    private static final Crm crm = Ajar.organization("Status changes");
    private static final Api api = crm.api;
    private static final String PATH = "/activity/status_change/lead/";

    @Test
    void aLoggedChangeLeavesTheLeadAlone() {
        Item lead = crm.lead();
        Item one = crm.leadStatus("One");
        Item two = crm.leadStatus("Two");

        Item change = crm.create(
                PATH,
                "lead_id",
                lead.id(),
                "old_status_id",
                one.id(),
                "new_status_id",
                two.id(),
                "date_created",
                "2014-05-06T07:08:09Z");

        assertThat(change.get("_type")).isEqualTo("LeadStatusChange");
        assertThat(change.get("old_status_label")).isEqualTo("One");
        assertThat(change.get("new_status_label")).isEqualTo("Two");
        assertThat(change.get("date_created")).isEqualTo("2014-05-06T07:08:09+00:00");
        assertThat(change.get("activity_at")).isEqualTo("2014-05-06T07:08:09+00:00");
        assertThat(crm.read("/lead/" + lead.id() + "/").get("status_id")).isEqualTo(lead.get("status_id"));
        assertThat(crm.read(PATH + change.id() + "/")).isEqualTo(change);
        Shape.assertKeyOrder(change.node());
    }

    @Test
    void deletingAChangeLeavesTheLeadAlone() {
        Item lead = crm.lead();
        Item status = crm.leadStatus("Kept");
        api.put("/lead/" + lead.id() + "/", Json.object("status_id", status.id()))
                .ok();
        Item change = api.get(PATH + "?lead_id=" + lead.id()).items().getFirst();

        api.delete(PATH + change.id() + "/").is(200);

        api.get(PATH + change.id() + "/").refuses(404);
        assertThat(crm.read("/lead/" + lead.id() + "/").get("status_id")).isEqualTo(status.id());
    }

    @Test
    void aChangeIsNotUpdated() {
        Item lead = crm.lead();
        api.put(
                        "/lead/" + lead.id() + "/",
                        Json.object("status_id", crm.leadStatus("Next").id()))
                .ok();

        api.put(PATH + api.get(PATH + "?lead_id=" + lead.id()).ids().getFirst() + "/", "{}")
                .refuses(405);
    }

    @Test
    void leadAndStatusesMustExist() {
        Item lead = crm.lead();
        String status = lead.text("status_id");

        api.post(PATH, Json.object("old_status_id", status, "new_status_id", status))
                .refusesField("lead", "This field is required.");
        api.post(PATH, Json.object("lead_id", Crm.UNKNOWN_LEAD, "old_status_id", status, "new_status_id", status))
                .refusesField("lead", "Object does not exist.");
        api.post(
                        PATH,
                        Json.object(
                                "lead_id",
                                lead.id(),
                                "old_status_id",
                                status,
                                "new_status_id",
                                "stat_" + "0".repeat(43)))
                .is(400);
        api.post(PATH, Json.object("lead_id", lead.id(), "new_status_id", status))
                .is(400);
    }
}
