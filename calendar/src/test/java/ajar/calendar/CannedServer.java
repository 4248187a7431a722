package ajar.calendar;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// A server on loopback that gives the answers it was told to, in order, and remembers what it was
/// asked. What it was not told to answer gets the status 418.
public final class CannedServer implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Deque<Canned>> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /// @param breaksOff whether the connection is closed without an answer
    private record Canned(int status, String body, Map<String, String> headers, boolean breaksOff) {}

    /// A request.
    public record Asked(String method, String path, String query, String body, Map<String, List<String>> headers) {
        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().getFirst())
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public String toString() {
            return method + ' ' + path + (query.isEmpty() ? "" : '?' + query);
        }
    }

    public CannedServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::exchange);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// The next answer to `request`, a method and a path such as `GET /things`. `{url}` in the body
    /// stands for this server's address.
    public CannedServer answers(String request, int status, String body, String... headers) {
        Map<String, String> all = new ConcurrentHashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return queue(request, new Canned(status, body, all, false));
    }

    public CannedServer answers(String request, String body) {
        return answers(request, 200, body);
    }

    /// Closes the connection instead of answering.
    public CannedServer breaksOff(String request) {
        return queue(request, new Canned(0, "", Map.of(), true));
    }

    private CannedServer queue(String request, Canned canned) {
        var queue = answers.computeIfAbsent(request, _ -> new ArrayDeque<>());
        synchronized (queue) {
            queue.add(canned);
        }
        return this;
    }

    /// All requests so far.
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /// The requests to a method and path.
    public List<Asked> asked(String request) {
        return asked.stream()
                .filter(one -> (one.method() + ' ' + one.path()).equals(request))
                .toList();
    }

    /// What was told but never asked for.
    public List<String> left() {
        List<String> left = new ArrayList<>();
        answers.forEach((request, queue) -> {
            if (!queue.isEmpty()) {
                left.add(request);
            }
        });
        return left;
    }

    private void exchange(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        asked.add(new Asked(
                exchange.getRequestMethod(), uri.getRawPath(), query, body, Map.copyOf(exchange.getRequestHeaders())));
        var queue = answers.get(exchange.getRequestMethod() + ' ' + uri.getRawPath());
        Canned canned;
        synchronized (queue == null ? this : queue) {
            canned = queue == null || queue.isEmpty() ? new Canned(418, "", Map.of(), false) : queue.removeFirst();
        }
        if (canned.breaksOff()) {
            exchange.close();
            return;
        }
        canned.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] bytes = canned.body().replace("{url}", url()).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(canned.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
