package ajar.webhook.delivery;

import ajar.Patience;
import ajar.engine.json.Json;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/// Somebody who receives webhooks, and knows of them what the documentation says and nothing else.
final class Receiver implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpServer server;
    private final Queue<Delivery> deliveries = new ConcurrentLinkedQueue<>();
    private volatile Function<Delivery, Integer> answer = _ -> 200;

    /// A request that came in.
    record Delivery(String path, com.sun.net.httpserver.Headers headers, byte[] body) {
        JsonNode event() {
            return json().path("event");
        }

        JsonNode json() {
            return Json.parse(body);
        }

        String header(String name) {
            return headers.getFirst(name);
        }

        /// Whether the signature is right: the hexadecimal HMAC-SHA256 of the timestamp followed by the
        /// body, with the decoded key.
        boolean isGenuine(String signatureKey) {
            try {
                var mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(HexFormat.of().parseHex(signatureKey), "HmacSHA256"));
                String signed = header("close-sig-timestamp") + new String(body, StandardCharsets.UTF_8);
                byte[] hash = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(hash).equals(header("close-sig-hash"));
            } catch (java.security.GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::receive);
        server.start();
    }

    private void receive(HttpExchange exchange) throws IOException {
        var delivery = new Delivery(
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders(),
                exchange.getRequestBody().readAllBytes());
        int status = answer.apply(delivery);
        deliveries.add(delivery);
        exchange.getResponseHeaders().add("location", "/elsewhere");
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// What it answers from now on.
    void answers(int status) {
        answer = _ -> status;
    }

    /// What it answers from now on; may wait.
    void answers(Function<Delivery, Integer> how) {
        answer = how;
    }

    /// Everything that came, in the order it was answered.
    List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    /// The bodies' events, as `action object_id`, in the order they were answered.
    List<String> story() {
        return deliveries.stream()
                .map(it -> it.event().path("action").asString() + " "
                        + it.event().path("object_id").asString())
                .toList();
    }

    /// Waits until so many have come.
    List<Delivery> await(int count) {
        Patience.until(count + " deliveries", PATIENCE, () -> deliveries.size() >= count);
        return deliveries();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
