package ajar.calendar.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ajar.calendar.CannedServer;
import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.calendar.MemoryTokens;
import ajar.calendar.Notification;
import ajar.calendar.Notification.Action;
import ajar.calendar.OAuthClient;
import ajar.calendar.Push;
import ajar.engine.json.Json;
import ajar.engine.outgoing.OutgoingHttp;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MicrosoftPushTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final String ADDRESS = "https://crm.example.com/push";
    private static final String MADE = "{\"id\": \"sub-1\", \"expirationDateTime\": \"2026-03-05T07:00:00.0000000Z\"}";

    private final OutgoingHttp http = new OutgoingHttp(true);
    private CannedServer server;
    private Push push;

    @BeforeEach
    void start() throws Exception {
        server = new CannedServer();
        var store = new MemoryTokens("refresh", "access", NOW.plusSeconds(3000));
        push = new MicrosoftConnector(http, OAuthClient.microsoft("id", "secret", server.url()), store, () -> NOW)
                .push();
    }

    @AfterEach
    void stop() {
        assertThat(server.left()).isEmpty();
        server.close();
        http.close();
    }

    @Test
    void aSubscriptionIsMadeForChangesAndForItsOwnLife() throws Exception {
        server.answers("POST /v1.0/subscriptions", 201, MADE);
        var subscription = push.watch("cal=", ADDRESS, "s3cret");
        assertThat(subscription).isEqualTo(new Push.Subscription("sub-1", null, Instant.parse("2026-03-05T07:00:00Z")));
        var asked = Json.parse(server.asked().getFirst().body());
        assertThat(asked.path("resource").asString()).isEqualTo("me/calendars/cal=/events");
        assertThat(asked.path("changeType").asString()).isEqualTo("created,updated,deleted");
        assertThat(asked.path("notificationUrl").asString()).isEqualTo(ADDRESS);
        assertThat(asked.path("lifecycleNotificationUrl").asString()).isEqualTo(ADDRESS);
        assertThat(asked.path("clientState").asString()).isEqualTo("s3cret");
        var end = Instant.parse(asked.path("expirationDateTime").asString());
        assertThat(end).isBefore(NOW.plus(Duration.ofMinutes(4230))).isAfter(NOW.plus(Duration.ofDays(2)));
    }

    @Test
    void aSubscriptionIsProlongedAndMadeAnewWhenItIsGone() throws Exception {
        var running = new Push.Subscription("sub-0", null, NOW);
        server.answers("PATCH /v1.0/subscriptions/sub-0", MADE.replace("sub-1", "sub-0"));
        assertThat(push.renew("cal", running, ADDRESS, "s").id()).isEqualTo("sub-0");

        server.answers("PATCH /v1.0/subscriptions/sub-0", 404, "{\"error\": {\"code\": \"ResourceNotFound\"}}")
                .answers("POST /v1.0/subscriptions", 201, MADE);
        assertThat(push.renew("cal", running, ADDRESS, "s").id()).isEqualTo("sub-1");
    }

    @Test
    void aSubscriptionThatIsGoneNeedsNoEnd() throws Exception {
        server.answers("DELETE /v1.0/subscriptions/sub-0", 404, "")
                .answers("DELETE /v1.0/subscriptions/sub-0", 204, "");
        push.stop(new Push.Subscription("sub-0", null, NOW));
        push.stop(new Push.Subscription("sub-0", null, NOW));
    }

    @Test
    void anAccountThatNeverTellsIsPolled() {
        server.answers("POST /v1.0/subscriptions", 503, """
            {"error": {"code": "ExtensionError", "message": "Operation: Create; Exception: [Status Code: Unknown]"}}\
            """);
        var failed = catchThrowableOfType(ConnectorException.class, () -> push.watch("cal", ADDRESS, "s"));
        assertThat(failed.reason()).isEqualTo(Reason.FORBIDDEN);
    }

    private static Notification only(String text) {
        var all = MicrosoftNotifications.read(text.getBytes(StandardCharsets.UTF_8));
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    @Test
    void notificationsSayWhatIsToBeDone() {
        assertThat(only("""
            {"value": [{"subscriptionId": "s1", "clientState": "c", "changeType": "updated", "resource": "Users/x"}]}\
            """)).isEqualTo(new Notification("s1", "c", Action.SYNC));
        String lifecycle =
                "{\"value\": [{\"subscriptionId\": \"s1\", \"clientState\": \"c\", \"lifecycleEvent\": \"%s\"}]}";
        assertThat(only(lifecycle.formatted("missed")).action()).isEqualTo(Action.SYNC_ALL);
        assertThat(only(lifecycle.formatted("subscriptionRemoved")).action()).isEqualTo(Action.RESUBSCRIBE);
        assertThat(only(lifecycle.formatted("reauthorizationRequired")).action())
                .isEqualTo(Action.RENEW);
    }

    @Test
    void aForgedNotificationIsNotBelieved() {
        var forged = only("{\"value\": [{\"subscriptionId\": \"s1\", \"clientState\": null}]}");
        assertThat(forged.isBelievable("secret")).isFalse();
        assertThat(forged.isBelievable("")).isFalse();
        for (String junk : new String[] {"", "[", "[1]", "{\"value\": [1, null, {}]}", "{\"value\": 7}"}) {
            assertThat(MicrosoftNotifications.read(junk.getBytes(StandardCharsets.UTF_8)))
                    .isEmpty();
        }
    }

    @Test
    void theQuestionWhetherTheAddressExistsIsAnsweredAndNotMisused() {
        assertThat(MicrosoftNotifications.handshake("Validation: Testing client application reachability 1/2+3="))
                .isEqualTo("Validation: Testing client application reachability 1/2+3=");
        assertThat(MicrosoftNotifications.handshake("<script>alert(1)</script>"))
                .isNull();
        assertThat(MicrosoftNotifications.handshake("x".repeat(5000))).isNull();
    }
}
