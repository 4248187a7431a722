package ajar.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ajar.engine.http.Response;
import ajar.engine.http.Router;
import ajar.engine.openapi.OpenApi;
import ajar.engine.problem.ApiException;
import ajar.engine.resource.Registry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
    private static final String URL = "http://127.0.0.1:8080";

    @Test
    void theLandingPageTellsHowToCallTheServer() {
        var page = parsed(pages(URL, true, null), "/");

        assertThat(page.select("pre").text()).isEqualTo("curl -u \"YOUR_API_KEY:\" " + URL + "/api/v1/me/");
        assertThat(page.select(".state").text()).contains("Version 1.2.3").contains("database is reachable");
        assertThat(page.select(".state").hasClass("good")).isTrue();
        assertThat(page.text()).doesNotContain("Sign in");
    }

    @Test
    void theLandingPageTellsThatTheDatabaseIsAway() {
        var page = parsed(pages(URL, false, null), "/");

        assertThat(page.select(".state.bad").text()).contains("not reachable");
    }

    @Test
    void aServerToTryOutTellsItsSignIn() {
        var page = parsed(pages(URL, true, new SignIn("demo@example.com", "demo-password", "api_demo")), "/");

        assertThat(page.select("dd").eachText()).containsExactly("demo@example.com", "demo-password", "api_demo");
        assertThat(page.select("pre").text()).contains("curl -u \"api_demo:\"");
    }

    @Test
    void whatPagesAreGivenIsEscaped() {
        var hostile = new SignIn(
                "<script>alert(1)</script>",
                "</dd><script>alert(3)</script>",
                "\"><img src=x onerror='alert(2)'>&amp;");

        for (var path : List.of("/", "/api/")) {
            var page = parsed(pages(URL, true, hostile), path);

            assertThat(page.select("script:not([src]), [onerror], img[src=x]")).isEmpty();
        }
        assertThat(parsed(pages(URL, true, hostile), "/").select("dd").eachText())
                .containsExactly(hostile.email(), hostile.password(), hostile.apiKey());
        assertThat(parsed(pages(URL, true, hostile), "/api/")
                        .getElementById("reference")
                        .attr("data-key"))
                .isEqualTo(hostile.apiKey());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/", "/api/reference/"})
    void aPageLoadsNothingFromElsewhere(String path) {
        var pages = pages(URL, true, null);
        var page = parsed(pages, path);

        var loaded = page.select("link[href]").eachAttr("href");
        loaded.addAll(page.select("[src]").eachAttr("src"));
        assertThat(loaded).isNotEmpty().allSatisfy(address -> {
            assertThat(address).startsWith("/ajar/assets/");
            assertThat(get(pages, address).body()).isNotEmpty();
        });
        assertThat(page.select("style, script:not([src]), [style]")).isEmpty();
        assertThat(get(pages, path).headers().get("content-security-policy"))
                .startsWith("default-src 'none'")
                .doesNotContain("http", "*", "unsafe-eval");
    }

    @Test
    void styleSheetsLoadNothingFromElsewhere() {
        var pages = pages(URL, true, null);

        for (var style : parsed(pages, "/api/").select("link[rel=stylesheet]").eachAttr("href")) {
            assertThat(text(get(pages, style)))
                    .doesNotContain("@import")
                    .doesNotContainPattern("url\\(['\"]?+(?!data:)");
        }
    }

    @Test
    void filesAreKeptByBrowsersAndPagesAreNot() {
        var pages = pages(URL, true, null);

        for (var file : parsed(pages, "/api/").select("[src]").eachAttr("src")) {
            assertThat(get(pages, file).headers().get("cache-control")).contains("immutable");
        }
        assertThat(get(pages, "/").headers()).containsEntry("cache-control", "no-cache");
    }

    @Test
    void linksFollowTheServerBelowAPath() {
        var page = parsed(pages("https://example.com/crm", true, null), "/");

        assertThat(page.select("a[href], link[href]").eachAttr("href"))
                .allSatisfy(address -> assertThat(address).startsWith("/crm/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ajar/assets/",
                "/ajar/assets/../ajar.css",
                "/ajar/assets/swagger-ui/../../migration/V1__foundation.sql",
                "/ajar/assets/swagger-ui/5.34.1/../../../../ajar/Server.class",
                "/ajar/assets/swagger-ui/5.34.1/index.html",
                "/ajar/assets/swagger-ui//etc/passwd",
                "/ajar/assets/swagger-ui/5.34.1/..\\..\\index.html"
            })
    void nothingButTheFilesOfThePagesIsServed(String path) {
        assertThatExceptionOfType(ApiException.class).isThrownBy(() -> get(pages(URL, true, null), path));
    }

    private static Pages pages(String url, boolean reachable, SignIn signIn) {
        var info = new OpenApi.Info("Ajar", "1.2.3", "A server", url);
        var openApi = new OpenApi(info, Map.of(), new Registry(List.of()), List.of());
        return new Pages(openApi, () -> reachable, signIn);
    }

    private static Response get(Pages pages, String path) {
        return new Router(pages.endpoints())
                .find("GET", path)
                .endpoint()
                .handler()
                .handle(null);
    }

    private static Document parsed(Pages pages, String path) {
        return Jsoup.parse(text(get(pages, path)));
    }

    private static String text(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
