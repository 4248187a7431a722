package ajar.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.Api;
import ajar.Patience;
import ajar.engine.json.Json;
import ajar.organization.Role;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Webhooks from the writer to the receiver, with a clock that stands until a test moves it.
class DeliveryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Scene scene = new Scene();
    private final Api api = scene.api();
    private final Receiver receiver = scene.receiver();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aCreationIsSentAtOnceAsTheEventLogShowsIt() {
        JsonNode webhook = scene.subscribe("/hook?a=b", "lead created");
        String lead = scene.lead("Acme");

        var delivery = receiver.await(1).getFirst();

        assertThat(delivery.path()).isEqualTo("/hook?a=b");
        assertThat(delivery.header("content-type")).isEqualTo("application/json");
        assertThat(delivery.json().propertyNames()).containsExactly("event", "subscription_id");
        assertThat(delivery.json().path("subscription_id")).isEqualTo(webhook.path("id"));
        assertThat(delivery.event())
                .isEqualTo(api.get("/event/?object_id=" + lead + "&action=created")
                        .orFail()
                        .path("data")
                        .get(0));
        assertThat(delivery.header("close-sig-timestamp"))
                .isEqualTo(Long.toString(Instant.parse("2031-01-31T09:00:00Z").getEpochSecond()));
        assertThat(delivery.isGenuine(webhook.path("signature_key").asString())).isTrue();
        assertThat(delivery.headers()).doesNotContainKey("Webhook-signature");
    }

    @Test
    void standardWebhooksHeadersComeWhenAskedFor() throws GeneralSecurityException {
        JsonNode webhook = scene.subscribe("/", "lead created");
        api.put(scene.path(webhook), Json.object().put("standard_webhooks", true))
                .orFail();
        scene.lead("Acme");

        var delivery = receiver.await(1).getFirst();

        String signed = delivery.header("webhook-id") + "." + delivery.header("webhook-timestamp") + "."
                + new String(delivery.body(), StandardCharsets.UTF_8);
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(
                HexFormat.of().parseHex(webhook.path("signature_key").asString()), "HmacSHA256"));
        String expected = Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        assertThat(delivery.header("webhook-signature")).isEqualTo("v1," + expected);
        assertThat(delivery.header("webhook-id")).startsWith("whdel_");
        assertThat(delivery.isGenuine(webhook.path("signature_key").asString())).isTrue();
    }

    @Test
    void onlyWhatWasAskedForIsSent() {
        scene.subscribe("/leads", "lead created");
        scene.subscribe("/contacts", "contact created");
        var filtered = Json.parse("""
            {"url": "%s/acme", "events": [
              {"object_type": "lead", "action": "created", "extra_filter": {"type": "field_accessor", "field": "data",
               "filter": {"type": "field_accessor", "field": "name",
                          "filter": {"type": "contains", "value": "Acme"}}}},
              {"object_type": "lead", "action": "created", "extra_filter": {"type": "field_accessor",
               "field": "meta", "filter": {"type": "field_accessor", "field": "request_method",
                          "filter": {"type": "equals", "value": "DELETE"}}}}]}\
            """.formatted(receiver.url()));
        api.post("/webhook/", filtered).orFail();

        scene.lead("Bolts & Co");
        scene.lead("Acme");

        assertThat(receiver.await(3)).extracting(Receiver.Delivery::path).containsOnly("/leads", "/acme");
        scene.lead("Witness");
        assertThat(receiver.await(4))
                .extracting(it -> it.path() + " " + it.event().at("/data/name").asString())
                .containsExactlyInAnyOrder("/leads Bolts & Co", "/leads Acme", "/acme Acme", "/leads Witness");
    }

    @Test
    void updatesWaitUntilNothingMoreIsFoldedIntoThem() {
        JsonNode webhook = scene.subscribe("/", "lead created", "lead updated", "contact created");
        String lead = scene.lead("Acme");
        receiver.await(1);
        scene.rename(lead, "Acme One");
        scene.advance(Duration.ofSeconds(5));
        scene.rename(lead, "Acme Two");
        api.post("/contact/", Json.object().put("lead_id", lead).put("name", "Ada"))
                .orFail();
        receiver.await(2);

        scene.advance(Duration.ofMillis(1));

        var delivery = receiver.await(3).getLast();
        assertThat(delivery.event().path("action").asString()).isEqualTo("updated");
        assertThat(delivery.event().at("/previous_data/name").asString()).isEqualTo("Acme");
        assertThat(delivery.event().at("/data/name").asString()).isEqualTo("Acme Two");
        assertThat(scene.column("select count(*) from webhook_delivery where webhook_id = '"
                        + webhook.path("id").asString() + "' and action = 'updated'"))
                .containsExactly("1");
    }

    @Test
    void anUpdateThatNoLongerSatisfiesTheFilterIsNotSent() {
        var body = Json.parse("""
            {"url": "%s/", "events": [{"object_type": "lead", "action": "updated", "extra_filter":
              {"type": "field_accessor", "field": "data", "filter": {"type": "field_accessor", "field": "name",
               "filter": {"type": "equals", "value": "Right"}}}}]}\
            """.formatted(receiver.url()));
        api.post("/webhook/", body).orFail();
        String wrongInTheEnd = scene.lead("Acme");
        String rightInTheEnd = scene.lead("Bolts");
        scene.rename(wrongInTheEnd, "Right");
        scene.rename(wrongInTheEnd, "Wrong");
        scene.rename(rightInTheEnd, "Wrong");
        scene.rename(rightInTheEnd, "Right");

        scene.advance(Duration.ofSeconds(6));

        assertThat(receiver.await(1)).hasSize(1);
        assertThat(receiver.story()).containsExactly("updated " + rightInTheEnd);
        assertThat(scene.column("select status from webhook_delivery order by seq"))
                .containsExactly("canceled", "delivered");
    }

    @Test
    void whatFailsIsTriedAgainOnScheduleAndSignedAnew() {
        receiver.answers(503);
        JsonNode webhook = scene.subscribe("/", "lead created");
        scene.lead("Acme");
        receiver.await(1);
        scene.awaitColumn("select status from webhook_delivery", "retrying");
        Patience.until(
                "unhealthy",
                PATIENCE,
                () -> scene.read(webhook).path("health_status").asString().equals("failing"));
        assertThat(scene.read(webhook).path("latest_error").asString())
                .isEqualTo("Exception name: HTTPError, Status code: 503");

        int attempts = 1;
        for (int seconds : List.of(60, 120, 240, 480, 960, 1200, 1200)) {
            scene.advance(Duration.ofSeconds(seconds * 9 / 10 - 1));
            scene.awaitColumn("select status || ' ' || attempts from webhook_delivery", "retrying " + attempts);
            assertThat(receiver.deliveries()).hasSize(attempts);
            scene.advance(Duration.ofSeconds(seconds * 2 / 10 + 1));
            attempts++;
            receiver.await(attempts);
            scene.awaitColumn("select attempts::text from webhook_delivery", Integer.toString(attempts));
        }
        receiver.answers(204);
        scene.advance(Duration.ofSeconds(1321));
        receiver.await(attempts + 1);
        scene.awaitColumn("select status from webhook_delivery", "delivered");

        assertThat(receiver.deliveries())
                .hasSize(attempts + 1)
                .allSatisfy(delivery -> assertThat(
                                delivery.isGenuine(webhook.path("signature_key").asString()))
                        .isTrue());
        assertThat(receiver.deliveries())
                .extracting(it -> it.header("close-sig-timestamp"))
                .doesNotHaveDuplicates();
        assertThat(receiver.deliveries())
                .extracting(it -> it.event().path("id").asString())
                .containsOnly(
                        receiver.deliveries().getFirst().event().path("id").asString());
        Patience.until(
                "healthy",
                PATIENCE,
                () -> scene.read(webhook).path("health_status").asString().equals("healthy"));
        assertThat(scene.read(webhook).path("counters"))
                .isEqualTo(Json.parse("{\"first_fail\": 1, \"retry_success\": 1}"));
        assertThat(scene.read(webhook).path("latest_error").isNull()).isTrue();
    }

    @Test
    void aDeliveryIsGivenUpAfterThreeDays() {
        receiver.answers(500);
        scene.subscribe("/", "lead created");
        scene.lead("Acme");
        receiver.await(1);
        scene.awaitColumn("select status from webhook_delivery", "retrying");

        scene.advance(Duration.ofHours(72).plusMinutes(1));

        receiver.await(2);
        scene.awaitColumn("select status from webhook_delivery", "dropped");
        scene.advance(Duration.ofHours(1));
        assertThat(receiver.deliveries()).hasSize(2);
    }

    @Test
    void aReceiverThatFailsForThreeDaysIsPausedUntilSomebodyResumesIt() {
        receiver.answers(404);
        JsonNode webhook = scene.subscribe("/", "lead created");
        scene.lead("Acme");
        scene.awaitColumn("select status from webhook_delivery", "retrying");
        Patience.until(
                "unhealthy",
                PATIENCE,
                () -> scene.read(webhook).path("health_status").asString().equals("failing"));

        scene.advance(Duration.ofDays(3).plusMinutes(5));

        Patience.until(
                "paused",
                PATIENCE,
                () -> scene.read(webhook).path("status").asString().equals("paused"));
        JsonNode paused = scene.read(webhook);
        assertThat(paused.path("pause_reason").asString()).isEqualTo("failing");
        assertThat(paused.path("recent_consecutive_fail_buckets_cnt").asLong()).isEqualTo(72);
        scene.lead("Not queued");
        receiver.answers(200);
        JsonNode resumed = api.put(scene.path(webhook), Json.object().put("status", "active"))
                .orFail();
        assertThat(resumed.path("health_status").asString()).isEqualTo("healthy");
        assertThat(resumed.path("signature_key")).isEqualTo(webhook.path("signature_key"));
        String after = scene.lead("After");
        Patience.until("the new one", PATIENCE, () -> receiver.story().contains("created " + after));
        assertThat(receiver.deliveries())
                .extracting(it -> it.event().at("/data/name").asString())
                .doesNotContain("Not queued");
    }

    @Test
    void whatIsPausedGetsNothingAndWhatWasQueuedBeforeGoesOutWhenItIsResumed() {
        JsonNode webhook = scene.subscribe("/", "lead created", "lead updated");
        String lead = scene.lead("Acme");
        receiver.await(1);
        scene.rename(lead, "Queued before");
        api.put(scene.path(webhook), Json.object().put("status", "paused")).orFail();
        scene.lead("While paused");
        scene.advance(Duration.ofSeconds(10));
        scene.awaitColumn(
                "select action || ' ' || status from webhook_delivery order by seq",
                "created delivered",
                "updated scheduled");

        api.put(scene.path(webhook), Json.object().put("status", "active")).orFail();

        receiver.await(2);
        scene.lead("Witness");
        assertThat(receiver.await(3))
                .extracting(it -> it.event().at("/data/name").asString())
                .containsExactly("Acme", "Queued before", "Witness");
    }

    @Test
    void eventsOfOneObjectKeepTheirOrderWhateverHappensToTheFirst() {
        JsonNode webhook = scene.subscribe(
                "/", "activity.meeting created", "activity.meeting scheduled", "activity.meeting canceled");
        receiver.answers(
                delivery -> delivery.event().at("/data/title").asString().equals("Sick") ? 500 : 200);
        String lead = scene.lead("Acme");
        String sick = meeting(lead, "Sick");
        api.put("/activity/meeting/" + sick + "/", Json.object().put("status", "canceled"))
                .orFail();
        scene.awaitColumn(
                "select action || ' ' || status from webhook_delivery order by seq",
                "created retrying",
                "scheduled waiting",
                "canceled waiting");
        String well = meeting(lead, "Well");
        receiver.await(3);
        assertThat(receiver.story()).containsExactly("created " + sick, "created " + well, "scheduled " + well);

        receiver.answers(200);
        scene.advance(Duration.ofSeconds(67));

        receiver.await(6);
        assertThat(receiver.story().subList(3, 6))
                .containsExactly("created " + sick, "scheduled " + sick, "canceled " + sick);
        Patience.until(
                "counted",
                PATIENCE,
                () -> scene.read(webhook).path("counters").path("first_success").asLong() == 4);
    }

    private String meeting(String lead, String title) {
        var body = Json.object()
                .put("lead_id", lead)
                .put("title", title)
                .put("starts_at", "2031-02-10T10:00:00Z")
                .put("ends_at", "2031-02-10T11:00:00Z");
        return api.post("/activity/meeting/", body).orFail().path("id").asString();
    }

    @Test
    void aReceiverThatHangsDoesNotHoldUpAnother() {
        var never = new CountDownLatch(1);
        receiver.answers(delivery -> {
            if (delivery.path().equals("/hangs")) {
                awaitQuietly(never);
            }
            return 200;
        });
        for (int i = 0; i < 5; i++) {
            scene.subscribe("/hangs", "lead created");
        }
        scene.subscribe("/healthy", "lead created");
        try {
            for (int i = 0; i < 40; i++) {
                scene.lead("Lead " + i);
            }
            receiver.await(40);
            assertThat(receiver.deliveries())
                    .extracting(Receiver.Delivery::path)
                    .containsOnly("/healthy");
        } finally {
            never.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aRedirectIsAFailureAndIsNotFollowed() {
        receiver.answers(307);
        scene.subscribe("/", "lead created");
        scene.lead("Acme");

        scene.awaitColumn("select response_status_code::text from webhook_delivery where status = 'retrying'", "307");

        assertThat(receiver.deliveries()).extracting(Receiver.Delivery::path).containsExactly("/");
    }

    @Test
    void whatADeletedSubscriptionLeavesBehindIsRemoved() {
        JsonNode webhook = scene.subscribe("/", "lead created");
        scene.lead("Acme");
        receiver.await(1);

        api.delete(scene.path(webhook)).orFail();
        scene.lead("Nobody's");
        assertThat(scene.column("select status from webhook_delivery")).containsExactly("delivered");
        scene.advance(Duration.ofMinutes(11));
        new Upkeep(scene.server().server().engine(), 10).run();

        assertThat(scene.column("select id from webhook_delivery union all select id from webhook"))
                .isEmpty();
    }

    @Test
    void aSubscriptionWithTooMuchInItsQueueIsPausedAndTheQueueCleared() {
        receiver.answers(500);
        JsonNode webhook = scene.subscribe("/", "lead created", "lead updated");
        String lead = scene.lead("Acme");
        scene.awaitColumn("select status from webhook_delivery", "retrying");
        var upkeep = new Upkeep(scene.server().server().engine(), 3);
        scene.rename(lead, "One");
        upkeep.run();
        assertThat(scene.read(webhook).path("status").asString()).isEqualTo("active");

        scene.lead("Bolts");
        scene.awaitColumn("select status from webhook_delivery order by seq", "retrying", "scheduled", "retrying");
        upkeep.run();

        assertThat(scene.read(webhook).path("status").asString()).isEqualTo("paused");
        assertThat(scene.read(webhook).path("pause_reason").asString()).isEqualTo("backlog");
        assertThat(scene.column("select distinct status from webhook_delivery")).containsExactly("canceled");
    }

    @Test
    void whatIsOverIsForgottenAfterAWeek() {
        scene.subscribe("/", "lead created");
        scene.lead("Old");
        receiver.await(1);
        scene.awaitColumn("select status from webhook_delivery", "delivered");
        scene.advance(Duration.ofDays(7).plusSeconds(1));
        String lead = scene.lead("New");
        scene.awaitColumn("select status from webhook_delivery", "delivered", "delivered");

        new Upkeep(scene.server().server().engine(), 10).run();

        assertThat(scene.column("select object_id from webhook_delivery")).containsExactly(lead);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lead created", "lead updated", "lead deleted"})
    void anotherOrganizationsEventsAreNotSent(String events) {
        scene.subscribe("/", events);
        var other = scene.server().server().accounts().found("Other", "bob@example.com", "Bob", "Other", null);
        var theirs = new Api(scene.server().url(), other.apiKey());
        String lead = theirs.post("/lead/", Json.object().put("name", "Secret"))
                .orFail()
                .path("id")
                .asString();
        theirs.put("/lead/" + lead + "/", Json.object().put("name", "Secret, too"))
                .orFail();
        theirs.delete("/lead/" + lead + "/").orFail();

        assertThat(scene.column("select id from webhook_delivery")).isEmpty();
    }

    @Test
    void usersSeeTheirOwnSubscriptionsAndAdministratorsAll() {
        JsonNode ofAda = scene.subscribe("/", "lead created");
        var accounts = scene.server().server().accounts();
        String organization = scene.server().organization().organizationId();
        String user = accounts.addUser(organization, "uma@example.com", "Uma", "User", Role.USER);
        var uma = new Api(scene.server().url(), accounts.addKey(organization, user));
        var body = Json.parse("{\"url\": \"https://example.com/\", \"events\": [{\"object_type\": \"lead\","
                + " \"action\": \"merged\"}]}");
        JsonNode own = uma.post("/webhook/", body).orFail();

        assertThat(uma.get("/webhook/").orFail().path("data").valueStream())
                .extracting(it -> it.path("id").asString())
                .containsExactly(own.path("id").asString());
        assertThat(uma.get(scene.path(ofAda)).status()).isEqualTo(404);
        assertThat(uma.put(scene.path(ofAda), Json.object().put("status", "paused"))
                        .status())
                .isEqualTo(404);
        assertThat(uma.delete(scene.path(ofAda)).status()).isEqualTo(404);
        assertThat(api.get("/webhook/").orFail().path("data").size()).isEqualTo(2);
        api.delete(scene.path(own)).orFail();
    }
}
