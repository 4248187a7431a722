package ajar.simulate.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ajar.simulate.Client;
import ajar.simulate.Client.Answer;
import ajar.simulate.oauth.Consent;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class MicrosoftFaultsTest extends MicrosoftTest {
    @ParameterizedTest
    @CsvSource({
        "too_many_requests, 429, ApplicationThrottled, 10",
        "service_unavailable, 503, serviceNotAvailable, 10",
        "server_error, 500, ErrorInternalServerError,",
        "gateway_timeout, 504, UnknownError,",
        "connection_was_closed, 502, ErrorConnectionClosed,",
        "invalid_token, 401, InvalidAuthenticationToken,",
        "access_denied, 403, ErrorAccessDenied,",
        "mailbox_not_enabled, 404, MailboxNotEnabledForRESTAPI,",
        "item_not_found, 404, ErrorItemNotFound,",
        "sync_state_not_found, 410, syncStateNotFound,"
    })
    void aFaultHitsSoManyRequestsAndIsOver(String word, int status, String code, String retryAfter) {
        microsoft.fail(microsoft.knownFaults().stream()
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow()
                .times(2)
                .on("/calendarView"));
        assertThat(client.get("/v1.0/me").status()).isEqualTo(200);
        for (int i = 0; i < 2; i++) {
            Answer answer = client.get(VIEW);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(code(answer)).isEqualTo(code);
            assertThat(answer.json().at("/error/innerError/request-id").asString())
                    .isNotEmpty();
            assertThat(answer.header("Retry-After")).isEqualTo(retryAfter);
        }
        assertThat(client.get(VIEW).status()).isEqualTo(200);
    }

    @Test
    void theConnectionBreaksOffAfterSoManyPages() {
        calendar.add(MEETING);
        calendar.add(MEETING);
        microsoft.set(MicrosoftSwitches.LARGEST_PAGE, 1);
        microsoft.fail(MicrosoftFaults.BROKEN_OFF.on("/delta").after(1));
        String next = client.get(DELTA).json().path("@odata.nextLink").asString();
        assertThatThrownBy(() -> client.sendOrFail("GET", next, null)).isInstanceOf(IOException.class);
        assertThat(client.get(next).json().path("value")).hasSize(1);
    }

    @Test
    void theListOfCalendarsCanBeEmptyByMistake() {
        microsoft.fail(MicrosoftFaults.EMPTY_LIST.on("/calendars"));
        assertThat(client.get("/v1.0/me/calendars").json().path("value")).isEmpty();
        assertThat(client.get("/v1.0/me/calendars").json().path("value")).hasSize(1);
    }

    @Test
    void tokensAreRotated() {
        String first = microsoft.refreshToken(ANN);
        Answer answer = refresh(first);
        assertThat(answer.json().path("expires_in").asInt()).isEqualTo(3599);
        assertThat(answer.json().path("scope").asString())
                .contains("Calendars.Read")
                .doesNotContain("offline_access");
        String second = answer.json().path("refresh_token").asString();
        assertThat(second).isNotEqualTo(first);
        assertThat(refresh(first).status()).isEqualTo(200);
        microsoft.revoke(ANN);
        Answer revoked = refresh(second);
        assertThat(revoked.status()).isEqualTo(400);
        assertThat(revoked.json().path("error").asString()).isEqualTo("invalid_grant");
        assertThat(revoked.json().at("/error_codes/0").asInt()).isEqualTo(50173);
        assertThat(code(client.get(VIEW))).isEqualTo("InvalidAuthenticationToken");
    }

    private Answer refresh(String refreshToken) {
        return client.form(
                "/organizations/oauth2/v2.0/token", "grant_type", "refresh_token", "refresh_token", refreshToken);
    }

    @Test
    void consentIsGivenOrRefused() {
        String path = "/common/oauth2/v2.0/authorize?response_type=code&client_id=c&state=s&redirect_uri="
                + Client.encode("http://127.0.0.1:1/back?x=1") + "&scope=" + Client.encode("offline_access User.Read");
        String back = client.get(path).header("Location");
        assertThat(back).startsWith("http://127.0.0.1:1/back?x=1&");
        Answer tokens = client.form(
                "/common/oauth2/v2.0/token",
                "grant_type",
                "authorization_code",
                "redirect_uri",
                "http://127.0.0.1:1/back?x=1",
                "code",
                Client.query(back).path("code").asString());
        assertThat(tokens.json().has("refresh_token")).isTrue();
        token = tokens.json().path("access_token").asString();
        assertThat(client.get("/v1.0/me").status()).isEqualTo(200);
        assertThat(code(client.get(VIEW))).isEqualTo("ErrorAccessDenied");
        microsoft.consent(Consent.REFUSED);
        JsonNode refused = Client.query(client.get(path).header("Location"));
        assertThat(refused.path("error").asString()).isEqualTo("access_denied");
        assertThat(refused.path("error_subcode").asString()).isEqualTo("cancel");
        assertThat(refused.path("state").asString()).isEqualTo("s");
    }
}
