package ajar.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The organization: its settings, members, and the order of its statuses.
class OrganizationTest {
    private final Crm crm = Ajar.organization("Example Inc.");
    private final String path = "/organization/" + crm.organization + "/";

    @Test
    void anOrganizationShowsItsSettingsAndMembers() {
        Item organization = crm.read(path);

        assertThat(organization.id()).isEqualTo(crm.organization);
        assertThat(organization.get("name")).isEqualTo("Example Inc.");
        assertThat(organization.get("currency")).isEqualTo("USD");
        assertThat(organization.get("currency_symbol")).isEqualTo("$");
        assertThat(organization.get("inactive_memberships")).isEqualTo(List.of());
        assertThat(organization.keys())
                .contains("plan_type", "created_by", "updated_by", "date_created", "date_updated", "pipelines");
        assertThat(Shape.DATE_TIME.fits(organization.text("date_created"))).isTrue();
        Item status = organization.list("lead_statuses").getFirst();
        assertThat(status.keys()).contains("id", "label");
        Item member = organization.list("memberships").getFirst();
        Item me = crm.me();
        assertThat(member.get("user_id")).isEqualTo(crm.user);
        assertThat(member.get("user_email")).isEqualTo(me.get("email"));
        assertThat(member.get("user_first_name")).isEqualTo(me.get("first_name"));
        assertThat(member.get("user_last_name")).isEqualTo(me.get("last_name"));
        assertThat(member.get("user_full_name")).isEqualTo(crm.userName());
        assertThat(member.get("role_id")).isEqualTo("admin");
        assertThat(member.keys())
                .contains("id", "auto_record_calls", "permissions_granted", "track_email_opens", "user_phone");
        Shape.assertKeyOrder(organization.node());
    }

    @Test
    void membersMayBeNested() {
        Item member = crm.read(path + "?_expand=memberships__user,inactive_memberships__user")
                .list("memberships")
                .getFirst();

        assertThat(member.get("user/id")).isEqualTo(crm.user);
        assertThat(member.get("user/email")).isEqualTo(crm.me().get("email"));
        assertThat(member.has("user_email")).isFalse();
    }

    @Test
    void aNewOrganizationHasAPipeline() {
        Item pipeline = crm.read(path).list("pipelines").getFirst();

        assertThat(pipeline.get("name")).isEqualTo("Sales");
        assertThat(pipeline.list("statuses"))
                .extracting(status -> status.get("type"))
                .containsExactly("active", "won", "lost");
        assertThat(pipeline.list("statuses"))
                .extracting(status -> status.get("label"))
                .containsExactly("Active", "Won", "Lost");
        assertThat(Shape.NAIVE_DATE_TIME.fits(pipeline.text("date_created"))).isTrue();
    }

    @Test
    void theNameAndCurrencyChange() {
        Item put = crm.api
                .put(path, "{\"name\": \"Renamed\", \"currency\": \"EUR\"}")
                .ok();

        assertThat(put.get("name")).isEqualTo("Renamed");
        assertThat(put.get("currency")).isEqualTo("EUR");
        assertThat(put.get("currency_symbol")).isEqualTo("€");
        assertThat(crm.read(path).get("name")).isEqualTo("Renamed");
    }

    @ParameterizedTest
    @CsvSource({"name, ''", "name, 5", "currency, EURO", "currency, xx"})
    void aBadValueIsRefused(String field, String value) {
        crm.api
                .put(path, "{\"%s\": %s}".formatted(field, value.matches("\\d") ? value : "\"" + value + "\""))
                .refusesField(field);
        assertThat(crm.read(path).get("name")).isEqualTo("Example Inc.");
    }

    @Test
    void theOrderOfTheStatusesDecidesTheDefault() {
        var ids = new ArrayList<>(crm.api.get("/status/lead/").ids());
        var reversed = ids.reversed();

        Item put = crm.api
                .put(
                        path,
                        Json.object(
                                "lead_statuses",
                                reversed.stream().map(id -> Json.map("id", id)).toList()))
                .ok();

        assertThat(put.list("lead_statuses")).extracting(Item::id).isEqualTo(reversed);
        assertThat(crm.api.get("/status/lead/").ids()).isEqualTo(reversed);
        assertThat(crm.lead().get("status_id")).isEqualTo(reversed.getFirst());
    }

    @Test
    void statusesThatAreLeftOutStayAtTheEnd() {
        // A guess: reordering neither makes nor deletes statuses.
        List<String> ids = crm.api.get("/status/lead/").ids();

        crm.api
                .put(path, Json.object("lead_statuses", List.of(Json.map("id", ids.getLast()))))
                .ok();

        List<String> after = crm.api.get("/status/lead/").ids();
        assertThat(after).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(after.getFirst()).isEqualTo(ids.getLast());
    }

    @Test
    void anotherOrganizationIsNotFound() {
        Crm other = Ajar.organization("Other Inc.");

        other.api.get(path).refuses(404);
        other.api.put(path, "{\"name\": \"Taken over\"}").refuses(404);
        assertThat(crm.read(path).get("name")).isEqualTo("Example Inc.");
    }
}
