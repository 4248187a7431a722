package ajar.simulate.google;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.simulate.Client;
import ajar.simulate.Client.Answer;
import ajar.simulate.oauth.Consent;
import ajar.simulate.oauth.Consent.Decision;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class GoogleOAuthTest extends GoogleTest {
    private static final String SCOPE = "https://www.googleapis.com/auth/calendar.readonly";
    private static final String BACK = "http://127.0.0.1:1/back";
    /// The example of RFC 7636, appendix B.
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private Answer authorize(String more) {
        return client.get("/o/oauth2/v2/auth?response_type=code&client_id=c&state=s%2F1&redirect_uri="
                + Client.encode(BACK) + "&scope=" + Client.encode("openid email " + SCOPE) + more);
    }

    private String code(String more) {
        Answer answer = authorize(more);
        assertThat(answer.status()).isEqualTo(302);
        JsonNode query = Client.query(answer.header("Location"));
        assertThat(query.path("state").asString()).isEqualTo("s/1");
        return query.path("code").asString();
    }

    private Answer redeem(String code, String... more) {
        String[] pairs = {"grant_type", "authorization_code", "client_id", "c", "redirect_uri", BACK, "code", code};
        String[] all = new String[pairs.length + more.length];
        System.arraycopy(pairs, 0, all, 0, pairs.length);
        System.arraycopy(more, 0, all, pairs.length, more.length);
        return client.form("/token", all);
    }

    private Answer refresh(String refreshToken) {
        return client.form("/token", "grant_type", "refresh_token", "client_id", "c", "refresh_token", refreshToken);
    }

    @Test
    void aCodeIsRedeemedOnceForTokens() {
        String code = code("&access_type=offline&code_challenge_method=S256&code_challenge=" + CHALLENGE);
        Answer tokens = redeem(code, "code_verifier", VERIFIER);
        assertThat(tokens.status()).isEqualTo(200);
        assertThat(tokens.json().path("expires_in").asInt()).isEqualTo(3599);
        assertThat(tokens.json().path("token_type").asString()).isEqualTo("Bearer");
        assertThat(tokens.json().path("scope").asString()).contains(SCOPE, "userinfo.email");
        assertThat(redeem(code, "code_verifier", VERIFIER).json().path("error").asString())
                .isEqualTo("invalid_grant");
        token = tokens.json().path("access_token").asString();
        assertThat(events("").status()).isEqualTo(200);
        token = refresh(tokens.json().path("refresh_token").asString())
                .json()
                .path("access_token")
                .asString();
        assertThat(events("").status()).isEqualTo(200);
    }

    @Test
    void theVerifierHasToMatch() {
        String challenge = "&code_challenge_method=S256&code_challenge=" + CHALLENGE;
        Answer wrong = redeem(code(challenge), "code_verifier", "wrong");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().path("error_description").asString()).isEqualTo("Invalid code verifier.");
        assertThat(redeem(code(challenge)).json().path("error_description").asString())
                .isEqualTo("Missing code verifier.");
    }

    @Test
    void aRefreshTokenComesOnlyWithTheFirstConsentOrWhenConsentIsForced() {
        assertThat(redeem(code("")).json().has("refresh_token")).isFalse();
        assertThat(redeem(code("&access_type=offline")).json().has("refresh_token"))
                .isFalse();
        assertThat(redeem(code("&access_type=offline&prompt=consent")).json().has("refresh_token"))
                .isTrue();
    }

    @Test
    void accessTokensExpire() {
        google.advance(Duration.ofSeconds(3598));
        assertThat(events("").status()).isEqualTo(200);
        google.advance(Duration.ofSeconds(1));
        assertThat(events("").status()).isEqualTo(401);
    }

    @Test
    void revokedAccessIsAnInvalidGrant() {
        String refresh = google.refreshToken(ANN);
        google.revoke(ANN);
        Answer answer = refresh(refresh);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").asString()).isEqualTo("invalid_grant");
        assertThat(events("").status()).isEqualTo(401);
        String own = google.refreshToken(ANN);
        assertThat(client.post("/revoke?token=" + Client.encode(own), "").status())
                .isEqualTo(200);
        assertThat(refresh(own).status()).isEqualTo(400);
    }

    @Test
    void theUserCanRefuseOrUntickTheCalendar() {
        google.consent(Consent.REFUSED);
        assertThat(Client.query(authorize("").header("Location")).path("error").asString())
                .isEqualTo("access_denied");
        google.consent(new Consent(Decision.APPROVE, null, Set.of("openid", "email")));
        token = redeem(code("")).json().path("access_token").asString();
        assertThat(reason(events(""))).isEqualTo("insufficientPermissions");
        assertThat(client.get("/oauth2/v3/userinfo").status()).isEqualTo(200);
    }

    @Test
    void aPersonCanBeAsked() {
        google.consent(new Consent(Decision.ASK, null, null));
        Answer page = authorize("");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.response().body()).contains("Continue as " + ANN, "Cancel");
        assertThat(code("&simulator_user=" + Client.encode(ANN))).isNotEmpty();
    }

    @Test
    void onceAClientIsRegisteredOthersAreRefused() {
        google.registerClient("mine", "secret", Set.of(BACK));
        assertThat(authorize("").status()).isEqualTo(400);
        Answer answer = refresh(google.refreshToken(ANN));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("error").asString()).isEqualTo("invalid_client");
        assertThat(client.form(
                                "/token",
                                "grant_type",
                                "refresh_token",
                                "client_id",
                                "mine",
                                "client_secret",
                                "secret",
                                "refresh_token",
                                google.refreshToken(ANN))
                        .status())
                .isEqualTo(200);
    }
}
