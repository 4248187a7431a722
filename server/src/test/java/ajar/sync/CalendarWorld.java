package ajar.sync;

import ajar.Api;
import ajar.TestServer;
import ajar.calendar.Connector;
import ajar.engine.json.Json;
import ajar.organization.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A running server, and calendars in memory that its accounts are read from.
final class CalendarWorld implements AutoCloseable {
    private final TestServer server = TestServer.start();
    private final Desk desk = new Desk(server.api());
    private final Map<String, Connector> calendars = new HashMap<>();
    private final AccountStore accounts;
    private final AccountReading reading;
    private final MatchRun matches;

    CalendarWorld() {
        var engine = server.server().engine();
        var settings = CalendarSettings.standard(SecretBox.forgetful());
        accounts = new AccountStore(engine.database(), engine.clock());
        matches = new MatchRun(engine, settings);
        var pushes = new Pushes(engine.database(), engine.clock(), settings.secrets(), "", false);
        reading =
                new AccountReading(engine, accounts, account -> calendars.get(account.id()), settings, matches, pushes);
    }

    Api api() {
        return server.api();
    }

    String admin() {
        return server.organization().userId();
    }

    String user(String email) {
        return server.server()
                .accounts()
                .addUser(server.organization().organizationId(), email, "Test", "User", Role.USER);
    }

    /// Connects a calendar of a user; it is read when a test says so.
    String connect(String userId, Connector calendar) {
        var body = Json.object().put("_type", "ics").put("user_id", userId);
        String id = api().post("/connected_account/", body).orFail().path("id").asString();
        calendars.put(id, calendar);
        return id;
    }

    /// Reads an account as its worker would.
    AccountReading.Outcome read(String id) {
        var account = accounts.find(server.organization().organizationId(), id).orElseThrow();
        if (!accounts.lease(account)) {
            throw new AssertionError("somebody else reads this account");
        }
        return reading.read(account);
    }

    /// Matches what something other than a reading has made necessary.
    void match() {
        matches.ofAnybody();
    }

    java.sql.Connection connection() throws java.sql.SQLException {
        return server.connect();
    }

    /// A lead with one contact per address.
    String lead(String... emails) {
        return desk.lead(emails);
    }

    /// The meetings of a lead, first to start first.
    List<JsonNode> meetings(String lead) {
        return desk.meetings(lead);
    }

    /// The actions of the events of an object, oldest first.
    List<String> actions(String id) {
        return desk.actions(id);
    }

    @Override
    public void close() {
        server.close();
    }
}
