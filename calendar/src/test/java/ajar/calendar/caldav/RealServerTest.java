package ajar.calendar.caldav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ajar.calendar.CalendarInfo;
import ajar.calendar.CalendarObject;
import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.calendar.EventCopy;
import ajar.calendar.Window;
import ajar.calendar.caldav.CalDavServer.Kind;
import ajar.calendar.feed.Mirror;
import ajar.engine.outgoing.OutgoingHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Against servers that others wrote.
@ParameterizedClass
@EnumSource
class RealServerTest {
    private static final Window WINDOW =
            new Window(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    @Parameter
    Kind kind;

    private final OutgoingHttp http = new OutgoingHttp(true);
    private final Mirror mirror = new Mirror();
    private CalDavServer server;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        server = CalDavServer.start(kind);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        http.close();
    }

    private CalDavConnector connector(String address) throws ConnectorException {
        return new CalDavConnector(http, address, CalDavServer.USER, CalDavServer.PASSWORD, ZONE);
    }

    private void read() throws ConnectorException {
        mirror.begin();
        connector(server.url()).changes(server.calendarUrl(), mirror.cursor, WINDOW, mirror);
    }

    private static String event(String uid, String title) {
        return event(uid, title, "");
    }

    private static String event(String uid, String title, String more) {
        return """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//test//EN
            BEGIN:VEVENT
            UID:%s
            DTSTAMP:20260101T000000Z
            DTSTART:20260131T080000Z
            DTEND:20260131T090000Z
            SUMMARY:%s
            %sEND:VEVENT
            END:VCALENDAR
            """.formatted(uid, title, more);
    }

    @Test
    void calendarsAreFoundFromAnyAddress() throws Exception {
        server.makeCalendar("home", "Home");
        var all = connector(server.url()).calendars();
        assertThat(all).extracting(CalendarInfo::name).contains("Work", "Home");
        assertThat(all).filteredOn(CalendarInfo::isPrimary).hasSize(1);
        assertThat(all).allMatch(CalendarInfo::isReadable).allMatch(CalendarInfo::isOwn);
        assertThat(all).extracting(CalendarInfo::id).contains(server.calendarUrl());
        String home = server.calendarUrl().replace("/office/", "/");
        for (String address :
                List.of(home, server.url() + "nowhere/", server.url().replaceFirst("/$", ""))) {
            assertThat(connector(address).calendars())
                    .as(address)
                    .extracting(CalendarInfo::name)
                    .contains("Work", "Home");
        }
        assertThat(connector(server.calendarUrl()).calendars())
                .extracting(CalendarInfo::name)
                .containsExactly("Work");
    }

    @Test
    void changesAreReadAsTheyCome() throws Exception {
        server.put("one.ics", event("one", "First"));
        server.put("two.ics", event("two", "Second"));
        read();
        assertThat(mirror.startedOver).isTrue();
        assertThat(mirror.titles()).containsExactly("First", "Second");
        assertThat(mirror.objects)
                .containsOnlyKeys(server.calendarPath() + "one.ics", server.calendarPath() + "two.ics");

        server.put("one.ics", event("one", "First moved"));
        server.put("three.ics", event("three", "Third"));
        server.delete("two.ics");
        read();
        assertThat(mirror.startedOver).isFalse();
        assertThat(mirror.read)
                .containsExactlyInAnyOrder(server.calendarPath() + "one.ics", server.calendarPath() + "three.ics");
        assertThat(mirror.titles()).containsExactly("First moved", "Third");

        read();
        assertThat(mirror.pages).isZero();
    }

    @Test
    void aTokenThatIsRefusedLosesNothing() throws Exception {
        server.put("one.ics", event("one", "First"));
        server.put("two.ics", event("two", "Second"));
        read();
        server.delete("one.ics");
        server.put("three.ics", event("three", "Third"));
        mirror.cursor = new DavCursor(3, "http://example.com/no-such-token", "").toString();
        read();
        assertThat(mirror.startedOver).isFalse();
        assertThat(mirror.titles()).containsExactly("Third", "Second");
        assertThat(mirror.read).containsExactly(server.calendarPath() + "three.ics");
    }

    @Test
    void nowAndThenEverythingIsCompared() throws Exception {
        server.put("one.ics", event("one", "First"));
        read();
        // As if a server had told of this one and it had been lost.
        mirror.objects.clear();
        mirror.objects.put("/lost", new CalendarObject("/lost", "1", List.of()));
        for (int i = 0; i < CalDavConnector.COMPARED - 1; i++) {
            read();
        }
        assertThat(mirror.titles()).isEmpty();
        read();
        assertThat(mirror.titles()).containsExactly("First");
        assertThat(mirror.objects).hasSize(1);
    }

    @Test
    void aSeriesAndItsChangedOccurrencesAreOneObject() throws Exception {
        String series = event("series", "Weekly", "RRULE:FREQ=WEEKLY;COUNT=5\n").replace("END:VCALENDAR", """
            BEGIN:VEVENT
            UID:series
            DTSTAMP:20260101T000000Z
            RECURRENCE-ID:20260207T080000Z
            DTSTART:20260207T100000Z
            DTEND:20260207T110000Z
            SUMMARY:Later
            END:VEVENT
            END:VCALENDAR\
            """);
        server.put("series.ics", series);
        read();
        assertThat(mirror.objects).hasSize(1);
        assertThat(mirror.objects.values().iterator().next().copies())
                .extracting(EventCopy::id)
                .containsExactly("series", "series_20260207T080000Z");
    }

    @Test
    void whatCannotBeReadIsQuarantinedAlone() throws Exception {
        server.put("good.ics", event("good", "Good"));
        server.put("bad.ics", event("bad", "Bad", "RRULE:FREQ=DAILY\nEXRULE:FREQ=WEEKLY\n"));
        read();
        assertThat(mirror.titles()).containsExactly("Good");
        assertThat(mirror.quarantined).containsOnlyKeys(server.calendarPath() + "bad.ics");
        server.put("bad.ics", event("bad", "Mended"));
        read();
        assertThat(mirror.quarantined).isEmpty();
        assertThat(mirror.titles()).containsExactly("Mended", "Good");
    }

    @Test
    void namesThatNeedEscapesAreReadOnce() throws Exception {
        server.put("a%20b%40c.ics", event("odd", "Odd"));
        read();
        server.put("a%20b%40c.ics", event("odd", "Odd again"));
        read();
        assertThat(mirror.titles()).containsExactly("Odd again");
        mirror.cursor = new DavCursor(CalDavConnector.COMPARED, "", "").toString();
        read();
        assertThat(mirror.titles()).containsExactly("Odd again");
        assertThat(mirror.pages).isZero();
    }

    @Test
    void manyEventsComeInPages() throws Exception {
        for (int i = 0; i < 120; i++) {
            server.put("event" + i + ".ics", event("event" + i, "Event " + i));
        }
        read();
        assertThat(mirror.objects).hasSize(120);
        assertThat(mirror.pages).isEqualTo(3);
    }

    @Test
    void aCalendarThatIsGoneIsSaidToBe() throws Exception {
        read();
        server.delete("");
        assertThat(Files.exists(server.files())).isFalse();
        var failure = catchThrowableOfType(ConnectorException.class, this::read);
        assertThat(failure.reason()).isEqualTo(Reason.CALENDAR_GONE);
    }

    @Test
    void aWrongPasswordIsSaidToBe() throws Exception {
        if (kind == Kind.XANDIKOS) {
            return; // It knows no passwords.
        }
        var connector = new CalDavConnector(http, server.url(), "ada", "wrong", ZONE);
        var failure = catchThrowableOfType(ConnectorException.class, connector::calendars);
        assertThat(failure.reason()).isEqualTo(Reason.REAUTHORIZE);
        assertThat(failure.remedy()).contains("app password");
        assertThat(failure.getMessage()).doesNotContain("wrong");
    }
}
