package ajar.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/// What a person does with a browser: opens pages, fills in forms, keeps cookies. Redirects within the
/// server are followed; one that leads elsewhere is where it ends.
final class Browser {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String server;

    /// Each person sits at a place of their own, so that nobody waits for others' wrong passwords.
    private final String address = "2001:db8:%x:%x::1".formatted(RANDOM.nextInt(1 << 16), RANDOM.nextInt(1 << 16));

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    /// Where a browser is: on a page, or sent to an address elsewhere.
    record Place(URI address, int status, HttpResponse<String> response) {
        Document page() {
            return Jsoup.parse(response.body(), address.toString());
        }

        Place is(int expected) {
            assertThat(status).as("%s answered %s", address, response.body()).isEqualTo(expected);
            return this;
        }

        String title() {
            return page().select("h1").text();
        }

        String message() {
            return page().select("[role=alert]").text();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    Browser(String server) {
        this.server = server;
    }

    Place open(String path) {
        return go(HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : server + path))
                .GET());
    }

    /// Signs in on the page that one is on.
    Place signIn(Place page, String email, String password) {
        return submit(page, "form", Map.of("email", email, "password", password));
    }

    /// Sends the form that the selector finds, with what its fields hold and what is filled in.
    Place submit(Place place, String selector, Map<String, String> filledIn) {
        Element form = place.page().selectFirst(selector);
        assertThat(form)
                .as(
                        "%s has no %s: %s",
                        place.address(), selector, place.response().body())
                .isNotNull();
        Map<String, String> fields = new LinkedHashMap<>();
        form.select("input[type=hidden]").forEach(field -> fields.put(field.attr("name"), field.attr("value")));
        fields.putAll(filledIn);
        return post(URI.create(form.absUrl("action")), fields, Map.of("origin", server));
    }

    Place post(URI address, Map<String, String> fields, Map<String, String> headers) {
        String body = fields.entrySet().stream()
                .map(it -> encode(it.getKey()) + "=" + encode(it.getValue()))
                .collect(Collectors.joining("&"));
        var request = HttpRequest.newBuilder(address)
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return go(request);
    }

    /// The value of a cookie; null when the browser has none of that name.
    String cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(java.net.HttpCookie::getValue)
                .findFirst()
                .orElse(null);
    }

    /// Puts a cookie there that somebody has got hold of.
    void keep(String name, String value) {
        var cookie = new java.net.HttpCookie(name, value);
        cookie.setPath("/");
        cookie.setVersion(0);
        cookies.getCookieStore().add(URI.create(server), cookie);
    }

    private Place go(HttpRequest.Builder builder) {
        var request = builder.timeout(Duration.ofSeconds(30)).build();
        for (int i = 0; i < 5; i++) {
            var response = send(request);
            var location = response.headers().firstValue("location");
            if (location.isEmpty()) {
                return new Place(request.uri(), response.statusCode(), response);
            }
            var next = request.uri().resolve(location.get());
            if (!next.toString().startsWith(server + "/")) {
                return new Place(next, response.statusCode(), response);
            }
            request =
                    HttpRequest.newBuilder(next).timeout(Duration.ofSeconds(30)).build();
        }
        throw new AssertionError("redirected without end at " + request.uri());
    }

    private HttpResponse<String> send(HttpRequest bare) {
        var request = HttpRequest.newBuilder(bare, (_, _) -> true)
                .header("x-forwarded-for", address)
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(request + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
