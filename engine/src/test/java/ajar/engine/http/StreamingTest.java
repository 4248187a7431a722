package ajar.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.engine.id.Ids;
import ajar.engine.time.SystemClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Answers that are written piece by piece.
@Timeout(30)
class StreamingTest {
    private static final Ids IDS = new Ids(new SystemClock(), new Random(1));

    private static Listener listener(Response.Stream stream) {
        return new Listener("127.0.0.1", 0, 1000, _ -> Response.streaming("text/plain", stream), IDS);
    }

    private static Socket ask(Listener listener, String method) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
        socket.getOutputStream().write((method + " / HTTP/1.1\r\nhost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void whatIsFlushedArrivesBeforeTheEnd() throws Exception {
        var arrived = new CompletableFuture<Boolean>();
        try (var listener = listener(out -> {
                    out.write("first".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    arrived.join();
                    out.write("last".getBytes(StandardCharsets.US_ASCII));
                });
                var socket = ask(listener, "GET")) {
            var in = socket.getInputStream();
            var read = new StringBuilder();
            while (!read.toString().contains("first")) {
                read.append((char) in.read());
            }
            arrived.complete(true);
            while (!read.toString().endsWith("0\r\n\r\n")) {
                read.append((char) in.read());
            }

            assertThat(read.toString())
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("content-type: text/plain")
                    .contains("last");
        }
    }

    @Test
    void aHeadRequestGetsNoStream() throws Exception {
        try (var listener = listener(_ -> {
                    throw new IllegalStateException("nobody asked for it");
                });
                var socket = ask(listener, "HEAD")) {
            socket.setSoTimeout(5_000);
            byte[] start = socket.getInputStream().readNBytes(12);

            assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
        }
    }

    @Test
    void oneWhoStopsReadingIsLeftAlone() throws Exception {
        var ended = new CompletableFuture<String>();
        try (var stalled = new StalledWriters(1);
                var listener = listener(out -> {
                    byte[] much = new byte[1 << 16];
                    try (var watched = stalled.watch()) {
                        while (true) {
                            watched.writing(() -> out.write(much));
                            watched.writing(out::flush);
                        }
                    } catch (IOException | RuntimeException gone) {
                        ended.complete(gone.getClass().getSimpleName());
                        throw gone;
                    }
                })) {
            stalled.start();
            try (var _ = ask(listener, "GET")) {
                assertThat(ended.get(20, TimeUnit.SECONDS)).isNotEmpty();
            }
        }
    }
}
