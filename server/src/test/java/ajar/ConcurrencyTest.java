package ajar;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.engine.json.Json;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Many clients at work on the same objects at once.
class ConcurrencyTest {
    private static final int CLIENTS = 32;
    private static TestServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        api = server.api();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyoneChangesTheSameNote() throws Exception {
        String lead = lead();
        String note = create("/activity/note/", text("note", "first").put("lead_id", lead));

        assertThat(allAtOnce(i -> api.put("/activity/note/" + note + "/", text("note", "by " + i))))
                .allMatch(Api.Answer::isSuccess);

        assertChained(note, "/activity/note/");
    }

    @Test
    void everyoneMovesTheSameContact() throws Exception {
        List<String> leads = List.of(lead(), lead(), lead());
        String contact = create("/contact/", text("name", "Mover").put("lead_id", leads.getFirst()));

        assertThat(allAtOnce(i -> api.put("/contact/" + contact + "/", text("lead_id", leads.get(i % 3)))))
                .allMatch(Api.Answer::isSuccess);

        assertChained(contact, "/contact/");
        assertContactsMatch(leads);
    }

    @Test
    void contactsThatChangePlacesNeverBlockEachOther() throws Exception {
        List<String> leads = List.of(lead(), lead());
        List<String> contacts = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            contacts.add(create("/contact/", text("name", "Contact " + i).put("lead_id", leads.get(i % 2))));
        }

        assertThat(allAtOnce(i ->
                        api.put("/contact/" + contacts.get(i) + "/", text("lead_id", leads.get((i + 1) % 2)))))
                .allMatch(Api.Answer::isSuccess);

        assertContactsMatch(leads);
    }

    @Test
    void everyoneChangesTheSameLeadsStatus() throws Exception {
        String lead = lead();
        List<String> statuses = new ArrayList<>();
        api.get("/status/lead/")
                .orFail()
                .path("data")
                .forEach(status -> statuses.add(status.path("id").asString()));

        assertThat(allAtOnce(i -> api.put("/lead/" + lead + "/", text("status_id", statuses.get(i % 3)))))
                .allMatch(Api.Answer::isSuccess);

        assertChained(lead, "/lead/");
    }

    @Test
    void aLeadCanBeDeletedWhileEveryoneWritesToIt() throws Exception {
        String lead = lead();
        String note = create("/activity/note/", text("note", "first").put("lead_id", lead));

        var answers = allAtOnce(i -> switch (i % 4) {
            case 0 -> i == 16 ? api.delete("/lead/" + lead + "/") : api.get("/lead/" + lead + "/");
            case 1 -> api.put("/activity/note/" + note + "/", text("note", "by " + i));
            case 2 -> api.post("/contact/", text("name", "Contact " + i).put("lead_id", lead));
            default -> api.post("/activity/note/", text("note", "by " + i).put("lead_id", lead));
        });

        assertThat(answers).allMatch(answer -> answer.status() < 500);
        assertThat(answers.get(16).status()).as(answers.get(16).text()).isEqualTo(200);
        assertThat(api.get("/lead/" + lead + "/").status()).isEqualTo(404);
        assertThat(api.get("/activity/note/?lead_id=" + lead).orFail().path("data"))
                .isEmpty();
        assertThat(events(lead).getLast().action()).isEqualTo("deleted");
        assertThat(events(note).getLast().action()).isEqualTo("deleted");
    }

    private static List<Api.Answer> allAtOnce(IntFunction<Api.Answer> request) throws InterruptedException {
        var answers = new Api.Answer[CLIENTS];
        var failures = new ConcurrentLinkedQueue<Throwable>();
        var ready = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int number = i;
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    ready.await();
                    answers[number] = request.apply(number);
                } catch (InterruptedException | RuntimeException failed) {
                    failures.add(failed);
                }
            }));
        }
        ready.countDown();
        for (var thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        return List.of(answers);
    }

    private static String lead() {
        return create("/lead/", text("name", "Lead"));
    }

    private static String create(String path, ObjectNode body) {
        return api.post(path, body).orFail().path("id").asString();
    }

    private static ObjectNode text(String name, String value) {
        return Json.object().put(name, value);
    }

    private record Logged(String action, JsonNode data, JsonNode previous, List<String> changed) {}

    private static List<Logged> events(String id) throws SQLException {
        List<Logged> events = new ArrayList<>();
        try (var database = server.connect();
                var statement = database.prepareStatement("select action, data, previous_data, changed_fields from"
                        + " event where object_id = ? order by date_updated, seq")) {
            statement.setString(1, id);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    String data = rows.getString(2);
                    events.add(new Logged(
                            rows.getString(1),
                            data == null ? null : Json.parse(data),
                            Json.parse(rows.getString(3)),
                            List.of((String[]) rows.getArray(4).getArray())));
                }
            }
        }
        return events;
    }

    /// Each event says what the one before it left, and the newest shows the object as it is. A lead's
    /// `date_updated` moves with what belongs to it, without an event.
    private static void assertChained(String id, String path) throws SQLException {
        var events = events(id);
        assertThat(events.getFirst().action()).isEqualTo("created");
        for (int i = 1; i < events.size(); i++) {
            var before = events.get(i - 1).data();
            var event = events.get(i);
            event.previous().propertyNames().stream()
                    .filter(name -> !name.equals("date_updated"))
                    .forEach(name ->
                            assertThat(event.previous().get(name)).as(name).isEqualTo(before.get(name)));
            before.propertyNames().stream()
                    .filter(name ->
                            !name.equals("date_updated") && !event.changed().contains(name))
                    .forEach(name -> assertThat(event.data().get(name)).as(name).isEqualTo(before.get(name)));
        }
        var object = api.get(path + id + "/").orFail();
        var newest = events.getLast().data();
        newest.propertyNames().stream()
                .filter(name -> !name.equals("date_updated"))
                .forEach(name -> assertThat(newest.get(name)).as(name).isEqualTo(object.get(name)));
    }

    private static void assertContactsMatch(List<String> leads) {
        for (var lead : leads) {
            List<String> ids = new ArrayList<>();
            var object = api.get("/lead/" + lead + "/").orFail();
            object.path("contacts")
                    .forEach(contact -> ids.add(contact.path("id").asString()));
            List<String> listed = new ArrayList<>();
            object.path("contact_ids").forEach(id -> listed.add(id.asString()));
            assertThat(listed).containsExactlyInAnyOrderElementsOf(ids);
        }
    }
}
