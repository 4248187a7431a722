package ajar.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Outcomes: how calls and meetings can end.
class OutcomeTest {
    private static final Crm crm = Ajar.organization("Outcomes");
    private static final Api api = crm.api;

    @Test
    void anOutcomeAppliesToCallsAndMeetings() {
        Item outcome = api.post("/outcome/", "{\"name\": \"Interested\", \"description\": \"Wants more\"}")
                .is(201)
                .item();

        assertThat(outcome.keys())
                .containsExactly(
                        "applies_to",
                        "created_by",
                        "date_created",
                        "date_updated",
                        "description",
                        "id",
                        "name",
                        "organization_id",
                        "type",
                        "updated_by");
        assertThat(Shape.SHORT_ID.fits(outcome.id())).isTrue();
        assertThat(outcome.id()).startsWith("outcome_");
        assertThat(outcome.get("name")).isEqualTo("Interested");
        assertThat(outcome.get("description")).isEqualTo("Wants more");
        assertThat(outcome.get("type")).isEqualTo("custom");
        assertThat(outcome.get("applies_to")).isEqualTo(List.of("calls", "meetings"));
        assertThat(outcome.get("created_by")).isEqualTo(crm.user);
        assertThat(outcome.text("date_created")).endsWith("+00:00");
    }

    @Test
    void theTypeSaysWhatItAppliesTo() {
        Item dropped =
                crm.create("/outcome/", "name", "Voicemail", "type", "vm-dropped", "applies_to", List.of("meetings"));

        // A guess: what is sent in the deprecated field is overruled.
        assertThat(dropped.get("applies_to")).isEqualTo(List.of("calls"));
        assertThat(api.put("/outcome/" + dropped.id() + "/", "{\"type\": \"custom\"}")
                        .ok()
                        .get("applies_to"))
                .isEqualTo(List.of("calls", "meetings"));
    }

    @Test
    void aNameIsRequired() {
        for (String body : List.of("{}", "{\"name\": null}", "{\"name\": \"\"}")) {
            api.post("/outcome/", body).refusesField("name", "This field is required.");
        }
        api.post("/outcome/", "{\"name\": 5}").refusesField("name", "Value must be of str type.");
    }

    @Test
    void anUnknownTypeIsRefused() {
        api.post("/outcome/", "{\"name\": \"x\", \"type\": \"lost\"}").refusesField("type", "Not a valid choice.");
    }

    @Test
    void anOutcomeIsListedChangedAndDeleted() {
        Item outcome = crm.outcome("Before");
        String path = "/outcome/" + outcome.id() + "/";

        Item put = api.put(path, "{\"name\": \"After\", \"description\": null}").ok();

        assertThat(put.get("name")).isEqualTo("After");
        assertThat(put.get("description")).isNull();
        assertThat(api.get("/outcome/?_limit=100").items()).contains(put);
        assertThat(api.delete(path).is(200).text().strip()).isEqualTo("{}");
        api.get(path).refuses(404, "Empty query: Outcome matching query does not exist.");
        assertThat(api.get("/outcome/").ids()).doesNotContain(outcome.id());
    }
}
