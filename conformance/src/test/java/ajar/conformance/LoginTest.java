package ajar.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.conformance.Browser.Place;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How people sign in, with a browser.
class LoginTest {
    private static final String PASSWORD = "correct horse battery";
    private static final String WRONG = "The e-mail address or the password is wrong.";

    private final Crm crm = Ajar.organization("Login");
    private final String email = crm.me().text("email");
    private final Browser browser = new Browser(Ajar.url());

    @BeforeEach
    void givePassword() {
        crm.api
                .put("/user/" + crm.user + "/password/", Json.object("password", PASSWORD))
                .is(204);
    }

    private Place signIn(String password) {
        return browser.signIn(browser.open("/login"), email, password);
    }

    @Test
    void signingInLeadsToTheAccount() {
        Place place = signIn(PASSWORD).is(200);

        assertThat(place.title()).isEqualTo("Your account");
        assertThat(place.page().text()).contains(email).contains(crm.userName());
        assertThat(browser.cookie("ajar_session")).matches("[0-9A-Za-z]{43}");
    }

    @Test
    void signingInLeadsBackToWhereOneWas() {
        Place login = browser.open("/apps/").is(200);
        assertThat(login.title()).isEqualTo("Sign in");

        assertThat(browser.signIn(login, email, PASSWORD).title()).isEqualTo("Applications");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.com/",
                "//evil.example.com/",
                "/\\evil.example.com/",
                "/%0d%0aset-cookie:x=y",
                "javascript:alert(1)",
                ""
            })
    void signingInLeadsNowhereElse(String next) {
        Place login = browser.open("/login" + Api.query(Map.of("next", next)));

        Place place = browser.signIn(login, email, PASSWORD);

        assertThat(place.address().toString()).startsWith(Ajar.url() + "/");
    }

    @Test
    void aWrongPasswordAndAnUnknownAccountAreToldAlike() {
        Place wrong = signIn("wrong horse battery").is(403);
        Place unknown = browser.signIn(browser.open("/login"), "nobody" + Crm.unique() + "@example.com", PASSWORD)
                .is(403);

        assertThat(wrong.message()).isEqualTo(WRONG);
        assertThat(unknown.message()).isEqualTo(WRONG);
        assertThat(browser.cookie("ajar_session")).isNull();
    }

    @Test
    void guessingHasToWait() {
        for (int i = 0; i < 5; i++) {
            signIn("guess number " + i).is(403);
        }

        Place waits = signIn(PASSWORD).is(429);

        assertThat(waits.message()).contains("Too many attempts");
        assertThat(Integer.parseInt(waits.header("retry-after"))).isBetween(1, 31);
        assertThat(browser.cookie("ajar_session")).isNull();
    }

    @Test
    void guessingAtTheOldPasswordHasToWaitToo() {
        Place account = signIn(PASSWORD).is(200);
        var guess = Map.of("current", "guess", "new", "another long password");
        for (int i = 0; i < 5; i++) {
            assertThat(browser.submit(account, "form[action=/account/]", guess).message())
                    .contains("wrong");
        }

        var right = Map.of("current", PASSWORD, "new", "another long password");
        assertThat(browser.submit(account, "form[action=/account/]", right).message())
                .contains("Too many attempts");
    }

    @Test
    void signingOutIsForGood() {
        Place account = signIn(PASSWORD).is(200);
        String session = browser.cookie("ajar_session");

        assertThat(browser.submit(account, "form[action=/logout]", Map.of()).title())
                .isEqualTo("Sign in");

        var stolen = new Browser(Ajar.url());
        stolen.keep("ajar_session", session);
        assertThat(stolen.open("/account/").title()).isEqualTo("Sign in");
    }

    @Test
    void anotherSiteCannotSignAnybodyInOrOut() {
        Place account = signIn(PASSWORD).is(200);
        var logout = URI.create(Ajar.url() + "/logout");
        var proof = account.page().selectFirst("input[name=proof]").attr("value");

        browser.post(logout, Map.of(), Map.of("origin", Ajar.url()));
        browser.post(logout, Map.of("proof", proof), Map.of("origin", "https://evil.example.com"));
        browser.post(logout, Map.of("proof", proof), Map.of("sec-fetch-site", "cross-site"));
        assertThat(browser.open("/account/").title()).isEqualTo("Your account");

        var login = URI.create(Ajar.url() + "/login");
        var fields = Map.of("email", email, "password", PASSWORD, "proof", proof);
        var fresh = new Browser(Ajar.url());
        fresh.post(login, fields, Map.of("origin", Ajar.url())).is(400);
        fresh.post(login, Map.of("email", email, "password", PASSWORD), Map.of())
                .is(400);
        assertThat(fresh.cookie("ajar_session")).isNull();
    }

    @Test
    void changingThePasswordEndsOtherSessions() {
        Place account = signIn(PASSWORD).is(200);
        var elsewhere = new Browser(Ajar.url());
        elsewhere.signIn(elsewhere.open("/login"), email, PASSWORD).is(200);
        String form = "form[action=/account/]";
        String next = "another long password";

        assertThat(browser.submit(account, form, Map.of("current", "not the old one", "new", next))
                        .is(400)
                        .message())
                .contains("current password is wrong");
        assertThat(browser.submit(account, form, Map.of("current", PASSWORD, "new", "short"))
                        .is(400)
                        .message())
                .contains("at least 12");
        browser.submit(account, form, Map.of("current", PASSWORD, "new", next)).is(200);

        assertThat(browser.open("/account/").title()).isEqualTo("Your account");
        assertThat(elsewhere.open("/account/").title()).isEqualTo("Sign in");
        var again = new Browser(Ajar.url());
        assertThat(again.signIn(again.open("/login"), email, PASSWORD).status()).isEqualTo(403);
        assertThat(again.signIn(again.open("/login"), email, next).status()).isEqualTo(200);
    }

    @Test
    void pagesWithFormsAreShownInNobodysFrameAndKeptByNobody() {
        signIn(PASSWORD);
        for (var path : List.of("/login", "/account/", "/apps/")) {
            Place page = browser.open(path).is(200);

            assertThat(page.header("content-security-policy"))
                    .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'")
                    .doesNotContain("unsafe");
            assertThat(page.header("x-frame-options")).isEqualTo("DENY");
            assertThat(page.header("cache-control")).isEqualTo("no-store");
            assertThat(page.page().select("script, style, [style]")).isEmpty();
        }
    }

    @Test
    void aSessionIsNoKeyToTheApi() {
        signIn(PASSWORD);

        assertThat(browser.open("/api/v1/me/").status()).isEqualTo(401);
    }

    @Test
    void anAdministratorKeepsApplications() {
        signIn(PASSWORD);
        Place page = browser.open("/apps/").is(200);
        Place bad = browser.submit(
                        page, "main > section form", Map.of("name", "Widget", "redirect_uris", "http://example.com/"))
                .is(400);
        assertThat(bad.message()).contains("must be https");
        assertThat(bad.page().select("#name").attr("value")).isEqualTo("Widget");

        Place made = browser.submit(
                        page,
                        "main > section form",
                        Map.of(
                                "name",
                                "<b>Widget</b>",
                                "redirect_uris",
                                "https://a.example.com/\r\nhttps://b.example.com/"))
                .is(200);

        var told = made.page().select("section.card code").eachText();
        assertThat(told).hasSize(2);
        Item app = crm.read("/oauth_app/" + told.getFirst() + "/");
        assertThat(app.get("name")).isEqualTo("<b>Widget</b>");
        assertThat(app.get("redirect_uris")).isEqualTo(List.of("https://a.example.com/", "https://b.example.com/"));
        assertThat(browser.open("/apps/").response().body()).doesNotContain(told.getLast());

        browser.submit(browser.open("/apps/"), "form.row", Map.of("delete", app.id()))
                .is(200);
        crm.api.get("/oauth_app/" + app.id() + "/").refuses(404);
    }

    @Test
    void applicationsOfOthersAreOutOfReach() {
        Crm other = Ajar.organization("Others");
        Application theirs = Application.of(other, "Theirs");
        signIn(PASSWORD);
        Place page = browser.open("/apps/?organization=" + other.organization).is(200);
        assertThat(page.response().body()).doesNotContain(theirs.id()).doesNotContain(other.organization);

        browser.submit(
                page,
                "main > section form",
                Map.of("organization", other.organization, "name", "x", "redirect_uris", "https://a.example.com/"));
        browser.submit(page, "main > section form", Map.of("delete", theirs.id()));

        assertThat(other.api.get("/oauth_app/").ids()).containsExactly(theirs.id());
    }

    @Test
    void thePasswordIsTheAdministratorsToSetOnlyWhereNobodyElseIsConcerned() {
        Crm other = Ajar.organization("Strangers");

        other.api
                .put("/user/" + crm.user + "/password/", Json.object("password", PASSWORD))
                .refuses(404);
        crm.api.put("/user/" + crm.user + "/password/", "{}").refusesField("password", "This field is required.");
        crm.api
                .put("/user/" + crm.user + "/password/", Json.object("password", 5))
                .refusesField("password", "Value must be of str type.");
        crm.api
                .put("/user/" + crm.user + "/password/", Json.object("password", "short"))
                .refusesField("password");
    }
}
