package ajar.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.Api;
import ajar.Patience;
import ajar.engine.json.Json;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Fifty clients that write as fast as they can and remember what was acknowledged.
final class Writers {
    private static final int COUNT = 50;

    /// Leads change without an event of their own: what belongs to them moves this date.
    private static final Set<String> MOVED_BY_OTHERS = Set.of("date_updated");

    private final Supplier<Api> api;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, Written> written = new ConcurrentHashMap<>();
    private final Queue<Api.Answer> refusals = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private volatile boolean running = true;

    /// An object and what the server said of it last.
    ///
    /// @param path its path
    /// @param answer the last acknowledged state
    /// @param attempted the note of a later change that was not acknowledged and may have happened or
    ///     not; or null
    private record Written(String path, JsonNode answer, String attempted) {}

    /// @param api the server as it is now; asked before every request
    Writers(Supplier<Api> api) {
        this.api = api;
    }

    void start() {
        for (int i = 0; i < COUNT; i++) {
            int number = i;
            threads.add(Thread.ofVirtual().start(() -> write(number)));
        }
    }

    private void write(int number) {
        String lead = null;
        String note = null;
        for (int i = 0; running; i++) {
            try {
                if (lead == null || i % 8 == 0) {
                    var body = Json.object().put("name", "Lead " + number + "/" + i);
                    body.putArray("contacts").addObject().put("name", "Contact " + i);
                    lead = create("/lead/", body, lead);
                } else if (note == null || i % 2 == 0) {
                    note = create(
                            "/activity/note/", note("Note " + number + "/" + i).put("lead_id", lead), note);
                } else {
                    note = change(note, "Changed " + number + "/" + i);
                }
            } catch (UncheckedIOException gone) {
                note = null;
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            } catch (RuntimeException | AssertionError wrong) {
                failures.add(wrong);
                return;
            }
        }
    }

    private static ObjectNode note(String text) {
        return Json.object().put("note", text);
    }

    private String create(String path, ObjectNode body, String otherwise) {
        var answer = api.get().post(path, body);
        if (!acknowledges(answer)) {
            return otherwise;
        }
        String id = answer.json().path("id").asString();
        written.put(id, new Written(path + id + "/", answer.json(), null));
        acknowledged.incrementAndGet();
        return id;
    }

    /// Changes a note; one whose change was not acknowledged is left alone from then on.
    private String change(String id, String text) {
        var before = written.get(id);
        written.put(id, new Written(before.path(), before.answer(), text));
        var answer = api.get().put(before.path(), note(text));
        if (!acknowledges(answer)) {
            return null;
        }
        written.put(id, new Written(before.path(), answer.json(), null));
        acknowledged.incrementAndGet();
        return id;
    }

    private boolean acknowledges(Api.Answer answer) {
        if (!answer.isSuccess()) {
            refusals.add(answer);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return answer.isSuccess();
    }

    /// Waits until so many more writes were acknowledged.
    void awaitAcknowledged(int more, Duration patience) {
        int goal = acknowledged.get() + more;
        Patience.until(
                more + " more writes, " + failures, patience, () -> acknowledged.get() >= goal || !failures.isEmpty());
    }

    /// Stops and returns everything that was refused.
    List<Api.Answer> stop() throws InterruptedException {
        running = false;
        for (var thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        return List.copyOf(refusals);
    }

    /// A server that is starved may refuse a write, if it says so.
    static void tellsToTryAgain(Api.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after"))
                .hasValueSatisfying(seconds -> assertThat(seconds).containsOnlyDigits());
        assertThat(answer.json().path("error").asString()).contains("database");
    }

    int acknowledged() {
        return acknowledged.get();
    }

    /// Everything that was acknowledged is there, as it was last answered; its newest event shows it as
    /// it is; it was created once; and nothing is there without the event of its creation.
    void assertNothingIsLost(Api server, Connection database) throws SQLException {
        assertThat(written).isNotEmpty();
        Map<String, JsonNode> newest = new HashMap<>();
        Map<String, Integer> creations = new HashMap<>();
        try (var statement = database.createStatement();
                var events = statement.executeQuery(
                        "select object_id, action, data from event order by date_updated, seq")) {
            while (events.next()) {
                newest.put(events.getString(1), Json.parse(events.getString(3)));
                creations.merge(events.getString(1), events.getString(2).equals("created") ? 1 : 0, Integer::sum);
            }
        }
        var now = new HashMap<>(readAll(server, "/activity/note/"));
        now.putAll(readAll(server, "/lead/"));
        written.forEach((id, known) -> {
            var object = now.get(id);
            assertThat(object).as(known.path()).isNotNull();
            if (known.attempted() == null || !object.path("note").asString().equals(known.attempted())) {
                assertThat(object).as(known.path()).isEqualTo(same(object, known.answer()));
            }
            assertThat(creations).as(known.path()).containsEntry(id, 1);
        });
        now.forEach((id, object) -> assertThat(newest.get(id)).as(id).isEqualTo(shown(object, newest.get(id))));
        assertThat(creations.values()).containsOnly(1);
        assertThat(column(
                        database,
                        "select id from activity where type = 'Note' union select id from lead union select id from"
                                + " contact"))
                .allSatisfy(id -> assertThat(newest).containsKey(id));
    }

    /// What was answered, with the dates of a lead that its notes have moved since.
    private static JsonNode same(JsonNode object, JsonNode answer) {
        var expected = (ObjectNode) answer.deepCopy();
        if (object.has("contacts")) {
            expected.set("date_updated", object.path("date_updated"));
        }
        return expected;
    }

    /// Of an object, what its event shows.
    private static JsonNode shown(JsonNode object, JsonNode event) {
        var expected = Json.object();
        assertThat(event).isNotNull();
        event.propertyNames().forEach(name -> {
            boolean moved = object.has("contacts") && MOVED_BY_OTHERS.contains(name);
            expected.set(name, moved ? event.get(name) : object.get(name));
        });
        return expected;
    }

    private static Map<String, JsonNode> readAll(Api server, String path) {
        Map<String, JsonNode> all = new HashMap<>();
        boolean more = true;
        while (more) {
            var page = server.get(path + "?_limit=100&_skip=" + all.size()).orFail();
            page.path("data").forEach(object -> all.put(object.path("id").asString(), object));
            more = page.path("has_more").asBoolean();
        }
        return all;
    }

    private static List<String> column(Connection database, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
