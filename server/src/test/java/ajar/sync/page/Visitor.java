package ajar.sync.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/// Somebody with a browser: opens pages, presses buttons, keeps cookies. Follows redirects within the
/// server only, so that a test sees whom it is sent to.
final class Visitor {
    static final String PASSWORD = "correct horse battery";

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final String server;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    /// Where one has come to.
    ///
    /// @param address without the server where it is one of its own
    record Place(String address, HttpResponse<String> response) {
        Document page() {
            return Jsoup.parse(response.body());
        }

        Place is(int status) {
            assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
            return this;
        }

        String title() {
            return page().select("h1").text();
        }

        String problem() {
            return page().select("[role=alert]").text();
        }

        /// The value of a parameter of the address.
        String parameter(String name) {
            return java.net.URLDecoder.decode(
                    address.replaceFirst(".*[?&]" + name + "=([^&]*).*", "$1"), StandardCharsets.UTF_8);
        }
    }

    /// @param server the address of the server, without a path
    Visitor(String server) {
        this.server = server;
    }

    /// Somebody who has signed in.
    static Visitor signedIn(String server, String email) {
        var visitor = new Visitor(server);
        var login = visitor.open("/login");
        visitor.press(login, "form", Map.of("email", email, "password", PASSWORD))
                .is(200);
        return visitor;
    }

    Map<String, String> cookies() {
        return cookies;
    }

    Place open(String path) {
        return go(request(path).GET());
    }

    /// Sends the form that `selector` finds, or in which the button is that it finds.
    Place press(Place place, String selector, Map<String, String> filledIn) {
        Element found = place.page().selectFirst(selector);
        assertThat(found).as("%s in %s", selector, place.response().body()).isNotNull();
        Element form = found.tagName().equals("form") ? found : found.closest("form");
        Map<String, String> fields = new LinkedHashMap<>();
        form.select("input").forEach(input -> fields.put(input.attr("name"), input.attr("value")));
        if (found.hasAttr("name")) {
            fields.put(found.attr("name"), found.attr("value"));
        }
        fields.putAll(filledIn);
        return post(form.attr("action"), fields, Map.of());
    }

    Place press(Place place, String selector) {
        return press(place, selector, Map.of());
    }

    Place post(String path, Map<String, String> fields, Map<String, String> headers) {
        String body = fields.entrySet().stream()
                .map(it -> encode(it.getKey()) + "=" + encode(it.getValue()))
                .collect(Collectors.joining("&"));
        var request = request(path)
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return go(request);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(path.startsWith("/") ? server + path : path))
                .timeout(Duration.ofSeconds(30));
    }

    private Place go(HttpRequest.Builder first) {
        var builder = first;
        for (int i = 0; i < 5; i++) {
            if (!cookies.isEmpty()) {
                builder.setHeader(
                        "cookie",
                        cookies.entrySet().stream()
                                .map(it -> it.getKey() + "=" + it.getValue())
                                .collect(Collectors.joining("; ")));
            }
            var request = builder.build();
            var response = send(request);
            response.headers().allValues("set-cookie").forEach(this::keep);
            var location = response.headers().firstValue("location");
            if (location.isEmpty()) {
                return new Place(request.uri().toString().replace(server, ""), response);
            }
            if (!location.get().startsWith("/")) {
                return new Place(location.get(), response);
            }
            builder = request(location.get()).GET();
        }
        throw new AssertionError("redirected without end");
    }

    private void keep(String header) {
        String[] pair = header.split(";", 2)[0].split("=", 2);
        if (pair[1].isEmpty()) {
            cookies.remove(pair[0]);
        } else {
            cookies.put(pair[0], pair[1]);
        }
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException lost) {
            throw new AssertionError(request + " was not answered", lost);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
