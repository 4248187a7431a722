package ajar.simulate.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.simulate.Client;
import ajar.simulate.Client.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MicrosoftDeltaTest extends MicrosoftTest {
    private String link(Answer answer) {
        return answer.json().path("@odata.deltaLink").asString();
    }

    @Test
    void aRoundGoesByPagesAndEndsWithADeltaLink() {
        for (int i = 0; i < 5; i++) {
            calendar.add(MEETING);
        }
        List<String> seen = new ArrayList<>();
        Answer answer = client.get(DELTA, "Prefer", "odata.maxpagesize=2");
        while (answer.json().has("@odata.nextLink")) {
            assertThat(answer.json().has("@odata.deltaLink")).isFalse();
            seen.addAll(answer.each("value", "id"));
            String next = answer.json().path("@odata.nextLink").asString();
            assertThat(next).contains("$skiptoken=").doesNotContain("startDateTime");
            answer = client.get(next, "Prefer", "odata.maxpagesize=2");
        }
        seen.addAll(answer.each("value", "id"));
        assertThat(seen).hasSize(5).doesNotHaveDuplicates();
        assertThat(client.get(link(answer)).json().path("value")).isEmpty();
    }

    @Test
    void aRoundMayEndWithAnEmptyPage() {
        calendar.add(MEETING);
        microsoft.set(MicrosoftSwitches.EMPTY_LAST_PAGE, true);
        Answer first = client.get(DELTA);
        assertThat(first.json().path("value")).hasSize(1);
        Answer last = client.get(first.json().path("@odata.nextLink").asString());
        assertThat(last.json().path("value")).isEmpty();
        assertThat(link(last)).contains("$deltatoken=");
    }

    @Test
    void occurrencesSayLittleAndTheirSeriesComesToo() {
        String series = calendar.add(WEEKLY);
        Answer answer = client.get(DELTA);
        assertThat(answer.each("value", "type"))
                .containsExactly("seriesMaster", "occurrence", "occurrence", "occurrence", "occurrence");
        JsonNode occurrence = answer.json().at("/value/1");
        assertThat(occurrence.propertyNames())
                .containsExactlyInAnyOrder(
                        "@odata.type", "@odata.etag", "id", "seriesMasterId", "type", "start", "end");
        assertThat(occurrence.path("seriesMasterId").asString()).isEqualTo(series);
        assertThat(answer.json().at("/value/0/subject").asString()).isEqualTo("Weekly");
    }

    @Test
    void aDeletedOccurrenceIsMissingWhenTheSeriesComesAgain() {
        String series = calendar.add(WEEKLY);
        String link = link(client.get(DELTA));
        String gone = calendar.deleteInstance(series, "2026-03-23T08:00:00Z");
        Answer answer = client.get(link);
        assertThat(answer.each("value", "type"))
                .containsExactly("seriesMaster", "occurrence", "occurrence", "occurrence");
        assertThat(answer.each("value", "id")).doesNotContain(gone);
        microsoft.set(MicrosoftSwitches.DELETED_OCCURRENCES_TRACED, true);
        JsonNode traced = Client.find(client.get(link).json().path("value"), "id", gone);
        assertThat(traced.at("/@removed/reason").asString()).isEqualTo("deleted");
    }

    @Test
    void anExceptionComesWhole() {
        String series = calendar.add(WEEKLY);
        String link = link(client.get(DELTA));
        String moved = calendar.changeInstance(series, "2026-03-23T08:00:00Z", "{\"subject\": \"Other\"}");
        JsonNode exception = Client.find(client.get(link).json().path("value"), "id", moved);
        assertThat(exception.path("type").asString()).isEqualTo("exception");
        assertThat(exception.path("subject").asString()).isEqualTo("Other");
    }

    @Test
    void whatIsDeletedOrLeavesTheWindowIsRemoved() {
        String deleted = calendar.add(MEETING);
        String moved = calendar.add(MEETING);
        String series = calendar.add(WEEKLY);
        String link = link(client.get(DELTA));
        String never = calendar.add(MEETING);
        calendar.delete(never);
        calendar.delete(deleted);
        calendar.delete(series);
        calendar.change(moved, """
            {"start": {"dateTime": "2027-03-02T09:00:00"}, "end": {"dateTime": "2027-03-02T10:00:00"}}
            """);
        Answer answer = client.get(link);
        assertThat(answer.each("value", "id")).containsExactly(deleted, moved, series);
        assertThat(answer.each("value", "@removed/reason")).containsOnly("deleted");
    }

    @Test
    void aLostStateNamesTheWayBack() {
        calendar.add(MEETING);
        String link = link(client.get(DELTA));
        microsoft.expireSyncTokens();
        Answer lost = client.get(link);
        assertThat(lost.status()).isEqualTo(410);
        assertThat(code(lost)).isEqualTo("syncStateNotFound");
        assertThat(lost.header("Location")).endsWith("$deltatoken=");
        assertThat(client.get(lost.header("Location")).json().path("value")).hasSize(1);
        microsoft.set(MicrosoftSwitches.LOST_STATE, "400");
        assertThat(client.get(link).status()).isEqualTo(400);
    }

    @Test
    void changedIdsAreRemovedAndCreated() {
        String id = calendar.add(MEETING);
        String[] preferred = {"Prefer", "IdType=\"ImmutableId\""};
        String link = link(client.get(DELTA));
        String immutableLink = link(client.get(DELTA, preferred));
        calendar.changeIds();
        Answer answer = client.get(link);
        assertThat(answer.each("value", "@removed/reason")).containsExactly("deleted", "null");
        assertThat(answer.each("value", "id").getFirst()).isEqualTo(id);
        assertThat(client.get(immutableLink, preferred).each("value", "@removed/reason"))
                .containsExactly("null");
    }

    @Test
    void eachCalendarHasItsOwnRounds() {
        String other = microsoft.addCalendar(ANN, "{\"name\": \"Team\"}").id();
        microsoft.calendar(ANN, other).add(MEETING);
        String path = "/v1.0/me/calendars/" + Client.encode(other) + "/calendarView/delta";
        Answer answer = client.get(path + WINDOW);
        assertThat(answer.json().path("value")).hasSize(1);
        assertThat(client.get(DELTA).json().path("value")).isEmpty();
        String token = Client.query(link(answer)).path("$deltatoken").asString();
        assertThat(client.get("/v1.0/me/calendarView/delta?$deltatoken=" + token)
                        .status())
                .isEqualTo(400);
    }
}
