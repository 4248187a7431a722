package ajar.junit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A server in test mode, seen by an administrator of its first organization.
final class Server implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private final String key;
    private final @Nullable ServerProcess process;

    private Server(String url, String key, @Nullable ServerProcess process) {
        this.url = url;
        this.key = key;
        this.process = process;
    }

    /// Finds or starts the server of this run, by the first of these that is there:
    ///
    /// - the system properties `ajar.url` and `ajar.key`, or the environment variables `AJAR_URL` and
    ///   `AJAR_KEY`: a server that runs already, in test mode, and the key of an administrator of its
    ///   first organization;
    /// - the system property `ajar.launcher`, or `AJAR_LAUNCHER`: the program `ajar` of a checkout or of
    ///   an installation, which is started on a free port and an empty folder;
    /// - the classes of the server on the class path, which are started in a JVM of their own.
    ///
    /// Throws `IllegalStateException` when there is none, or when it does not start.
    static Server start() {
        String url = setting("ajar.url", "AJAR_URL");
        if (url != null) {
            String key = Objects.requireNonNullElse(setting("ajar.key", "AJAR_KEY"), "");
            return new Server(url.replaceAll("/+$", ""), key, null);
        }
        var process = ServerProcess.start(setting("ajar.launcher", "AJAR_LAUNCHER"));
        return new Server(process.url(), ServerProcess.KEY, process);
    }

    private static @Nullable String setting(String property, String variable) {
        String value = System.getProperty(property, System.getenv(variable));
        return value == null || value.isBlank() ? null : value;
    }

    /// Makes an organization.
    AjarOrganization organization(String name) {
        String safe = name.replaceAll("[^\\w .$-]", " ");
        var answer = send("POST", "/ajar/organization", "{\"name\": \"" + safe + "\"}");
        if (answer.statusCode() != 201) {
            throw new IllegalStateException("Ajar at " + url + " makes no organization: " + answer.statusCode() + " "
                    + answer.body() + " Is it in test mode (--test-mode), and is the key its first administrator's?");
        }
        return new AjarOrganization(
                url,
                value(answer.body(), "api_key"),
                value(answer.body(), "organization_id"),
                value(answer.body(), "user_id"));
    }

    /// Drops an organization. One that the tests have dropped already is none the worse.
    void drop(AjarOrganization organization) {
        var answer = send("DELETE", "/ajar/organization/" + organization.organizationId(), "");
        if (answer.statusCode() != 204 && answer.statusCode() != 404) {
            throw new IllegalStateException(
                    "Ajar at " + url + " does not drop an organization: " + answer.statusCode() + " " + answer.body());
        }
    }

    /// The answers have only plain texts in them, so they are read without a library, which the tests of
    /// others would have to agree with.
    private static String value(String json, String name) {
        var found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"\\\\]*)\"").matcher(json);
        if (!found.find()) {
            throw new IllegalStateException("no " + name + " in " + json);
        }
        return found.group(1);
    }

    private HttpResponse<String> send(String method, String path, String body) {
        var administrator = new AjarOrganization(url, key, "", "");
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .header("authorization", administrator.authorization())
                .header("content-type", "application/json")
                .timeout(PATIENCE)
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException gone) {
            throw new IllegalStateException("Ajar does not answer at " + url, gone);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
