package ajar.simulate;

import ajar.simulate.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A client of a simulated provider, as any program would be.
///
/// @param token the access token of the next request; null for none
public record Client(Supplier<String> url, Supplier<String> token) {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /// An answer.
    public record Answer(HttpResponse<String> response) {
        public int status() {
            return response.statusCode();
        }

        public ObjectNode json() {
            return Json.parse(response.body());
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        /// The texts at a path below each entry of a list.
        public List<String> each(String list, String property) {
            return json().path(list)
                    .valueStream()
                    .map(one -> one.at(property.startsWith("/") ? property : "/" + property))
                    .map(one -> one.asString("null"))
                    .toList();
        }
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Answer post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    /// POSTs a form of names and values in turn.
    public Answer form(String path, String... pairs) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            parts.add(encode(pairs[i]) + '=' + encode(pairs[i + 1]));
        }
        return send("POST", path, String.join("&", parts), "Content-Type", "application/x-www-form-urlencoded");
    }

    public Answer send(String method, String path, String body, String... headers) {
        try {
            return sendOrFail(method, path, body, headers);
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }

    /// Throws [IOException] when the connection is lost.
    public Answer sendOrFail(String method, String path, String body, String... headers) throws IOException {
        String target = path.startsWith("http") ? path : url.get() + path;
        var request = HttpRequest.newBuilder(URI.create(target))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        String bearer = token.get();
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return new Answer(HTTP.send(request.build(), BodyHandlers.ofString()));
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new IOException(closing);
        }
    }

    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// The parameters of a URL's query as an object.
    public static ObjectNode query(String url) {
        ObjectNode query = Json.object();
        for (String pair : URI.create(url).getRawQuery().split("&")) {
            int equals = pair.indexOf('=');
            query.put(
                    pair.substring(0, equals),
                    java.net.URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    /// The first entry of a list whose property has a value.
    public static JsonNode find(JsonNode list, String property, String value) {
        return list.valueStream()
                .filter(one -> value.equals(one.path(property).asString("")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + property + " = " + value + " in " + list));
    }
}
