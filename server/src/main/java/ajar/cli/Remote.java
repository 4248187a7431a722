package ajar.cli;

import ajar.engine.json.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A running server, reached through its API: what commands that keep keys, applications and passwords
/// work on, wherever its database is.
final class Remote {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LONG_PATIENCE = Duration.ofMinutes(10);
    private static final int PAGE = 1000;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:AJAR_URL:-http://127.0.0.1:8080}",
            description = "Where the server is (AJAR_URL). Default: ${DEFAULT-VALUE}.")
    private String url = "";

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            defaultValue = "${env:AJAR_API_KEY:-}",
            description =
                    "An API key, of an administrator for most things (AJAR_API_KEY). Better in the variable: others on"
                            + " the machine can see options.")
    private String key = "";

    /// Sends a request to a path below `/api/v1` and answers the JSON of a success; a missing node where
    /// there is none.
    ///
    /// @param body null for none
    JsonNode send(String method, String path, @Nullable ObjectNode body) throws RemoteException {
        var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(Json.bytes(body));
        return send(method, path, "application/json", publisher, PATIENCE);
    }

    /// Sends a file, and waits for what may take long.
    JsonNode upload(String path, String contentType, Path file) throws RemoteException {
        try {
            return send("POST", path, contentType, BodyPublishers.ofFile(file), LONG_PATIENCE);
        } catch (FileNotFoundException missing) {
            throw new RemoteException("The file " + file + " cannot be read.");
        }
    }

    private JsonNode send(String method, String path, String contentType, BodyPublisher publisher, Duration patience)
            throws RemoteException {
        if (key.isEmpty()) {
            throw new RemoteException(
                    "This needs an API key: --api-key KEY, or AJAR_API_KEY. The server printed one when"
                            + " it was started first.");
        }
        String authorization = Base64.getEncoder().encodeToString((key + ":").getBytes(StandardCharsets.UTF_8));
        try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var request = HttpRequest.newBuilder(URI.create(url.replaceAll("/+$", "") + "/api/v1" + path))
                    .timeout(patience)
                    .header("authorization", "Basic " + authorization)
                    .header("content-type", contentType)
                    .method(method, publisher)
                    .build();
            return answer(client.send(request, HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IllegalArgumentException malformed) {
            throw new RemoteException("--url " + url + " is no address such as http://127.0.0.1:8080.");
        } catch (IOException unreachable) {
            throw new RemoteException("No Ajar answers at " + url + ". Is it running? --url says where it is.");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RemoteException("Interrupted.");
        }
    }

    private static JsonNode answer(HttpResponse<byte[]> response) throws RemoteException {
        JsonNode answer;
        try {
            answer = response.body().length == 0 ? Json.object().path("nothing") : Json.parse(response.body());
        } catch (JacksonException foreign) {
            throw new RemoteException("What answers there is not Ajar.");
        }
        return switch (response.statusCode()) {
            case 200, 201, 204 -> answer;
            case 401 -> throw new RemoteException("The server does not know this API key.");
            default -> throw new RemoteException(told(response.statusCode(), answer));
        };
    }

    /// The sentences of an error in either of the wire's forms.
    private static String told(int status, JsonNode answer) {
        if (answer.path("error").isString()) {
            return answer.path("error").asString();
        }
        var fields = answer.path("field-errors");
        return fields.isEmpty() ? "The server answered " + status + "." : "The server refuses this: " + fields;
    }

    /// Everything that is on a list.
    List<JsonNode> all(String path) throws RemoteException {
        List<JsonNode> all = new ArrayList<>();
        JsonNode page;
        do {
            page = send(
                    "GET", path + (path.contains("?") ? "&" : "?") + "_limit=" + PAGE + "&_skip=" + all.size(), null);
            page.path("data").forEach(all::add);
        } while (page.path("has_more").asBoolean(false));
        return all;
    }
}
