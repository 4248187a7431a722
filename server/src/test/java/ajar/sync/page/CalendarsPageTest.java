package ajar.sync.page;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.Api;
import ajar.Server;
import ajar.TestServer;
import ajar.engine.json.Json;
import ajar.organization.Role;
import ajar.sync.page.Visitor.Place;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The page on which people keep their calendars. Each test has a person of its own.
class CalendarsPageTest {
    private static final String HOSTILE = "\"><img src=x onerror=alert(1)><b>\"'&amp;";
    private static final String CALDAV = "form[action$=/connect/caldav]";
    private static final String ICS = "form[action$=/connect/ics]";

    private static TestServer server;
    private static Feed feed;
    private static int people;

    private String email;
    private String user;
    private Api api;
    private Visitor visitor;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
        feed = new Feed();
    }

    @AfterAll
    static void stop() {
        server.close();
        feed.close();
    }

    @BeforeEach
    void signIn() {
        feed.behave();
        email = "person" + ++people + "@example.com";
        user = addPerson(server.organization().organizationId(), email, Role.USER);
        api = new Api(
                server.url(),
                server.server().accounts().addKey(server.organization().organizationId(), user));
        visitor = Visitor.signedIn(server.url(), email);
    }

    private static String addPerson(String organization, String email, Role role) {
        String id = server.server().accounts().addUser(organization, email, "Some", "Body", role);
        server.server().passwords().set(id, Visitor.PASSWORD);
        return id;
    }

    private Place open() {
        return visitor.open("/calendars").is(200);
    }

    private JsonNode accounts() {
        return api.get("/connected_account/?user_id=" + user).orFail().path("data");
    }

    private JsonNode only() {
        assertThat(accounts()).hasSize(1);
        return accounts().get(0);
    }

    private Place connectFeed() {
        return visitor.press(open(), ICS, Map.of("url", feed.url())).is(200);
    }

    private static String told(Place place) {
        return place.page().select("[role=status]").text();
    }

    private Place press(String word) {
        return visitor.press(open(), ".account button[value=" + word + "]");
    }

    @Test
    void whoeverIsNotSignedInSignsInFirstAndComesBack() {
        var stranger = new Visitor(server.url());
        var login = stranger.open("/calendars");

        assertThat(login.title()).isEqualTo("Sign in");
        var place = stranger.press(login, "form", Map.of("email", email, "password", Visitor.PASSWORD));
        assertThat(place.title()).isEqualTo("Your calendars");
        assertThat(stranger.post("/calendars", Map.of("do", "pause"), Map.of()).title())
                .isEqualTo("Your calendars");
    }

    @Test
    void theAccountAndTheLandingPageLeadThere() {
        assertThat(visitor.open("/account/").page().select("a[href=/calendars]"))
                .hasSize(1);
        assertThat(visitor.open("/").page().select("a[href=/calendars]")).hasSize(1);
    }

    @Test
    void aServerThatIsNotRegisteredTellsTheOptions() {
        var page = open().page();

        assertThat(page.select("form[action$=/connect/google], form[action$=/connect/microsoft]"))
                .isEmpty();
        assertThat(page.select("code").eachText())
                .containsExactly(
                        "--google-client-id",
                        "--google-client-secret",
                        "--microsoft-client-id",
                        "--microsoft-client-secret");
        var fields = fields(page.selectFirst(CALDAV));
        assertThat(visitor.post("/calendars/connect/google", fields, Map.of())
                        .is(400)
                        .problem())
                .contains("not registered with Google", "--google-client-id");
    }

    private static Map<String, String> fields(Element form) {
        Map<String, String> fields = new HashMap<>();
        form.select("input[type=hidden]").forEach(it -> fields.put(it.attr("name"), it.attr("value")));
        return fields;
    }

    @Test
    void aFeedIsConnectedReadPausedResumedAndDisconnected() {
        assertThat(open().page().select(".account")).isEmpty();

        assertThat(told(connectFeed())).contains("connected");
        assertThat(only().path("user_id").asString()).isEqualTo(user);
        assertThat(only().path("url").asString()).isEqualTo(feed.url());

        var read = press("read").is(200);
        assertThat(told(read)).contains("have been read");
        var card = read.page().select(".account").text();
        assertThat(card).contains("Calendar feed", feed.url(), "Up to date", "Last read just now", "Next in");
        assertThat(card).contains("Calendars Team");

        var paused = press("pause").is(200);
        assertThat(told(paused)).contains("paused");
        assertThat(paused.page().select(".account").text()).contains("Paused").doesNotContain("Next");
        assertThat(only().path("paused").asBoolean()).isTrue();

        press("resume").is(200);
        assertThat(only().path("paused").asBoolean()).isFalse();

        assertThat(told(press("disconnect").is(200))).contains("disconnected");
        assertThat(accounts()).isEmpty();
    }

    @Test
    void disconnectingIsAskedTwice() {
        var page = connectFeed().page();

        assertThat(page.select("button[value=disconnect]")).hasSize(1);
        assertThat(page.selectFirst("button[value=disconnect]")
                        .closest("details")
                        .hasAttr("open"))
                .isFalse();
    }

    @Test
    void eventsThatCannotBeReadAreCountedAndNamed() {
        feed.content = Feed.calendar("Team", """
            BEGIN:VEVENT
            UID:broken
            SUMMARY:<script>alert(1)</script>
            DTSTART:yesterday
            END:VEVENT
            """);
        connectFeed();

        var details = press("read").is(200).page().select(".account details").first();

        assertThat(details.select("summary").text()).isEqualTo("1 event could not be read");
        assertThat(details.select("li strong").text()).isEqualTo("<script>alert(1)</script>");
    }

    @Test
    void aWrongPasswordIsToldAndTheRestIsKept() {
        feed.password = "right";
        var typed = Map.of("url", feed.url(), "username", "ada<b>", "password", "wrong-password");

        var refused = visitor.press(open(), ICS, typed).is(400);

        assertThat(refused.problem()).contains("does not accept the user name and password");
        var form = refused.page().selectFirst(ICS);
        assertThat(form.closest("details").hasAttr("open")).isTrue();
        assertThat(form.select("[name=url]").val()).isEqualTo(feed.url());
        assertThat(form.select("[name=username]").val()).isEqualTo("ada<b>");
        assertThat(form.select("[aria-invalid]").attr("name")).isEqualTo("password");
        assertThat(refused.response().body()).doesNotContain("wrong-password");
        assertThat(accounts()).isEmpty();
        visitor.press(refused, ICS, Map.of("username", "ada", "password", "right"))
                .is(200);
        assertThat(accounts()).hasSize(1);
    }

    @Test
    void aPasswordThatHasChangedIsEnteredWhereItIsMissed() {
        feed.password = "right";
        visitor.press(open(), ICS, Map.of("url", feed.url(), "username", "ada", "password", "right"))
                .is(200);
        feed.password = "other";
        var failing = press("read").is(400);

        assertThat(failing.page().select(".account .message.bad").text())
                .contains("does not accept the user name and password", "First noticed");
        var fixed = visitor.press(failing, ".account button[value=password]", Map.of("password", "other"));

        assertThat(told(fixed.is(200))).contains("new password");
        press("read").is(200);
        assertThat(only().at("/sync_status/state").asString()).isEqualTo("ok");
        assertThat(only().toString()).doesNotContain("other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "gopher://example.com/", "http://"})
    void anAddressThatIsNoneIsTold(String url) {
        for (var form : List.of(CALDAV, ICS)) {
            var typed = Map.of("url", url, "username", "ada", "password", "x");

            var refused = visitor.press(open(), form, typed).is(400);

            assertThat(refused.page().select("[aria-invalid]").attr("name")).isEqualTo("url");
            assertThat(refused.problem()).isNotEmpty();
        }
        assertThat(accounts()).isEmpty();
    }

    @Test
    void whatCalDavNeedsIsAskedFor() {
        var refused = visitor.press(open(), CALDAV, Map.of("url", feed.url())).is(400);

        assertThat(refused.page().select("[aria-invalid]").eachAttr("name")).containsExactly("username", "password");
    }

    @Test
    void aPrivateAddressIsRefusedWithARemedy() throws Exception {
        try (var unasked = new Feed();
                var careful = TestServer.start(it -> new Server.Configuration(
                        it.address(),
                        it.connections(),
                        it.settings(),
                        it.eventsShown(),
                        it.baseUrl(),
                        false,
                        false,
                        it.calendars(),
                        it.rateLimits(),
                        it.signIn()))) {
            careful.server().passwords().set(careful.organization().userId(), Visitor.PASSWORD);
            var ada = Visitor.signedIn(careful.url(), "ada@example.com");

            var refused = ada.press(ada.open("/calendars"), ICS, Map.of("url", unasked.url()))
                    .is(400);

            assertThat(refused.problem()).contains("Check the address.");
            assertThat(refused.page().select(ICS + " [name=url]").val()).isEqualTo(unasked.url());
            assertThat(unasked.requests).isZero();
        }
    }

    @Test
    void formsOfOtherSitesAreRefused() {
        connectFeed();
        var page = open();
        var fields = fields(page.page().selectFirst(".account form"));
        fields.put("do", "disconnect");
        Map<String, String> without = new HashMap<>(fields);
        without.remove("proof");
        Map<String, String> another = new HashMap<>(fields);
        another.put(
                "proof",
                fields(Visitor.signedIn(server.url(), email)
                                .open("/calendars")
                                .page()
                                .selectFirst(".account form"))
                        .get("proof"));

        visitor.post("/calendars", without, Map.of()).is(400);
        visitor.post("/calendars", another, Map.of()).is(400);
        visitor.post("/calendars", fields, Map.of("origin", "https://evil.example.com"))
                .is(400);
        visitor.post("/calendars", fields, Map.of("sec-fetch-site", "cross-site"))
                .is(400);
        without.put("url", feed.url());
        for (var path : List.of("caldav", "ics", "google", "microsoft")) {
            var refused = visitor.post("/calendars/connect/" + path, without, Map.of())
                    .is(400);
            assertThat(refused.problem()).contains("open for too long");
        }
        assertThat(accounts()).hasSize(1);
    }

    @Test
    void whatSomebodyElseHasIsOutOfReachEvenForAdministrators() {
        connectFeed();
        var card = fields(open().page().selectFirst(".account form"));
        addPerson(server.organization().organizationId(), "boss" + email, Role.ADMIN);
        var boss = Visitor.signedIn(server.url(), "boss" + email);
        var own = boss.open("/calendars");
        assertThat(own.page().select(".account")).isEmpty();

        for (var word : List.of("pause", "resume", "read", "password", "disconnect")) {
            var fields = fields(own.page().selectFirst(ICS));
            fields.put("account", card.get("account"));
            fields.put("do", word);
            var refused = boss.post("/calendars", fields, Map.of()).is(404);
            assertThat(refused.title()).isEqualTo("No such account");
        }
        assertThat(only().path("paused").asBoolean()).isFalse();
    }

    @Test
    void hostileNamesAreEscaped() {
        feed.content = Feed.calendar(HOSTILE, "");
        connectFeed();
        var typed = Map.of("url", HOSTILE, "username", HOSTILE, "password", HOSTILE);
        for (var place :
                List.of(press("read"), visitor.press(open(), CALDAV, typed).is(400))) {
            var page = place.page();
            assertThat(page.select("[onerror], img[src=x], script, main b")).isEmpty();
            assertThat(page.select(".account dd").text()).contains(HOSTILE);
        }
        var done = visitor.open("/calendars?done=" + URLEncoder.encode(HOSTILE, StandardCharsets.UTF_8));
        assertThat(done.page().select("[onerror], img[src=x], [role=status]")).isEmpty();
    }

    @Test
    void eachOrganizationHasItsOwn() {
        var other = server.server().accounts().found("Others <i>", email, "Some", "Body", null);
        String here = "/calendars?organization=" + server.organization().organizationId();
        var page = visitor.open(here).page();
        assertThat(page.select("main strong").text()).isEqualTo("Test");
        assertThat(page.select("main i")).isEmpty();
        String there = page.select("main a").attr("href");
        assertThat(there).isEqualTo("/calendars?organization=" + other.organizationId());

        visitor.press(visitor.open(there), ICS, Map.of("url", feed.url())).is(200);

        assertThat(accounts()).isEmpty();
        var theirs = new Api(server.url(), other.apiKey());
        assertThat(theirs.get("/connected_account/").orFail().path("data")).hasSize(1);
        assertThat(visitor.open(there).page().select(".account")).hasSize(1);
        assertThat(visitor.open(here).page().select(".account")).isEmpty();
    }

    @Test
    void anOrganizationOfOthersIsOutOfReach() {
        var strangers = server.server().accounts().found("Strangers", "x" + email, "X", "Y", null);
        var fields = fields(open().page().selectFirst(ICS));
        fields.put("organization", strangers.organizationId());
        fields.put("url", feed.url());

        visitor.post("/calendars/connect/ics", fields, Map.of()).is(400);

        assertThat(visitor.open("/calendars?organization=" + strangers.organizationId())
                        .response()
                        .body())
                .doesNotContain(strangers.organizationId());
        var theirs = new Api(server.url(), strangers.apiKey());
        assertThat(theirs.get("/connected_account/").orFail().path("data")).isEmpty();
    }

    @Test
    void anAccountThatTakesFilesSaysSo() {
        api.post("/connected_account/", Json.object().put("_type", "ics")).orFail();

        var card = open().page().select(".account");

        assertThat(card.text()).contains("Calendar files", email, "Takes in files that are sent to it");
        assertThat(card.select("button").eachAttr("value")).containsExactly("disconnect");
    }

    @Test
    void anActionThatThereIsNotChangesNothing() {
        connectFeed();
        var fields = fields(open().page().selectFirst(".account form"));

        visitor.post("/calendars", fields, Map.of()).is(400);
        fields.put("do", "explode");
        visitor.post("/calendars", fields, Map.of()).is(400);
        visitor.post("/calendars/connect/smoke", fields, Map.of()).is(404);
        assertThat(accounts()).hasSize(1);
    }
}
