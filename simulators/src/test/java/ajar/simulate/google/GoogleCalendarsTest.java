package ajar.simulate.google;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.simulate.Client.Answer;
import ajar.simulate.calendar.SimulatedCalendar;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class GoogleCalendarsTest extends GoogleTest {
    private static final String LIST = "/calendar/v3/users/me/calendarList";

    @Test
    void thePrimaryCalendarHasTheAddressOfTheUser() {
        JsonNode primary = client.get("/calendar/v3/calendars/primary").json();
        assertThat(primary.path("id").asString()).isEqualTo(ANN);
        assertThat(primary.path("kind").asString()).isEqualTo("calendar#calendar");
        JsonNode entry = client.get(LIST).json().at("/items/0");
        assertThat(entry.path("primary").asBoolean()).isTrue();
        assertThat(entry.path("accessRole").asString()).isEqualTo("owner");
        assertThat(client.get("/oauth2/v3/userinfo").json().path("email").asString())
                .isEqualTo(ANN);
    }

    @Test
    void hiddenAndDeletedCalendarsShowWhenAskedFor() {
        google.addCalendar(ANN, "{\"summary\": \"Hidden\", \"hidden\": true}");
        SimulatedCalendar other = google.addCalendar(ANN, "{\"summary\": \"Other\"}");
        Answer full = client.get(LIST);
        assertThat(full.each("items", "summary")).containsExactly(ANN, "Other");
        assertThat(client.get(LIST + "?showHidden=true").json().path("items")).hasSize(3);
        String id = other.id();
        String token = full.json().path("nextSyncToken").asString();
        calendarGone(other, id, token);
    }

    private void calendarGone(SimulatedCalendar other, String id, String token) {
        other.deleteCalendar();
        JsonNode gone = client.get(LIST + "?syncToken=" + token).json().at("/items/0");
        assertThat(gone.path("id").asString()).isEqualTo(id);
        assertThat(gone.path("deleted").asBoolean()).isTrue();
        assertThat(client.get("/calendar/v3/calendars/" + id + "/events").status())
                .isEqualTo(404);
        Answer refused = client.get(LIST + "?minAccessRole=owner&syncToken=" + token);
        assertThat(reason(refused)).isEqualTo("syncTokenWithRequestRestrictions");
    }

    @Test
    void theListComesInPages() {
        google.addCalendar(ANN, "{\"summary\": \"Other\", \"accessRole\": \"reader\"}");
        Answer first = client.get(LIST + "?maxResults=1");
        assertThat(first.json().has("nextSyncToken")).isFalse();
        Answer second = client.get(LIST + "?maxResults=1&pageToken="
                + first.json().path("nextPageToken").asString());
        assertThat(second.each("items", "summary")).containsExactly("Other");
        assertThat(second.json().has("nextSyncToken")).isTrue();
        assertThat(client.get(LIST + "?minAccessRole=writer").each("items", "summary"))
                .containsExactly(ANN);
        google.set(GoogleSwitches.LARGEST_PAGE, 1);
        assertThat(client.get(LIST).json().path("items")).hasSize(1);
    }

    @Test
    void everyAttemptToWriteIsRecordedAndRefused() {
        String id = calendar.add(MEETING);
        assertThat(client.post(EVENTS, MEETING).status()).isEqualTo(403);
        for (String method : new String[] {"PUT", "PATCH", "DELETE"}) {
            assertThat(client.send(method, EVENTS + "/" + id, "{}").status()).isEqualTo(403);
        }
        assertThat(client.post(EVENTS + "/import", MEETING).status()).isEqualTo(403);
        assertThat(google.refusedWrites()).hasSize(5);
        assertThat(google.refusedWrites().getFirst().method()).isEqualTo("POST");
        assertThat(events("").json().path("items")).hasSize(1);
    }

    @Test
    void withoutATokenOrTheScopeNothingIsShown() {
        token = null;
        assertThat(reason(client.get(LIST))).isEqualTo("required");
        token = "nonsense";
        Answer answer = client.get(LIST);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(reason(answer)).isEqualTo("authError");
    }
}
