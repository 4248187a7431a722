package ajar.conformance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// A small client: verbs, paths and JSON texts in, answers out. Paths are those of the reference
/// (`/lead/`).
final class Api {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final String url;
    private final String prefix;
    private final Map<String, String> headers;

    Api(String url, String authorization) {
        this(url, "/api/v1", authorization == null ? Map.of() : Map.of("authorization", authorization));
    }

    private Api(String url, String prefix, Map<String, String> headers) {
        this.url = url;
        this.prefix = prefix;
        this.headers = headers;
    }

    static Api withKey(String url, String key) {
        return new Api(url, basic(key, ""));
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /// The same caller, with paths counted from the root of the server.
    Api root() {
        return new Api(url, "", headers);
    }

    /// The same caller, sending one more header (or another value of it) each time.
    Api with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Api(url, prefix, more);
    }

    Answer get(String path) {
        return send("GET", path, null);
    }

    Answer get(String path, Map<String, ?> query) {
        return get(path + query(query));
    }

    Answer post(String path, String json) {
        return send("POST", path, json);
    }

    Answer put(String path, String json) {
        return send("PUT", path, json);
    }

    Answer delete(String path) {
        return send("DELETE", path, null);
    }

    Answer send(String verb, String path, String json) {
        return json == null
                ? exchange(verb, path, headers, BodyPublishers.noBody())
                : send(verb, path, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    /// Sends bytes as they are; without a content type when that is null.
    Answer send(String verb, String path, String contentType, byte[] body) {
        var all = new LinkedHashMap<>(headers);
        if (contentType != null) {
            all.put("content-type", contentType);
        }
        return exchange(verb, path, all, BodyPublishers.ofByteArray(body));
    }

    /// Sends a body whose length is not told beforehand.
    Answer sendChunked(String verb, String path, String json) {
        var all = new LinkedHashMap<>(headers);
        all.put("content-type", "application/json");
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        return exchange(verb, path, all, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
    }

    static String query(Map<String, ?> parameters) {
        return parameters.isEmpty()
                ? ""
                : parameters.entrySet().stream()
                        .map(e -> encode(e.getKey()) + "=" + encode(String.valueOf(e.getValue())))
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Answer exchange(String verb, String path, Map<String, String> headers, HttpRequest.BodyPublisher body) {
        var request = HttpRequest.newBuilder(URI.create(url + prefix + path))
                .timeout(Duration.ofSeconds(60))
                .method(verb, body);
        headers.forEach(request::header);
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return Answer.of(verb + " " + path, response);
        } catch (IOException e) {
            throw new AssertionError(verb + " " + path + " was not answered: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
