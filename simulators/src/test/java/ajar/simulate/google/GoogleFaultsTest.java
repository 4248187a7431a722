package ajar.simulate.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ajar.simulate.Client.Answer;
import ajar.simulate.http.Fault;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoogleFaultsTest extends GoogleTest {
    @ParameterizedTest
    @CsvSource({
        "user_rate_limit_exceeded, 403, userRateLimitExceeded",
        "rate_limit_exceeded, 403, rateLimitExceeded",
        "too_many_requests, 429, rateLimitExceeded",
        "quota_exceeded, 403, quotaExceeded",
        "backend_error, 500, backendError",
        "unavailable, 503, backendError",
        "access_not_configured, 403, accessNotConfigured",
        "not_a_calendar_user, 403, notACalendarUser",
        "invalid_credentials, 401, authError",
        "full_sync_required, 410, fullSyncRequired",
        "updated_min_too_long_ago, 410, updatedMinTooLongAgo",
        "not_found, 404, notFound"
    })
    void aFaultHitsSoManyRequestsAndIsOver(String word, int status, String reason) {
        google.fail(fault(word).times(2).on("/events"));
        assertThat(client.get("/calendar/v3/users/me/calendarList").status()).isEqualTo(200);
        for (int i = 0; i < 2; i++) {
            Answer answer = events("");
            assertThat(answer.status()).isEqualTo(status);
            assertThat(reason(answer)).isEqualTo(reason);
            assertThat(answer.json().at("/error/code").asInt()).isEqualTo(status);
        }
        assertThat(events("").status()).isEqualTo(200);
    }

    private Fault fault(String word) {
        return google.knownFaults().stream()
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theConnectionBreaksOffAfterSoManyPages() {
        calendar.add(MEETING);
        calendar.add(MEETING);
        google.fail(GoogleFaults.BROKEN_OFF.on("/events").after(1));
        String page = events("?maxResults=1").json().path("nextPageToken").asString();
        assertThatThrownBy(() -> client.sendOrFail("GET", EVENTS + "?maxResults=1&pageToken=" + page, null))
                .isInstanceOf(IOException.class);
        assertThat(events("?maxResults=1&pageToken=" + page).status()).isEqualTo(200);
        google.fail(GoogleFaults.UNANSWERED.times(9));
        assertThatThrownBy(() -> client.sendOrFail("POST", "/token", "")).isInstanceOf(IOException.class);
    }

    @Test
    void aListCanBeEmptyByMistake() {
        google.fail(GoogleFaults.EMPTY_LIST);
        Answer answer = client.get("/calendar/v3/users/me/calendarList");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("items")).isEmpty();
        assertThat(client.get("/calendar/v3/users/me/calendarList").json().path("items"))
                .hasSize(1);
    }

    @Test
    void anAnswerCanBeLate() {
        google.fail(GoogleFaults.SLOW.by(Duration.ofMillis(60)));
        long start = System.nanoTime();
        assertThat(events("").status()).isEqualTo(200);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(60_000_000);
    }

    @Test
    void theTokenEndpointCanFail() {
        google.fail(GoogleFaults.INVALID_GRANT);
        assertThat(events("").status()).isEqualTo(200);
        Answer answer = client.form("/token", "grant_type", "refresh_token", "refresh_token", google.refreshToken(ANN));
        assertThat(answer.json().path("error").asString()).isEqualTo("invalid_grant");
    }
}
