package ajar.simulate.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.simulate.Client;
import ajar.simulate.Client.Answer;
import ajar.simulate.calendar.SimulatedCalendar;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MicrosoftEventsTest extends MicrosoftTest {
    private static final String EVENTS = "/v1.0/me/events";

    @Test
    void anEventHasWhatGraphFillsIn() {
        String id = calendar.add(MEETING);
        JsonNode event = client.get(EVENTS + "/" + id).json();
        assertThat(event.path("type").asString()).isEqualTo("singleInstance");
        assertThat(event.at("/start/dateTime").asString()).isEqualTo("2026-03-02T08:00:00.0000000");
        assertThat(event.at("/start/timeZone").asString()).isEqualTo("UTC");
        assertThat(event.path("originalStartTimeZone").asString()).isEqualTo("W. Europe Standard Time");
        assertThat(event.path("iCalUId").asString()).startsWith("040000008200E00074C5B7101A82E00800000000");
        assertThat(event.path("bodyPreview").asString()).isEqualTo("Hello Bob");
        assertThat(event.at("/attendees/0/status/response").asString()).isEqualTo("none");
        assertThat(event.at("/responseStatus/time").asString()).isEqualTo("0001-01-01T00:00:00Z");
        assertThat(event.at("/organizer/emailAddress/address").asString()).isEqualTo(ANN);
        assertThat(event.path("isOrganizer").asBoolean()).isTrue();
        assertThat(event.path("lastModifiedDateTime").asString()).isEqualTo("2026-03-01T12:00:00.0000000Z");
        assertThat(event.path("seriesMasterId").isNull()).isTrue();
        assertThat(event.path("@odata.etag").asString())
                .isEqualTo("W/\"" + event.path("changeKey").asString() + '"');
    }

    @Test
    void preferencesAreFollowedAndNamed() {
        String id = calendar.add(MEETING);
        Answer answer = client.get(
                EVENTS + "/" + id,
                "Prefer",
                "outlook.timezone=\"Pacific Standard Time\"",
                "Prefer",
                "outlook.body-content-type=\"text\"");
        assertThat(answer.json().at("/start/dateTime").asString()).isEqualTo("2026-03-02T00:00:00.0000000");
        assertThat(answer.json().at("/start/timeZone").asString()).isEqualTo("Pacific Standard Time");
        assertThat(answer.json().at("/body/content").asString()).isEqualTo("Hello Bob");
        assertThat(answer.header("Preference-Applied")).contains("Pacific Standard Time", "text");
        assertThat(client.get(EVENTS, "Prefer", "outlook.timezone=\"Nowhere\"").status())
                .isEqualTo(400);
    }

    @Test
    void listsHaveTenEntriesUnlessMoreAreAskedFor() {
        for (int i = 0; i < 12; i++) {
            calendar.add(MEETING);
        }
        Answer first = client.get(EVENTS);
        assertThat(first.json().path("value")).hasSize(10);
        Answer second = client.get(first.json().path("@odata.nextLink").asString());
        assertThat(second.json().path("value")).hasSize(2);
        assertThat(second.json().has("@odata.nextLink")).isFalse();
        assertThat(client.get(EVENTS + "?$top=500").json().path("value")).hasSize(12);
        assertThat(client.get(EVENTS, "Prefer", "odata.maxpagesize=11").json().path("value"))
                .hasSize(11);
        microsoft.set(MicrosoftSwitches.LARGEST_PAGE, 3);
        assertThat(client.get(EVENTS + "?$top=500").json().path("value")).hasSize(3);
    }

    @Test
    void eventsAreFilteredByTheirLastChange() {
        calendar.add(MEETING);
        later(Duration.ofMinutes(1));
        String changed = calendar.add(MEETING);
        Answer answer =
                client.get(EVENTS + "?$filter=" + Client.encode("lastModifiedDateTime gt 2026-03-01T12:00:00Z"));
        assertThat(answer.each("value", "id")).containsExactly(changed);
        assertThat(client.get(EVENTS + "?$filter=" + Client.encode("type eq 'seriesMaster'"))
                        .json()
                        .path("value"))
                .isEmpty();
        assertThat(client.get(EVENTS + "?$filter=nonsense").status()).isEqualTo(400);
        Answer newest =
                client.get(EVENTS + "?$orderby=" + Client.encode("lastModifiedDateTime desc") + "&$select=subject");
        assertThat(newest.each("value", "id").getFirst()).isEqualTo(changed);
        assertThat(newest.json().at("/value/0").propertyNames())
                .containsExactlyInAnyOrder("@odata.etag", "id", "subject");
    }

    @Test
    void exceptionsAreInViewsButNotAmongTheEvents() {
        String series = calendar.add(WEEKLY);
        String moved = calendar.changeInstance(series, "2026-03-23T08:00:00Z", """
            {"start": {"dateTime": "2026-03-24T15:00:00"}, "end": {"dateTime": "2026-03-24T15:30:00"}}
            """);
        assertThat(client.get(EVENTS).each("value", "type")).containsExactly("seriesMaster");
        Answer view = client.get(VIEW);
        assertThat(view.each("value", "type")).containsExactly("occurrence", "exception", "occurrence", "occurrence");
        assertThat(view.each("value", "start/dateTime"))
                .containsExactly(
                        "2026-03-16T08:00:00.0000000",
                        "2026-03-24T14:00:00.0000000",
                        "2026-03-30T07:00:00.0000000",
                        "2026-04-06T07:00:00.0000000");
        JsonNode exception = Client.find(view.json().path("value"), "id", moved);
        assertThat(exception.path("seriesMasterId").asString()).isEqualTo(series);
        assertThat(exception.path("originalStart").asString()).isEqualTo("2026-03-23T08:00:00Z");
        assertThat(exception.path("occurrenceId").asString()).isEqualTo("OID." + series + ".2026-03-23");
        assertThat(exception.path("recurrence").isNull()).isTrue();
        assertThat(exception.path("iCalUId").asString()).startsWith("040000008200E00074C5B7101A82E00807EA0317");
        assertThat(client.get(EVENTS + "/" + moved).json().path("type").asString())
                .isEqualTo("exception");
        microsoft.set(MicrosoftSwitches.ORIGINAL_STARTS_MISSING, true);
        assertThat(client.get(VIEW).json().at("/value/1").has("originalStart")).isFalse();
    }

    @Test
    void aDeletedOccurrenceLeavesAGap() {
        String series = calendar.add(WEEKLY);
        calendar.deleteInstance(series, "2026-03-23T08:00:00Z");
        assertThat(client.get(VIEW).json().path("value")).hasSize(3);
        assertThat(client.get(EVENTS + "/" + series + "/instances" + WINDOW)
                        .json()
                        .path("value"))
                .hasSize(3);
        JsonNode whole = client.get(EVENTS + "/" + series).json();
        assertThat(whole.at("/recurrence/range/numberOfOccurrences").asInt()).isEqualTo(4);
        assertThat(whole.has("cancelledOccurrences")).isFalse();
        assertThat(client.get(EVENTS + "/" + series + "?$select=cancelledOccurrences")
                        .json()
                        .at("/cancelledOccurrences/0")
                        .asString())
                .isEqualTo("OID." + series + ".2026-03-23");
    }

    @Test
    void aSingleOccurrenceCanBeRead() {
        String series = calendar.add(WEEKLY);
        String id = client.get(VIEW).json().at("/value/2/id").asString();
        JsonNode occurrence = client.get(EVENTS + "/" + id).json();
        assertThat(occurrence.path("subject").asString()).isEqualTo("Weekly");
        assertThat(occurrence.path("seriesMasterId").asString()).isEqualTo(series);
        String immutable = client.get(VIEW, "Prefer", "IdType=\"ImmutableId\"")
                .json()
                .at("/value/2/id")
                .asString();
        assertThat(immutable).isNotEqualTo(id);
        assertThat(client.get(EVENTS + "/" + immutable).json().path("id").asString())
                .isEqualTo(id);
    }

    @Test
    void viewsNeedAWindow() {
        Answer answer = client.get("/v1.0/me/calendarView");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo("ErrorInvalidParameter");
        assertThat(client.get("/v1.0/me/calendarView/delta").status()).isEqualTo(400);
        assertThat(client.get("/v1.0/me/calendarview?startdatetime=2026-03-01&enddatetime=2026-03-02")
                        .status())
                .isEqualTo(200);
        assertThat(client.get("/v1.0/me/calendarView?startDateTime=x&endDateTime=2026-03-02")
                        .status())
                .isEqualTo(400);
        assertThat(client.get("/v1.0/me/calendarGroups").status()).isEqualTo(400);
    }

    @Test
    void theZoneOfASeriesMayBeEmptyOrMeanNothing() {
        for (String zone : List.of("", "tzone://Microsoft/Custom")) {
            String id = calendar.add("""
                {"start": {"dateTime": "2026-03-23T08:00:00.0000000", "timeZone": "UTC"},
                 "end": {"dateTime": "2026-03-23T09:00:00.0000000", "timeZone": "UTC"},
                 "originalStartTimeZone": "W. Europe Standard Time", "originalEndTimeZone": "tzone://Microsoft/Utc",
                 "recurrence": {"pattern": {"type": "daily", "interval": 7},
                                "range": {"type": "endDate", "startDate": "2026-03-23", "endDate": "2026-03-30",
                                          "recurrenceTimeZone": "%s"}}}
                """.formatted(zone));
            JsonNode event = client.get(EVENTS + "/" + id).json();
            assertThat(event.at("/recurrence/range/recurrenceTimeZone").asString())
                    .isEqualTo(zone);
            assertThat(client.get(EVENTS + "/" + id + "/instances" + WINDOW).each("value", "start/dateTime"))
                    .containsExactly("2026-03-23T08:00:00.0000000", "2026-03-30T07:00:00.0000000");
        }
    }

    @Test
    void oddValuesAreKept() {
        String id = calendar.add("""
            {"subject": null, "organizer": null, "body": null, "iCalUId": null,
             "start": {"dateTime": "0001-01-01T00:00:00.0000000", "timeZone": "UTC"},
             "end": {"dateTime": "9999-12-31T23:59:59.9999999", "timeZone": "UTC"},
             "attendees": [{"emailAddress": {"name": "No address"}}]}
            """);
        JsonNode event = client.get(EVENTS + "/" + id).json();
        for (String name : List.of("subject", "organizer", "body", "iCalUId")) {
            assertThat(event.get(name).isNull()).as(name).isTrue();
        }
        assertThat(event.at("/start/dateTime").asString()).isEqualTo("0001-01-01T00:00:00.0000000");
        assertThat(event.at("/end/dateTime").asString()).isEqualTo("9999-12-31T23:59:59.9999999");
        assertThat(event.at("/attendees/0/emailAddress/address").isMissingNode())
                .isTrue();
        assertThat(client.get(VIEW).json().path("value")).hasSize(1);
    }

    @Test
    void wholeDaysHaveNoZone() {
        calendar.add("""
            {"isAllDay": true, "start": {"dateTime": "2026-03-05T00:00:00", "timeZone": "UTC"},
             "end": {"dateTime": "2026-03-06T00:00:00", "timeZone": "UTC"}}
            """);
        Answer answer = client.get(VIEW, "Prefer", "outlook.timezone=\"Tokyo Standard Time\"");
        assertThat(answer.json().at("/value/0/start/dateTime").asString()).isEqualTo("2026-03-05T00:00:00.0000000");
        assertThat(answer.json().at("/value/0/start/timeZone").asString()).isEqualTo("Tokyo Standard Time");
    }

    @Test
    void calendarsAreListedAndDeleted() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            ids.add(microsoft.addCalendar(ANN, "{\"name\": \"Team " + i + "\"}").id());
        }
        Answer first = client.get("/v1.0/me/calendars");
        assertThat(first.each("value", "isDefaultCalendar")).hasSize(10).startsWith("true", "false");
        assertThat(client.get(first.json().path("@odata.nextLink").asString())
                        .json()
                        .path("value"))
                .hasSize(2);
        String path = "/v1.0/me/calendars/" + Client.encode(ids.getFirst());
        assertThat(client.get(path).json().path("name").asString()).isEqualTo("Team 0");
        microsoft.calendar(ANN, ids.getFirst()).deleteCalendar();
        assertThat(code(client.get(path + "/events"))).isEqualTo("ErrorItemNotFound");
        assertThat(client.get("/v1.0/me/calendar")
                        .json()
                        .path("isDefaultCalendar")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void anInvitationIsTheSameMeetingWithAnotherId() {
        microsoft.addUser("cy@example.com", "Cy", ZoneId.of("UTC"));
        SimulatedCalendar other = microsoft.calendar("cy@example.com", "primary");
        String id = calendar.add(MEETING);
        String uid = client.get(EVENTS + "/" + id).json().path("iCalUId").asString();
        String copy = calendar.copyTo(other, id, false);
        calendar.answer(id, "bob@lead.example", "tentativelyAccepted");
        assertThat(client.get(EVENTS + "/" + id)
                        .json()
                        .at("/attendees/0/status/response")
                        .asString())
                .isEqualTo("tentativelyAccepted");
        token = microsoft.accessToken("cy@example.com");
        JsonNode seen = client.get(EVENTS + "/" + copy).json();
        assertThat(seen.path("iCalUId").asString()).isEqualTo(uid);
        assertThat(seen.path("isOrganizer").asBoolean()).isFalse();
        assertThat(seen.at("/responseStatus/response").asString()).isEqualTo("notResponded");
        microsoft.set(MicrosoftSwitches.ICAL_UIDS_NULL, true);
        assertThat(client.get(EVENTS + "/" + copy).json().path("iCalUId").isNull())
                .isTrue();
    }

    @Test
    void idsChangeUnlessImmutableOnesArePreferred() {
        String id = calendar.add(MEETING);
        String[] preferred = {"Prefer", "IdType=\"ImmutableId\""};
        String immutable =
                client.get(EVENTS, preferred).json().at("/value/0/id").asString();
        calendar.changeIds();
        assertThat(client.get(EVENTS + "/" + id).status()).isEqualTo(404);
        assertThat(client.get(EVENTS).json().at("/value/0/id").asString()).isNotEqualTo(id);
        assertThat(client.get(EVENTS, preferred).each("value", "id")).containsExactly(immutable);
        assertThat(client.get(EVENTS + "/" + immutable, preferred).status()).isEqualTo(200);
    }

    @Test
    void everyAttemptToWriteIsRecordedAndRefused() {
        String id = calendar.add(MEETING);
        Answer refused = client.post(EVENTS, MEETING);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(code(refused)).isEqualTo("ErrorAccessDenied");
        assertThat(client.send("PATCH", EVENTS + "/" + id, "{}").status()).isEqualTo(403);
        assertThat(client.send("DELETE", EVENTS + "/" + id, null).status()).isEqualTo(403);
        assertThat(client.post(EVENTS + "/" + id + "/accept", "{}").status()).isEqualTo(403);
        assertThat(microsoft.refusedWrites()).hasSize(4);
    }

    @Test
    void theUserIsMeOrHasAnIdOrAnAddress() {
        JsonNode me = client.get("/v1.0/me").json();
        assertThat(me.path("mail").asString()).isEqualTo(ANN);
        assertThat(client.get("/v1.0/users/" + me.path("id").asString() + "/events")
                        .status())
                .isEqualTo(200);
        assertThat(client.get("/v1.0/users/" + ANN + "/calendar").status()).isEqualTo(200);
        assertThat(client.get("/v1.0/users/other@example.com/events").status()).isEqualTo(403);
        assertThat(client.get("/v1.0/me/mailboxSettings")
                        .json()
                        .path("timeZone")
                        .asString())
                .isEqualTo("W. Europe Standard Time");
    }

    @Test
    void thisAndFollowingEndsTheSeriesAndBeginsAnother() {
        String series = calendar.add(WEEKLY);
        String rest = calendar.split(series, "2026-03-30T07:00:00Z", "{\"subject\": \"Later\"}");
        assertThat(client.get(EVENTS + "/" + series)
                        .json()
                        .at("/recurrence/range/endDate")
                        .asString())
                .isEqualTo("2026-03-29");
        assertThat(client.get(EVENTS + "/" + rest)
                        .json()
                        .at("/recurrence/range/numberOfOccurrences")
                        .asInt())
                .isEqualTo(2);
        assertThat(client.get(VIEW).each("value", "subject")).containsExactly("Weekly", "Weekly", "Later", "Later");
    }
}
