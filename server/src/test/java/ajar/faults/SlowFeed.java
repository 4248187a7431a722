package ajar.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A calendar as a file on loopback, whose end can be held back.
final class SlowFeed implements AutoCloseable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final HttpServer server;
    private final byte[] events;
    private final AtomicInteger whole;
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    /// @param whole how many answers are whole; the others stop before their end until they are released
    /// @param events how many
    /// @param start when the first begins; the others follow hour by hour
    /// @param guest the address of who is on all of them
    SlowFeed(int whole, int events, Instant start, String guest) throws IOException {
        this.whole = new AtomicInteger(whole);
        var text = new StringBuilder("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//feed//EN\r\n");
        for (int i = 0; i < events; i++) {
            Instant at = start.plus(Duration.ofHours(i));
            text.append("BEGIN:VEVENT\r\nUID:event-")
                    .append(i)
                    .append("\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:")
                    .append(TIME.format(at))
                    .append("\r\nDTEND:")
                    .append(TIME.format(at.plus(Duration.ofMinutes(30))))
                    .append("\r\nSUMMARY:Event ")
                    .append(i)
                    .append("\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:")
                    .append(guest)
                    .append("\r\nEND:VEVENT\r\n");
        }
        this.events = text.toString().getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/calendar.ics";
    }

    /// Waits until somebody has been given all but the end.
    void awaitHeld(Duration patience) throws InterruptedException {
        if (!held.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("nobody has asked for the calendar within " + patience);
        }
    }

    /// From now on all answers are whole.
    void release() {
        released.countDown();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/calendar");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(events);
                if (whole.getAndDecrement() <= 0) {
                    body.flush();
                    held.countDown();
                    released.await();
                }
                body.write("END:VCALENDAR\r\n".getBytes(StandardCharsets.UTF_8));
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        release();
        server.stop(0);
    }
}
