package ajar.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// API keys: who makes, sees and revokes them.
class ApiKeyTest {
    private final Crm crm = Ajar.organization("Keys");

    private Item make(String name) {
        return crm.create("/api_key/", "name", name);
    }

    private static Api api(String key) {
        return Api.withKey(Ajar.url(), key);
    }

    @Test
    void aNewKeyIsToldOnceAndOpensTheDoor() {
        Item made = make("Nightly sync");
        String secret = made.text("api_key");

        assertThat(secret).matches("api_[0-9A-Za-z]{22}\\.[0-9A-Za-z]{22}").startsWith(made.id() + ".");
        assertThat(made.get("user_id")).isEqualTo(crm.user);
        assertThat(made.get("last_used_at")).isNull();
        assertThat(api(secret).get("/me/").ok().id()).isEqualTo(crm.user);
        Item read = crm.read("/api_key/" + made.id() + "/");
        assertThat(read.keys())
                .containsExactly("date_created", "id", "last_used_at", "name", "organization_id", "user_id");
        assertThat(Shape.DATE_TIME.fits(read.text("last_used_at"))).isTrue();
        assertThat(crm.api.get("/api_key/").text()).doesNotContain(secret).doesNotContain("digest");
    }

    @Test
    void aRevokedKeyIsOutAtOnce() {
        Item made = make("Leaked");
        Api leaked = api(made.text("api_key"));
        leaked.get("/me/").is(200);

        crm.api.delete("/api_key/" + made.id() + "/").is(204);

        leaked.get("/me/").refuses(401);
    }

    @Test
    void aKeyMayRevokeItself() {
        Item made = make("Done");
        Api own = api(made.text("api_key"));

        own.delete("/api_key/" + made.id() + "/").is(204);

        own.get("/me/").refuses(401);
    }

    @Test
    void eventsNameTheKey() {
        Item made = make("Writer");
        Item lead = api(made.text("api_key"))
                .post("/lead/", "{\"name\": \"By a key\"}")
                .ok();

        assertThat(crm.events(lead.id(), "created").getFirst().get("api_key_id"))
                .isEqualTo(made.id());
    }

    @Test
    void oldClientsFindOutWhoseAKeyIs() {
        Item found = crm.read("/api_key/" + crm.key + "/");

        assertThat(found.get("organization_id")).isEqualTo(crm.organization);
        assertThat(found.get("user_id")).isEqualTo(crm.user);
        assertThat(found.keys()).doesNotContain("api_key");
    }

    @Test
    void anothersKeysAreNotThere() {
        Crm other = Ajar.organization("Other keys");
        Item theirs = other.create("/api_key/", "name", "Theirs");

        crm.api.get("/api_key/" + theirs.id() + "/").refuses(404);
        crm.api.get("/api_key/" + theirs.text("api_key") + "/").refuses(404);
        crm.api.delete("/api_key/" + theirs.id() + "/").refuses(404);
        assertThat(crm.api.get("/api_key/").ids()).doesNotContain(theirs.id());
        api(theirs.text("api_key")).get("/me/").is(200);
        crm.api
                .post("/api_key/", Json.object("name", "For them", "user_id", other.user))
                .refusesField("user_id");
    }

    @Test
    void whatIsSentIsChecked() {
        crm.api.post("/api_key/", "{}").refusesField("name", "This field is required.");
        crm.api.post("/api_key/", "{\"name\": 5}").refusesField("name", "Value must be of str type.");
        assertThat(List.of("\"x\"", "[]", "null"))
                .allSatisfy(body -> crm.api.post("/api_key/", body).refuses(400));
    }
}
