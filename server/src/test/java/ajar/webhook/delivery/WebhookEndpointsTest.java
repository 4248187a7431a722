package ajar.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.Api;
import ajar.engine.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Ajar's own operations on subscriptions.
class WebhookEndpointsTest {
    private final Scene scene = new Scene();
    private final Api api = scene.api();
    private final Receiver receiver = scene.receiver();

    @AfterEach
    void close() {
        scene.close();
    }

    private List<JsonNode> log(JsonNode webhook, String query) {
        return api.get(scene.path(webhook) + "delivery/" + query)
                .orFail()
                .path("data")
                .valueStream()
                .toList();
    }

    @Test
    void theLogTellsWhatWasSentAndWhatIsToCome() {
        receiver.answers(500);
        JsonNode webhook = scene.subscribe("/hook", "lead created", "lead updated");
        String lead = scene.lead("Acme");
        scene.awaitColumn("select status from webhook_delivery", "retrying");
        scene.rename(lead, "Acme One");

        var deliveries = log(webhook, "");

        assertThat(deliveries).hasSize(2);
        JsonNode waiting = deliveries.getFirst();
        assertThat(waiting.path("status").asString()).isEqualTo("scheduled");
        assertThat(waiting.path("attempts").asInt()).isZero();
        assertThat(waiting.path("next_attempt_at").asString()).isEqualTo("2031-01-31T09:00:05.001000");
        JsonNode failed = deliveries.getLast();
        assertThat(failed.path("id").asString()).startsWith("whdel_");
        assertThat(failed.path("status").asString()).isEqualTo("retrying");
        assertThat(failed.path("webhook_id")).isEqualTo(webhook.path("id"));
        assertThat(failed.path("object_type").asString()).isEqualTo("lead");
        assertThat(failed.path("object_id").asString()).isEqualTo(lead);
        assertThat(failed.path("action").asString()).isEqualTo("created");
        assertThat(failed.path("attempts").asInt()).isEqualTo(1);
        assertThat(failed.path("url").asString()).isEqualTo(receiver.url() + "/hook");
        assertThat(failed.path("response_status_code").asInt()).isEqualTo(500);
        assertThat(failed.path("error").asString()).isEqualTo("Exception name: HTTPError, Status code: 500");
        assertThat(failed.path("first_attempt_at").asString()).isEqualTo("2031-01-31T09:00:00");
        assertThat(failed.path("next_attempt_at").asString()).startsWith("2031-01-31T09:0");
        assertThat(failed.path("duration_ms").isIntegralNumber()).isTrue();
        assertThat(failed.path("finished_at").isNull()).isTrue();
        assertThat(api.get("/event/" + failed.path("event_id").asString() + "/").orFail())
                .isEqualTo(receiver.deliveries().getFirst().event());
        assertThat(api.get(scene.path(webhook) + "delivery/" + failed.path("id").asString() + "/")
                        .orFail())
                .isEqualTo(failed);
        assertThat(log(webhook, "?status=retrying")).containsExactly(failed);
        assertThat(log(webhook, "?event_id=" + waiting.path("event_id").asString()))
                .containsExactly(waiting);
        assertThat(log(webhook, "?_limit=1")).containsExactly(waiting);
        assertThat(log(webhook, "?_skip=1")).containsExactly(failed);
    }

    @Test
    void oneDeliveryIsSentAgainAsANewOne() {
        JsonNode webhook = scene.subscribe("/", "lead created");
        scene.lead("Acme");
        receiver.await(1);
        scene.awaitColumn("select status from webhook_delivery", "delivered");
        String first = log(webhook, "").getFirst().path("id").asString();

        JsonNode again = api.post(scene.path(webhook) + "delivery/" + first + "/replay/", null)
                .orFail();

        receiver.await(2);
        assertThat(again.path("id").asString()).isNotEqualTo(first);
        assertThat(receiver.deliveries().getLast().event())
                .isEqualTo(receiver.deliveries().getFirst().event());
        scene.awaitColumn("select status from webhook_delivery", "delivered", "delivered");
    }

    @Test
    void aDeliveryThatWaitsForItsNextAttemptIsSentSoonerAndNotTwice() {
        receiver.answers(500);
        JsonNode webhook = scene.subscribe("/", "lead created");
        scene.lead("Acme");
        scene.awaitColumn("select status from webhook_delivery", "retrying");
        receiver.answers(200);
        String id = log(webhook, "").getFirst().path("id").asString();

        JsonNode same = api.post(scene.path(webhook) + "delivery/" + id + "/replay/", null)
                .orFail();

        assertThat(same.path("id").asString()).isEqualTo(id);
        scene.awaitColumn("select status || attempts from webhook_delivery", "delivered2");
        assertThat(receiver.deliveries()).hasSize(2);
    }

    @Test
    void everythingSinceACursorIsSentAgainInOrder() {
        JsonNode webhook = scene.subscribe("/", "lead created", "lead updated", "contact created");
        scene.lead("Before");
        scene.advance(Duration.ofSeconds(10));
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String lead = scene.lead("Lead " + i);
            scene.rename(lead, "Renamed " + i);
            scene.advance(Duration.ofSeconds(10));
            expected.add("created " + lead);
            expected.add("updated " + lead);
        }
        receiver.await(11);
        scene.awaitColumn("select distinct status from webhook_delivery", "delivered");
        String beforeAll = "2031-01-31T09:00:05Z";

        JsonNode answer = api.post(
                        scene.path(webhook) + "replay/", Json.object().put("since", beforeAll))
                .orFail();

        assertThat(answer.path("queued").asInt()).isEqualTo(10);
        assertThat(answer.path("has_more").asBoolean()).isFalse();
        receiver.await(21);
        assertThat(receiver.story().subList(11, 21)).containsExactlyInAnyOrderElementsOf(expected);
        String cursor = answer.path("cursor").asString();
        assertThat(api.post(scene.path(webhook) + "replay/", Json.object().put("cursor", cursor))
                        .orFail()
                        .path("queued")
                        .asInt())
                .isZero();
        JsonNode page = api.get("/event/?_limit=4").orFail();
        assertThat(api.post(
                                scene.path(webhook) + "replay/",
                                Json.object()
                                        .put("cursor", page.path("cursor_next").asString()))
                        .orFail()
                        .path("queued")
                        .asInt())
                .as("the events newer than the fourth")
                .isEqualTo(3);
    }

    @Test
    void aReplaySaysWhatItNeeds() {
        JsonNode webhook = scene.subscribe("/", "lead created");
        String path = scene.path(webhook) + "replay/";

        assertThat(api.post(path, Json.object()).status()).isEqualTo(400);
        assertThat(api.post(path, Json.object().put("cursor", "nonsense")).status())
                .isEqualTo(400);
        assertThat(api.post(path, Json.object().put("since", "yesterday")).text())
                .contains("Invalid ISO 8601 datetime.");
        api.put(scene.path(webhook), Json.object().put("status", "paused")).orFail();
        assertThat(api.post(path, Json.object().put("since", "2031-01-01")).text())
                .contains("paused");
    }

    @Test
    void aTestIsSignedSentOnceAndLeavesNoTrace() {
        JsonNode webhook = scene.subscribe("/", "activity.note created");

        JsonNode answer = api.post(scene.path(webhook) + "test/", null).orFail();

        var delivery = receiver.await(1).getFirst();
        assertThat(delivery.isGenuine(webhook.path("signature_key").asString())).isTrue();
        assertThat(delivery.event().at("/meta/test").asBoolean()).isTrue();
        assertThat(delivery.event().path("object_type").asString()).isEqualTo("activity.note");
        assertThat(answer.path("request_body")).isEqualTo(delivery.json());
        assertThat(answer.path("response_status_code").asInt()).isEqualTo(200);
        assertThat(answer.path("error").isNull()).isTrue();
        receiver.answers(500);
        JsonNode failed = api.post(scene.path(webhook) + "test/", null).orFail();
        assertThat(failed.path("error").asString()).isEqualTo("Exception name: HTTPError, Status code: 500");
        assertThat(log(webhook, "")).isEmpty();
        assertThat(scene.read(webhook).path("health_status").asString()).isEqualTo("healthy");
    }

    @Test
    void anotherOrganizationsDeliveriesAreNotThere() {
        JsonNode webhook = scene.subscribe("/", "lead created");
        scene.lead("Acme");
        receiver.await(1);
        String delivery = log(webhook, "").getFirst().path("id").asString();
        var other = scene.server().server().accounts().found("Other", "bob@example.com", "Bob", "Other", null);
        var theirs = new Api(scene.server().url(), other.apiKey());
        JsonNode own = theirs.post(
                        "/webhook/",
                        Json.parse("{\"url\": \"https://example.com/\", \"events\": [{\"object_type\": \"lead\","
                                + " \"action\": \"merged\"}]}"))
                .orFail();

        for (var path : List.of("delivery/", "delivery/" + delivery + "/")) {
            assertThat(theirs.get(scene.path(webhook) + path).status()).isEqualTo(404);
        }
        assertThat(theirs.get(scene.path(own) + "delivery/" + delivery + "/").status())
                .isEqualTo(404);
        for (var path : List.of("delivery/" + delivery + "/replay/", "replay/", "test/")) {
            assertThat(theirs.post(scene.path(webhook) + path, Json.object().put("since", "2031-01-01"))
                            .status())
                    .isEqualTo(404);
        }
    }
}
