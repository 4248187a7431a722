package ajar.calendar.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ajar.calendar.CannedServer;
import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.calendar.MemoryTokens;
import ajar.calendar.OAuthClient;
import ajar.calendar.OAuthTokens;
import ajar.engine.outgoing.OutgoingHttp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTokensTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final String FRESH = "{\"access_token\": \"fresh\", \"expires_in\": 3599}";

    private final OutgoingHttp http = new OutgoingHttp(true);
    private CannedServer server;

    @BeforeEach
    void start() throws Exception {
        server = new CannedServer();
    }

    @AfterEach
    void stop() {
        assertThat(server.left()).isEmpty();
        server.close();
        http.close();
    }

    private AccessTokens tokens(OAuthTokens.Store store) {
        return new AccessTokens(http, OAuthProvider.GOOGLE, client(), store, () -> NOW);
    }

    private OAuthClient client() {
        return OAuthClient.google("id", "s&cret", server.url());
    }

    private ApiClient api(OAuthTokens.Store store) {
        return new ApiClient(
                http,
                tokens(store),
                client().api(),
                OAuthProvider.GOOGLE,
                answer -> new ConnectorException(Reason.FORBIDDEN, "refused " + answer.status(), ""),
                () -> NOW);
    }

    @Test
    void aTokenIsUsedUntilShortlyBeforeItsEnd() throws Exception {
        var store = new MemoryTokens("refresh", "good", NOW.plusSeconds(180));
        assertThat(tokens(store).current()).isEqualTo("good");

        server.answers("POST /token", FRESH);
        store.replace(new OAuthTokens("refresh", "nearly over", NOW.plusSeconds(60)));
        assertThat(tokens(store).current()).isEqualTo("fresh");
        assertThat(server.asked().getFirst().body())
                .contains(
                        "grant_type=refresh_token", "refresh_token=refresh", "client_id=id", "client_secret=s%26cret");
        assertThat(store.read()).isEqualTo(new OAuthTokens("refresh", "fresh", NOW.plusSeconds(3599)));
    }

    @Test
    void aRefreshTokenThatIsReplacedIsKept() throws Exception {
        server.answers("POST /token", "{\"access_token\": \"a\", \"refresh_token\": \"next\", \"expires_in\": 60}");
        var store = new MemoryTokens("first");
        tokens(store).current();
        assertThat(store.read().refreshToken()).isEqualTo("next");
    }

    @Test
    void manyWhoNeedATokenAtOnceCauseOneRenewal() throws Exception {
        server.answers("POST /token", FRESH);
        var store = new MemoryTokens("refresh");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = IntStream.range(0, 20)
                    .mapToObj(_ -> threads.submit(() -> tokens(store).current()))
                    .toList();
            for (Future<String> one : waiting) {
                assertThat(one.get()).isEqualTo("fresh");
            }
        }
        assertThat(server.asked("POST /token")).hasSize(1);
    }

    @Test
    void aRefusedTokenIsRenewedOnceAndTheRequestRepeated() throws Exception {
        server.answers("GET /calendar/v3/thing", 401, "{}")
                .answers("POST /token", FRESH)
                .answers("GET /calendar/v3/thing", "{\"is\": \"here\"}");
        var store = new MemoryTokens("refresh", "stale", NOW.plusSeconds(3000));
        assertThat(api(store).get("thing", Map.of()).path("is").asString()).isEqualTo("here");
        assertThat(server.asked("GET /calendar/v3/thing"))
                .extracting(asked -> asked.header("Authorization"))
                .containsExactly("Bearer stale", "Bearer fresh");
    }

    @Test
    void aSecondRefusalIsFinal() {
        server.answers("GET /calendar/v3/thing", 401, "{}")
                .answers("POST /token", FRESH)
                .answers("GET /calendar/v3/thing", 401, "{}");
        var store = new MemoryTokens("refresh", "stale", NOW.plusSeconds(3000));
        assertThatThrownBy(() -> api(store).get("thing", Map.of())).hasMessage("refused 401");
    }

    @Test
    void aRefreshTokenThatAnotherProcessUsedUpIsReplacedByItsSuccessor() throws Exception {
        var store = new OAuthTokens.Store() {
            private int reads;

            @Override
            public OAuthTokens read() {
                return reads++ == 0
                        ? new OAuthTokens("used up", null, null)
                        : new OAuthTokens("successor", "theirs", NOW.plusSeconds(3000));
            }

            @Override
            public void write(OAuthTokens tokens) {
                throw new AssertionError("nothing to write");
            }
        };
        server.answers("POST /token", 400, "{\"error\": \"invalid_grant\"}");
        assertThat(tokens(store).current()).isEqualTo("theirs");
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_grant, REAUTHORIZE, Connect the account again",
        "400, interaction_required, REAUTHORIZE, Connect the account again",
        "401, invalid_client, FORBIDDEN, Check the client id",
        "400, admin_policy_enforced, FORBIDDEN, Ask the administrator",
        "400, something_new, FORBIDDEN, Check the client",
        "503, temporarily_unavailable, UNAVAILABLE, ''",
        "500, '', UNAVAILABLE, ''",
        "429, '', THROTTLED, ''",
    })
    void refusalsOfTheTokenEndpointSayWhatToDo(int status, String error, Reason reason, String remedy) {
        server.answers(
                "POST /token",
                status,
                "{\"error\": \"" + error + "\", \"error_description\": \"It was so.\\r\\nTrace ID: 1\"}");
        var failed = catchThrowableOfType(
                ConnectorException.class,
                () -> tokens(new MemoryTokens("refresh")).current());
        assertThat(failed.reason()).isEqualTo(reason);
        assertThat(failed.remedy()).startsWith(remedy);
        assertThat(failed.getMessage()).doesNotContain("Trace ID", "refresh");
    }

    @Test
    void patienceThatIsAskedForIsPassedOn() {
        server.answers("GET /calendar/v3/thing", 429, "", "Retry-After", "17")
                .answers("GET /calendar/v3/thing", 503, "", "Retry-After", "Mon, 02 Mar 2026 09:01:00 GMT")
                .answers("GET /calendar/v3/thing", 503, "");
        var api = api(new MemoryTokens("refresh", "good", NOW.plusSeconds(3000)));
        for (var wait : new Duration[] {Duration.ofSeconds(17), Duration.ofSeconds(60), null}) {
            var failed = catchThrowableOfType(ConnectorException.class, () -> api.get("thing", Map.of()));
            assertThat(failed.retryAfter()).isEqualTo(wait);
            assertThat(failed.reason()).isEqualTo(wait == null ? Reason.UNAVAILABLE : Reason.THROTTLED);
        }
    }

    @Test
    void aConnectionThatBreaksIsTriedOnceMore() throws Exception {
        server.breaksOff("GET /calendar/v3/thing").answers("GET /calendar/v3/thing", "{}");
        var api = api(new MemoryTokens("refresh", "good", NOW.plusSeconds(3000)));
        assertThat(api.get("thing", Map.of()).isEmpty()).isTrue();

        server.breaksOff("GET /calendar/v3/thing").breaksOff("GET /calendar/v3/thing");
        var failed = catchThrowableOfType(ConnectorException.class, () -> api.get("thing", Map.of()));
        assertThat(failed.reason()).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void aLinkThatLeadsElsewhereIsNotFollowedWithTheToken() {
        var api = api(new MemoryTokens("refresh", "good", NOW.plusSeconds(3000)));
        for (String link : new String[] {"http://127.0.0.1:1/v1.0/next", "//example.com/next", "http://[", "file:/x"}) {
            assertThatThrownBy(() -> api.get(link, Map.of())).hasMessageContaining("leads out of its API");
        }
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void aPageOfHtmlIsNoCalendar() {
        server.answers("GET /calendar/v3/thing", "<html>Sign in to the hotel's network</html>");
        var api = api(new MemoryTokens("refresh", "good", NOW.plusSeconds(3000)));
        var failed = catchThrowableOfType(ConnectorException.class, () -> api.get("thing", Map.of()));
        assertThat(failed.reason()).isEqualTo(Reason.NOT_A_CALENDAR);
    }

    @Test
    void aPrivateAddressIsNotCalledUnlessAllowed() {
        try (var guarded = new OutgoingHttp(false)) {
            var tokens =
                    new AccessTokens(guarded, OAuthProvider.GOOGLE, client(), new MemoryTokens("refresh"), () -> NOW);
            var failed = catchThrowableOfType(ConnectorException.class, tokens::current);
            assertThat(failed.reason()).isEqualTo(Reason.BAD_ADDRESS);
        }
        assertThat(server.asked()).isEmpty();
    }
}
