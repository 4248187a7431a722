package ajar.calendar.ical;

import static ajar.calendar.ical.Reading.calendar;
import static ajar.calendar.ical.Reading.copy;
import static ajar.calendar.ical.Reading.details;
import static ajar.calendar.ical.Reading.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ajar.calendar.CalendarObject;
import ajar.calendar.EventCopy;
import ajar.calendar.Moment;
import ajar.calendar.Quarantined;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ICalendarReaderTest {
    private static Moment at(String text) {
        return Moment.of(ZonedDateTime.parse(text));
    }

    private static Moment day(String text) {
        return Moment.of(LocalDate.parse(text));
    }

    private static ICalendarException.Reason refusal(byte[] bytes) {
        return catchThrowableOfType(
                        ICalendarException.class,
                        () -> ICalendarReader.open(new ByteArrayInputStream(bytes), 1_000_000)
                                .close())
                .reason();
    }

    private static ICalendarException.Reason refusal(String text) {
        return refusal(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anEventIsReadInFull() {
        EventCopy copy = copy("""
            SEQUENCE:3
            DTSTART;TZID=Europe/Berlin:20260131T090000
            DTEND;TZID=Europe/Berlin:20260131T100000
            SUMMARY:Kick-off\\, again
            DESCRIPTION:First line\\nsecond\\; line \\\\ end
            LOCATION:Room 1
            URL:https://example.com/event
            CLASS:CONFIDENTIAL
            CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://example.zoom.us/j/1
            X-GOOGLE-CONFERENCE:https://meet.google.com/abc
            CONFERENCE;VALUE=URI;FEATURE=PHONE:tel:+49301234
            """);
        assertThat(copy.id()).isEqualTo("one");
        assertThat(copy.uid()).isEqualTo("one");
        assertThat(copy.isOverride()).isFalse();
        assertThat(copy.isCancelled()).isFalse();
        assertThat(copy.sequence()).isEqualTo(3);
        var details = copy.details();
        assertThat(details.title()).isEqualTo("Kick-off, again");
        assertThat(details.description()).isEqualTo("First line\nsecond; line \\ end");
        assertThat(details.location()).isEqualTo("Room 1");
        assertThat(details.link()).isEqualTo("https://example.com/event");
        assertThat(details.isPrivate()).isTrue();
        assertThat(details.start()).isEqualTo(at("2026-01-31T09:00+01:00[Europe/Berlin]"));
        assertThat(details.end()).isEqualTo(at("2026-01-31T10:00+01:00[Europe/Berlin]"));
        assertThat(details.conferences()).containsExactly("https://example.zoom.us/j/1", "https://meet.google.com/abc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n", "\r"})
    void anyLineEndingWillDo(String ending) {
        String text = calendar(event("SUMMARY:Lo\n ng\nDESCRIPTION:a\n\tb")).replace("\n", ending);
        var details = Reading.of(text.getBytes(StandardCharsets.UTF_8))
                .copies()
                .getFirst()
                .details();
        assertThat(details.title()).isEqualTo("Long");
        assertThat(details.description()).isEqualTo("ab");
    }

    @Test
    void aCharacterMayBeFoldedInTheMiddle() {
        byte[] bytes = calendar(event("SUMMARY:caf\u00e9")).getBytes(StandardCharsets.UTF_8);
        String raw = new String(bytes, StandardCharsets.ISO_8859_1).replace("\u00c3\u00a9", "\u00c3\r\n \u00a9");
        var reading = Reading.of(raw.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(reading.copies().getFirst().details().title()).isEqualTo("caf\u00e9");
    }

    @Test
    void charactersAreReadHoweverTheyAreWritten() {
        String text = calendar(event("SUMMARY:caf\u00e9"));
        for (byte[] bytes : List.of(
                text.getBytes(StandardCharsets.UTF_8),
                ("\ufeff" + text).getBytes(StandardCharsets.UTF_8),
                ("\ufeff" + text).getBytes(StandardCharsets.UTF_16LE),
                ("\ufeff" + text).getBytes(StandardCharsets.UTF_16BE),
                text.getBytes(Charset.forName("windows-1252")))) {
            assertThat(Reading.of(bytes).copies().getFirst().details().title()).isEqualTo("caf\u00e9");
        }
    }

    @Test
    void leftOversOfOldProgramsAreRead() {
        var details = details("""
            summary;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:caf=E9 and =
            more
            X-NONSENSE
            :nothing
            this line is not one
            LOCATION;LANGUAGE=de;X-FOO="a;b:c":Here
            """);
        assertThat(details.title()).isEqualTo("caf\u00e9 and more");
        assertThat(details.location()).isEqualTo("Here");
    }

    @Test
    void controlCharactersAreLeftOut() {
        assertThat(details("SUMMARY:a\u0000b\u0007c\u0085d").title()).isEqualTo("abcd");
    }

    @Test
    void textsAreCutBetweenCharacters() {
        var details = details("SUMMARY:" + "x".repeat(1023) + "\ud83d\ude00\nLOCATION:" + "y".repeat(5000)
                + "\nDESCRIPTION:" + "z".repeat(100_000));
        assertThat(details.title()).isEqualTo("x".repeat(1023));
        assertThat(details.location()).hasSize(4096);
        assertThat(details.description()).hasSize(65_536);
    }

    @Test
    void descriptionsInHtmlBecomeText() {
        assertThat(details("DESCRIPTION:<p>Hello&nbsp\\;<b>you</b><br>there</p><ul><li>a</li></ul><script>x</script>")
                        .description())
                .isEqualTo("Hello\u00a0you\nthere\na");
        assertThat(details("X-ALT-DESC;FMTTYPE=text/html:<html><body><p>Only here</p></body></html>")
                        .description())
                .isEqualTo("Only here");
        assertThat(details("DESCRIPTION:1 < 2 > 0").description()).isEqualTo("1 < 2 > 0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        DTSTART:20260131T080000Z                     | DTEND:20260131T090000Z           | 2026-01-31T08:00Z | 2026-01-31T09:00Z
        DTSTART:20260131T080000Z                     | DURATION:PT1H30M                 | 2026-01-31T08:00Z | 2026-01-31T09:30Z
        DTSTART:20260131T080000Z                     | DURATION:-PT1H                   | 2026-01-31T07:00Z | 2026-01-31T08:00Z
        DTSTART:20260131T080000Z                     | DTEND:20260131T070000Z           | 2026-01-31T07:00Z | 2026-01-31T08:00Z
        DTSTART:20260131T080000Z                     | X-NO-END:1                       | 2026-01-31T08:00Z | 2026-01-31T08:00Z
        DTSTART:20260131T080000Z                     | DTEND;VALUE=DATE:20260201        | 2026-01-31T08:00Z | 2026-02-01T00:00Z
        DTSTART:2026-01-31T08:00:00.000Z             | DTEND:2026-01-31T10:00:00+01:00  | 2026-01-31T08:00Z | 2026-01-31T10:00+01:00
        DTSTART:20260131T0800Z                       | DTEND:20260131T240000Z           | 2026-01-31T08:00Z | 2026-02-01T00:00Z
        DTSTART;TZID=Europe/Berlin:20260327T090000   | DURATION:P3D                     | 2026-03-27T09:00+01:00[Europe/Berlin] | 2026-03-30T09:00+02:00[Europe/Berlin]
        DTSTART;TZID=Europe/Berlin:20260131T080000Z  | DURATION:PT1H                    | 2026-01-31T08:00Z | 2026-01-31T09:00Z
        DTSTART;TZID=Europe/Berlin:20260131T090000   | DTEND:20260131T100000            | 2026-01-31T09:00+01:00[Europe/Berlin] | 2026-01-31T10:00+01:00[Europe/Berlin]
        DTSTART:20260131T090000                      | DURATION:PT1H                    | 2026-01-31T09:00+01:00[Europe/Paris] | 2026-01-31T10:00+01:00[Europe/Paris]
        DTSTART;VALUE=DATE:20260131                  | DTEND;VALUE=DATE:20260202        | 2026-01-31 | 2026-02-02
        DTSTART;VALUE=DATE:20260131                  | X-NO-END:1                       | 2026-01-31 | 2026-02-01
        DTSTART;VALUE=DATE:20260131                  | DTEND;VALUE=DATE:20260131        | 2026-01-31 | 2026-02-01
        DTSTART;VALUE=DATE:20260131                  | DURATION:P2D                     | 2026-01-31 | 2026-02-02
        DTSTART;VALUE=DATE:20260131T000000           | DTEND;VALUE=DATE:20260201T000000 | 2026-01-31 | 2026-02-01
        DTSTART:20260131                             | DTEND:20260201T120000Z           | 2026-01-31 | 2026-02-02
        """)
    void timesAreReadHoweverTheyAreWritten(String start, String end, String from, String to) {
        var details = details(start.strip() + "\n" + end.strip());
        assertThat(details.start()).isEqualTo(Moment.parse(from.strip()));
        assertThat(details.end()).isEqualTo(Moment.parse(to.strip()));
    }

    @Test
    void wholeDaysOfOutlookAreDays() {
        var details = details("""
            DTSTART;TZID=W. Europe Standard Time:20260131T000000
            DTEND;TZID=W. Europe Standard Time:20260201T000000
            X-MICROSOFT-CDO-ALLDAYEVENT:TRUE
            """);
        assertThat(details.isAllDay()).isTrue();
        assertThat(details.end()).isEqualTo(day("2026-02-01"));
    }

    @Test
    void seriesAreReadWithTheirExceptions() {
        var recurrence = details("""
            DTSTART;TZID=Europe/Berlin:20260105T090000
            RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=10
            EXDATE:20260112T080000Z,20260119T090000
            EXDATE;VALUE=DATE:20260126
            RDATE;VALUE=PERIOD:20260201T080000Z/PT1H
            """).recurrence();
        assertThat(recurrence.rules()).containsExactly("FREQ=WEEKLY;BYDAY=MO;COUNT=10");
        assertThat(recurrence.excluded())
                .containsExactly(
                        at("2026-01-12T08:00Z"), at("2026-01-19T09:00+01:00[Europe/Berlin]"), day("2026-01-26"));
        assertThat(recurrence.added()).containsExactly(at("2026-02-01T08:00Z"));
    }

    @Test
    void changedOccurrencesBelongToTheirSeries() {
        var reading = Reading.of(calendar(event("DTSTART;TZID=Europe/Berlin:20260105T090000\nRRULE:FREQ=WEEKLY")
                + event("DTSTART:20260112T120000Z\nRECURRENCE-ID;TZID=Europe/Berlin:20260112T090000\nSUMMARY:Later")));
        assertThat(reading.objects()).hasSize(1);
        var override = reading.copies().get(1);
        assertThat(override.id()).isEqualTo("one_20260112T080000Z");
        assertThat(override.seriesId()).isEqualTo("one");
        assertThat(override.originalStart()).isEqualTo(at("2026-01-12T09:00+01:00[Europe/Berlin]"));
        assertThat(override.details().title()).isEqualTo("Later");
    }

    @Test
    void originalStartsTakeTheFormOfTheirSeries() {
        var times = Reading.of(calendar(event("DTSTART:20260112T120000Z\nRECURRENCE-ID;VALUE=DATE:20260112")
                + event("DTSTART;TZID=Europe/Berlin:20260105T090000\nRRULE:FREQ=WEEKLY")));
        assertThat(times.copies()).extracting(EventCopy::id).containsExactly("one_20260112T080000Z", "one");
        var days = Reading.of(calendar(event("DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=WEEKLY")
                + event("DTSTART;VALUE=DATE:20260113\nRECURRENCE-ID:20260112T000000Z")));
        assertThat(days.copies()).extracting(EventCopy::id).containsExactly("one", "one_20260112");
    }

    @Test
    void aChangedOccurrenceCanBeAlone() {
        var reading = Reading.of(calendar(event("RECURRENCE-ID:20260112T080000Z\nRRULE:FREQ=DAILY")));
        assertThat(reading.copies()).singleElement().satisfies(it -> {
            assertThat(it.isOverride()).isTrue();
            assertThat(it.details().recurrence().repeats()).isFalse();
        });
    }

    @Test
    void theLatestOfSeveralVersionsCounts() {
        var reading = Reading.of(calendar(event("SEQUENCE:2\nSUMMARY:second")
                + event("SEQUENCE:10\nDTSTAMP:20260101T000000\nSUMMARY:third")
                + event("SEQUENCE:10\nDTSTAMP:20260102T000000Z\nSUMMARY:fourth")
                + event("SUMMARY:first")
                + event("RECURRENCE-ID:20260131T080000Z\nSUMMARY:old")
                + event("RECURRENCE-ID;TZID=Europe/Berlin:20260131T090000\nSUMMARY:new")));
        assertThat(reading.objects()).hasSize(1);
        assertThat(reading.copies()).extracting(it -> it.details().title()).containsExactly("fourth", "new");
    }

    @Test
    void anEventWithoutUidHasTheSameOneEachTime() {
        String text =
                calendar("BEGIN:VEVENT\nDTSTAMP:20260101T000000Z\nDTSTART:20260131T080000Z\nSUMMARY:a\nEND:VEVENT\n"
                        + "BEGIN:VEVENT\nDTSTART:20260131T080000Z\nSUMMARY:b\nEND:VEVENT");
        var once = Reading.of(text).copies();
        var again =
                Reading.of(text.replace("20260101T000000Z", "20260102T000000Z")).copies();
        assertThat(once).hasSize(2).isEqualTo(again).extracting(EventCopy::uid).doesNotHaveDuplicates();
    }

    @Test
    void uidsDifferByCaseAndMayBeLong() {
        String text = calendar(event("").replace("UID:one", "UID:A")
                + event("").replace("UID:one", "UID:a")
                + event("").replace("UID:one", "UID:" + "x".repeat(900))
                + event("").replace("UID:one", "UID:" + "x".repeat(901)));
        var uids = Reading.of(text).copies().stream().map(EventCopy::uid).toList();
        assertThat(uids).doesNotHaveDuplicates().hasSize(4).allMatch(it -> it.length() <= 767);
    }

    @Test
    void cancellationsAreSeen() {
        assertThat(copy("STATUS:CANCELLED\nSUMMARY:x").isCancelled()).isTrue();
        assertThat(copy("STATUS:CANCELLED\nSTATUS:CONFIRMED").isCancelled()).isFalse();
        assertThat(Reading.of(calendar("METHOD:CANCEL\n" + event("SUMMARY:x"))).copies())
                .singleElement()
                .matches(EventCopy::isCancelled);
        var bare = Reading.of(
                calendar("BEGIN:VEVENT\nUID:one\nSTATUS:cancelled\nRECURRENCE-ID:20260131T080000Z\nEND:VEVENT"));
        assertThat(bare.copies())
                .singleElement()
                .satisfies(it -> assertThat(it.details()).isNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER"})
    void messagesAboutInvitationsChangeNothing(String method) {
        var reading = Reading.of(calendar(
                "METHOD:" + method + "\n" + event("SUMMARY:x\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example")));
        assertThat(reading.objects()).isEmpty();
        assertThat(reading.quarantined()).singleElement().satisfies(it -> {
            assertThat(it.key()).isEqualTo("one");
            assertThat(it.title()).isEqualTo("x");
            assertThat(it.reason()).contains(method.toLowerCase());
        });
    }

    @Test
    void aBrokenEventLeavesItsNeighboursAlone() {
        String good = "BEGIN:VEVENT\nUID:good\nDTSTART:20260131T080000Z\nEND:VEVENT\n";
        for (String broken : List.of(
                "SUMMARY:Bad\nDTSTART:tomorrow",
                "SUMMARY:Bad\nDTSTART:20261345T000000Z",
                "SUMMARY:Bad\nDTSTART:00000101T000000Z",
                "SUMMARY:Bad\nDTSTART:20260131T080000Z\nDURATION:soon",
                "SUMMARY:Bad\nDTSTART:99991231T080000Z\nDURATION:P99999D",
                "SUMMARY:Bad\nDTSTART:20260131T080000Z\nRRULE:W1 MO #0",
                "SUMMARY:Bad\nDTSTART:20260131T080000Z\nRRULE:FREQ=SECONDLY",
                "SUMMARY:Bad\nDTSTART:20260131T080000Z\nRRULE:FREQ=DAILY\nEXRULE:FREQ=WEEKLY",
                "SUMMARY:Bad\nDTSTART:20260131T080000Z\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260131T080000Z",
                "SUMMARY:Bad\nDTSTART:20260131T080000Z\nRECURRENCE-ID:whenever",
                "SUMMARY:Bad\nDTSTART:20260131T080000Z" + "\nCOMMENT:x".repeat(20_001))) {
            var reading = Reading.of(calendar(event(broken) + good));
            assertThat(reading.objects())
                    .as(broken)
                    .extracting(CalendarObject::key)
                    .containsExactly("good");
            assertThat(reading.quarantined()).as(broken).singleElement().satisfies(it -> {
                assertThat(it.title()).isIn("Bad", "");
                assertThat(it.reason()).endsWith(".");
            });
        }
        var noStart = Reading.of(calendar("BEGIN:VEVENT\nUID:x\nSUMMARY:Bad\nEND:VEVENT\n" + good));
        assertThat(noStart.quarantined()).containsExactly(new Quarantined("x", "Bad", "It has no start."));
        assertThat(noStart.objects()).hasSize(1);
    }

    @Test
    void aBrokenOccurrenceLeavesItsSeries() {
        var reading = Reading.of(calendar(
                event("RRULE:FREQ=DAILY") + event("DTSTART:never\nRECURRENCE-ID:20260201T080000Z\nSUMMARY:Bad")));
        assertThat(reading.copies()).extracting(EventCopy::id).containsExactly("one");
        assertThat(reading.quarantined()).extracting(Quarantined::key).containsExactly("one#20260201T080000Z");
    }

    @Test
    void anEventWithoutEndLeavesItsNeighboursAlone() {
        var reading = Reading.of(calendar("BEGIN:VEVENT\nUID:x\nDTSTART:20260131T080000Z\n" + event("SUMMARY:good")
                + "BEGIN:VEVENT\nUID:y\nDTSTART:20260131T080000Z\n"));
        assertThat(reading.objects()).extracting(CalendarObject::key).containsExactly("one");
        assertThat(reading.quarantined())
                .extracting(Quarantined::reason)
                .containsOnly("It has no end.")
                .hasSize(2);
    }

    @Test
    void otherComponentsAreIgnored() {
        var reading = Reading.of(calendar("""
            BEGIN:VTODO
            UID:todo
            DTSTART:20260131T080000Z
            END:VTODO
            BEGIN:VJOURNAL
            UID:journal
            END:VJOURNAL
            BEGIN:VEVENT
            UID:one
            DTSTART:20260131T080000Z
            BEGIN:VALARM
            UID:alarm
            SUMMARY:Alarm
            TRIGGER:-PT5M
            END:VALARM
            SUMMARY:Meeting
            END:VEVENT
            """));
        assertThat(reading.copies()).singleElement().satisfies(it -> {
            assertThat(it.uid()).isEqualTo("one");
            assertThat(it.details().title()).isEqualTo("Meeting");
        });
        assertThat(reading.quarantined()).isEmpty();
    }

    @Test
    void severalCalendarsInOneFileAreRead() throws IOException, ICalendarException {
        String text = "\n\n" + calendar("X-WR-CALNAME:Work\\, mostly\nMETHOD:CANCEL\n" + event(""))
                + calendar(event("").replace("UID:one", "UID:two"));
        assertThat(Reading.of(text).copies())
                .extracting(it -> it.uid() + it.isCancelled())
                .containsExactly("onetrue", "twofalse");
        try (var reader =
                ICalendarReader.open(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 100_000)) {
            assertThat(reader.name()).isEqualTo("Work, mostly");
        }
    }

    @Test
    void timesWithoutAZoneAreWhereTheCalendarIs() {
        var reading = Reading.of(calendar("X-WR-TIMEZONE:America/New_York\n" + event("DTSTART:20260131T080000")));
        assertThat(reading.copies().getFirst().details().start())
                .isEqualTo(at("2026-01-31T08:00-05:00[America/New_York]"));
    }

    @Test
    void whatIsNoCalendarIsRefused() {
        assertThat(refusal("")).isEqualTo(ICalendarException.Reason.EMPTY);
        assertThat(refusal("\r\n\r\n")).isEqualTo(ICalendarException.Reason.EMPTY);
        assertThat(refusal("<!DOCTYPE html><html>Sign in</html>")).isEqualTo(ICalendarException.Reason.NOT_A_CALENDAR);
        assertThat(refusal("{\"error\": 1}")).isEqualTo(ICalendarException.Reason.NOT_A_CALENDAR);
        assertThat(refusal(new byte[] {0x1f, (byte) 0x8b, 0, -1, -1, -1}))
                .isEqualTo(ICalendarException.Reason.NOT_A_CALENDAR);
        assertThat(refusal("BEGIN:VCALENDAR\n" + "x".repeat(2_000_000))).isEqualTo(ICalendarException.Reason.TOO_LARGE);
        assertThatThrownBy(() ->
                        ICalendarReader.open(new ByteArrayInputStream("<html>".getBytes(StandardCharsets.UTF_8)), 10))
                .hasMessage("What came is a web page and not a calendar.");
    }

    @Test
    void aCalendarThatBreaksOffIsRefusedWhereverItDoes() {
        byte[] text = calendar(event("SUMMARY:x") + event("SUMMARY:y")).strip().getBytes(StandardCharsets.UTF_8);
        for (int length = "BEGIN:VCALENDAR".length(); length < text.length; length++) {
            assertThat(refusal(java.util.Arrays.copyOf(text, length))).isEqualTo(ICalendarException.Reason.TRUNCATED);
        }
    }

    @Test
    void equalCalendarsHaveEqualFingerprints() throws IOException, ICalendarException {
        String text = calendar(event("DTSTAMP:20260101T000000Z\nSUMMARY:x"));
        assertThat(fingerprint(text)).isEqualTo(fingerprint(text.replace("20260101", "20260202")));
        assertThat(fingerprint(text)).isNotEqualTo(fingerprint(text.replace("SUMMARY:x", "SUMMARY:y")));
        var reading = Reading.of(text);
        assertThat(reading.objects().getFirst().version())
                .isEqualTo(Reading.of(text.replace("20260101", "20260202"))
                        .objects()
                        .getFirst()
                        .version())
                .isNotEqualTo(Reading.of(text.replace("SUMMARY:x", "SUMMARY:y"))
                        .objects()
                        .getFirst()
                        .version());
    }

    private static String fingerprint(String text) throws IOException, ICalendarException {
        try (var reader =
                ICalendarReader.open(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 100_000)) {
            return reader.fingerprint();
        }
    }

    @Test
    void thePlaceOfAMeetingMayBeItsRoom() {
        var details = details("""
            ATTENDEE;CUTYPE=ROOM;CN=Blue Room:mailto:blue@example.com
            ATTENDEE;CUTYPE=RESOURCE;CN=Projector:mailto:projector@example.com
            ATTENDEE;CUTYPE=INDIVIDUAL:mailto:ada@example.com
            """);
        assertThat(details.location()).isEqualTo("Blue Room, Projector");
        assertThat(details.guests()).hasSize(1);
    }
}
