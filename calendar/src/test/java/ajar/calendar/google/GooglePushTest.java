package ajar.calendar.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ajar.calendar.CannedServer;
import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.calendar.MemoryTokens;
import ajar.calendar.Notification.Action;
import ajar.calendar.OAuthClient;
import ajar.calendar.Push;
import ajar.engine.json.Json;
import ajar.engine.outgoing.OutgoingHttp;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GooglePushTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final String WATCH = "POST /calendar/v3/calendars/primary/events/watch";
    private static final String STOP = "POST /calendar/v3/channels/stop";
    private static final String ADDRESS = "https://crm.example.com/push";
    private static final String OPENED =
            "{\"kind\": \"api#channel\", \"id\": \"x\", \"resourceId\": \"res\", \"expiration\": \"1773046800000\"}";

    private final OutgoingHttp http = new OutgoingHttp(true);
    private CannedServer server;
    private Push push;

    @BeforeEach
    void start() throws Exception {
        server = new CannedServer();
        var store = new MemoryTokens("refresh", "access", NOW.plusSeconds(3000));
        push = new GoogleConnector(http, OAuthClient.google("id", "secret", server.url()), store, () -> NOW).push();
    }

    @AfterEach
    void stop() {
        assertThat(server.left()).isEmpty();
        server.close();
        http.close();
    }

    @Test
    void aChannelIsOpenedForAWeekUnderANameOfOurOwn() throws Exception {
        server.answers(WATCH, OPENED);
        var subscription = push.watch("primary", ADDRESS, "s3cret");
        assertThat(subscription.resource()).isEqualTo("res");
        assertThat(subscription.expiresAt()).isEqualTo(Instant.ofEpochMilli(1773046800000L));
        var asked = Json.parse(server.asked(WATCH).getFirst().body());
        assertThat(asked.path("id").asString()).isEqualTo(subscription.id()).matches("[A-Za-z0-9+/=_-]{1,64}");
        assertThat(asked.path("type").asString()).isEqualTo("web_hook");
        assertThat(asked.path("address").asString()).isEqualTo(ADDRESS);
        assertThat(asked.path("token").asString()).isEqualTo("s3cret");
        assertThat(asked.path("params").path("ttl").asString()).isEqualTo("604800");
    }

    @Test
    void aChannelIsRenewedByANewOneThatOverlapsIt() throws Exception {
        server.answers(WATCH, OPENED).answers(STOP, 204, "");
        var next = push.renew("primary", new Push.Subscription("old", "old res", NOW), ADDRESS, "s");
        assertThat(next.id()).isNotEqualTo("old");
        assertThat(server.asked())
                .extracting(one -> one.path())
                .containsExactly("/calendar/v3/calendars/primary/events/watch", "/calendar/v3/channels/stop");
        assertThat(Json.parse(server.asked(STOP).getFirst().body()))
                .isEqualTo(Json.parse("{\"id\": \"old\", \"resourceId\": \"old res\"}"));
    }

    @Test
    void anOldChannelThatCannotBeClosedIsLeftToExpire() throws Exception {
        server.answers(WATCH, OPENED).answers(STOP, 500, "");
        assertThat(push.renew("primary", new Push.Subscription("old", "r", NOW), ADDRESS, "s")
                        .resource())
                .isEqualTo("res");
    }

    @Test
    void aChannelThatIsGoneNeedsNoClosing() throws Exception {
        server.answers(STOP, 404, "{\"error\": {\"code\": 404}}");
        push.stop(new Push.Subscription("old", "r", NOW));
        server.answers(STOP, 503, "");
        assertThat(catchThrowableOfType(
                                ConnectorException.class, () -> push.stop(new Push.Subscription("old", "r", NOW)))
                        .reason())
                .isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void anAddressThatGoogleRefusesIsNoReasonToSignInAgain() {
        String refusal = """
            {"error": {"code": 401, "message": "Unauthorized WebHook callback channel",
             "errors": [{"domain": "global", "reason": "push.webhookUrlUnauthorized"}]}}\
            """;
        server.answers(WATCH, 401, refusal)
                .answers("POST /token", "{\"access_token\": \"b\", \"expires_in\": 3600}")
                .answers(WATCH, 401, refusal);
        var failed = catchThrowableOfType(ConnectorException.class, () -> push.watch("primary", ADDRESS, "s"));
        assertThat(failed.reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(failed.remedy()).contains("domain");
    }

    @Test
    void aCalendarThatCannotBeWatchedIsRefusedForGood() {
        server.answers(WATCH, 400, """
            {"error": {"code": 400, "message": "Push notifications are not supported by this resource.",
             "errors": [{"reason": "pushNotSupportedForRequestedResource"}]}}\
            """);
        var failed = catchThrowableOfType(ConnectorException.class, () -> push.watch("primary", ADDRESS, "s"));
        assertThat(failed.reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(failed.isTemporary()).isFalse();
    }

    @Test
    void messagesAreReadFromTheirHeadersAndBelievedByTheirSecret() {
        var headers =
                Map.of("X-Goog-Channel-ID", "c1", "X-Goog-Channel-Token", "s3cret", "X-Goog-Resource-State", "exists");
        var message = GoogleNotifications.read(headers::get);
        assertThat(message.subscription()).isEqualTo("c1");
        assertThat(message.action()).isEqualTo(Action.SYNC);
        assertThat(message.isBelievable("s3cret")).isTrue();
        assertThat(message.isBelievable("other")).isFalse();
        assertThat(message.toString()).doesNotContain("s3cret");
    }

    @Test
    void theFirstMessageOfAChannelAsksForNothing() {
        var message = GoogleNotifications.read(Map.of("X-Goog-Channel-ID", "c1", "X-Goog-Resource-State", "sync")::get);
        assertThat(message.action()).isEqualTo(Action.NONE);
        assertThat(message.isBelievable("")).isFalse();
        assertThat(GoogleNotifications.read(Map.of("X-Goog-Channel-ID", "c1")::get))
                .isNull();
    }
}
