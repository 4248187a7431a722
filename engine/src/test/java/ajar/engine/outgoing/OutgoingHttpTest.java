package ajar.engine.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ajar.engine.outgoing.OutgoingException.Reason;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingHttpTest {
    private final OutgoingHttp open = new OutgoingHttp(true);
    private final OutgoingHttp guarded = new OutgoingHttp(false);
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch done = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/hello", it -> answer(it, 200, "hello"));
        server.createContext(
                "/auth", it -> answer(it, 200, it.getRequestHeaders().getFirst("Authorization")));
        server.createContext("/there", it -> redirect(it, "/hello"));
        server.createContext("/elsewhere", it -> redirect(it, "http://localhost:" + port() + "/auth"));
        server.createContext("/round", it -> redirect(it, "/round"));
        server.createContext("/file", it -> redirect(it, "file:///etc/passwd"));
        server.createContext("/bomb", OutgoingHttpTest::bomb);
        server.createContext("/endless", this::endless);
        server.start();
    }

    @AfterEach
    void close() {
        done.countDown();
        server.stop(0);
        open.close();
        guarded.close();
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private OutgoingRequest get(String path) {
        return OutgoingRequest.of("GET", URI.create("http://127.0.0.1:" + port() + path));
    }

    private void answer(HttpExchange exchange, int status, String text) throws IOException {
        seen.add(exchange.getRequestURI().getPath());
        byte[] body = String.valueOf(text).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void redirect(HttpExchange exchange, String to) throws IOException {
        seen.add(exchange.getRequestURI().getPath());
        exchange.getResponseHeaders().set("Location", to);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private static void bomb(HttpExchange exchange) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[20_000_000]);
        }
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        exchange.sendResponseHeaders(200, packed.size());
        packed.writeTo(exchange.getResponseBody());
        exchange.close();
    }

    private void endless(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write('x');
        exchange.getResponseBody().flush();
        try {
            done.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private static Reason reasonOf(ThrowingSend send) {
        try {
            send.run();
        } catch (OutgoingException failed) {
            return failed.reason();
        } catch (IOException other) {
            throw new AssertionError(other);
        }
        throw new AssertionError("it should have failed");
    }

    @FunctionalInterface
    private interface ThrowingSend {
        void run() throws IOException;
    }

    @Test
    void anAnswerIsRead() throws IOException {
        assertThat(open.send(get("/hello"), OutgoingResponse::text)).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"})
    void aPrivateAddressIsNotCalled(String host) {
        var request = OutgoingRequest.of("GET", URI.create("http://" + host + ":" + port() + "/hello"));
        var reason = reasonOf(() -> guarded.send(request, OutgoingResponse::text));
        assertThat(reason).isIn(Reason.PRIVATE_ADDRESS, Reason.UNKNOWN_HOST, Reason.BAD_ADDRESS);
        assertThat(seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1.2.3",
                "100.64.0.1",
                "169.254.169.254",
                "172.31.255.255",
                "192.168.1.1",
                "198.19.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fd00::1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "::127.0.0.1"
            })
    void specialAddressesAreNotPublic(String address) throws IOException {
        assertThat(PublicAddresses.contains(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "64:ff9b::808:808"})
    void ordinaryAddressesArePublic(String address) throws IOException {
        assertThat(PublicAddresses.contains(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file:///etc/passwd", "ftp://example.com/", "http://", "http://user:x@example.com/", "nonsense"})
    void anAddressThatCannotBeCalledIsRefused(String address) {
        assertThat(reasonOf(() -> OutgoingHttp.address(address))).isEqualTo(Reason.BAD_ADDRESS);
    }

    @Test
    void redirectsAreAnsweredUnlessAskedToFollow() throws IOException {
        assertThat(open.send(get("/there"), OutgoingResponse::status)).isEqualTo(302);
        assertThat(open.send(get("/there").following(3), OutgoingResponse::text))
                .isEqualTo("hello");
    }

    @Test
    void credentialsStayWithTheirHost() throws IOException {
        var request =
                get("/elsewhere").header("Authorization", "Basic c2VjcmV0").following(3);
        assertThat(open.send(request, OutgoingResponse::text)).isEqualTo("null");
    }

    @Test
    void redirectsEnd() {
        assertThat(reasonOf(() -> open.send(get("/round").following(5), OutgoingResponse::text)))
                .isEqualTo(Reason.REDIRECT);
        assertThat(seen).hasSize(6);
        assertThat(reasonOf(() -> open.send(get("/file").following(5), OutgoingResponse::text)))
                .isEqualTo(Reason.BAD_ADDRESS);
    }

    @Test
    void anAnswerThatUnpacksToTooMuchIsCutOff() {
        var request = get("/bomb").within(Duration.ofSeconds(20), 1_000_000);
        assertThat(reasonOf(() -> open.send(request, OutgoingResponse::bytes))).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void anAnswerThatNeverEndsIsCutOff() {
        var request = get("/endless").within(Duration.ofMillis(300), 1_000_000);
        assertThat(reasonOf(() -> open.send(request, OutgoingResponse::bytes))).isEqualTo(Reason.TIMEOUT);
    }

    @Test
    void whatIsNotReadIsNotWaitedFor() throws IOException {
        var request = get("/endless").within(Duration.ofSeconds(60), 1_000_000);
        assertThat(open.send(request, OutgoingResponse::status)).isEqualTo(200);
    }

    @Test
    void nobodyListeningIsSaidSo() {
        server.stop(0);
        assertThatThrownBy(() -> open.send(get("/hello"), OutgoingResponse::text))
                .isInstanceOf(OutgoingException.class)
                .hasMessageContaining("does not accept connections");
    }
}
