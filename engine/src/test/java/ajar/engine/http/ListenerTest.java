package ajar.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ajar.engine.id.Ids;
import ajar.engine.problem.ApiException;
import ajar.engine.time.SystemClock;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenerTest {
    @Test
    void aQueryIsSplitAndDecoded() {
        assertThat(Listener.parameters("")).isEmpty();
        assertThat(Listener.parameters("a=1&b=x%20y+z&c")).isEqualTo(Map.of("a", "1", "b", "x y z", "c", ""));
        assertThat(Listener.parameters("a=1&a=2")).isEqualTo(Map.of("a", "2"));
        assertThat(Listener.parameters("&&a=b=c&")).isEqualTo(Map.of("a", "b=c"));
        assertThat(Listener.parameters("%C3%BC=%F0%9F%9A%AA")).isEqualTo(Map.of("ü", "🚪"));
        assertThat(Listener.parameters("=x")).isEqualTo(Map.of("", "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%2", "a=%zz", "a=%C3%28", "%FF=1", "a=%ED%A0%80"})
    void whatIsNotEncodedProperlyIsRefused(String query) {
        assertThatThrownBy(() -> Listener.parameters(query)).isInstanceOf(ApiException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip|true",
                "GZIP|true",
                "deflate, gzip;q=0.5|true",
                "gzip;q=0|false",
                "gzip; q=0.0|false",
                "gzip;q=0.01|true",
                "br|false",
                "xgzip|false",
                "''|false",
                "|false"
            })
    void gzipIsUsedWhereItIsAccepted(String header, boolean accepted) {
        assertThat(Listener.accepts(header)).isEqualTo(accepted);
    }

    /// With Nagle's algorithm every answer of several packets would wait 40 ms for an acknowledgement.
    @Test
    void longAnswersDoNotWaitForAcknowledgements() throws IOException {
        byte[] body = "x".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
        var ids = new Ids(new SystemClock(), new Random(1));
        List<Long> times = new ArrayList<>();
        try (var listener = new Listener("127.0.0.1", 0, 1000, _ -> Response.of(200, "text/plain", body), ids);
                var socket = new Socket("127.0.0.1", listener.port())) {
            for (int i = 0; i < 30; i++) {
                long before = System.nanoTime();
                socket.getOutputStream().write("GET / HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                readHead(socket);
                assertThat(socket.getInputStream().readNBytes(body.length)).hasSize(body.length);
                times.add(System.nanoTime() - before);
            }
        }
        Collections.sort(times);
        assertThat(Duration.ofNanos(times.get(times.size() / 2))).isLessThan(Duration.ofMillis(25));
    }

    private static void readHead(Socket socket) throws IOException {
        for (var head = new StringBuilder(); head.indexOf("\r\n\r\n") < 0; ) {
            head.append((char) socket.getInputStream().read());
        }
    }
}
