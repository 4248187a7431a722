package ajar.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Scheduling links: those that people keep, and those that applications keep for them.
class SchedulingLinkTest {
    private static final Crm crm = Ajar.organization("Links");
    private static final Application app = Application.of(crm, "Booking");
    private static final Api acting = app.actingFor(crm);

    private static String body(String sourceId, String name) {
        return Json.object(
                "source_id",
                sourceId,
                "source_type",
                "Multi-Use",
                "name",
                name,
                "url",
                "https://your-app.example.com/link/example/",
                "description",
                "text",
                "duration_in_minutes",
                60);
    }

    @Test
    void aLinkOfOnesOwnIsManual() {
        Item link = crm.create("/scheduling_link/", "name", "Chat with Us", "url", "example.com/x");

        assertThat(link.plain())
                .containsEntry("url", "https://example.com/x")
                .containsEntry("type", "USER")
                .containsEntry("source", "MANUAL")
                .containsEntry("user_id", crm.user)
                .containsEntry("organization_id", crm.organization)
                .containsEntry("source_id", null)
                .containsEntry("source_type", null)
                .containsEntry("oauth_client_id", null)
                .containsEntry("template_tag", null)
                .containsEntry("duration_in_minutes", null)
                .containsEntry("description", null);
        assertThat(link.id()).matches("schlnk_[0-9A-Za-z]{22}");
        assertThat(link.keys()).hasSize(13).doesNotContain("date_created");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "javascript:alert(1)", "ftp://example.com", "https://", "a b", "http://ex ample/"})
    void whatIsNoWebAddressIsRefused(String url) {
        crm.api
                .post("/scheduling_link/", Json.object("name", "Bad", "url", url))
                .refusesField("url");
    }

    @ParameterizedTest
    @CsvSource({"name", "url"})
    void nameAndAddressAreNeeded(String field) {
        var body = Json.map("name", "Chat", "url", "https://example.com");
        body.remove(field);

        crm.api.post("/scheduling_link/", Json.write(body)).refusesField(field, "This field is required.");
    }

    @Test
    void anApplicationMakesAndChangesALinkByItsOwnId() {
        Item made = acting.post("/scheduling_link/integration/", body("74241bb7", "Chat"))
                .is(200)
                .item();
        Item changed = acting.post("/scheduling_link/integration/", body("74241bb7", "Talk"))
                .is(200)
                .item();

        assertThat(made.plain())
                .containsEntry("source", "THIRD_PARTY")
                .containsEntry("type", "USER")
                .containsEntry("source_id", "74241bb7")
                .containsEntry("source_type", "Multi-Use")
                .containsEntry("duration_in_minutes", 60)
                .containsEntry("oauth_client_id", app.id())
                .containsEntry("user_id", crm.user)
                .containsEntry("name", "Chat");
        assertThat(changed.id()).isEqualTo(made.id());
        assertThat(changed.get("name")).isEqualTo("Talk");
        assertThat(crm.read("/scheduling_link/" + made.id() + "/")).isEqualTo(changed);

        acting.delete("/scheduling_link/integration/74241bb7/").is(204);
        crm.api.get("/scheduling_link/" + made.id() + "/").refuses(404);
        acting.delete("/scheduling_link/integration/74241bb7/")
                .refuses(404, "Empty query: SchedulingLink matching query does not exist.");
    }

    @Test
    void anotherApplicationHasIdsOfItsOwn() {
        Api another = Application.of(crm, "Another").actingFor(crm);
        Item ours = acting.post("/scheduling_link/integration/", body("same", "Ours"))
                .ok();

        another.delete("/scheduling_link/integration/same/").refuses(404);
        Item theirs = another.post("/scheduling_link/integration/", body("same", "Theirs"))
                .ok();

        assertThat(theirs.id()).isNotEqualTo(ours.id());
        assertThat(crm.read("/scheduling_link/" + ours.id() + "/").get("name")).isEqualTo("Ours");
    }

    @Test
    void keysAreRefused() {
        crm.api.post("/scheduling_link/integration/", body("x", "Never")).refuses(403);
        crm.api.delete("/scheduling_link/integration/x/").refuses(403);
    }

    @Test
    void whatAnApplicationSendsIsChecked() {
        acting.post("/scheduling_link/integration/", Json.object("name", "Chat", "url", "https://example.com"))
                .refusesField("source_id", "This field is required.");
        acting.post(
                        "/scheduling_link/integration/",
                        Json.object("source_id", 5, "name", "Chat", "url", "https://example.com"))
                .refusesField("source_id", "Value must be of str type.");
        acting.post(
                        "/scheduling_link/integration/",
                        Json.object(
                                "source_id", "x",
                                "name", "Chat",
                                "url", "https://example.com",
                                "duration_in_minutes", -1))
                .refusesField("duration_in_minutes");
    }

    @Test
    void manyAtOnceMakeOneLink() {
        var ids = IntStream.range(0, 16)
                .parallel()
                .mapToObj(_ -> acting.post("/scheduling_link/integration/", body("raced", "Raced"))
                        .is(200)
                        .item()
                        .id())
                .distinct()
                .toList();

        assertThat(ids).hasSize(1);
        assertThat(crm.api.get("/scheduling_link/").items().stream()
                        .filter(link -> "raced".equals(link.get("source_id"))))
                .hasSize(1);
    }

    @Test
    void theListHasOnesOwnLinksOldestFirstAndNoPages() {
        Crm fresh = Ajar.organization("Few links");
        var made = IntStream.range(0, 3)
                .mapToObj(i -> fresh.create("/scheduling_link/", Map.of("name", "Link " + i, "url", "example.com"))
                        .id())
                .toList();

        Answer list = fresh.api.get("/scheduling_link/?_limit=1");

        assertThat(list.ids()).isEqualTo(made);
        assertThat(list.hasMore()).isFalse();
    }
}
