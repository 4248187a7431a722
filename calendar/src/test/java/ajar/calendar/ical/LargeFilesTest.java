package ajar.calendar.ical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ajar.calendar.CalendarObject;
import ajar.calendar.Quarantined;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class LargeFilesTest {
    /// Counts, and keeps nothing.
    private static final class Counter implements Sink {
        private int objects;
        private int broken;

        /// The most memory in use at any hundredth object, in bytes, after collecting garbage.
        private long mostMemory;

        private final int every;

        Counter(int every) {
            this.every = every;
        }

        @Override
        public void take(CalendarObject object) {
            if (++objects % every == 0) {
                System.gc();
                var runtime = Runtime.getRuntime();
                mostMemory = Math.max(mostMemory, runtime.totalMemory() - runtime.freeMemory());
            }
        }

        @Override
        public void quarantine(Quarantined quarantined) {
            broken++;
        }
    }

    private static InputStream stream(Stream<String> parts) {
        Iterator<InputStream> streams = parts.map(
                        it -> (InputStream) new ByteArrayInputStream(it.getBytes(StandardCharsets.UTF_8)))
                .iterator();
        Enumeration<InputStream> all = new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return streams.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return streams.next();
            }
        };
        return new SequenceInputStream(all);
    }

    private static InputStream calendar(int events, String more) {
        return stream(Stream.concat(
                Stream.concat(
                        Stream.of("BEGIN:VCALENDAR\r\n"),
                        IntStream.range(0, events).mapToObj(it -> event(it, more))),
                Stream.of("END:VCALENDAR\r\n")));
    }

    private static String event(int number, String more) {
        return "BEGIN:VEVENT\r\nUID:event-" + number + "@example.com\r\nDTSTAMP:20260101T000000Z\r\n"
                + "DTSTART;TZID=Europe/Berlin:20260131T090000\r\nDTEND;TZID=Europe/Berlin:20260131T100000\r\n"
                + "SUMMARY:Meeting " + number + "\r\nORGANIZER;CN=Bob:mailto:bob@example.com\r\n"
                + "ATTENDEE;CN=Ada;PARTSTAT=ACCEPTED:mailto:ada" + number + "@example.com\r\n"
                + (number % 10 == 0 ? "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20270101T000000Z\r\n" : "")
                + "DESCRIPTION:" + more + "\r\nEND:VEVENT\r\n";
    }

    @Test
    void tenThousandEventsAreReadInSeconds() throws Exception {
        var warm = new Counter(Integer.MAX_VALUE);
        ICalendarReader.read(calendar(1000, "Agenda"), 1 << 30, ZoneOffset.UTC, warm);
        var counter = new Counter(Integer.MAX_VALUE);
        // Half a second on an idle machine; the rest is for machines with other things to do.
        Assertions.assertTimeout(
                Duration.ofSeconds(5),
                () -> ICalendarReader.read(calendar(10_000, "Agenda"), 1 << 30, ZoneOffset.UTC, counter));
        assertThat(counter.objects).isEqualTo(10_000);
        assertThat(counter.broken).isZero();
    }

    @Test
    void aHundredMegabytesNeedNoMoreMemoryThanOne() throws Exception {
        System.gc();
        long before = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        var counter = new Counter(10_000);
        ICalendarReader.read(calendar(80_000, "x".repeat(900)), 200_000_000, ZoneOffset.UTC, counter);
        assertThat(counter.objects).isEqualTo(80_000);
        assertThat(counter.mostMemory - before).isLessThan(24L << 20);
    }

    @Test
    void whatIsTooLargeIsRefusedWithoutReadingItAll() {
        var endless = new InputStream() {
            private long read;

            @Override
            public int read() {
                read++;
                return 'x';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                read += length;
                return length;
            }
        };
        var refused = catchThrowableOfType(
                ICalendarException.class,
                () -> ICalendarReader.read(endless, 5_000_000, ZoneOffset.UTC, new Counter(1)));
        assertThat(refused.reason()).isEqualTo(ICalendarException.Reason.TOO_LARGE);
        assertThat(endless.read).isLessThan(10_000_000);
    }

    @Test
    void veryManyEventsAreRefused() {
        var events = Collections.nCopies(Outline.MAX_EVENTS + 1, "BEGIN:VEVENT\nEND:VEVENT\n").stream();
        var refused = catchThrowableOfType(
                ICalendarException.class,
                () -> ICalendarReader.open(stream(Stream.concat(Stream.of("BEGIN:VCALENDAR\n"), events)), 1 << 30));
        assertThat(refused.reason()).isEqualTo(ICalendarException.Reason.TOO_LARGE);
    }

    @Test
    void aLineWithoutEndAndAnAttachmentCostLittle() throws IOException, ICalendarException {
        var counter = new Counter(Integer.MAX_VALUE);
        Stream<String> attachment = Stream.of(
                "BEGIN:VCALENDAR\n", "BEGIN:VEVENT\nUID:a\nDTSTART:20260131T080000Z\nATTACH;ENCODING=BASE64:");
        Stream<String> content = Collections.nCopies(5_000, "QUJD".repeat(1000)).stream();
        ICalendarReader.read(
                stream(Stream.concat(
                        Stream.concat(attachment, content),
                        Stream.of("\nSUMMARY:x\nEND:VEVENT\n", event(1, ""), "END:VCALENDAR"))),
                1 << 30,
                ZoneOffset.UTC,
                counter);
        assertThat(counter.objects).isEqualTo(2);
    }

    @Test
    void manyVersionsOfOneEventAreBounded() throws IOException, ICalendarException {
        var counter = new Counter(Integer.MAX_VALUE);
        ICalendarReader.read(
                stream(Stream.concat(
                        Stream.concat(
                                Stream.of("BEGIN:VCALENDAR\n"),
                                IntStream.range(0, 6000).mapToObj(it -> event(7, "v" + it))),
                        Stream.of("END:VCALENDAR"))),
                1 << 30,
                ZoneOffset.UTC,
                counter);
        assertThat(counter.objects).isEqualTo(1);
        assertThat(counter.broken).isEqualTo(1);
    }

    @Test
    void manyStrangeZonesAreBounded() throws IOException, ICalendarException {
        var zones = IntStream.range(0, 1000)
                .mapToObj(it -> "BEGIN:VTIMEZONE\nTZID:zone " + it + " x\n"
                        + "BEGIN:STANDARD\nDTSTART:19700101T0" + it % 9
                        + "0000\n"
                        + "TZOFFSETFROM:+0137\n"
                        + "TZOFFSETTO:+0237\n"
                        + "RRULE:FREQ=YEARLY;BYMONTH=4\n"
                        + "END:STANDARD\n"
                        + "BEGIN:DAYLIGHT\n"
                        + "DTSTART:19700601T000000\n"
                        + "TZOFFSETFROM:+0237\n"
                        + "TZOFFSETTO:+0137\n"
                        + "RRULE:FREQ=YEARLY;BYMONTH=9\n"
                        + "END:DAYLIGHT\n"
                        + "END:VTIMEZONE\n");
        var events = IntStream.range(0, 5000)
                .mapToObj(it -> "BEGIN:VEVENT\nUID:" + it + "\nDTSTART;TZID=zone " + it % 1000 + " x:"
                        + (1970 + it % 97) + "0131T080000\nRRULE:FREQ=DAILY\nEND:VEVENT\n");
        var counter = new Counter(Integer.MAX_VALUE);
        Assertions.assertTimeout(
                Duration.ofSeconds(10),
                () -> ICalendarReader.read(
                        stream(Stream.of(Stream.of("BEGIN:VCALENDAR\n"), zones, events, Stream.of("END:VCALENDAR"))
                                .flatMap(it -> it)),
                        1 << 30,
                        ZoneOffset.UTC,
                        counter));
        assertThat(counter.objects).isEqualTo(5000);
    }
}
