package ajar.sync.page;

import ajar.Api;
import ajar.Server;
import ajar.TestServer;
import ajar.calendar.OAuthClient;
import ajar.engine.json.Json;
import ajar.simulate.calendar.CalendarSimulator;
import ajar.simulate.google.GoogleCalendarSimulator;
import ajar.simulate.microsoft.MicrosoftCalendarSimulator;
import ajar.simulate.oauth.Consent;
import ajar.sync.CalendarSettings;
import ajar.sync.SecretBox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.JsonNode;

/// A whole server that is registered with a simulated Google and a simulated Microsoft, and a person who
/// has an account at both.
final class Providers implements AutoCloseable {
    static final String ADA = "ada@example.com";
    static final String CONTACT = "bruce@wayne.example";
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final GoogleCalendarSimulator google = new GoogleCalendarSimulator(0, InstantSource.system());
    private final MicrosoftCalendarSimulator microsoft = new MicrosoftCalendarSimulator(0, InstantSource.system());
    private final TestServer server;

    Providers() {
        this("http://127.0.0.1");
    }

    /// @param baseUrl how people reach the server
    Providers(String baseUrl) {
        server = TestServer.start(it -> new Server.Configuration(
                it.address(),
                it.connections(),
                it.settings(),
                it.eventsShown(),
                baseUrl,
                true,
                true,
                settings(),
                it.rateLimits(),
                it.signIn()));
        server.server().passwords().set(server.organization().userId(), Visitor.PASSWORD);
        for (var provider : new CalendarSimulator[] {google, microsoft}) {
            provider.addUser(ADA, "Ada", ZoneId.of("Europe/Berlin"));
            provider.registerClient("ajar", "secret", java.util.Set.of());
        }
    }

    private CalendarSettings settings() {
        var standard = CalendarSettings.standard(SecretBox.forgetful());
        return new CalendarSettings(
                standard.past(),
                standard.ahead(),
                false,
                OAuthClient.google("ajar", "secret", google.url()),
                OAuthClient.microsoft("ajar", "secret", microsoft.url()),
                standard.secrets());
    }

    TestServer server() {
        return server;
    }

    Api api() {
        return server.api();
    }

    String organization() {
        return server.organization().organizationId();
    }

    /// @param type `google` or `microsoft`
    CalendarSimulator of(String type) {
        return type.equals("google") ? google : microsoft;
    }

    void consent(String type, Consent consent) {
        of(type).consent(consent);
    }

    /// What the provider's consent page answers a browser that is sent there: the way back, as a path.
    String decide(Visitor.Place leaving) {
        String back = new Visitor("").open(leaving.address()).is(302).address();
        return back.substring(back.indexOf("/ajar/connect/"));
    }

    /// Puts a meeting with the contact into Ada's main calendar.
    void addMeeting(String type) {
        Instant start = server.server()
                .engine()
                .clock()
                .now()
                .truncatedTo(ChronoUnit.HOURS)
                .plus(Duration.ofDays(3));
        String from = start.toString().replace("Z", "");
        String until = start.plusSeconds(3600).toString().replace("Z", "");
        of(type).calendar(ADA, "primary")
                .add(
                        type.equals("google")
                                ? """
                                {"summary": "Demo", "start": {"dateTime": "%sZ"}, "end": {"dateTime": "%sZ"},
                                 "attendees": [{"email": "%s"}, {"email": "%s", "organizer": true, "self": true}]}
                                """.formatted(from, until, CONTACT, ADA)
                                : """
                                {"subject": "Demo", "start": {"dateTime": "%s", "timeZone": "UTC"},
                                 "end": {"dateTime": "%s", "timeZone": "UTC"},
                                 "attendees": [{"emailAddress": {"address": "%s"}}]}
                                """.formatted(from, until, CONTACT));
    }

    /// Makes a lead with the contact, and returns its id.
    String addLead() {
        var contact = Json.object().put("name", "Bruce");
        contact.putArray("emails").addObject().put("email", CONTACT);
        var lead = Json.object().put("name", "Wayne");
        lead.putArray("contacts").add(contact);
        return api().post("/lead/", lead).orFail().path("id").asString();
    }

    /// The accounts of the organization, as the API shows them.
    JsonNode accounts() {
        return api().get("/connected_account/").orFail().path("data");
    }

    /// How often the provider was asked for tokens.
    long tokenRequests(String type) {
        return of(type).requests().stream()
                .filter(request ->
                        request.method().equals("POST") && request.path().endsWith("/token"))
                .count();
    }

    void advance(String duration) {
        api().send("PUT", "/ajar/clock", Json.object().put("advance", duration)).orFail();
    }

    @Override
    public void close() {
        server.close();
        google.close();
        microsoft.close();
    }
}
