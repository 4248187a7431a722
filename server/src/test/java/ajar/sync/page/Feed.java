package ajar.sync.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// A calendar that somebody publishes as a file, with a password if it is told one.
final class Feed implements AutoCloseable {
    volatile String content = "";
    volatile String password = "";
    volatile int requests;

    private final HttpServer server;

    Feed() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        behave();
    }

    /// A calendar with some events.
    static String calendar(String name, String events) {
        return ("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\nX-WR-CALNAME:" + name + "\n" + events
                        + "END:VCALENDAR\n")
                .replace("\n", "\r\n");
    }

    /// An empty calendar for everybody, which nobody has asked for yet.
    void behave() {
        content = calendar("Team", "");
        password = "";
        requests = 0;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/team.ics";
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        requests++;
        String expected =
                "Basic " + Base64.getEncoder().encodeToString(("ada:" + password).getBytes(StandardCharsets.UTF_8));
        try (exchange) {
            if (!password.isEmpty()
                    && !expected.equals(exchange.getRequestHeaders().getFirst("authorization"))) {
                exchange.getResponseHeaders().set("www-authenticate", "Basic realm=\"feed\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "text/calendar");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
