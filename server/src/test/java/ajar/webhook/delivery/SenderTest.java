package ajar.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.engine.outgoing.OutgoingHttp;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Receivers that mean no good.
@Timeout(30)
class SenderTest {
    private static final Instant NOW = Instant.parse("2031-01-31T09:00:00Z");
    private static final byte[] BODY = "{\"event\":{}}".getBytes(StandardCharsets.UTF_8);
    private static final String KEY = "00".repeat(32);

    private final OutgoingHttp open = new OutgoingHttp(true);
    private final OutgoingHttp guarded = new OutgoingHttp(false);

    @AfterEach
    void close() {
        open.close();
        guarded.close();
    }

    private static Target target(String url) {
        return new Target(url, true, KEY, false);
    }

    private Attempt send(OutgoingHttp http, String url) {
        return new Sender(http, Duration.ofMillis(700), Interference.NONE)
                .send("orga_1", target(url), "whdel_1", BODY, NOW);
    }

    /// What a receiver does once a request has come.
    private interface Manners {
        void behave(OutputStream out) throws IOException, InterruptedException;
    }

    /// One connection to a receiver with these manners.
    private Attempt sendTo(Manners manners) {
        try (var socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            var failure = new AtomicReference<Throwable>();
            var receiver = Thread.ofVirtual().start(() -> {
                try (Socket connection = socket.accept()) {
                    connection.getInputStream().read(new byte[8192]);
                    manners.behave(connection.getOutputStream());
                } catch (IOException hungUp) {
                    // The sender has had enough.
                } catch (InterruptedException | RuntimeException wrong) {
                    failure.set(wrong);
                }
            });
            var attempt = send(open, "http://127.0.0.1:" + socket.getLocalPort() + "/?key=secret");
            receiver.interrupt();
            receiver.join();
            return attempt;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Test
    void anAnswerOfGigabytesIsNotReadButItsStatusCounts() {
        var written = new AtomicLong();
        var attempt = sendTo(out -> {
            say(out, "HTTP/1.1 200 OK\r\ncontent-length: 8000000000\r\n\r\n");
            byte[] block = new byte[65_536];
            for (; written.get() < 8_000_000_000L; written.addAndGet(block.length)) {
                out.write(block);
            }
        });

        assertThat(attempt.isSuccess()).isTrue();
        assertThat(attempt.statusCode()).isEqualTo(200);
        assertThat(written).hasValueLessThan(100_000_000L);
    }

    @Test
    void anAnswerThatNeverEndsIsCutOffAndItsStatusCounts() {
        var attempt = sendTo(out -> {
            say(out, "HTTP/1.1 202 Accepted\r\ntransfer-encoding: chunked\r\n\r\n");
            while (true) {
                say(out, "1\r\nx\r\n");
                Thread.sleep(50);
            }
        });

        assertThat(attempt.isSuccess()).isTrue();
        assertThat(attempt.durationMs()).isBetween(500L, 5_000L);
    }

    @Test
    void headersThatNeverEndAreCutOff() {
        var attempt = sendTo(out -> {
            say(out, "HTTP/1.1 200 OK\r\n");
            while (true) {
                say(out, "x-padding: " + "x".repeat(1000) + "\r\n");
            }
        });

        assertThat(attempt.isSuccess()).isFalse();
        assertThat(attempt.durationMs()).isLessThan(5_000);
    }

    @Test
    void oneThatNeverAnswersIsLeft() {
        var attempt = sendTo(_ -> new CountDownLatch(1).await());

        assertThat(attempt.isSuccess()).isFalse();
        assertThat(attempt.statusCode()).isNull();
        assertThat(attempt.error()).contains("TIMEOUT").doesNotContain("secret");
        assertThat(attempt.durationMs()).isBetween(500L, 5_000L);
    }

    @Test
    void oneThatHangsUpHasNotTakenIt() {
        var attempt = sendTo(_ -> {});

        assertThat(attempt.isSuccess()).isFalse();
        assertThat(attempt.error()).contains("CONNECTION").doesNotContain("secret");
    }

    @Test
    void nonsenseIsNotAnAnswer() {
        var attempt = sendTo(out -> say(out, "220 mail.example.com ESMTP\r\n\r\n\r\n"));

        assertThat(attempt.isSuccess()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:9/",
                "http://localhost:9/",
                "http://2130706433:9/",
                "http://0x7f000001:9/",
                "http://127.1:9/",
                "http://[::1]:9/",
                "http://[::ffff:127.0.0.1]:9/",
                "http://[::ffff:7f00:1]:9/",
                "http://10.0.0.1:9/",
                "http://169.254.169.254/latest/meta-data/",
                "http://[fd00::1]:9/",
                "http://0.0.0.0:9/"
            })
    void privateAddressesAreNotCalledInWhicheverForm(String url) {
        var attempt = send(guarded, url);

        assertThat(attempt.isSuccess()).isFalse();
        assertThat(attempt.statusCode()).isNull();
        assertThat(attempt.error()).matches(".*(PRIVATE_ADDRESS|UNKNOWN_HOST|BAD_ADDRESS).*");
    }
}
