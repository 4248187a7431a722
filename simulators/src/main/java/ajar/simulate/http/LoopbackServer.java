package ajar.simulate.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// An HTTP server on 127.0.0.1, with a virtual thread per request.
public final class LoopbackServer implements AutoCloseable {
    /// How an answer leaves.
    ///
    /// @param delay how long it is held back, by the machine's time
    public record Delivery(Reply reply, Manner manner, Duration delay) {}

    /// Whether an answer arrives.
    public enum Manner {
        /// As it should.
        WHOLE,
        /// The length is announced, half of the body is sent, and the connection is closed.
        CUT_OFF,
        /// The connection is closed at once.
        UNANSWERED
    }

    static {
        // Without TCP_NODELAY every answer waits 40 ms for an acknowledgement. The server of the JDK reads
        // this property once, when its first class loads.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Function<Received, Delivery> handler;
    private final InstantSource clock;

    /// Starts to listen. Throws [UncheckedIOException] when the port is taken.
    ///
    /// @param port 0 for any free one
    public LoopbackServer(int port, InstantSource clock, Function<Received, Delivery> handler) {
        this.handler = handler;
        this.clock = clock;
        try {
            server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0);
        } catch (IOException taken) {
            throw new UncheckedIOException("Cannot listen on port " + port, taken);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /// The address without a path: `http://127.0.0.1:12345`.
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Delivery delivery = handler.apply(received(exchange));
            if (delivery.delay().isPositive()) {
                Thread.sleep(delivery.delay());
            }
            send(exchange, delivery.reply(), delivery.manner());
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private Received received(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        byte[] body = exchange.getRequestBody().readAllBytes();
        return new Received(
                clock.instant(),
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                Received.query(exchange.getRequestURI().getRawQuery()),
                headers,
                new String(body, StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, Reply reply, Manner manner) throws IOException {
        if (manner == Manner.UNANSWERED) {
            return;
        }
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        boolean bodiless = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(reply.status(), bodiless ? -1 : body.length);
        if (!bodiless) {
            var out = exchange.getResponseBody();
            out.write(body, 0, manner == Manner.CUT_OFF ? body.length / 2 : body.length);
            out.flush();
            if (manner == Manner.WHOLE) {
                out.close();
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
