package ajar.sync.page;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.Patience;
import ajar.engine.json.Json;
import ajar.simulate.oauth.Consent;
import ajar.sync.page.Visitor.Place;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The way to the consent pages of Google and Microsoft, and back.
class ConsentPagesTest {
    private static final String GOOGLE = "google";

    private final Providers providers = new Providers();
    private final String url = providers.server().url();
    private Visitor ada;

    @BeforeEach
    void signIn() {
        ada = Visitor.signedIn(url, Providers.ADA);
    }

    @AfterEach
    void stop() {
        assertThat(providers.of(GOOGLE).refusedWrites()).isEmpty();
        providers.close();
    }

    private static String button(String type) {
        return "form[action$=/connect/" + type + "] button";
    }

    private Place leave(String type) {
        return ada.press(ada.open("/calendars").is(200), button(type)).is(303);
    }

    private Place connect(String type) {
        return ada.open(providers.decide(leave(type)));
    }

    private void assertNothingCameOf(Place place, int status) {
        place.is(status);
        assertThat(place.title()).isEqualTo("Not connected");
        assertThat(place.problem()).isNotEmpty();
        assertThat(place.page().select("main a").attr("href")).startsWith("/calendars");
        assertThat(providers.accounts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"google", "microsoft"})
    void fromTheButtonToAMeetingThatAppears(String type) {
        String lead = providers.addLead();
        providers.addMeeting(type);

        var leaving = leave(type);
        var back = ada.open(providers.decide(leaving)).is(200);

        assertThat(leaving.address())
                .startsWith(providers.of(type).url())
                .contains("code_challenge_method=S256", "response_type=code")
                .contains("redirect_uri=http%3A%2F%2F127.0.0.1%2Fajar%2Fconnect%2F" + type + "%2Fcallback");
        assertThat(back.page().select("[role=status]").text()).contains("connected");
        assertThat(back.page().select(".account").text()).contains(Providers.ADA);
        assertThat(providers.accounts()).hasSize(1);
        assertThat(providers.accounts().get(0).path("_type").asString()).isEqualTo(type);
        assertThat(providers.accounts().get(0).path("email").asString()).isEqualTo(Providers.ADA);
        Patience.until(
                "the meeting appears",
                Providers.PATIENCE,
                () -> providers
                                .api()
                                .get("/activity/meeting/?lead_id=" + lead)
                                .orFail()
                                .path("data")
                                .size()
                        == 1);
        Patience.until(
                "the account is up to date",
                Providers.PATIENCE,
                () -> ada.open("/calendars").page().select(".account").text().contains("Up to date"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"google", "microsoft"})
    void consentToTheSameAddressRenewsTheAccountAndWakesIt(String type) {
        connect(type).is(200);
        String id = providers.accounts().get(0).path("id").asString();
        String path = "/connected_account/" + id + "/";
        providers.of(type).revoke(Providers.ADA);
        assertThat(providers.api().post(path + "sync/", Json.object()).status()).isEqualTo(400);
        providers.api().put(path, Json.object().put("paused", true)).orFail();

        var back = connect(type).is(200);

        assertThat(back.page().select("[role=status]").text()).contains("anew");
        assertThat(providers.accounts()).hasSize(1);
        assertThat(providers.accounts().get(0).path("id").asString()).isEqualTo(id);
        Patience.until(
                "it is read again",
                Providers.PATIENCE,
                () -> providers
                        .api()
                        .get(path)
                        .orFail()
                        .at("/sync_status/state")
                        .asString()
                        .equals("ok"));
    }

    @Test
    void whatIsRefusedCanBeConnectedAgainWhereItStands() {
        connect(GOOGLE).is(200);
        providers.of(GOOGLE).revoke(Providers.ADA);
        var failing =
                ada.press(ada.open("/calendars"), ".account button[value=read]").is(400);

        assertThat(failing.page().select(".account .message.bad").text()).contains("Connect the account again.");
        var leaving = ada.press(failing, ".account form[action$=/connect/google]");

        assertThat(leaving.parameter("login_hint")).isEqualTo(Providers.ADA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"google", "microsoft"})
    void refusingIsToldAndLeavesNothing(String type) {
        providers.consent(type, Consent.REFUSED);

        var back = connect(type);

        assertNothingCameOf(back, 403);
        assertThat(back.problem()).contains("was not given");
        assertThat(providers.tokenRequests(type)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"google", "microsoft"})
    void withoutTheCalendarsTicked(String type) {
        providers.consent(
                type,
                new Consent(Consent.Decision.APPROVE, null, Set.of("openid", "email", "User.Read", "offline_access")));

        var back = connect(type);

        assertNothingCameOf(back, 403);
        assertThat(back.problem()).contains("was not told to let Ajar read calendars");
    }

    @Test
    void withoutARefreshTokenThereIsNoAccount() {
        var leaving = leave(GOOGLE);
        assertThat(leaving.address()).contains("access_type=offline", "prompt=consent");
        var shortLived = new Place(leaving.address().replace("access_type=offline", "x=y"), leaving.response());

        var back = ada.open(providers.decide(shortLived));

        assertNothingCameOf(back, 403);
        assertThat(back.problem()).contains("for an hour only", "then connect it again");
    }

    @Test
    void onlyTheBrowserThatLeftCanComeBack() {
        String back = providers.decide(leave(GOOGLE));
        var elsewhere = Visitor.signedIn(url, Providers.ADA);

        assertNothingCameOf(elsewhere.open(back), 400);
        elsewhere.press(elsewhere.open("/calendars"), button(GOOGLE));
        assertNothingCameOf(elsewhere.open(back), 400);
        assertThat(providers.tokenRequests(GOOGLE)).isZero();

        // What others tried has not used it up.
        ada.open(back).is(200);
        assertThat(providers.accounts()).hasSize(1);
    }

    @Test
    void aStateOfSomebodyElseIsRefused() {
        var mallory = Visitor.signedIn(url, Providers.ADA);
        String theirs = providers.decide(mallory.press(mallory.open("/calendars"), button(GOOGLE)));
        leave(GOOGLE);

        assertNothingCameOf(ada.open(theirs), 400);
        assertNothingCameOf(ada.open("/ajar/connect/google/callback?code=x"), 400);
        assertThat(providers.tokenRequests(GOOGLE)).isZero();
    }

    @Test
    void aStateBelongsToItsProvider() {
        String back = providers.decide(leave(GOOGLE));

        assertNothingCameOf(ada.open(back.replace("/google/", "/microsoft/")), 400);
    }

    @Test
    void aStateWorksOnce() {
        var leaving = leave(GOOGLE);
        Map<String, String> cookies = Map.copyOf(ada.cookies());
        providers.consent(GOOGLE, Consent.REFUSED);
        assertNothingCameOf(ada.open(providers.decide(leaving)), 403);
        assertThat(ada.cookies()).doesNotContainKey("ajar_consent");

        ada.cookies().putAll(cookies);
        providers.consent(GOOGLE, Consent.GIVEN);
        assertNothingCameOf(ada.open(providers.decide(leaving)), 400);
        assertThat(providers.tokenRequests(GOOGLE)).isZero();
    }

    @Test
    void whoeverIsAwayForMoreThanTenMinutesBeginsAgain() {
        String back = providers.decide(leave(GOOGLE));
        providers.advance("PT10M");

        assertNothingCameOf(ada.open(back), 400);
        connect(GOOGLE).is(200);
    }

    @Test
    void aCodeThatIsRefusedMakesNoAccount() {
        String back = providers.decide(leave(GOOGLE)).replaceFirst("code=[^&]*", "code=forged");

        var place = ada.open(back);

        assertNothingCameOf(place, 403);
        assertThat(place.problem()).contains("Malformed auth code");
    }

    @Test
    void aProviderThatIsAwayIsTold() {
        String back = providers.decide(leave(GOOGLE));
        providers.of(GOOGLE).close();

        assertNothingCameOf(ada.open(back), 502);
    }

    @Test
    void whoeverComesBackAsSomebodyElseBeginsAgain() {
        String id = providers
                .server()
                .server()
                .accounts()
                .addUser(providers.organization(), "bob@example.com", "Bob", "B", ajar.organization.Role.USER);
        providers.server().server().passwords().set(id, Visitor.PASSWORD);
        String back = providers.decide(leave(GOOGLE));
        var signedIn = Visitor.signedIn(url, "bob@example.com").cookies();

        ada.cookies().putAll(signedIn);
        assertNothingCameOf(ada.open(back), 403);
        back = providers.decide(leave(GOOGLE));
        ada.cookies().remove("ajar_session");
        assertNothingCameOf(ada.open(back), 403);
        assertThat(providers.tokenRequests(GOOGLE)).isZero();
    }

    @Test
    void theCookieIsKeptFromScriptsAndTheAddressTellsNoSecret() {
        var leaving = leave(GOOGLE);

        String cookie = leaving.response().headers().firstValue("set-cookie").orElseThrow();
        assertThat(cookie).startsWith("ajar_consent=").endsWith("; Path=/; Max-Age=600; HttpOnly; SameSite=Lax");
        assertThat(leaving.address()).doesNotContain(ada.cookies().get("ajar_consent"));
    }

    @Test
    void behindTlsTheCookieTravelsThroughTlsOnly() {
        try (var secured = new Providers("https://crm.example.com")) {
            var visitor = Visitor.signedIn(secured.server().url(), Providers.ADA);

            var leaving = visitor.press(visitor.open("/calendars"), button(GOOGLE));

            assertThat(leaving.response().headers().firstValue("set-cookie").orElseThrow())
                    .startsWith("__Host-ajar_consent=")
                    .endsWith("; Secure");
            assertThat(leaving.parameter("redirect_uri"))
                    .isEqualTo("https://crm.example.com/ajar/connect/google/callback");
        }
    }

    @Test
    void thePageMaySendItsFormsToTheProvidersAlone() {
        var policy = ada.open("/calendars").response().headers().firstValue("content-security-policy");

        assertThat(policy.orElseThrow())
                .contains("form-action 'self' " + providers.of(GOOGLE).url() + " "
                        + providers.of("microsoft").url())
                .doesNotContain("unsafe");
    }

    @Test
    void logsTellNoSecrets() {
        try (var log = new Log()) {
            var leaving = leave(GOOGLE);
            String verifier = ada.cookies().get("ajar_consent");
            String back = providers.decide(leaving);
            ada.open(back).is(200);
            String forged = providers.decide(leave(GOOGLE)).replaceFirst("code=[^&]*", "code=forged-code");
            ada.open(forged).is(403);
            ada.open(back).is(400);

            assertThat(log.text())
                    .contains("consented to emailacct_")
                    .doesNotContain(verifier)
                    .doesNotContain(leaving.parameter("state"))
                    .doesNotContain("forged-code")
                    .doesNotContain("4/0Code")
                    .doesNotContain("refresh-")
                    .doesNotContain("access-");
        }
    }
}
