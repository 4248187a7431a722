package ajar.calendar.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ajar.calendar.CannedServer;
import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.calendar.OAuthClient;
import ajar.engine.outgoing.OutgoingHttp;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsentFlowTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final URI BACK = URI.create("https://crm.example.com/connect?x=1");
    private static final String TOKENS =
            "\"access_token\": \"a\", \"refresh_token\": \"r\", \"expires_in\": 3599, \"token_type\": \"Bearer\"";

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

    private ConsentFlow google() {
        return new ConsentFlow(http, OAuthProvider.GOOGLE, OAuthClient.google("id", "secret", server.url()), () -> NOW);
    }

    private ConsentFlow microsoft() {
        return new ConsentFlow(
                http, OAuthProvider.MICROSOFT, OAuthClient.microsoft("id", "secret", server.url()), () -> NOW);
    }

    private static Map<String, String> parameters(URI page) {
        return Arrays.stream(page.getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    @Test
    void theQuestionToGoogleAsksForReadingAndForARefreshToken() throws Exception {
        var question = google().ask(BACK, "ann@example.com");
        var parameters = parameters(question.page());
        assertThat(question.page().toString()).startsWith(server.url() + "/o/oauth2/v2/auth?");
        assertThat(parameters)
                .containsEntry("client_id", "id")
                .containsEntry("redirect_uri", BACK.toString())
                .containsEntry("response_type", "code")
                .containsEntry("scope", "https://www.googleapis.com/auth/calendar.readonly openid email")
                .containsEntry("access_type", "offline")
                .containsEntry("prompt", "consent")
                .containsEntry("login_hint", "ann@example.com")
                .containsEntry("state", question.state())
                .containsEntry("code_challenge_method", "S256");
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(question.verifier().getBytes(StandardCharsets.US_ASCII));
        assertThat(Base64.getUrlDecoder().decode(parameters.get("code_challenge")))
                .isEqualTo(hash);
        assertThat(parameters).doesNotContainValue(question.verifier()).doesNotContainValue("secret");
        assertThat(question.verifier()).hasSizeBetween(43, 128);
    }

    @Test
    void theQuestionToMicrosoftAsksForReadingAndForARefreshToken() {
        var question = microsoft().ask(BACK, null);
        assertThat(parameters(question.page()))
                .containsEntry("scope", "offline_access Calendars.Read User.Read")
                .containsEntry("response_mode", "query")
                .doesNotContainKey("login_hint");
    }

    @Test
    void eachQuestionHasItsOwnStateAndKnowsIt() {
        var one = google().ask(BACK, null);
        var other = google().ask(BACK, null);
        assertThat(one.asked(one.state())).isTrue();
        assertThat(one.asked(other.state())).isFalse();
        assertThat(one.toString()).doesNotContain(one.verifier());
    }

    @Test
    void aCodeOfGoogleBringsTokensAndTheAddressInTheIdToken() throws Exception {
        String payload =
                Base64.getUrlEncoder().withoutPadding().encodeToString("{\"email\": \"ann@example.com\"}".getBytes());
        server.answers("POST /token", "{" + TOKENS + ", \"id_token\": \"x." + payload + ".x\"}");
        var grant = google().redeem("c0de", "verifier", BACK);
        assertThat(grant.address()).isEqualTo("ann@example.com");
        assertThat(grant.tokens().refreshToken()).isEqualTo("r");
        assertThat(grant.tokens().accessTokenExpiresAt()).isEqualTo(NOW.plusSeconds(3599));
        assertThat(server.asked().getFirst().body())
                .contains(
                        "grant_type=authorization_code", "code=c0de", "code_verifier=verifier", "client_secret=secret");
    }

    @Test
    void withoutAnIdTokenThePrimaryCalendarTellsTheAddress() throws Exception {
        server.answers("POST /token", "{" + TOKENS + "}")
                .answers("GET /calendar/v3/calendars/primary", "{\"id\": \"ann@example.com\"}");
        assertThat(google().redeem("code", "verifier", BACK).address()).isEqualTo("ann@example.com");
    }

    @Test
    void anAccountOfMicrosoftIsNamedByItsMailOrElseItsPrincipalName() throws Exception {
        server.answers("POST /common/oauth2/v2.0/token", "{" + TOKENS + "}")
                .answers("GET /v1.0/me", "{\"mail\": null, \"userPrincipalName\": \"ann@example.com\"}");
        assertThat(microsoft().redeem("code", "verifier", BACK).address()).isEqualTo("ann@example.com");
    }

    @Test
    void aPermissionThatWasUntickedIsMissed() {
        server.answers(
                "POST /token",
                "{" + TOKENS + ", \"scope\": \"openid https://www.googleapis.com/auth/userinfo.email\"}");
        var failed = catchThrowableOfType(ConnectorException.class, () -> google().redeem("code", "verifier", BACK));
        assertThat(failed.reason()).isEqualTo(Reason.REAUTHORIZE);
        assertThat(failed.remedy()).contains("tick the calendars");
    }

    @Test
    void scopesThatSufficeAreKnownInBothSpellings() {
        assertThat(OAuthProvider.GOOGLE.suffices("openid https://www.googleapis.com/auth/calendar.readonly"))
                .isTrue();
        assertThat(OAuthProvider.MICROSOFT.suffices("User.Read https://graph.microsoft.com/Calendars.Read"))
                .isTrue();
        assertThat(OAuthProvider.MICROSOFT.suffices("profile Calendars.ReadWrite"))
                .isTrue();
        assertThat(OAuthProvider.MICROSOFT.suffices("User.Read")).isFalse();
        assertThat(OAuthProvider.GOOGLE.suffices("https://www.googleapis.com/auth/calendar.freebusy"))
                .isFalse();
    }

    @Test
    void accessWithoutARefreshTokenIsNotTaken() {
        server.answers("POST /token", "{\"access_token\": \"a\", \"expires_in\": 3599}");
        var failed = catchThrowableOfType(ConnectorException.class, () -> google().redeem("code", "verifier", BACK));
        assertThat(failed.reason()).isEqualTo(Reason.REAUTHORIZE);
        assertThat(failed.remedy()).contains("Remove Ajar");
    }

    @Test
    void aRefusalByThePersonIsSaidInWords() {
        var failed = google().refused("access_denied", null);
        assertThat(failed.reason()).isEqualTo(Reason.REAUTHORIZE);
        assertThat(failed.getMessage()).contains("was not given");
        assertThat(google().refused("invalid_scope", "No such scope").getMessage())
                .contains("No such scope");
    }
}
