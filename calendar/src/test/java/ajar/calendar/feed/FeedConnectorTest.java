package ajar.calendar.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ajar.calendar.CalendarInfo;
import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.calendar.Window;
import ajar.engine.outgoing.OutgoingHttp;
import ajar.engine.outgoing.OutgoingResponse;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedConnectorTest {
    private static final Window WINDOW =
            new Window(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private final OutgoingHttp http = new OutgoingHttp(true);
    private final Mirror mirror = new Mirror();
    private final Map<String, String> answerHeaders = new HashMap<>();
    private HttpServer server;
    private int status = 200;
    private byte[] body = calendar("one", "two");
    private String ifNoneMatch;
    private String ifModifiedSince;
    private String authorization;

    private static byte[] calendar(String... titles) {
        var text = new StringBuilder("BEGIN:VCALENDAR\r\nX-WR-CALNAME:Work\r\n");
        for (String title : titles) {
            text.append("BEGIN:VEVENT\r\nUID:uid-").append(title).append("\r\nDTSTART:20260131T080000Z\r\nSUMMARY:");
            text.append(title).append("\r\nEND:VEVENT\r\n");
        }
        return text.append("END:VCALENDAR\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/feed.ics", this::answer);
        server.createContext("/moved", it -> redirect(it, "/feed.ics"));
        server.createContext("/round", it -> redirect(it, "/round"));
        server.createContext("/file", it -> redirect(it, "file:///etc/passwd"));
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        http.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        ifNoneMatch = exchange.getRequestHeaders().getFirst("If-None-Match");
        ifModifiedSince = exchange.getRequestHeaders().getFirst("If-Modified-Since");
        authorization = exchange.getRequestHeaders().getFirst("Authorization");
        answerHeaders.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        boolean same = ifNoneMatch != null && ifNoneMatch.equals(answerHeaders.get("ETag"));
        exchange.sendResponseHeaders(same ? 304 : status, same || body.length == 0 ? -1 : body.length);
        if (!same) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private FeedConnector connector(String address) throws ConnectorException {
        return new FeedConnector(http, address, null, null, ZONE);
    }

    private void read() throws ConnectorException {
        mirror.begin();
        connector(url("/feed.ics")).changes(url("/feed.ics"), mirror.cursor, WINDOW, mirror);
    }

    private ConnectorException failure() {
        return catchThrowableOfType(ConnectorException.class, this::read);
    }

    @Test
    void aFeedIsOneCalendar() throws ConnectorException {
        assertThat(connector(url("/feed.ics")).calendars())
                .containsExactly(new CalendarInfo(url("/feed.ics"), List.of(), "Work", true, true, true));
    }

    @Test
    void allEventsAreReadAndThenOnlyChanges() throws ConnectorException {
        read();
        assertThat(mirror.startedOver).isTrue();
        assertThat(mirror.titles()).containsExactly("one", "two");
        body = calendar("two", "three");
        read();
        assertThat(mirror.titles()).containsExactly("three", "two");
        read();
        assertThat(mirror.startedOver).isFalse();
        assertThat(mirror.pages).isZero();
        assertThat(mirror.titles()).containsExactly("three", "two");
    }

    @Test
    void theServerIsAskedWhetherAnythingChanged() throws ConnectorException {
        answerHeaders.put("ETag", "\"1\"");
        answerHeaders.put("Last-Modified", "Sat, 31 Jan 2026 08:00:00 GMT");
        read();
        assertThat(ifNoneMatch).isNull();
        read();
        assertThat(ifNoneMatch).isEqualTo("\"1\"");
        assertThat(ifModifiedSince).isEqualTo("Sat, 31 Jan 2026 08:00:00 GMT");
        assertThat(mirror.startedOver).isFalse();
        assertThat(mirror.titles()).hasSize(2);
        answerHeaders.put("ETag", "\"2\"");
        body = calendar("other");
        read();
        assertThat(mirror.titles()).containsExactly("other");
    }

    @Test
    void anAnswerThatNothingChangedNeedsAQuestion() {
        status = 304;
        assertThat(failure().reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(mirror.cursor).isNull();
    }

    @Test
    void newStampsAreNoChange() throws ConnectorException {
        body = new String(calendar("one"), StandardCharsets.UTF_8)
                .replace("SUMMARY", "DTSTAMP:20260101T000000Z\r\nSUMMARY")
                .getBytes(StandardCharsets.UTF_8);
        read();
        body = new String(body, StandardCharsets.UTF_8)
                .replace("20260101", "20260102")
                .getBytes(StandardCharsets.UTF_8);
        read();
        assertThat(mirror.startedOver).isFalse();
    }

    @Test
    void anEmptyCalendarIsOne() throws ConnectorException {
        read();
        body = calendar();
        read();
        assertThat(mirror.titles()).isEmpty();
    }

    @Test
    void anEmptyOrBrokenAnswerDeletesNothing() throws ConnectorException {
        read();
        String cursor = mirror.cursor;
        for (byte[] bad : new byte[][] {{}, Arrays.copyOf(calendar("one", "two"), 100)}) {
            body = bad;
            assertThat(failure().reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(mirror.startedOver).isFalse();
            assertThat(mirror.titles()).hasSize(2);
            assertThat(mirror.cursor).isEqualTo(cursor);
        }
    }

    @Test
    void aWebPageIsNoCalendar() {
        body = "<!DOCTYPE html><html><body>Sign in</body></html>".getBytes(StandardCharsets.UTF_8);
        var failure = failure();
        assertThat(failure.reason()).isEqualTo(Reason.NOT_A_CALENDAR);
        assertThat(failure.remedy()).isNotEmpty();
        assertThat(failure.isTemporary()).isFalse();
    }

    @Test
    void aFileThatUnpacksToTooMuchIsRefused() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("BEGIN:VCALENDAR\r\nX-BOMB:".getBytes(StandardCharsets.UTF_8));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 140; i++) {
                gzip.write(zeros);
            }
        }
        body = packed.toByteArray();
        answerHeaders.put("Content-Encoding", "gzip");
        assertThat(failure().reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(mirror.startedOver).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "400, FORBIDDEN",
        "401, REAUTHORIZE",
        "403, FORBIDDEN",
        "404, CALENDAR_GONE",
        "410, CALENDAR_GONE",
        "429, THROTTLED",
        "500, UNAVAILABLE",
        "503, UNAVAILABLE",
        "302, BAD_ADDRESS"
    })
    void theStatusSaysWhatIsWrong(int code, Reason reason) {
        status = code;
        var failure = failure();
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.getMessage()).endsWith(".");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        120                           | PT2M
        999999999                     | PT24H
        Sat, 31 Jan 2026 08:01:00 GMT | PT1M
        Sat, 31 Jan 2026 07:00:00 GMT | PT0S
        whenever                      |
        """)
    void patienceIsAskedForInSecondsOrUntilATime(String retryAfter, Duration wait) {
        var headers = Map.of("retry-after", retryAfter, "date", "Sat, 31 Jan 2026 08:00:00 GMT");
        var answer = new OutgoingResponse(429, headers, InputStream.nullInputStream(), URI.create(url("/")));
        assertThat(HttpFailure.of(answer, "").retryAfter()).isEqualTo(wait);
    }

    @Test
    void redirectsAreFollowedButNotEverywhere() throws ConnectorException {
        connector(url("/moved")).changes(url("/moved"), null, WINDOW, mirror);
        assertThat(mirror.titles()).hasSize(2);
        for (String path : new String[] {"/round", "/file"}) {
            var failure = catchThrowableOfType(
                    ConnectorException.class, () -> connector(url(path)).calendars());
            assertThat(failure.reason()).isEqualTo(Reason.BAD_ADDRESS);
        }
    }

    @Test
    void aPrivateNetworkIsNotReached() throws ConnectorException {
        try (var guarded = new OutgoingHttp(false)) {
            var connector = new FeedConnector(guarded, url("/feed.ics"), null, null, ZONE);
            var failure = catchThrowableOfType(ConnectorException.class, connector::calendars);
            assertThat(failure.reason()).isEqualTo(Reason.BAD_ADDRESS);
        }
    }

    @Test
    void credentialsAreSentAndNotShown() throws ConnectorException {
        String withCredentials = url("/feed.ics").replace("//", "//ada:p%40ss@");
        var connector = connector(withCredentials);
        assertThat(connector.calendars().getFirst().id()).isEqualTo(url("/feed.ics"));
        assertThat(authorization).isEqualTo("Basic YWRhOnBAc3M=");
        new FeedConnector(http, url("/feed.ics"), "ada", "p@ss", ZONE).calendars();
        assertThat(authorization).isEqualTo("Basic YWRhOnBAc3M=");
        status = 401;
        assertThat(catchThrowableOfType(ConnectorException.class, connector::calendars))
                .hasMessageNotContaining("p@ss")
                .hasMessageNotContaining("p%40ss");
    }

    @Test
    void webcalMeansHttpsAndWhereThereIsNoneHttp() throws Exception {
        try (var plain = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerButNotToTls(plain));
            String address = "://127.0.0.1:" + plain.getLocalPort() + "/feed.ics";
            connector("webcal" + address).changes("", null, WINDOW, mirror);
            assertThat(mirror.titles()).hasSize(2);
            var secure = connector("webcals" + address);
            assertThat(catchThrowableOfType(ConnectorException.class, secure::calendars)
                            .reason())
                    .isEqualTo(Reason.UNAVAILABLE);
        }
    }

    private void answerButNotToTls(ServerSocket server) {
        while (!server.isClosed()) {
            try (var socket = server.accept()) {
                if (socket.getInputStream().read() == 'G') {
                    var out = socket.getOutputStream();
                    out.write(("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + body.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
                    out.write(body);
                    out.flush();
                    socket.shutdownOutput();
                    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                }
            } catch (IOException closed) {
                // The next one, if there is any.
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "calendar.ics", "ftp://example.com/a.ics", "https://", "file:///etc/passwd", "javascript:x"})
    void whatIsNoAddressIsRefused(String address) {
        var failure = catchThrowableOfType(ConnectorException.class, () -> connector(address));
        assertThat(failure.reason()).isEqualTo(Reason.BAD_ADDRESS);
    }

    @Test
    void nobodyListeningIsTemporary() {
        server.stop(0);
        assertThat(failure().isTemporary()).isTrue();
    }

    @Test
    void aCursorOfAnotherFormReadsEverything() throws ConnectorException {
        mirror.cursor = "feed-0\nabc";
        read();
        assertThat(mirror.startedOver).isTrue();
    }

    @Test
    void manyEventsComeInPages() throws ConnectorException {
        var titles = new String[450];
        for (int i = 0; i < titles.length; i++) {
            titles[i] = "event " + i;
        }
        body = calendar(titles);
        read();
        assertThat(mirror.pages).isEqualTo(3);
        assertThat(mirror.titles()).hasSize(450);
    }

    @Test
    void anUploadedFileIsRead() throws ConnectorException {
        InputStream file = new ByteArrayInputStream(calendar("one"));
        CalendarFile.receive(file, ZONE, mirror);
        assertThat(mirror.titles()).containsExactly("one");
        assertThat(mirror.startedOver).isTrue();
        InputStream page = new ByteArrayInputStream("<html>".getBytes(StandardCharsets.UTF_8));
        assertThat(catchThrowableOfType(ConnectorException.class, () -> CalendarFile.receive(page, ZONE, mirror))
                        .reason())
                .isEqualTo(Reason.NOT_A_CALENDAR);
        assertThat(mirror.titles()).containsExactly("one");
    }
}
