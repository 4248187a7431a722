package ajar.sync;

import ajar.Api;
import ajar.Patience;
import ajar.Server;
import ajar.TestServer;
import ajar.calendar.OAuthClient;
import ajar.engine.Settings;
import ajar.engine.json.Json;
import ajar.organization.Role;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A running server that reads accounts over HTTP. No two updates are folded into one event, so that
/// events can be counted, and after its first reading an account is read when a test says so.
final class AccountWorld implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int A_DAY = 86_400;

    private final Entrance entrance = new Entrance();
    private final TestServer server;
    private final Desk desk;

    /// @param google the registration with Google; null for none
    /// @param microsoft the registration with Microsoft; null for none
    AccountWorld(@Nullable OAuthClient google, @Nullable OAuthClient microsoft) {
        var standard = CalendarSettings.standard(SecretBox.forgetful());
        var calendars =
                new CalendarSettings(standard.past(), standard.ahead(), false, google, microsoft, standard.secrets());
        server = TestServer.start(it -> new Server.Configuration(
                it.address(),
                it.connections(),
                new Settings(Duration.ZERO, it.settings().maximumBody()),
                it.eventsShown(),
                entrance.url(),
                it.testMode(),
                it.allowPrivateNetwork(),
                calendars,
                it.rateLimits(),
                it.signIn()));
        desk = new Desk(server.api());
    }

    Api api() {
        return server.api();
    }

    Desk desk() {
        return desk;
    }

    String admin() {
        return server.organization().userId();
    }

    String user(String email) {
        return server.server()
                .accounts()
                .addUser(server.organization().organizationId(), email, "Test", "User", Role.USER);
    }

    /// From now on providers can tell of changes.
    void letProvidersIn() {
        entrance.openTo(server.url());
    }

    /// Connects an account, and returns when it has been read for the first time.
    String connect(ObjectNode body) {
        var connected = api().post("/connected_account/", body.put("sync_interval", A_DAY))
                .orFail();
        String id = connected.path("id").asString();
        awaitState(id, "ok");
        return id;
    }

    /// Waits for an account that is read by itself to be in a state.
    void awaitState(String account, String state) {
        Patience.until(
                "the account is " + state,
                PATIENCE,
                () -> state.equals(status(account).path("state").asString()));
    }

    /// What an account says of itself.
    JsonNode status(String account) {
        return api().get("/connected_account/" + account + "/").orFail().path("sync_status");
    }

    /// Reads an account now.
    Api.Answer trySync(String account) {
        return api().post("/connected_account/" + account + "/sync/", Json.object());
    }

    /// Reads an account now, which must succeed.
    ///
    /// @return what became of meetings
    Tally sync(String account) {
        var counts = trySync(account).orFail();
        return new Tally(
                counts.path("created").asInt(),
                counts.path("updated").asInt(),
                counts.path("cancelled").asInt());
    }

    @Override
    public void close() {
        server.close();
        entrance.close();
    }
}
