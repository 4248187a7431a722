package ajar.login;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.TestServer;
import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Signing in with an identity provider that is not ours.
class ProviderPagesTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    private static TinyProvider provider;
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        provider = new TinyProvider();
        server = TestServer.start(provider.settings());
    }

    @AfterAll
    static void stop() {
        server.close();
        provider.close();
    }

    @AfterEach
    void behave() {
        provider.claims = _ -> {};
        provider.forges = false;
    }

    private static HttpResponse<String> get(String path, String cookie) {
        var request = HttpRequest.newBuilder(URI.create(server.url() + path));
        if (!cookie.isEmpty()) {
            request.header("cookie", cookie);
        }
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String cookie(HttpResponse<?> response) {
        return response.headers().firstValue("set-cookie").orElse("").split(";", 2)[0];
    }

    private static URI location(HttpResponse<?> response) {
        return URI.create(response.headers().firstValue("location").orElseThrow());
    }

    private static HttpResponse<String> comeBack(HttpResponse<?> left) {
        return get("/login/provider/callback/?" + provider.signIn(location(left)), cookie(left));
    }

    private static void assertNobodyIsSignedIn(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("set-cookie")).isEmpty();
        assertThat(Jsoup.parse(response.body()).select("[role=alert]").text()).isNotEmpty();
    }

    @Test
    void whomTheProviderVouchesForIsSignedIn() {
        var link = Jsoup.parse(get("/login?next=/apps/", "").body()).select("a.button");
        assertThat(link.text()).isEqualTo("Sign in with 127.0.0.1");

        var left = get(link.attr("href"), "");
        var back = comeBack(left);

        assertThat(location(left).getQuery()).contains("scope=openid+email", "code_challenge_method=S256", "nonce=");
        assertThat(location(back)).hasToString("/apps/");
        assertThat(cookie(back)).startsWith("ajar_session=");
        assertThat(get("/account/", cookie(back)).body()).contains("ada@example.com");
    }

    static Stream<Arguments> tampered() {
        return Stream.of(
                Arguments.of("another nonce", claims(it -> it.claim("nonce", "other"))),
                Arguments.of("no nonce", claims(it -> it.claim("nonce", null))),
                Arguments.of("another issuer", claims(it -> it.issuer("https://evil.example.com"))),
                Arguments.of("another audience", claims(it -> it.audience("another-app"))),
                Arguments.of("ended", claims(it -> it.expirationTime(Date.from(Instant.EPOCH)))),
                Arguments.of("unverified", claims(it -> it.claim("email_verified", false))),
                Arguments.of("not said to be verified", claims(it -> it.claim("email_verified", null))),
                Arguments.of("verified in words", claims(it -> it.claim("email_verified", "true"))),
                Arguments.of("no address", claims(it -> it.claim("email", null))),
                Arguments.of("nobody's address", claims(it -> it.claim("email", "stranger@example.com"))));
    }

    private static Consumer<JWTClaimsSet.Builder> claims(Consumer<JWTClaimsSet.Builder> change) {
        return change;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tampered")
    void aTokenThatIsNotInOrderSignsNobodyIn(String what, Consumer<JWTClaimsSet.Builder> change) {
        provider.claims = change;

        assertNobodyIsSignedIn(comeBack(get("/login/provider/", "")), 403);
    }

    @Test
    void aTokenOfSomebodyElsesKeySignsNobodyIn() {
        provider.forges = true;

        assertNobodyIsSignedIn(comeBack(get("/login/provider/", "")), 403);
    }

    @Test
    void onlyTheBrowserThatLeftCanComeBack() {
        var left = get("/login/provider/", "");
        var other = get("/login/provider/", "");
        String query = provider.signIn(location(left));

        assertNobodyIsSignedIn(get("/login/provider/callback/?" + query, ""), 400);
        assertNobodyIsSignedIn(get("/login/provider/callback/?" + query, cookie(other)), 400);
        assertNobodyIsSignedIn(get("/login/provider/callback/?code=code0&state=x", cookie(left)), 400);
    }

    @Test
    void aCodeWorksOnce() {
        var left = get("/login/provider/", "");
        String query = provider.signIn(location(left));
        assertThat(get("/login/provider/callback/?" + query, cookie(left)).statusCode())
                .isEqualTo(303);

        assertNobodyIsSignedIn(get("/login/provider/callback/?" + query, cookie(left)), 403);
    }

    @Test
    void aRefusalIsShown() {
        var left = get("/login/provider/", "");
        String state = location(left).getQuery().replaceFirst(".*state=([^&]*).*", "$1");

        assertNobodyIsSignedIn(get("/login/provider/callback/?error=access_denied&state=" + state, cookie(left)), 403);
    }

    @Test
    void signingInLeadsNowhereElse() {
        for (var next : List.of("//evil.example.com", "https://evil.example.com", "/%5Cevil.example.com")) {
            var back = comeBack(get("/login/provider/?next=" + next, ""));

            assertThat(location(back)).hasToString("/account/");
        }
    }

    @Test
    void aProviderThatIsAwayIsTold() throws Exception {
        String issuer;
        try (var gone = new TinyProvider()) {
            issuer = gone.issuer();
        }
        try (var lonely = TestServer.start(new IdentityProvider.Settings(issuer, "ajar", "x"))) {
            var request = HttpRequest.newBuilder(URI.create(lonely.url() + "/login/provider/"));
            var response = CLIENT.send(request.build(), BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(502);
            assertThat(response.body()).contains("cannot be reached");
        }
    }
}
