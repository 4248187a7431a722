package ajar.simulate.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.simulate.Client.Answer;
import ajar.simulate.Listening;
import ajar.simulate.http.Json;
import ajar.simulate.http.Received;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MicrosoftSubscriptionsTest extends MicrosoftTest {
    private static final String PATH = "/v1.0/subscriptions";

    private final Listening listening = new Listening();

    @AfterEach
    void stop() {
        listening.close();
    }

    private Answer subscribe(String notificationPath, String until, String... headers) {
        return client.post(PATH, """
            {"changeType": "created,updated,deleted", "notificationUrl": "%1$s%2$s",
             "lifecycleNotificationUrl": "%1$s/lifecycle", "resource": "me/events",
             "expirationDateTime": "%3$s", "clientState": "secret"}
            """.formatted(listening.url(), notificationPath, until), headers);
    }

    private Answer subscribe() {
        return subscribe("/push", "2026-03-02T12:00:00Z");
    }

    /// The notifications that have arrived, without validations.
    private List<Received> arrived() {
        microsoft.notifications();
        return listening.received().stream()
                .filter(one -> one.parameter("validationToken") == null)
                .toList();
    }

    @Test
    void bothUrlsAreValidatedAndChangesAreNotified() {
        Answer created = subscribe();
        assertThat(created.status()).isEqualTo(201);
        assertThat(listening.received()).extracting(Received::path).containsExactly("/push", "/lifecycle");
        assertThat(listening.received().getFirst().parameter("validationToken")).contains(" ");
        String id = calendar.add(MEETING);
        calendar.change(id, "{\"subject\": \"New\"}");
        calendar.delete(id);
        List<Received> arrived = arrived();
        assertThat(arrived)
                .extracting(one -> one.json().at("/value/0/changeType").asString())
                .containsExactly("created", "updated", "deleted");
        JsonNode first = arrived.getFirst().json().at("/value/0");
        assertThat(first.path("clientState").asString()).isEqualTo("secret");
        assertThat(first.path("subscriptionId").asString())
                .isEqualTo(created.json().path("id").asString());
        assertThat(first.at("/resourceData/id").asString()).isEqualTo(id);
        assertThat(first.path("resource").asString()).startsWith("Users/").endsWith("/Events/" + id);
    }

    @Test
    void anEndpointThatFailsValidationGetsNoSubscription() {
        Answer answer = subscribe("/broken", "2026-03-02T12:00:00Z");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo("ValidationError");
        assertThat(client.get(PATH).json().path("value")).isEmpty();
    }

    @Test
    void theLifeOfASubscriptionIsBounded() {
        Answer tooLong = subscribe("/push", "2026-03-04T10:30:01Z");
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(tooLong.json().at("/error/message").asString()).contains("4230 minutes");
        assertThat(subscribe("/push", "2026-03-01T11:00:00Z").status()).isEqualTo(400);
        Answer answer = subscribe("/push", "2026-03-04T10:30:00Z");
        assertThat(answer.json().path("expirationDateTime").asString()).isEqualTo("2026-03-04T10:30:00.0000000Z");
        later(Duration.ofMinutes(4230));
        calendar.add(MEETING);
        assertThat(arrived()).isEmpty();
        assertThat(client.get(PATH + "/" + answer.json().path("id").asString()).status())
                .isEqualTo(404);
    }

    @Test
    void aSubscriptionIsRenewedReauthorizedAndDeleted() {
        String path = PATH + "/" + subscribe().json().path("id").asString();
        Answer renewed = client.send("PATCH", path, "{\"expirationDateTime\": \"2026-03-03T12:00:00Z\"}");
        assertThat(renewed.status()).isEqualTo(200);
        later(Duration.ofHours(36));
        calendar.add(MEETING);
        assertThat(arrived()).hasSize(1);
        assertThat(client.post(path + "/reauthorize", "").status()).isEqualTo(204);
        assertThat(client.send("DELETE", path, null).status()).isEqualTo(204);
        assertThat(client.get(path).status()).isEqualTo(404);
        assertThat(microsoft.refusedWrites()).isEmpty();
    }

    @Test
    void lifecycleNotificationsGoToTheirOwnUrl() {
        String id = subscribe().json().path("id").asString();
        for (String event : List.of("missed", "reauthorizationRequired", "subscriptionRemoved")) {
            microsoft.lifecycle(event, id);
            Received last = arrived().getLast();
            assertThat(last.path()).isEqualTo("/lifecycle");
            assertThat(last.json().at("/value/0/lifecycleEvent").asString()).isEqualTo(event);
            assertThat(last.json().at("/value/0/clientState").asString()).isEqualTo("secret");
        }
        assertThat(client.get(PATH + "/" + id).status()).isEqualTo(404);
    }

    @Test
    void someMailboxesNeverGetASubscription() {
        microsoft.set(MicrosoftSwitches.SUBSCRIPTIONS, "backend_unknown");
        Answer answer = subscribe();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(code(answer)).isEqualTo("ExtensionError");
        assertThat(answer.json().at("/error/message").asString()).contains("backend 'Unknown'");
        microsoft.set(MicrosoftSwitches.SUBSCRIPTIONS, "mailbox_unsupported");
        assertThat(subscribe().status()).isEqualTo(404);
    }

    @Test
    void notificationsCanBeLostOrDoubled() {
        subscribe();
        microsoft.set(MicrosoftSwitches.NOTIFICATIONS_LOST, true);
        calendar.add(MEETING);
        assertThat(arrived()).isEmpty();
        microsoft.set(MicrosoftSwitches.NOTIFICATIONS_LOST, false);
        microsoft.set(MicrosoftSwitches.NOTIFICATIONS_DOUBLED, true);
        calendar.add(MEETING);
        assertThat(arrived()).hasSize(2);
        microsoft.expireChannels();
        calendar.add(MEETING);
        assertThat(arrived()).hasSize(2);
    }

    @Test
    void immutableIdsAreNotifiedWhenPreferred() {
        subscribe("/push", "2026-03-02T12:00:00Z", "Prefer", "IdType=\"ImmutableId\"");
        String id = calendar.add(MEETING);
        String notified = Json.string(arrived().getFirst().json().at("/value/0/resourceData"), "id");
        assertThat(notified).isNotEqualTo(id);
        assertThat(client.get("/v1.0/me/events/" + notified).json().path("id").asString())
                .isEqualTo(id);
    }
}
