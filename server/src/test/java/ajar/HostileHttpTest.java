package ajar;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.engine.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What no honest client sends: the answer is an error in JSON or the end of the connection, soon, and
/// never a 500.
class HostileHttpTest {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void theServerStillServes() {
        server.api().get("/me/").orFail();
    }

    /// A connection that is spoken to in bytes.
    private static final class Wire implements AutoCloseable {
        private final Socket socket;

        Wire() throws IOException {
            socket = new Socket("127.0.0.1", server.server().port());
            socket.setSoTimeout(10_000);
            socket.setTcpNoDelay(true);
        }

        Wire say(String text) throws IOException {
            return say(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        Wire say(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            return this;
        }

        /// Writes until the server stops listening.
        void pour(byte[] piece, int times) {
            try {
                OutputStream out = socket.getOutputStream();
                for (int i = 0; i < times; i++) {
                    out.write(piece);
                }
            } catch (IOException refused) {
                // The server has closed the connection, as it may.
            }
        }

        /// One whole answer; empty when the connection was ended without one.
        String answer() throws IOException {
            var text = new StringBuilder();
            try {
                var in = socket.getInputStream();
                for (int next = in.read(); next >= 0; next = in.read()) {
                    text.append((char) next);
                    int end = text.indexOf("\r\n\r\n");
                    if (end >= 0) {
                        var length = LENGTH.matcher(text);
                        int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
                        if (text.length() >= end + 4 + body) {
                            break;
                        }
                    }
                }
            } catch (SocketTimeoutException hang) {
                throw new AssertionError("no answer within ten seconds, only: " + text, hang);
            } catch (IOException reset) {
                // A connection that is reset has ended, too.
            }
            return text.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static String head(String method, String target, String... headers) {
        return method + " " + target + " HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: "
                + server.api().authorization() + "\r\ncontent-type: application/json\r\n"
                + String.join(
                        "", List.of(headers).stream().map(line -> line + "\r\n").toList()) + "\r\n";
    }

    private static int status(String answer) {
        var status = STATUS.matcher(answer);
        return status.lookingAt() ? Integer.parseInt(status.group(1)) : 0;
    }

    /// Refused in the API's own form.
    private static void assertRefused(String answer, Integer... statuses) {
        assertThat(status(answer)).as(answer).isIn((Object[]) statuses);
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertThat(Json.parse(body).path("error").asString("")).as(answer).isNotEmpty();
    }

    /// Refused in some form, or hung up on.
    private static void assertHarmless(String answer) {
        assertThat(status(answer)).as(answer).isBetween(0, 499);
        assertThat(answer).doesNotContain("Exception", "\tat ");
    }

    @Test
    void aDeclaredGigabyteIsRefusedUnread() throws IOException {
        try (var wire = new Wire()) {
            long before = System.nanoTime();
            assertRefused(
                    wire.say(head("POST", "/api/v1/lead/", "content-length: 1000000000"))
                            .answer(),
                    413);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void aGigabyteThatIsSentAllTheSameIsNotTakenIn() throws IOException {
        try (var wire = new Wire()) {
            wire.say(head("POST", "/api/v1/lead/", "content-length: 1000000000"));
            wire.pour(new byte[65_536], 1000);
            assertHarmless(wire.answer());
        }
    }

    @Test
    void aChunkedBodyEndsAtTheLimit() throws IOException {
        byte[] chunk = ("100000\r\n" + "x".repeat(1 << 20) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        try (var wire = new Wire()) {
            wire.say(head("POST", "/api/v1/lead/", "transfer-encoding: chunked"));
            wire.pour(chunk, 20);
            String answer = wire.answer();
            if (status(answer) != 0) {
                assertRefused(answer, 413);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n{}\r\n0\r\n\r\n", "-1\r\n{}\r\n", "ffffffffffffffff\r\n{}\r\n0\r\n\r\n", "5\r\n{}"})
    void aBrokenChunkIsNoBug(String chunks) throws IOException {
        try (var wire = new Wire()) {
            wire.say(head("POST", "/api/v1/lead/", "transfer-encoding: chunked"))
                    .say(chunks);
            wire.socket.shutdownOutput();
            assertHarmless(wire.answer());
        }
    }

    @Test
    void aBodyThatBreaksOffIsNoBug() throws IOException {
        try (var wire = new Wire()) {
            wire.say(head("POST", "/api/v1/lead/", "content-length: 100")).say("{\"name\":");
            wire.socket.shutdownOutput();
            assertHarmless(wire.answer());
        }
    }

    @Test
    void slowSendersKeepNobodyWaiting() throws IOException {
        List<Wire> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                slow.add(new Wire().say("POST /api/v1/lead/ HTTP/1.1\r\nhost: x\r\nx-slow: "));
                slow.add(new Wire()
                        .say(head("POST", "/api/v1/lead/", "content-length: 1000"))
                        .say("{"));
            }
            for (int round = 0; round < 5; round++) {
                for (var wire : slow) {
                    wire.say(" ");
                }
                long before = System.nanoTime();
                server.api().get("/me/").orFail();
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
            }
        } finally {
            for (var wire : slow) {
                wire.close();
            }
        }
    }

    @Test
    void headersWithoutEndAreCutOff() throws IOException {
        for (String headers : List.of("x-bomb: " + "x".repeat(2_000_000), "x-bomb: x\r\n".repeat(200_000))) {
            try (var wire = new Wire()) {
                wire.pour(
                        ("GET /api/v1/me/ HTTP/1.1\r\nhost: x\r\n" + headers + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII),
                        1);
                assertHarmless(wire.answer());
            }
        }
    }

    @Test
    void garbageAfterARequestHarmsNobody() throws IOException {
        try (var wire = new Wire()) {
            wire.say(head("GET", "/api/v1/me/") + "\0\1\2 garbage \r\n\r\n");
            assertThat(status(wire.answer())).isEqualTo(200);
            assertHarmless(wire.answer());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n\r\n",
                "GET\r\n\r\n",
                "GET /api/v1/me/\r\n\r\n",
                "GET /api/v1/me/ HTTP/9.9\r\nhost: x\r\n\r\n",
                "GET /api/v1/me/ HTTP/1.1\r\n\r\n",
                "GET /api/v1/me/ HTTP/1.1\r\nhost: x\r\nno colon\r\n\r\n",
                "GET /api/v1/me/ HTTP/1.1\r\nhost: x\r\nx: \0\r\n\r\n",
                "GET /api/v1/me/ HTTP/1.1\r\nhost: x\r\n: empty\r\n\r\n",
                "POST /api/v1/lead/ HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
                "POST /api/v1/lead/ HTTP/1.1\r\nhost: x\r\ncontent-length: many\r\n\r\n",
                "POST /api/v1/lead/ HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}",
                "POST /api/v1/lead/ HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999999999999999\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
            })
    void whatIsNoHttpIsNoBug(String request) throws IOException {
        try (var wire = new Wire()) {
            wire.say(request);
            wire.socket.shutdownOutput();
            assertHarmless(wire.answer());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void tenThousandLevelsOfJsonAreRefused(String level) throws IOException {
        String body = level.repeat(10_000);
        try (var wire = new Wire()) {
            wire.say(head("POST", "/api/v1/lead/", "content-length: " + body.length()) + body);
            assertRefused(wire.answer(), 400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/lead/%zz/",
                "/api/v1/lead/%/",
                "/api/v1/lead/%C3%28/",
                "/api/v1/lead/%00/",
                "/api/v1/lead/?_limit=%zz",
                "/api/v1/lead/?%FF=1",
            })
    void aTargetThatIsNotEncodedProperlyIsRefused(String target) throws IOException {
        try (var wire = new Wire()) {
            assertRefused(wire.say(head("GET", target)).answer(), 400, 404);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/lead/a%2Fb/",
                "/api/v1/lead/..%2F..%2Fetc%2Fpasswd",
                "/api/v1/../../etc/passwd",
                "//api/v1/lead/",
                "/api/v1//lead//",
                "/api/v1/lead/;a=b/",
                "/API/V1/lead/",
                "/%61pi/v1/nowhere/",
                "http://127.0.0.1/api/v1/nowhere/",
                "http://elsewhere.example/api/v1/nowhere/",
                "*",
                "nowhere"
            })
    void astonishingPathsLeadNowhere(String target) throws IOException {
        try (var wire = new Wire()) {
            assertRefused(wire.say(head("GET", target)).answer(), 400, 404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "TRACE", "PROPFIND", "CONNECT"})
    void unknownVerbsAreRefused(String verb) throws IOException {
        try (var wire = new Wire()) {
            assertRefused(wire.say(head(verb, "/api/v1/lead/")).answer(), 400, 405);
        }
    }

    @Test
    void bodiesWhereNoneBelongAreIgnored() throws IOException {
        for (String method : List.of("GET", "DELETE")) {
            try (var wire = new Wire()) {
                wire.say(head(method, "/api/v1/lead/lead_x/", "content-length: 4") + "junk");
                assertRefused(wire.answer(), 404);
                wire.say(head("GET", "/api/v1/me/"));
                assertThat(status(wire.answer())).isEqualTo(200);
            }
        }
    }
}
