package ajar.calendar.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ajar.calendar.Answer;
import ajar.calendar.EventCopy;
import ajar.calendar.Guest;
import ajar.calendar.Moment;
import ajar.engine.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How events of Graph are understood.
class GraphEventsTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant END = Instant.parse("2026-05-01T00:00:00Z");

    private final GraphEvents events = new GraphEvents("Ann@Example.com");

    private static JsonNode event(String more) {
        var event = (ObjectNode) Json.parse("""
            {"id": "AAMk=", "changeKey": "k1", "iCalUId": "0400", "type": "singleInstance", "subject": "Review",
             "start": {"dateTime": "2026-03-03T09:00:00.0000000", "timeZone": "UTC"},
             "end": {"dateTime": "2026-03-03T10:00:00.0000000", "timeZone": "UTC"},
             "originalStartTimeZone": "W. Europe Standard Time", "originalEndTimeZone": "W. Europe Standard Time",
             "isAllDay": false, "isCancelled": false, "sensitivity": "normal"}\
            """);
        event.setAll((ObjectNode) Json.parse("{" + more + "}"));
        return event;
    }

    private EventCopy copy(String more) {
        return events.single(event(more)).copies().getFirst();
    }

    @Test
    void anEventIsReadWithAllItSays() {
        var object = events.single(event("""
            "body": {"contentType": "html", "content": "<p>Hello <a href=\\"https://zoom.us/j/1\\">here</a></p>"},
            "webLink": "https://outlook.office365.com/owa/?itemid=AAMk"
            """));
        var copy = object.copies().getFirst();
        assertThat(object.key()).isEqualTo("AAMk=");
        assertThat(object.version()).isEqualTo("k1");
        assertThat(copy.id()).isEqualTo("AAMk=");
        assertThat(copy.uid()).isEqualTo("0400");
        assertThat(copy.details().title()).isEqualTo("Review");
        assertThat(copy.details().description()).isEqualTo("Hello here (https://zoom.us/j/1)");
        assertThat(copy.details().start())
                .isEqualTo(Moment.of(LocalDateTime.parse("2026-03-03T10:00").atZone(BERLIN)));
        assertThat(copy.details().link()).isNull();
    }

    @Test
    void nearlyEverythingMayBeNull() {
        var copy = copy("""
            "subject": null, "body": null, "organizer": null, "location": null, "locations": null, "iCalUId": null,
            "attendees": [{"emailAddress": {"name": "Only a name"}, "status": null}, {"emailAddress": null},
             {"emailAddress": {"address": ""}}], "onlineMeeting": null, "sensitivity": null, "recurrence": null,
            "originalStartTimeZone": null, "originalEndTimeZone": null, "changeKey": null,
            "@odata.etag": "W/1", "isAllDay": null, "isCancelled": null, "seriesMasterId": null\
            """);
        assertThat(copy.uid()).isEqualTo("AAMk=");
        assertThat(copy.details().title()).isEmpty();
        assertThat(copy.details().description()).isEmpty();
        assertThat(copy.details().location()).isEmpty();
        assertThat(copy.details().isPrivate()).isFalse();
        assertThat(copy.details().guests())
                .containsExactly(
                        new Guest(null, "Only a name", Answer.NOREPLY, false),
                        new Guest(null, null, Answer.NOREPLY, false),
                        new Guest(null, null, Answer.NOREPLY, false));
        assertThat(events.single(event("\"changeKey\": null, \"@odata.etag\": \"W/1\""))
                        .version())
                .isEqualTo("W/1");
        assertThatThrownBy(() -> copy("\"start\": null")).isInstanceOf(DateTimeException.class);
    }

    @Test
    void answersAreUnderstoodAndRoomsAreNoPeople() {
        var guests = copy("""
            "organizer": {"emailAddress": {"address": "bob@example.com", "name": "Bob"}},
            "responseStatus": {"response": "declined"},
            "attendees": [
             {"type": "required", "emailAddress": {"address": "a@x.com"}, "status": {"response": "accepted"}},
             {"type": "optional", "emailAddress": {"address": "d@x.com"}, "status": {"response": "declined"}},
             {"emailAddress": {"address": "t@x.com"}, "status": {"response": "tentativelyAccepted"}},
             {"emailAddress": {"address": "n@x.com"}, "status": {"response": "notResponded"}},
             {"emailAddress": {"address": "ann@example.com"}, "status": {"response": "none"}},
             {"type": "resource", "emailAddress": {"address": "room@x.com"}, "status": {"response": "accepted"}},
             {"emailAddress": {"address": "Bob@Example.com"}, "status": {"response": "organizer"}}]\
            """).details().guests();
        assertThat(guests)
                .containsExactly(
                        new Guest("a@x.com", null, Answer.YES, false),
                        new Guest("d@x.com", null, Answer.NO, false),
                        new Guest("t@x.com", null, Answer.MAYBE, false),
                        new Guest("n@x.com", null, Answer.NOREPLY, false),
                        new Guest("ann@example.com", null, Answer.NO, false),
                        new Guest("Bob@Example.com", null, Answer.YES, true));
    }

    @Test
    void anOrganizerWhoDoesNotListHimselfIsAddedAndHasNotDeclined() {
        var guests = copy("""
            "organizer": {"emailAddress": {"address": "bob@example.com", "name": "Bob"}}, "attendees": []\
            """).details().guests();
        assertThat(guests).containsExactly(new Guest("bob@example.com", "Bob", Answer.YES, true));
    }

    @Test
    void theLocationIsTheWayIntoTheMeetingOrThePostalAddressOrTheName() {
        String place = """
            "location": {"displayName": "Office", "address": {"street": "Main St 1", "city": "Bonn", "state": "",
             "postalCode": null, "countryOrRegion": "Germany"}}\
            """;
        assertThat(copy(place).details().location()).isEqualTo("Main St 1, Bonn, Germany");
        assertThat(copy("\"location\": {\"displayName\": \"Office\", \"address\": {}}")
                        .details()
                        .location())
                .isEqualTo("Office");
        var online = copy(place + ", \"onlineMeeting\": {\"joinUrl\": \"https://teams.microsoft.com/l/1\"}")
                .details();
        assertThat(online.location()).isEqualTo("https://teams.microsoft.com/l/1");
        assertThat(online.conferences()).containsExactly("https://teams.microsoft.com/l/1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"private", "personal", "confidential"})
    void eventsThatAreNotForEverybodyAreMarked(String sensitivity) {
        assertThat(copy("\"sensitivity\": \"" + sensitivity + "\"").details().isPrivate())
                .isTrue();
        assertThat(copy("").details().isPrivate()).isFalse();
    }

    @Test
    void wholeDaysAreDays() {
        var details = copy("""
            "isAllDay": true, "start": {"dateTime": "2026-03-03T00:00:00.0000000", "timeZone": "UTC"},
            "end": {"dateTime": "2026-03-05T00:00:00.0000000", "timeZone": "UTC"}\
            """).details();
        assertThat(details.start()).isEqualTo(Moment.of(LocalDate.of(2026, 3, 3)));
        assertThat(details.end()).isEqualTo(Moment.of(LocalDate.of(2026, 3, 5)));
    }

    @Test
    void theFirstAndTheLastMomentOfExchangeDoNotOverflow() {
        var details = copy("""
            "start": {"dateTime": "0001-01-01T00:00:00.0000000", "timeZone": "Tonga Standard Time"},
            "end": {"dateTime": "9999-12-31T23:59:59.9999999", "timeZone": "Hawaiian Standard Time"}\
            """).details();
        assertThat(Moment.parse(details.start().toString())).isEqualTo(details.start());
        assertThat(Moment.parse(details.end().toString())).isEqualTo(details.end());
        assertThat(details.end().key()).startsWith("9999");
        assertThat(details.start().key()).startsWith("0001");
        var days = copy("""
            "isAllDay": true, "start": {"dateTime": "0001-01-01T00:00:00Z", "timeZone": "UTC"},
            "end": {"dateTime": "9999-12-31T00:00:00", "timeZone": "UTC"}\
            """).details();
        assertThat(days.isAllDay()).isTrue();
    }

    @Test
    void zonesAreKnownByTheNamesOfWindowsOfExchangeAndOfTheWorld() {
        assertThat(GraphTimes.zone("W. Europe Standard Time")).isEqualTo(BERLIN);
        assertThat(GraphTimes.zone("pacific standard time")).isEqualTo(ZoneId.of("America/Los_Angeles"));
        assertThat(GraphTimes.zone("tzone://Microsoft/Utc")).isEqualTo(ZoneOffset.UTC);
        assertThat(GraphTimes.zone("Europe/Berlin")).isEqualTo(BERLIN);
        assertThat(GraphTimes.zone("tzone://Microsoft/Custom")).isNull();
        assertThat(GraphTimes.zone("")).isNull();
        assertThat(GraphTimes.zone("Customized Time Zone")).isNull();
    }

    private static String series(String zone, String startZone, String endZone) {
        return """
            "type": "seriesMaster", "originalStartTimeZone": "%s", "originalEndTimeZone": "%s",
            "recurrence": {"pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["tuesday"]},
             "range": {"type": "noEnd", "startDate": "2026-03-03", "endDate": "0001-01-01", "recurrenceTimeZone": "%s"}}
            """.formatted(startZone, endZone, zone);
    }

    private static JsonNode instance(String type, String start, String more) {
        return Json.parse("""
            {"id": "i%s", "type": "%s", "seriesMasterId": "AAMk=", "iCalUId": "0400 of its own",
             "start": {"dateTime": "%s", "timeZone": "UTC"}, "end": {"dateTime": "%s", "timeZone": "UTC"}%s}\
            """.formatted(start, type, start, start, more));
    }

    @Test
    void aSeriesKeepsItsHourWhenClocksChangeAndTheGapIsExcluded() throws Exception {
        var series = new GraphSeries(events, event(series("W. Europe Standard Time", "", "")));
        // Clocks change on 29 March; the 17th was deleted.
        for (String start : List.of(
                "2026-03-03T09:00:00.0000000",
                "2026-03-10T09:00:00.0000000",
                "2026-03-24T09:00:00.0000000",
                "2026-03-31T08:00:00.0000000",
                "2026-04-07T08:00:00.0000000",
                "2026-04-14T08:00:00.0000000",
                "2026-04-21T08:00:00.0000000",
                "2026-04-28T08:00:00.0000000")) {
            series.add(instance("occurrence", start, ""));
        }
        var object = series.object(END);
        assertThat(object.copies()).hasSize(1);
        var recurrence = object.copies().getFirst().details().recurrence();
        assertThat(recurrence.rules()).containsExactly("FREQ=WEEKLY;BYDAY=TU;WKST=SU");
        assertThat(recurrence.excluded()).extracting(Moment::key).containsExactly("20260317T090000Z");
        assertThat(recurrence.added()).isEmpty();
    }

    @Test
    void aChangedOccurrenceHasTheUidOfItsSeriesAndItsOwnId() throws Exception {
        var series = new GraphSeries(events, event(series("W. Europe Standard Time", "", "")));
        series.add(instance(
                "exception",
                "2026-03-04T15:00:00.0000000",
                ", \"originalStart\": \"2026-03-03T09:00:00Z\", \"subject\": \"Moved\""));
        series.add(instance(
                "exception",
                "2026-03-10T09:00:00.0000000",
                ", \"originalStart\": \"2026-03-10T09:00:00Z\", \"isCancelled\": true"));
        var object = series.object(Instant.parse("2026-03-12T00:00:00Z"));
        assertThat(object.copies()).extracting(EventCopy::uid).containsOnly("0400");
        assertThat(object.copies().getFirst().details().recurrence().excluded()).isEmpty();
        var moved = object.copies().get(1);
        assertThat(moved.id()).isEqualTo("i2026-03-04T15:00:00.0000000");
        assertThat(moved.seriesId()).isEqualTo("AAMk=");
        assertThat(moved.originalStart().key()).isEqualTo("20260303T090000Z");
        assertThat(moved.details().start().key()).isEqualTo("20260304T150000Z");
        assertThat(moved.details().title()).isEqualTo("Moved");
        assertThat(object.copies().get(2).isCancelled()).isTrue();
    }

    @Test
    void whatTheListHasAndThePatternDoesNotMakeIsAdded() throws Exception {
        String lunar = series("UTC", "", "").replace("\"weekly\"", "\"lunar\"");
        var series = new GraphSeries(events, event(lunar));
        series.add(instance("occurrence", "2026-03-03T09:00:00", ""));
        series.add(instance("occurrence", "2026-03-19T09:00:00", ""));
        var recurrence = series.object(END).copies().getFirst().details().recurrence();
        assertThat(recurrence.rules()).isEmpty();
        assertThat(recurrence.added()).extracting(Moment::key).containsExactly("20260319T090000Z");
        assertThat(recurrence.repeats()).isTrue();
    }

    @Test
    void theZoneOfASeriesIsLookedForInThreePlaces() throws Exception {
        for (String more : List.of(
                series("W. Europe Standard Time", "UTC", "UTC"),
                series("", "W. Europe Standard Time", "UTC"),
                series("tzone://Microsoft/Custom", "tzone://Microsoft/Custom", "W. Europe Standard Time"))) {
            var object = new GraphSeries(events, event(more)).object(Instant.parse("2026-03-03T00:00:00Z"));
            var start = (Moment.Time) object.copies().getFirst().details().start();
            assertThat(start.at().getZone()).isEqualTo(BERLIN);
        }
        assertThatThrownBy(() -> new GraphSeries(
                        events, event(series("tzone://Microsoft/Custom", "tzone://Microsoft/Custom", ""))))
                .isInstanceOf(DateTimeException.class)
                .hasMessageContaining("time zone that nobody knows");
    }

    @Test
    void anOriginalStartOfAWholeDayIsItsDayInWhateverZoneItIsWritten() {
        var day = LocalDate.of(2026, 3, 3);
        for (String text : List.of("2026-03-03T00:00:00Z", "2026-03-02T23:00:00Z")) {
            assertThat(GraphTimes.originalStart(Json.parse('"' + text + '"'), true, BERLIN))
                    .isEqualTo(Moment.of(day));
        }
        assertThat(GraphTimes.originalStart(
                        Json.parse("\"2026-03-03T05:00:00Z\""), true, ZoneId.of("America/New_York")))
                .isEqualTo(Moment.of(day));
        assertThat(GraphTimes.originalStart(Json.parse("\"0001-01-01T00:00:00Z\""), false, BERLIN))
                .isNull();
    }
}
