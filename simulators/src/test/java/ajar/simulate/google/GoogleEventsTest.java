package ajar.simulate.google;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.simulate.Client;
import ajar.simulate.Client.Answer;
import ajar.simulate.calendar.SimulatedCalendar;
import ajar.simulate.http.Json;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class GoogleEventsTest extends GoogleTest {
    @Test
    void anEventHasWhatGoogleFillsIn() {
        String id = calendar.add(MEETING);
        JsonNode event = client.get(EVENTS + "/" + id).json();
        assertThat(event.path("kind").asString()).isEqualTo("calendar#event");
        assertThat(event.path("status").asString()).isEqualTo("confirmed");
        assertThat(event.path("iCalUID").asString()).isEqualTo(id + "@google.com");
        assertThat(event.path("created").asString()).isEqualTo("2026-03-01T12:00:00.000Z");
        assertThat(event.path("eventType").asString()).isEqualTo("default");
        assertThat(event.at("/organizer/self").asBoolean()).isTrue();
        assertThat(event.at("/start/dateTime").asString()).isEqualTo("2026-03-02T09:00:00+01:00");
        assertThat(event.at("/start/timeZone").asString()).isEqualTo("Europe/Berlin");
        assertThat(event.at("/attendees/0/self").asBoolean()).isTrue();
        assertThat(event.at("/attendees/0/organizer").asBoolean()).isTrue();
        assertThat(event.at("/attendees/1/responseStatus").asString()).isEqualTo("needsAction");
    }

    @Test
    void timesComeInTheZoneThatWasAskedFor() {
        calendar.add(MEETING);
        assertThat(events("?timeZone=America/New_York").each("items", "start/dateTime"))
                .containsExactly("2026-03-02T03:00:00-05:00");
    }

    @Test
    void onlyTheLastPageHasASyncToken() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(calendar.add(MEETING));
        }
        List<String> seen = new ArrayList<>();
        String page = "";
        for (int i = 0; i < 3; i++) {
            Answer answer = events("?maxResults=2" + page);
            seen.addAll(answer.each("items", "id"));
            assertThat(answer.json().has("nextSyncToken")).isEqualTo(i == 2);
            assertThat(answer.json().has("nextPageToken")).isEqualTo(i < 2);
            page = "&pageToken=" + answer.json().path("nextPageToken").asString("");
        }
        assertThat(seen).containsExactlyElementsOf(ids);
    }

    @Test
    void aPageTokenOfAnotherQueryIsRefused() {
        calendar.add(MEETING);
        calendar.add(MEETING);
        String page = events("?maxResults=1").json().path("nextPageToken").asString();
        Answer answer = events("?maxResults=1&singleEvents=true&pageToken=" + page);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(reason(answer)).isEqualTo("invalid");
    }

    @Test
    void whatChangesWhilePagingIsInTheNextIncrementalList() {
        calendar.add(MEETING);
        String late = calendar.add(MEETING);
        String page = events("?maxResults=1").json().path("nextPageToken").asString();
        calendar.change(late, "{\"summary\": \"Moved\"}");
        String token = events("?maxResults=1&pageToken=" + page)
                .json()
                .path("nextSyncToken")
                .asString();
        assertThat(events("?syncToken=" + token).each("items", "summary")).containsExactly("Moved");
    }

    @Test
    void anIncrementalListHasTheChangesOnly() {
        String first = calendar.add(MEETING);
        calendar.add(MEETING);
        String token = synced();
        assertThat(since(token).json().path("items")).isEmpty();
        calendar.answer(first, "bob@lead.example", "declined");
        Answer answer = since(token);
        assertThat(answer.each("items", "id")).containsExactly(first);
        assertThat(answer.each("items", "attendees/1/responseStatus")).containsExactly("declined");
        assertThat(since(answer.json().path("nextSyncToken").asString()).json().path("items"))
                .isEmpty();
    }

    @Test
    void aSyncTokenDoesNotGoWithFilters() {
        String token = synced();
        for (String filter : List.of(
                "timeMin=2026-01-01T00:00:00Z",
                "timeMax=2027-01-01T00:00:00Z",
                "updatedMin=2026-02-20T00:00:00Z",
                "q=x",
                "iCalUID=x",
                "showDeleted=false")) {
            Answer answer = events("?" + filter + "&syncToken=" + token);
            assertThat(answer.status()).as(filter).isEqualTo(400);
            assertThat(reason(answer)).isEqualTo("syncTokenWithRequestRestrictions");
        }
        assertThat(reason(events("?orderBy=updated&syncToken=" + token))).isEqualTo("syncTokenWithNonDefaultOrdering");
        assertThat(events("?eventTypes=default&syncToken=" + token).status()).isEqualTo(200);
        assertThat(reason(events("?syncToken=nonsense"))).isEqualTo("invalid");
    }

    @Test
    void expiredSyncTokensAreGone() {
        String token = synced();
        google.expireSyncTokens();
        Answer answer = since(token);
        assertThat(answer.status()).isEqualTo(410);
        assertThat(reason(answer)).isEqualTo("fullSyncRequired");
        google.set(GoogleSwitches.SYNC_TOKEN_SECONDS, 3600);
        String next = synced();
        later(Duration.ofHours(1));
        assertThat(since(next).status()).isEqualTo(200);
        later(Duration.ofSeconds(1));
        assertThat(since(next).status()).isEqualTo(410);
    }

    @Test
    void updatedMinMustNotLieTooFarBack() {
        String id = calendar.add(MEETING);
        later(Duration.ofDays(1));
        String changed = calendar.add(MEETING);
        calendar.delete(id);
        assertThat(events("?updatedMin=2026-03-02T00:00:00Z").each("items", "id"))
                .containsExactly(id, changed);
        Answer answer = events("?updatedMin=2026-01-01T00:00:00Z");
        assertThat(answer.status()).isEqualTo(410);
        assertThat(reason(answer)).isEqualTo("updatedMinTooLongAgo");
    }

    @Test
    void deletedEventsShowWhenAskedForAndInIncrementalLists() {
        String id = calendar.add(MEETING);
        String token = synced();
        calendar.delete(id);
        assertThat(events("").json().path("items")).isEmpty();
        assertThat(events("?showDeleted=true").each("items", "status")).containsExactly("cancelled");
        assertThat(since(token).each("items", "summary")).containsExactly("Demo");
        JsonNode bare = events("?syncToken=" + token).json().at("/items/0");
        assertThat(bare.propertyNames()).containsExactlyInAnyOrder("kind", "etag", "id", "status");
        calendar.change(id, "{\"summary\": \"Again\"}");
        assertThat(since(token).each("items", "status")).containsExactly("confirmed");
    }

    @Test
    void cancelledEventsSayAsMuchAsTheSwitchAllows() {
        String series = calendar.add(WEEKLY);
        String token = synced();
        calendar.deleteInstance(series, "2026-03-23T08:00:00Z");
        google.set(GoogleSwitches.CANCELLED_EVENTS, "identity_only");
        assertThat(since(token).json().at("/items/0").propertyNames())
                .containsExactlyInAnyOrder("kind", "etag", "id", "status", "recurringEventId", "originalStartTime");
        google.set(GoogleSwitches.CANCELLED_EVENTS, "some_fields");
        JsonNode some = since(token).json().at("/items/0");
        assertThat(some.has("updated")).isTrue();
        assertThat(some.has("summary") || some.has("start") || some.has("recurringEventId"))
                .isFalse();
    }

    @Test
    void aSeriesComesAsOneWithItsExceptions() {
        String series = calendar.add(WEEKLY);
        String moved = calendar.changeInstance(series, "2026-03-23T08:00:00Z", """
            {"start": {"dateTime": "2026-03-24T15:00:00+01:00"}, "end": {"dateTime": "2026-03-24T15:30:00+01:00"}}
            """);
        String cancelled = calendar.deleteInstance(series, "2026-03-30T07:00:00Z");
        Answer answer = events("");
        assertThat(answer.each("items", "id")).containsExactly(series, moved, cancelled);
        assertThat(moved).isEqualTo(series + "_20260323T080000Z");
        JsonNode exception = Client.find(answer.json().path("items"), "id", moved);
        assertThat(exception.path("recurringEventId").asString()).isEqualTo(series);
        assertThat(exception.at("/originalStartTime/dateTime").asString()).isEqualTo("2026-03-23T09:00:00+01:00");
        assertThat(exception.at("/start/dateTime").asString()).isEqualTo("2026-03-24T15:00:00+01:00");
        assertThat(exception.has("recurrence")).isFalse();
        JsonNode stub = Client.find(answer.json().path("items"), "id", cancelled);
        assertThat(stub.propertyNames())
                .containsExactlyInAnyOrder("kind", "etag", "id", "status", "recurringEventId", "originalStartTime");
        assertThat(Client.find(answer.json().path("items"), "id", cancelled)
                        .path("status")
                        .asString())
                .isEqualTo("cancelled");
    }

    @Test
    void instancesKeepTheirTimeOfDayWhenClocksChange() {
        String series = calendar.add(WEEKLY);
        Answer instances = client.get(EVENTS + "/" + series + "/instances");
        assertThat(instances.each("items", "start/dateTime"))
                .containsExactly(
                        "2026-03-16T09:00:00+01:00",
                        "2026-03-23T09:00:00+01:00",
                        "2026-03-30T09:00:00+02:00",
                        "2026-04-06T09:00:00+02:00");
        assertThat(instances.each("items", "id").get(2)).isEqualTo(series + "_20260330T070000Z");
        assertThat(client.get(EVENTS + "/" + series + "_20260330T070000Z")
                        .json()
                        .at("/originalStartTime/timeZone")
                        .asString())
                .isEqualTo("Europe/Berlin");
    }

    @Test
    void aSeriesOfManyYearsStillHasInstances() {
        String series = calendar.add("""
            {"start": {"dateTime": "2005-01-03T09:00:00Z"}, "end": {"dateTime": "2005-01-03T09:30:00Z"},
             "recurrence": ["RRULE:FREQ=DAILY"]}
            """);
        assertThat(events("?singleEvents=true&timeMin=2026-03-02T00:00:00Z&timeMax=2026-03-03T00:00:00Z")
                        .each("items", "id"))
                .containsExactly(series + "_20260302T090000Z");
        assertThat(client.get(EVENTS + "/" + series + "_20260302T090000Z").status())
                .isEqualTo(200);
        assertThat(client.get(EVENTS + "/" + series + "_20260302T091500Z").status())
                .isEqualTo(404);
    }

    @Test
    void singleEventsExpandSeriesAndCanBeOrdered() {
        String series = calendar.add(WEEKLY);
        calendar.add(MEETING);
        calendar.deleteInstance(series, "2026-03-23T08:00:00Z");
        String query = "?singleEvents=true&orderBy=startTime&timeMin=2026-03-01T00:00:00Z&timeMax=2026-03-31T00:00:00Z";
        Answer answer = events(query);
        assertThat(answer.each("items", "summary")).containsExactly("Demo", "Weekly", "Weekly");
        assertThat(answer.json().has("nextSyncToken")).isFalse();
        assertThat(events(query + "&showDeleted=true").json().path("items")).hasSize(4);
        assertThat(events("?orderBy=startTime").status()).isEqualTo(400);
        assertThat(events("?singleEvents=true").json().has("nextSyncToken")).isTrue();
    }

    @Test
    void aDeletedSeriesIsOneStubOrOneForEachInstance() {
        String series = calendar.add(WEEKLY);
        String token = synced();
        String single =
                events("?singleEvents=true").json().path("nextSyncToken").asString();
        calendar.delete(series);
        assertThat(since(token).each("items", "id")).containsExactly(series);
        assertThat(events("?singleEvents=true&syncToken=" + single).each("items", "status"))
                .containsExactly("cancelled", "cancelled", "cancelled", "cancelled");
    }

    @Test
    void thisAndFollowingEndsTheSeriesAndBeginsAnother() {
        String series = calendar.add(WEEKLY);
        String token = synced();
        String rest = calendar.split(series, "2026-03-30T07:00:00Z", "{\"summary\": \"Later\"}");
        Answer answer = since(token);
        assertThat(answer.each("items", "id")).containsExactly(series, rest);
        assertThat(answer.each("items", "recurrence/0"))
                .containsExactly("RRULE:FREQ=WEEKLY;UNTIL=20260330T065959Z", "RRULE:FREQ=WEEKLY;COUNT=2");
        assertThat(rest).isEqualTo(series + "_R20260330T070000");
        assertThat(answer.each("items", "iCalUID")).containsExactly(series + "@google.com", rest + "@google.com");
        assertThat(events("?singleEvents=true").each("items", "summary"))
                .containsExactly("Weekly", "Weekly", "Later", "Later");
    }

    @Test
    void allDaySeriesHaveDates() {
        String series = calendar.add("""
            {"start": {"date": "2026-03-05"}, "end": {"date": "2026-03-06"},
             "recurrence": ["RRULE:FREQ=MONTHLY;COUNT=3", "EXDATE;VALUE=DATE:20260405"]}
            """);
        Answer answer = client.get(EVENTS + "/" + series + "/instances");
        assertThat(answer.each("items", "start/date")).containsExactly("2026-03-05", "2026-05-05");
        assertThat(answer.each("items", "end/date")).containsExactly("2026-03-06", "2026-05-06");
        String moved = calendar.changeInstance(series, "2026-05-05", "{\"start\": {\"date\": \"2026-05-04\"}}");
        assertThat(moved).isEqualTo(series + "_20260505");
        assertThat(client.get(EVENTS + "/" + moved)
                        .json()
                        .at("/originalStartTime/date")
                        .asString())
                .isEqualTo("2026-05-05");
    }

    @Test
    void eventTypesAreFiltered() {
        calendar.add(MEETING);
        calendar.add("""
            {"eventType": "focusTime", "start": {"dateTime": "2026-03-02T09:00:00Z"},
             "end": {"dateTime": "2026-03-02T10:00:00Z"}}
            """);
        calendar.add("""
            {"eventType": "birthday", "start": {"date": "2026-03-02"}, "end": {"date": "2026-03-03"}}
            """);
        assertThat(events("").json().path("items")).hasSize(3);
        assertThat(events("?eventTypes=default").each("items", "summary")).containsExactly("Demo");
        assertThat(events("?eventTypes=default&eventTypes=focusTime").json().path("items"))
                .hasSize(2);
    }

    @Test
    void theSameMeetingHasAnotherIdInAnotherCalendar() {
        google.addUser("cy@example.com", "Cy", ZoneId.of("UTC"));
        SimulatedCalendar other = google.calendar("cy@example.com", "primary");
        String id = calendar.add(MEETING);
        String copy = calendar.copyTo(other, id, false);
        assertThat(copy).isNotEqualTo(id);
        token = google.accessToken("cy@example.com");
        JsonNode seen = client.get(EVENTS + "/" + copy).json();
        assertThat(seen.path("iCalUID").asString()).isEqualTo(id + "@google.com");
        assertThat(seen.at("/organizer/self").asBoolean(false)).isFalse();
        assertThat(calendar.copyTo(other, id, true)).isEqualTo(id);
    }

    @Test
    void longListsOfAttendeesAreCutToTheUser() {
        String id = calendar.add(MEETING);
        JsonNode cut = client.get(EVENTS + "/" + id + "?maxAttendees=1").json();
        assertThat(cut.path("attendeesOmitted").asBoolean()).isTrue();
        assertThat(cut.path("attendees")).hasSize(1);
        assertThat(cut.at("/attendees/0/email").asString()).isEqualTo(ANN);
        google.set(GoogleSwitches.MOST_ATTENDEES, 1);
        assertThat(client.get(EVENTS + "/" + id).json().path("attendees")).hasSize(1);
    }

    @Test
    void whoMayReadFreeAndBusyTimesOnlySeesNoTitles() {
        calendar.add(MEETING);
        String token = synced();
        calendar.changeCalendar("{\"accessRole\": \"freeBusyReader\"}");
        assertThat(since(token).status()).isEqualTo(410);
        JsonNode event = events("").json().at("/items/0");
        assertThat(event.has("summary") || event.has("attendees")).isFalse();
        assertThat(event.at("/start/dateTime").asString()).isNotEmpty();
        calendar.changeCalendar("{\"accessRole\": \"none\"}");
        assertThat(events("").status()).isEqualTo(404);
    }

    @Test
    void oddValuesAreKept() {
        String id = calendar.add("""
            {"summary": null, "start": {"dateTime": "2026-03-02T09:00:00Z"},
             "end": {"dateTime": "2026-03-02T09:00:00Z"}, "attendees": [{"displayName": "No address"}]}
            """);
        JsonNode event = client.get(EVENTS + "/" + id).json();
        assertThat(event.get("summary").isNull()).isTrue();
        assertThat(event.at("/attendees/0/email").isMissingNode()).isTrue();
    }

    @Test
    void aTimeRangeThatIsEmptyIsRefused() {
        Answer answer = events("?timeMin=2026-03-02T00:00:00Z&timeMax=2026-03-01T00:00:00Z");
        assertThat(reason(answer)).isEqualTo("timeRangeEmpty");
        assertThat(answer.json().at("/error/code").asInt()).isEqualTo(400);
        assertThat(events("?timeMin=yesterday").status()).isEqualTo(400);
        assertThat(Json.string(events("").json(), "timeZone")).isEqualTo("Europe/Berlin");
    }
}
