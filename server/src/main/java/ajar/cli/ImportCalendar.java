package ajar.cli;

import ajar.engine.json.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `ajar import-calendar`: sends an iCalendar file to a running server as the calendar of a user.
/// Importing a newer state of the same calendar brings the meetings up to date.
@Command(
        name = "import-calendar",
        description = "Import an iCalendar file as a user's calendar into a running server.",
        mixinStandardHelpOptions = true)
public final class ImportCalendar implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Parameters(paramLabel = "FILE.ics", description = "The file.")
    private Path file = Path.of("");

    @Option(names = "--user", paramLabel = "EMAIL", required = true, description = "Whose calendar it is.")
    private String user = "";

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
            description = "A key of that user, or of an administrator (AJAR_API_KEY).")
    private String apiKey = "";

    @Spec
    private @Nullable CommandSpec spec;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    /// Something to tell the person at the keyboard.
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        var line = Objects.requireNonNull(spec).commandLine();
        try {
            if (apiKey.isEmpty()) {
                throw new Refused("--api-key is needed; the server printed one when it was started first.");
            }
            if (!Files.isReadable(file)) {
                throw new Refused("The file " + file + " cannot be read.");
            }
            String account = account(userId());
            var counts = ask(request("/connected_account/" + account + "/import/")
                    .header("content-type", "text/calendar")
                    .POST(HttpRequest.BodyPublishers.ofFile(file)));
            line.getOut()
                    .printf(
                            "%d meetings created, %d updated, %d cancelled, %d unchanged; %d events could not be"
                                    + " read.%n",
                            counts.path("created").asInt(),
                            counts.path("updated").asInt(),
                            counts.path("cancelled").asInt(),
                            counts.path("unchanged").asInt(),
                            counts.path("quarantined").asInt());
            if (counts.path("quarantined").asInt() > 0) {
                tellWhy(account);
            }
            return 0;
        } catch (Refused refused) {
            line.getErr().println("ajar: " + refused.getMessage());
        } catch (FileNotFoundException missing) {
            line.getErr().println("ajar: the file " + file + " cannot be read.");
        } catch (IOException unreachable) {
            line.getErr().println("ajar: no answer from " + url + ". Is the server running there? (--url)");
        }
        return 1;
    }

    private String userId() throws IOException, InterruptedException, Refused {
        for (var found : ask(request("/user/?_limit=1000").GET()).path("data")) {
            if (found.path("email").asString("").equalsIgnoreCase(user)) {
                return found.path("id").asString();
            }
        }
        throw new Refused("There is no user with the address " + user + ".");
    }

    /// The account that takes this user's uploads; made at the first one.
    private String account(String userId) throws IOException, InterruptedException, Refused {
        String mine = "/connected_account/?user_id=" + URLEncoder.encode(userId, StandardCharsets.UTF_8);
        for (var account : ask(request(mine).GET()).path("data")) {
            if (account.path("_type").asString("").equals("ics")
                    && account.path("url").isNull()) {
                return account.path("id").asString();
            }
        }
        var body = Json.object().put("_type", "ics").put("user_id", userId);
        return ask(request("/connected_account/")
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body))))
                .path("id")
                .asString();
    }

    private void tellWhy(String account) throws IOException, InterruptedException, Refused {
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        for (var one : ask(request("/connected_account/" + account + "/").GET()).path("quarantined")) {
            out.println("  " + one.path("title").asString("") + ": "
                    + one.path("reason").asString(""));
        }
    }

    private HttpRequest.Builder request(String path) throws Refused {
        try {
            String credentials = Base64.getEncoder().encodeToString((apiKey + ":").getBytes(StandardCharsets.UTF_8));
            return HttpRequest.newBuilder(URI.create(url.replaceAll("/+$", "") + "/api/v1" + path))
                    .timeout(PATIENCE)
                    .header("authorization", "Basic " + credentials);
        } catch (IllegalArgumentException malformed) {
            throw new Refused("--url is not a URL: " + url);
        }
    }

    private JsonNode ask(HttpRequest.Builder request) throws IOException, InterruptedException, Refused {
        var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() == 401) {
            throw new Refused("The server does not know this API key.");
        }
        if (answer.statusCode() / 100 != 2) {
            throw new Refused("The server answered " + answer.statusCode() + ": "
                    + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return Json.parse(answer.body());
    }
}
