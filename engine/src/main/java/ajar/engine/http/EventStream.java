package ajar.engine.http;

import ajar.engine.Engine;
import ajar.engine.event.EventFeed;
import ajar.engine.event.EventPosition;
import ajar.engine.event.Told;
import ajar.engine.json.Json;
import ajar.engine.problem.ApiException;
import ajar.engine.resource.Caller;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// `GET /event/stream/`: the event log as it grows, as server-sent events (WHATWG HTML, section 9.2). An
/// extension of Ajar's.
///
/// Each message is an event of the log and has its place there as its id. A client that comes back with
/// `Last-Event-ID` goes on where it was, and misses nothing. An event that was extended by consolidation
/// comes again. Streams end after an hour, so that credentials are checked from time to time; clients
/// come back by themselves.
public final class EventStream implements AutoCloseable {
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final int BATCH = 100;
    private static final int STALLED_SECONDS = 30;

    private static final byte[] GREETING = ascii("retry: 1000\n\n");
    private static final byte[] BEAT = ascii(":\n\n");

    private final Engine engine;
    private final EventFeed feed;
    private final StalledWriters stalled = new StalledWriters(STALLED_SECONDS);

    public EventStream(Engine engine, EventFeed feed) {
        this.engine = engine;
        this.feed = feed;
    }

    /// Starts to tell other servers what is new, and to watch over readers.
    public void start() {
        feed.start();
        stalled.start();
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.of(
                        "GET",
                        ResourceEndpoints.ROOT + "/event/stream/",
                        "event",
                        "Follow events as they come, as server-sent events",
                        this::stream)
                .taking(EventFilters.parameters())
                .taking(Endpoint.Parameter.of(
                        "last_event_id", "string", "Where to go on; the same as the header `Last-Event-ID`."))
                .answering(200, null)
                .extension());
    }

    private Response stream(Request request) {
        var filters = EventFilters.of(request);
        var caller = request.caller();
        var from = from(request);
        // Whatever is wrong is told before the stream begins.
        feed.follow(caller.organizationId(), from).close();
        return Response.streaming("text/event-stream", out -> write(out, caller, filters, from))
                .with("cache-control", "no-store")
                .with("x-accel-buffering", "no");
    }

    private static @Nullable EventPosition from(Request request) {
        String id = request.header("last-event-id");
        if (id == null || id.isBlank()) {
            id = request.parameters().getOrDefault("last_event_id", "");
        }
        if (id.isBlank()) {
            return null;
        }
        var position = EventPosition.parse(id.strip());
        if (position == null) {
            throw ApiException.badRequest("The Last-Event-ID is not one of this log.");
        }
        return position;
    }

    private void write(OutputStream out, Caller caller, EventFilters filters, @Nullable EventPosition from)
            throws IOException {
        var clock = engine.clock().of(caller.organizationId());
        Instant end = clock.now().plus(LIFE);
        try (var following = feed.follow(caller.organizationId(), from);
                var watched = stalled.watch()) {
            watched.writing(() -> out.write(GREETING));
            watched.writing(out::flush);
            for (var events = following.next(BATCH, HEARTBEAT); events != null; ) {
                var now = clock.now();
                var visibility = EventVisibility.of(caller, now);
                boolean any = false;
                for (var event : events) {
                    if (filters.accept(event)) {
                        any = true;
                        watched.writing(() -> write(out, event, visibility));
                    }
                }
                if (!any && events.isEmpty()) {
                    watched.writing(() -> out.write(BEAT));
                }
                watched.writing(out::flush);
                if (now.isAfter(end)) {
                    return;
                }
                events = following.next(BATCH, HEARTBEAT);
            }
        } catch (InterruptedException interrupted) {
            throw new InterruptedIOException("the reader takes nothing");
        }
    }

    private static void write(OutputStream out, Told event, EventVisibility visibility) throws IOException {
        out.write(ascii("id: " + event.position() + "\ndata: "));
        out.write(oneLine(visibility.showsData(event.dateUpdated()) ? event.json() : withoutData(event.json())));
        out.write('\n');
        out.write('\n');
    }

    /// A line break would end the message. Within texts JSON has none, and between them it means nothing.
    private static byte[] oneLine(byte[] json) {
        for (int i = 0; i < json.length; i++) {
            if (json[i] == '\n' || json[i] == '\r') {
                return Json.bytes(Json.parse(json));
            }
        }
        return json;
    }

    private static byte[] withoutData(byte[] json) {
        var event = (ObjectNode) Json.parse(json);
        event.remove(List.of("data", "previous_data"));
        return Json.bytes(event);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Ends all streams, and waits a little for them to be told.
    @Override
    public void close() {
        feed.close();
        stalled.awaitEnd();
        stalled.close();
    }
}
