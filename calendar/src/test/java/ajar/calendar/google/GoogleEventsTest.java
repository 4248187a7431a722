package ajar.calendar.google;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.calendar.Answer;
import ajar.calendar.EventCopy;
import ajar.calendar.Guest;
import ajar.calendar.Moment;
import ajar.calendar.Page;
import ajar.calendar.Recurrence;
import ajar.calendar.StoringReceiver;
import ajar.engine.json.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// How single events of Google are understood.
class GoogleEventsTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Page page(String... items) {
        var read = GoogleEvents.page(
                Json.parse("{\"timeZone\": \"Europe/Berlin\", \"items\": [" + String.join(",", items) + "]}"));
        var all = Stream.concat(read.page().objects().stream(), read.nameless().stream())
                .toList();
        return new Page(all, read.page().removed(), read.page().quarantined());
    }

    private static EventCopy copy(String item) {
        var page = page(item);
        assertThat(page.quarantined()).isEmpty();
        assertThat(page.objects()).hasSize(1);
        return page.objects().getFirst().copies().getFirst();
    }

    /// An event of an hour, with more properties.
    private static String event(String more) {
        return """
            {"id": "e", "iCalUID": "u@google.com", "status": "confirmed", "sequence": 3,
             "start": {"dateTime": "2026-03-03T10:00:00+01:00", "timeZone": "Europe/Berlin"},
             "end": {"dateTime": "2026-03-03T11:00:00+01:00", "timeZone": "Europe/Berlin"}%s}\
            """.formatted(more.isEmpty() ? "" : ", " + more);
    }

    private static Moment berlin(String local) {
        return Moment.of(java.time.LocalDateTime.parse(local).atZone(BERLIN));
    }

    @Test
    void anEventIsReadWithAllItSays() {
        var copy = copy(event("""
            "summary": "Review", "location": "Room 5", "description": "See <a href=\\"https://x.example/d\\">this</a>",
            "htmlLink": "https://www.google.com/calendar/event?eid=1", "hangoutLink": "https://meet.google.com/abc",
            "conferenceData": {"entryPoints": [
             {"entryPointType": "phone", "uri": "tel:+1-555"},
             {"entryPointType": "video", "uri": "https://meet.google.com/abc"},
             {"entryPointType": "video", "uri": "https://zoom.us/j/1"}]}\
            """));
        assertThat(copy.id()).isEqualTo("e");
        assertThat(copy.uid()).isEqualTo("u@google.com");
        assertThat(copy.sequence()).isEqualTo(3);
        assertThat(copy.isOverride()).isFalse();
        var details = copy.details();
        assertThat(details.title()).isEqualTo("Review");
        assertThat(details.location()).isEqualTo("Room 5");
        assertThat(details.description()).isEqualTo("See this (https://x.example/d)");
        assertThat(details.start()).isEqualTo(berlin("2026-03-03T10:00"));
        assertThat(details.end()).isEqualTo(berlin("2026-03-03T11:00"));
        assertThat(details.link()).isEqualTo("https://www.google.com/calendar/event?eid=1");
        assertThat(details.conferences()).containsExactly("https://meet.google.com/abc", "https://zoom.us/j/1");
        assertThat(details.recurrence()).isEqualTo(Recurrence.NONE);
    }

    @Test
    void anEventThatSaysNextToNothingIsReadToo() {
        var details = copy(event("")).details();
        assertThat(details.title()).isEmpty();
        assertThat(details.description()).isEmpty();
        assertThat(details.location()).isEmpty();
        assertThat(details.guests()).isEmpty();
        assertThat(details.link()).isNull();
        assertThat(details.isPrivate()).isFalse();
    }

    @Test
    void aCancelledEventNeverBlanksWhatIsKnown() {
        var received = new StoringReceiver();
        received.page(page(event("\"summary\": \"Known\"")));
        received.page(page("{\"id\": \"e\", \"status\": \"cancelled\"}"));
        assertThat(received.copy("e").isCancelled()).isTrue();
        assertThat(received.copy("e").details().title()).isEqualTo("Known");

        received.page(page("{\"id\": \"e\", \"status\": \"cancelled\", \"updated\": \"2026-03-03T10:00:00Z\","
                + " \"summary\": \"\"}"));
        assertThat(received.copy("e").details().title()).isEqualTo("Known");
        assertThat(copy(event("\"summary\": \"Whole\"").replace("confirmed", "cancelled"))
                        .details())
                .isNull();
    }

    @Test
    void aCancelledOccurrenceNamesItsSeriesAndOriginalStart() {
        var copy = copy("""
            {"id": "s_20260303T090000Z", "status": "cancelled", "recurringEventId": "s",
             "originalStartTime": {"dateTime": "2026-03-03T10:00:00+01:00", "timeZone": "Europe/Berlin"}}\
            """);
        assertThat(copy.seriesId()).isEqualTo("s");
        assertThat(copy.uid()).isEmpty();
        assertThat(copy.originalStart()).isEqualTo(berlin("2026-03-03T10:00"));
        assertThat(copy.details()).isNull();
    }

    @Test
    void aCancelledOccurrenceWithNothingButAnIdIsKnownByIt() {
        var timed = copy("{\"id\": \"_abc_20260303T090000Z\", \"status\": \"cancelled\"}");
        assertThat(timed.seriesId()).isEqualTo("_abc");
        assertThat(timed.originalStart().instant(ZoneOffset.UTC)).isEqualTo(Instant.parse("2026-03-03T09:00:00Z"));
        var day = copy("{\"id\": \"abc_20260303\", \"status\": \"cancelled\"}");
        assertThat(day.originalStart()).isEqualTo(Moment.of(LocalDate.of(2026, 3, 3)));
        assertThat(copy("{\"id\": \"abc_R20260303T090000\", \"status\": \"cancelled\"}")
                        .isOverride())
                .isFalse();
    }

    @Test
    void aMovedOccurrenceKeepsItsOriginalStart() {
        var copy = copy(event("""
            "recurringEventId": "s", "originalStartTime": {"dateTime": "2026-03-02T09:00:00Z"}\
            """));
        assertThat(copy.seriesId()).isEqualTo("s");
        assertThat(copy.originalStart().key()).isEqualTo("20260302T090000Z");
        assertThat(copy.details().start().key()).isEqualTo("20260303T090000Z");
    }

    @Test
    void aSeriesIsToldWithItsRuleAndNotExpanded() {
        var recurrence = copy(event("""
            "recurrence": ["RRULE:FREQ=WEEKLY;UNTIL=20270301T225959Z;BYDAY=TU",
             "EXDATE;TZID=America/New_York:20260310T050000,20260317T050000", "EXDATE:20260324T090000Z",
             "RDATE;VALUE=DATE:20260401", "RDATE;VALUE=PERIOD:20260402T080000Z/PT1H",
             "EXDATE:20260331T100000"]\
            """)).details().recurrence();
        assertThat(recurrence.rules()).containsExactly("FREQ=WEEKLY;UNTIL=20270301T225959Z;BYDAY=TU");
        assertThat(recurrence.excluded())
                .extracting(Moment::key)
                .containsExactly("20260310T090000Z", "20260317T090000Z", "20260324T090000Z", "20260331T080000Z");
        assertThat(recurrence.added()).extracting(Moment::key).containsExactly("20260401", "20260402T080000Z");
    }

    @Test
    void aSeriesThatWasSplitIsTwoSeries() {
        var page = page(
                event("\"recurrence\": [\"RRULE:FREQ=WEEKLY;UNTIL=20260601T080000Z\"]"),
                event("\"recurrence\": [\"RRULE:FREQ=WEEKLY\"]")
                        .replace("\"id\": \"e\"", "\"id\": \"e_R20260602T080000\"")
                        .replace("u@google.com", "u_R20260602T080000@google.com"));
        assertThat(page.objects())
                .extracting(object -> object.copies().getFirst().isOverride())
                .containsExactly(false, false);
        assertThat(page.removed()).isEmpty();
    }

    @Test
    void theStartOfASeriesKeepsItsZoneSoThatTheHourOutlivesTheChangeOfClocks() {
        var start =
                copy(event("\"recurrence\": [\"RRULE:FREQ=DAILY\"]")).details().start();
        assertThat(((Moment.Time) start).at().getZone()).isEqualTo(BERLIN);
    }

    @Test
    void wholeDaysAreDaysAndTheEndIsTheFirstFreeDay() {
        var copy = copy("""
            {"id": "s_20260303", "recurringEventId": "s", "originalStartTime": {"date": "2026-03-03"},
             "start": {"date": "2026-03-04"}, "end": {"date": "2026-03-06"}}\
            """);
        assertThat(copy.originalStart()).isEqualTo(Moment.of(LocalDate.of(2026, 3, 3)));
        assertThat(copy.details().isAllDay()).isTrue();
        assertThat(copy.details().start()).isEqualTo(Moment.of(LocalDate.of(2026, 3, 4)));
        assertThat(copy.details().end()).isEqualTo(Moment.of(LocalDate.of(2026, 3, 6)));
    }

    @Test
    void timesWithoutAZoneAreInTheCalendarsZoneAndUnknownZonesLeaveTheOffset() {
        var named = copy(event("").replace(", \"timeZone\": \"Europe/Berlin\"", ""));
        assertThat(((Moment.Time) named.details().start()).at().getZone()).isEqualTo(BERLIN);
        var unknown = copy(event("").replace("Europe/Berlin", "Mars/Olympus"));
        assertThat(unknown.details().start().instant(ZoneOffset.UTC)).isEqualTo(Instant.parse("2026-03-03T09:00:00Z"));
        var floating = copy(event("").replace("+01:00", ""));
        assertThat(floating.details().start()).isEqualTo(berlin("2026-03-03T10:00"));
    }

    @Test
    void anEndBeforeTheStartIsSwappedAndAMissingEndIsTheStart() {
        var swapped = copy(event("").replace("2026-03-03T11", "2026-03-03T08")).details();
        assertThat(swapped.start()).isEqualTo(berlin("2026-03-03T08:00"));
        assertThat(swapped.end()).isEqualTo(berlin("2026-03-03T10:00"));
        var endless =
                copy("{\"id\": \"e\", \"start\": {\"date\": \"2026-03-04\"}}").details();
        assertThat(endless.end()).isEqualTo(endless.start());
    }

    @Test
    void theSameMeetingInTwoCalendarsHasOneUid() {
        var mine = copy(event("").replace("\"e\"", "\"abc\""));
        var theirs = copy(
                event("").replace("\"e\"", "\"_60q30c1g60o30e1i60o4ac1g60rj8gpl88rj2c1h84s34h9g60s30c1g60o30c1g\""));
        assertThat(mine.uid()).isEqualTo(theirs.uid());
        assertThat(mine.id()).isNotEqualTo(theirs.id());
    }

    @Test
    void answersAreUnderstoodAndRoomsAreNoPeople() {
        var guests = copy(event("""
            "organizer": {"email": "Ann@Example.com", "self": true}, "attendees": [
             {"email": "bob@example.com", "displayName": "Bob", "responseStatus": "accepted"},
             {"email": "c@example.com", "responseStatus": "declined"},
             {"email": "d@example.com", "responseStatus": "tentative", "optional": true},
             {"email": "e@example.com", "responseStatus": "needsAction"},
             {"email": "room@resource.calendar.google.com", "resource": true, "responseStatus": "accepted"},
             {"email": "sales-team@example.com", "responseStatus": "needsAction"},
             {"displayName": "Nameless"},
             {"email": "ann@example.com", "self": true, "responseStatus": "accepted"}]\
            """)).details().guests();
        assertThat(guests)
                .containsExactly(
                        new Guest("bob@example.com", "Bob", Answer.YES, false),
                        new Guest("c@example.com", null, Answer.NO, false),
                        new Guest("d@example.com", null, Answer.MAYBE, false),
                        new Guest("e@example.com", null, Answer.NOREPLY, false),
                        new Guest("sales-team@example.com", null, Answer.NOREPLY, false),
                        new Guest(null, "Nameless", Answer.NOREPLY, false),
                        new Guest("ann@example.com", null, Answer.YES, true));
    }

    @Test
    void anOrganizerWhoDoesNotListHimselfIsAddedAndHasNotDeclined() {
        var guests = copy(event("""
            "organizer": {"email": "ann@example.com"}, "attendees": [{"email": "bob@example.com"}]\
            """)).details().guests();
        assertThat(guests.getLast()).isEqualTo(new Guest("ann@example.com", null, Answer.YES, true));
    }

    @Test
    void theCreatorStandsInForACalendarThatOrganizesInItsOwnName() {
        var guests = copy(event("""
            "organizer": {"email": "team@group.calendar.google.com", "displayName": "Team"},
            "creator": {"email": "ann@example.com"}\
            """)).details().guests();
        assertThat(guests).containsExactly(new Guest("ann@example.com", null, Answer.YES, true));
    }

    @Test
    void ofGuestsThatAreLeftOutThoseWhoAreListedAreKept() {
        var guests = copy(event("""
            "attendeesOmitted": true, "attendees": [{"email": "ann@example.com", "self": true}]\
            """)).details().guests();
        assertThat(guests).extracting(Guest::email).containsExactly("ann@example.com");
    }

    @Test
    void privateAndConfidentialEventsAreMarked() {
        assertThat(copy(event("\"visibility\": \"private\"")).details().isPrivate())
                .isTrue();
        assertThat(copy(event("\"visibility\": \"confidential\"")).details().isPrivate())
                .isTrue();
        assertThat(copy(event("\"visibility\": \"public\"")).details().isPrivate())
                .isFalse();
    }

    @Test
    void noMoreThanTenConferencesAreTaken() {
        String entries = IntStream.range(0, 30)
                .mapToObj(i -> "{\"entryPointType\": \"video\", \"uri\": \"https://v.example/" + i + "\"}")
                .collect(Collectors.joining(","));
        assertThat(copy(event("\"conferenceData\": {\"entryPoints\": [" + entries + "]}"))
                        .details()
                        .conferences())
                .hasSize(10);
    }

    @Test
    void whatCannotBeReadIsQuarantinedAndItsNeighboursAreNot() {
        var page = page(
                event("").replace("2026-03-03T10:00:00+01:00", "yesterday"),
                event("\"summary\": \"Odd\", \"recurrence\": [\"EXRULE:FREQ=DAILY\"]")
                        .replace("\"e\"", "\"f\""),
                "{\"id\": \"g\", \"status\": \"confirmed\"}",
                event("").replace("\"e\"", "\"h\""));
        assertThat(page.objects()).extracting(object -> object.key()).containsExactly("h");
        assertThat(page.quarantined()).extracting(one -> one.key()).containsExactly("e", "f", "g");
        assertThat(page.quarantined().get(1).title()).isEqualTo("Odd");
        assertThat(page.quarantined().get(1).reason()).contains("EXRULE");
        assertThat(page.quarantined().get(2).reason()).contains("no start");
    }
}
