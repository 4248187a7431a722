package ajar;

import ajar.engine.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A client of the REST API with one key. It sends each request once.
///
/// @param url the server's address without a path
/// @param key the API key
public record Api(String url, String key) {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    /// What came back.
    public record Answer(int status, HttpHeaders headers, String text) {
        public JsonNode json() {
            return Json.parse(text);
        }

        public boolean isSuccess() {
            return status / 100 == 2;
        }

        /// The answer, which must be a success.
        public JsonNode orFail() {
            if (!isSuccess()) {
                throw new AssertionError(status + " " + text);
            }
            return json();
        }
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer post(String path, JsonNode body) {
        return send("POST", path, body);
    }

    public Answer put(String path, JsonNode body) {
        return send("PUT", path, body);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    /// Sends a request to a path below `/api/v1`, or below the root for `/ajar/…` and `/health`. Throws
    /// `UncheckedIOException` when no answer comes.
    public Answer send(String method, String path, JsonNode body) {
        return send(method, path, body, Map.of());
    }

    /// The same with further headers.
    public Answer send(String method, String path, JsonNode body, Map<String, String> headers) {
        var publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body));
        var request = request(path, "application/json").method(method, publisher);
        headers.forEach(request::header);
        return send(request.build());
    }

    /// Posts a body of another type than JSON.
    public Answer upload(String path, String contentType, String body) {
        return send(request(path, contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private HttpRequest.Builder request(String path, String contentType) {
        return HttpRequest.newBuilder(URI.create(url + (isOfRoot(path) ? path : "/api/v1" + path)))
                .header("authorization", authorization())
                .header("content-type", contentType)
                .timeout(Duration.ofMinutes(2));
    }

    private static Answer send(HttpRequest request) {
        try {
            var answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.headers(), answer.body());
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static boolean isOfRoot(String path) {
        return path.equals("/health") || path.startsWith("/ajar/");
    }

    /// The value of the `authorization` header.
    public String authorization() {
        return "Basic " + Base64.getEncoder().encodeToString((key + ":").getBytes(StandardCharsets.UTF_8));
    }
}
