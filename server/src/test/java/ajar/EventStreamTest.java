package ajar;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.engine.Settings;
import ajar.engine.json.Json;
import ajar.organization.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The event log as it grows.
class EventStreamTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Message END = new Message("", "end");

    private final TestServer server = TestServer.inTestMode(Settings.DEFAULTS);
    private final Api api = server.api();
    private final List<Follower> followers = new ArrayList<>();

    @AfterEach
    void close() {
        followers.forEach(Follower::close);
        server.close();
    }

    /// One message of a stream.
    private record Message(String id, String data) {
        JsonNode event() {
            return Json.parse(data);
        }

        String told() {
            return event().path("action").asString() + " "
                    + event().at("/data/name")
                            .asString(event().path("object_type").asString());
        }
    }

    /// A client that reads a stream.
    private static final class Follower implements AutoCloseable {
        private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
        private final HttpResponse<java.io.InputStream> answer;

        Follower(Api api, String query, String lastEventId) {
            var request = HttpRequest.newBuilder(URI.create(api.url() + "/api/v1/event/stream/" + query))
                    .header("authorization", api.authorization());
            if (lastEventId != null) {
                request.header("last-event-id", lastEventId);
            }
            try {
                answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                String id = "";
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("id: ")) {
                        id = line.substring(4);
                    } else if (line.startsWith("data: ")) {
                        messages.add(new Message(id, line.substring(6)));
                    }
                }
                messages.add(END);
            } catch (IOException cut) {
                messages.add(new Message("", "cut"));
            }
        }

        Message next() {
            try {
                var message = messages.poll(20, TimeUnit.SECONDS);
                assertThat(message).as("a message").isNotNull();
                return message;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }

        @Override
        public void close() {
            try {
                answer.body().close();
            } catch (IOException closed) {
                // It is over, one way or the other.
            }
        }
    }

    private Follower follow(Api caller, String query, String lastEventId) {
        var follower = new Follower(caller, query, lastEventId);
        followers.add(follower);
        return follower;
    }

    private Follower follow(String query) {
        var follower = follow(api, query, null);
        assertThat(follower.answer.statusCode()).isEqualTo(200);
        assertThat(follower.answer.headers().firstValue("content-type")).contains("text/event-stream");
        return follower;
    }

    private String lead(String name) {
        return api.post("/lead/", Json.object().put("name", name))
                .orFail()
                .path("id")
                .asString();
    }

    @Test
    void eventsComeAsTheyHappenInOrderAndAsTheLogShowsThem() {
        var follower = follow("?object_type=lead&action=created");

        lead("One");
        lead("Two");
        lead("Three");

        var first = follower.next();
        assertThat(first.told()).isEqualTo("created One");
        assertThat(first.event())
                .isEqualTo(api.get("/event/" + first.event().path("id").asString() + "/")
                        .orFail());
        assertThat(follower.next().told()).isEqualTo("created Two");
        assertThat(follower.next().told()).isEqualTo("created Three");
    }

    @Test
    void whoComesBackGoesOnWhereTheyWere() {
        var follower = follow("?object_type=lead&action=created");
        lead("One");
        lead("Two");
        follower.next();
        String last = follower.next().id();
        follower.close();
        lead("Three");
        lead("Four");

        var again = follow(api, "?object_type=lead&action=created", last);
        var byParameter = follow("?object_type=lead&action=created&last_event_id=" + last);

        lead("Five");
        for (var resumed : List.of(again, byParameter)) {
            assertThat(resumed.next().told()).isEqualTo("created Three");
            assertThat(resumed.next().told()).isEqualTo("created Four");
            assertThat(resumed.next().told()).isEqualTo("created Five");
        }
    }

    @Test
    void whatCommitsLateIsNotSkipped() throws SQLException {
        var follower = follow("?object_type=lead&action=created");
        lead("Early");
        assertThat(follower.next().told()).isEqualTo("created Early");
        try (var slow = server.connect();
                var statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("insert into event (organization_id, id, object_type, object_id, action, date_created,"
                    + " date_updated, changed_fields, data, previous_data, meta) select organization_id, 'ev_slow',"
                    + " object_type, object_id, action, date_created, date_updated, changed_fields, '{\"name\":"
                    + " \"Slow\"}', '{}', '{}' from event where object_type = 'lead' limit 1");
            lead("Quick");

            assertThat(follower.messages).isEmpty();
            slow.commit();
        }
        assertThat(follower.next().told()).isEqualTo("created Slow");
        assertThat(follower.next().told()).isEqualTo("created Quick");
    }

    @Test
    void anEventThatIsExtendedComesAgain() {
        String lead = lead("One");
        var follower = follow("?lead_id=" + lead);
        api.put("/lead/" + lead + "/", Json.object().put("name", "Two")).orFail();
        var first = follower.next();

        api.put("/lead/" + lead + "/", Json.object().put("name", "Three")).orFail();

        var second = follower.next();
        assertThat(first.event().at("/data/name").asString()).isEqualTo("Two");
        assertThat(second.event().at("/data/name").asString()).isEqualTo("Three");
        assertThat(second.event().path("id")).isEqualTo(first.event().path("id"));
        assertThat(second.id()).isNotEqualTo(first.id());
    }

    @Test
    void anotherServerOnTheSameDatabaseTellsOfThemToo() {
        try (var other = new Server(server.another())) {
            other.start("127.0.0.1", 0);
            var there = new Api("http://127.0.0.1:" + other.port(), api.key());
            var follower = follow(there, "?object_type=lead&action=created", null);
            lead("Here");
            var first = follower.next();
            assertThat(first.told()).isEqualTo("created Here");

            lead("Here again");
            follower.close();
            var resumedHere = follow(api, "?object_type=lead&action=created", first.id());

            assertThat(resumedHere.next().told()).isEqualTo("created Here again");
        }
    }

    @Test
    void anotherOrganizationsEventsAreNotTold() {
        var accounts = server.server().accounts();
        var other = new Api(
                server.url(),
                accounts.found("Other", "bob@example.com", "Bob", "Other", null).apiKey());
        var follower = follow("?object_type=lead&action=created");
        var theirs = follow(other, "?object_type=lead&action=created", null);
        other.post("/lead/", Json.object().put("name", "Theirs")).orFail();
        lead("Ours");

        assertThat(follower.next().told()).isEqualTo("created Ours");
        assertThat(theirs.next().told()).isEqualTo("created Theirs");
        assertThat(follower.messages).isEmpty();
        assertThat(theirs.messages).isEmpty();
    }

    @Test
    void stoppingTheServerEndsStreamsInGoodOrder() {
        Follower follower;
        try (var other = new Server(server.another())) {
            other.start("127.0.0.1", 0);
            follower = follow(new Api("http://127.0.0.1:" + other.port(), api.key()), "", null);
        }

        assertThat(follower.next()).isEqualTo(END);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?object_type=lead",
                "?action=created",
                "?last_event_id=nonsense",
                "?last_event_id=999999999999-1",
                "?date_updated__gt=x"
            })
    void whatMakesNoSenseIsRefusedBeforeTheStreamBegins(String query) {
        assertThat(api.get("/event/stream/" + query).status()).isEqualTo(400);
    }

    @Test
    void theStreamNeedsCredentials() {
        assertThat(new Api(server.url(), "wrong").get("/event/stream/").status())
                .isEqualTo(401);
    }

    @Test
    void theDataOfOldEventsIsForAdministrators() {
        var follower = follow("?object_type=lead&action=created");
        lead("One");
        String before = follower.next().id();
        lead("Two");
        api.send(
                        "PUT",
                        "/ajar/clock",
                        Json.object().put("advance", Duration.ofHours(2).toString()))
                .orFail();
        var accounts = server.server().accounts();
        String organization = server.organization().organizationId();
        String user = accounts.addUser(organization, "uma@example.com", "Uma", "User", Role.USER);
        var uma = new Api(server.url(), accounts.addKey(organization, user));

        var hers = follow(uma, "?object_type=lead&action=created", before).next();
        var admins = follow(api, "?object_type=lead&action=created", before).next();

        assertThat(hers.event().path("id")).isEqualTo(admins.event().path("id"));
        assertThat(admins.told()).isEqualTo("created Two");
        assertThat(hers.event().propertyNames()).doesNotContain("data", "previous_data");
    }

    @Test
    void rangesOfDatesNarrowTheStream() {
        api.send("PUT", "/ajar/clock", Json.object().put("frozen", true)).orFail();
        api.send("PUT", "/ajar/clock", Json.object().put("now", "2031-01-31T09:00:00Z"))
                .orFail();
        var follower = follow("?object_type=lead&action=created&date_updated__gte=2031-01-31T09:00:01Z");
        lead("Too early");
        api.send(
                        "PUT",
                        "/ajar/clock",
                        Json.object().put("advance", Duration.ofSeconds(1).toString()))
                .orFail();
        lead("In time");

        assertThat(follower.next().told()).isEqualTo("created In time");
    }
}
