package ajar.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Users: the caller, the others, and who is there.
class UserTest {
    private static final Crm crm = Ajar.organization("Users");
    private static final Api api = crm.api;

    @Test
    void theCallerSeesHimselfWithHisOrganizations() {
        Item me = crm.me();

        assertThat(me.id()).isEqualTo(crm.user);
        assertThat(me.keys())
                .contains(
                        "email",
                        "first_name",
                        "last_name",
                        "image",
                        "date_created",
                        "date_updated",
                        "last_used_timezone");
        assertThat(Shape.DATE_TIME.fits(me.text("date_created"))).isTrue();
        Item organization = me.list("organizations").getFirst();
        assertThat(organization.id()).isEqualTo(crm.organization);
        assertThat(organization.get("name")).isEqualTo("Users");
        assertThat(organization.list("lead_statuses").getFirst().keys()).contains("id", "label");
        assertThat(organization.list("pipelines").getFirst().keys()).contains("id", "name", "statuses");
        Item membership = me.list("memberships").getFirst();
        assertThat(membership.get("organization_id")).isEqualTo(crm.organization);
        assertThat(membership.get("user_id")).isEqualTo(crm.user);
        assertThat(membership.get("role_id")).isEqualTo("admin");
        assertThat(membership.get("permissions_granted").toString())
                .contains("manage_organization", "delete_leads", "delete_own_activities", "view_all_leads");
        assertThat(me.get("email_accounts")).isEqualTo(List.of());
        assertThat(me.get("phone_numbers")).isEqualTo(List.of());
        Shape.assertKeyOrder(me.node());
        assertThat(crm.read("/me/?_fields=id,email").keys()).containsExactly("email", "id");
    }

    @Test
    void aUserIsReadWithTheIdsOfHisOrganizations() {
        Item user = crm.read("/user/" + crm.user + "/");

        assertThat(user.get("organizations")).isEqualTo(List.of(crm.organization));
        assertThat(user.get("email")).isEqualTo(crm.me().get("email"));
        assertThat(user.has("memberships")).isFalse();
        Shape.assertKeyOrder(user.node());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?_order_by=last_name,first_name",
                "?_order_by=first_name,last_name",
                "?_limit=1000",
                "?_order_by=shoe_size"
            })
    void theMembersAreListed(String query) {
        Answer list = api.get("/user/" + query).is(200);

        assertThat(list.ids()).containsExactly(crm.user);
        assertThat(list.items().getFirst()).isEqualTo(crm.read("/user/" + crm.user + "/"));
        assertThat(list.hasMore()).isFalse();
    }

    @Test
    void othersAreNotSeen() {
        Crm other = Ajar.organization("Other users");

        assertThat(other.api.get("/user/").ids()).doesNotContain(crm.user);
        other.api.get("/user/" + crm.user + "/").refuses(404);
    }

    @Test
    void availabilityHasThreeRowsForEachUser() {
        Item answer = crm.read("/user/availability/?organization_id=" + crm.organization);

        assertThat(answer.has("has_more")).isFalse();
        Item user = answer.list("data").getFirst();
        assertThat(user.get("user_id")).isEqualTo(crm.user);
        assertThat(user.list("availability"))
                .extracting(row -> row.get("type"))
                .containsExactly("mobile", "native", "web");
        assertThat(user.list("availability")).allSatisfy(row -> {
            assertThat(row.get("status")).isIn("online", "offline");
            assertThat(row.get("active_calls")).isEqualTo(List.of());
        });
    }

    @Test
    void availabilityOfAnotherOrganizationIsNotTold() {
        Answer answer = api.get("/user/availability/?organization_id=" + Ajar.organization("Absent").organization);

        if (answer.status() == 200) {
            assertThat(answer.get("data")).isEqualTo(List.of());
        } else {
            answer.isRefused();
        }
    }

    @Test
    void aUserIsNotWrittenHere() {
        api.put("/user/" + crm.user + "/", "{}").refuses(405);
        api.delete("/user/" + crm.user + "/").refuses(405);
        api.post("/user/", "{}").refuses(405);
    }
}
