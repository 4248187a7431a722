package ajar.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.Api;
import ajar.Patience;
import ajar.TestServer;
import ajar.engine.Settings;
import ajar.engine.json.Json;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A server with a clock that stands at nine until a test moves it, and a receiver.
final class Scene implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestServer server = TestServer.inTestMode(Settings.DEFAULTS);
    private final Receiver receiver = new Receiver();
    private final Api api = server.api();

    Scene() {
        clock(Json.object().put("frozen", true));
        clock(Json.object().put("now", "2031-01-31T09:00:00Z"));
    }

    TestServer server() {
        return server;
    }

    /// The API as the administrator sees it.
    Api api() {
        return api;
    }

    Receiver receiver() {
        return receiver;
    }

    void clock(ObjectNode change) {
        assertThat(api.send("PUT", "/ajar/clock", change).status()).isEqualTo(200);
    }

    void advance(Duration step) {
        clock(Json.object().put("advance", step.toString()));
    }

    /// A subscription to events, each told as `type action`.
    JsonNode subscribe(String path, String... events) {
        var body = Json.object().put("url", receiver.url() + path);
        var list = body.putArray("events");
        for (var event : events) {
            String[] words = event.split(" ", 2);
            list.addObject().put("object_type", words[0]).put("action", words[1]);
        }
        return api.post("/webhook/", body).orFail();
    }

    String path(JsonNode webhook) {
        return "/webhook/" + webhook.path("id").asString() + "/";
    }

    JsonNode read(JsonNode webhook) {
        return api.get(path(webhook)).orFail();
    }

    String lead(String name) {
        return api.post("/lead/", Json.object().put("name", name))
                .orFail()
                .path("id")
                .asString();
    }

    void rename(String lead, String name) {
        api.put("/lead/" + lead + "/", Json.object().put("name", name)).orFail();
    }

    /// The first column of what a query finds.
    List<String> column(String sql) {
        try (var connection = server.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    void awaitColumn(String sql, String... values) {
        Patience.until(
                sql + " is " + List.of(values) + " and not " + column(sql),
                PATIENCE,
                () -> column(sql).equals(List.of(values)));
    }

    @Override
    public void close() {
        server.close();
        receiver.close();
    }
}
