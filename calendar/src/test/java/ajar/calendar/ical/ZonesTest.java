package ajar.calendar.ical;

import static ajar.calendar.ical.Reading.calendar;
import static ajar.calendar.ical.Reading.event;
import static org.assertj.core.api.Assertions.assertThat;

import ajar.calendar.Moment;
import ajar.calendar.Quarantined;
import com.ibm.icu.util.TimeZone;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZonesTest {
    private static final String BERLIN_BY_ANOTHER_NAME = """
        BEGIN:VTIMEZONE
        TZID:Customized Time Zone
        BEGIN:STANDARD
        DTSTART:16010101T030000
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:16010101T020000
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
        END:DAYLIGHT
        END:VTIMEZONE
        """;

    private static Moment.Time start(Reading reading) {
        return (Moment.Time) reading.copies().getFirst().details().start();
    }

    /// Another library's copy of the same table.
    @Test
    void theZonesOfWindowsAreThoseOfTheCldr() {
        Map<String, String> expected = new TreeMap<>();
        for (String id : TimeZone.getAvailableIDs()) {
            String windows = TimeZone.getWindowsID(id);
            if (windows != null) {
                expected.put(windows.toLowerCase(java.util.Locale.ROOT), TimeZone.getIDForWindowsID(windows, "001"));
            }
        }
        Map<String, String> ours = new TreeMap<>();
        WindowsZones.all().forEach((name, zone) -> ours.put(name, zone.getId()));
        assertThat(ours).hasSizeGreaterThan(130).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Europe/Berlin                                        | Europe/Berlin
        europe/berlin                                        | Europe/Berlin
        America/New York                                     | America/New_York
        "Europe/Berlin"                                      | Europe/Berlin
        /freeassociation.sourceforge.net/Tzfile/Europe/Berlin | Europe/Berlin
        /mozilla.org/20050126_1/America/Argentina/Buenos_Aires | America/Argentina/Buenos_Aires
        /citadel.org/20190914_1/Europe/London                | Europe/London
        W. Europe Standard Time                              | Europe/Berlin
        w. europe standard time                              | Europe/Berlin
        W. Europe Standard Time 1                            | Europe/Berlin
        Pacific Standard Time                                | America/Los_Angeles
        tzone://Microsoft/Utc                                | UTC
        (UTC+01:00) Amsterdam, Berlin, Bern, Rome            | Europe/Amsterdam
        (GMT-05.00) Eastern Time (US & Canada)/New York      | UTC
        PST                                                  | America/Los_Angeles
        UTC+01:00                                            | +01:00
        GMT+0530                                             | +05:30
        """)
    void zonesAreKnownByManyNames(String name, String zone) {
        var reading = Reading.of(calendar(event("DTSTART;TZID=" + name + ":20260131T090000")));
        if (zone.equals("UTC") && !name.startsWith("tzone")) {
            assertThat(reading.quarantined()).extracting(Quarantined::title).containsExactly(name);
            return;
        }
        assertThat(start(reading).at().getZone().normalized())
                .isEqualTo(ZoneId.of(zone).normalized());
        assertThat(reading.quarantined()).isEmpty();
    }

    @Test
    void aDefinitionIsTheZoneWithEqualClocks() {
        for (String calendar : new String[] {
            calendar(BERLIN_BY_ANOTHER_NAME
                    + event("DTSTART;TZID=Customized Time Zone:20260331T090000\nRRULE:FREQ=DAILY")),
            calendar(event("DTSTART;TZID=Customized Time Zone:20260331T090000\nRRULE:FREQ=DAILY")
                    + BERLIN_BY_ANOTHER_NAME)
        }) {
            var reading = Reading.of(calendar);
            assertThat(start(reading).at().getZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
            assertThat(start(reading).at().toInstant()).isEqualTo(Instant.parse("2026-03-31T07:00:00Z"));
            assertThat(reading.quarantined()).isEmpty();
        }
    }

    @Test
    void aDefinitionWithoutChangesIsAnOffset() {
        var reading = Reading.of(calendar("""
            BEGIN:VTIMEZONE
            TZID:Ours
            BEGIN:STANDARD
            DTSTART:19700101T000000
            TZOFFSETFROM:+0537
            TZOFFSETTO:+0537
            END:STANDARD
            END:VTIMEZONE
            """ + event("DTSTART;TZID=Ours:20260131T090000\nRRULE:FREQ=DAILY")));
        assertThat(start(reading).at().getZone()).isEqualTo(ZoneId.of("+05:37"));
        assertThat(reading.quarantined()).isEmpty();
    }

    @Test
    void ofAZoneUnlikeAllOthersSingleEventsAreExactAndSeriesNoted() {
        String odd = BERLIN_BY_ANOTHER_NAME.replace("BYDAY=-1SU;BYMONTH=3", "BYDAY=1SU;BYMONTH=4");
        var single = Reading.of(calendar(odd + event("DTSTART;TZID=Customized Time Zone:20260401T090000")));
        assertThat(start(single).at().toInstant()).isEqualTo(Instant.parse("2026-04-01T08:00:00Z"));
        assertThat(single.quarantined()).isEmpty();
        var series = Reading.of(
                calendar(odd + event("DTSTART;TZID=Customized Time Zone:20260601T090000\nRRULE:FREQ=DAILY")));
        assertThat(start(series).at().toInstant()).isEqualTo(Instant.parse("2026-06-01T07:00:00Z"));
        assertThat(series.quarantined()).singleElement().satisfies(note -> {
            assertThat(note.key()).isEqualTo("#zone Customized Time Zone");
            assertThat(note.reason()).contains("Its series are taken in");
        });
    }

    @Test
    void aLocationInTheDefinitionIsBelieved() {
        String located = BERLIN_BY_ANOTHER_NAME.replace(
                "TZID:Customized Time Zone", "TZID:Customized Time Zone\nX-LIC-LOCATION:Europe/Vienna");
        var reading = Reading.of(calendar(located + event("DTSTART;TZID=Customized Time Zone:20260331T090000")));
        assertThat(start(reading).at().getZone()).isEqualTo(ZoneId.of("Europe/Vienna"));
    }

    @Test
    void aZoneNobodyKnowsIsNotedOnce() {
        var reading = Reading.of(calendar(
                event("DTSTART;TZID=Z\u00fcrich Zeit:20260131T090000\nDTEND;TZID=Z\u00fcrich Zeit:20260131T100000")
                        + event("DTSTART;TZID=Z\u00fcrich Zeit:20260131T090000").replace("UID:one", "UID:two")));
        assertThat(start(reading).at().getZone()).isEqualTo(Reading.FALLBACK);
        assertThat(reading.copies()).hasSize(2);
        assertThat(reading.quarantined())
                .containsExactly(new Quarantined(
                        "#zone Z\u00fcrich Zeit",
                        "Z\u00fcrich Zeit",
                        "This time zone is not known. Its times are taken as those of Europe/Paris."));
    }

    @Test
    void aBrokenDefinitionIsNoted() {
        var reading = Reading.of(calendar("""
            BEGIN:VTIMEZONE
            TZID:Broken
            BEGIN:STANDARD
            DTSTART:19700101T000000
            TZOFFSETFROM:+0100
            TZOFFSETTO:+9900
            END:STANDARD
            END:VTIMEZONE
            """ + event("DTSTART;TZID=Broken:20260131T090000")));
        assertThat(reading.copies()).hasSize(1);
        assertThat(reading.quarantined())
                .singleElement()
                .satisfies(it -> assertThat(it.reason()).startsWith("Its definition cannot be read."));
    }
}
