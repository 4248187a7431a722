package ajar.cli;

import ajar.engine.json.Json;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ajar import-calendar`: sends an iCalendar file to a running server as the calendar of a user.
/// Importing a newer state of the same calendar brings the meetings up to date.
@Command(
        name = "import-calendar",
        description = "Import an iCalendar file as a user's calendar into a running server.",
        mixinStandardHelpOptions = true)
public final class ImportCalendar extends RemoteCommand {
    @Parameters(paramLabel = "FILE.ics", description = "The file.")
    private Path file = Path.of("");

    @Option(
            names = "--user",
            paramLabel = "EMAIL",
            required = true,
            description = "Whose calendar it is. The key is that user's own, or an administrator's.")
    private String user = "";

    @Override
    void run(Remote remote, PrintWriter out) throws RemoteException {
        if (!Files.isReadable(file)) {
            throw new RemoteException("The file " + file + " cannot be read.");
        }
        String account = account(remote, userId(remote));
        var counts = remote.upload("/connected_account/" + account + "/import/", "text/calendar", file);
        out.printf(
                "%d meetings created, %d updated, %d cancelled, %d unchanged; %d events could not be read.%n",
                counts.path("created").asInt(),
                counts.path("updated").asInt(),
                counts.path("cancelled").asInt(),
                counts.path("unchanged").asInt(),
                counts.path("quarantined").asInt());
        if (counts.path("quarantined").asInt() > 0) {
            tellWhy(remote, account, out);
        }
    }

    private String userId(Remote remote) throws RemoteException {
        for (var found : remote.all("/user/")) {
            if (found.path("email").asString("").equalsIgnoreCase(user)) {
                return found.path("id").asString();
            }
        }
        throw new RemoteException("There is no user with the address " + user + ".");
    }

    /// The account that takes this user's uploads; made at the first one.
    private static String account(Remote remote, String userId) throws RemoteException {
        String mine = "/connected_account/?user_id=" + URLEncoder.encode(userId, StandardCharsets.UTF_8);
        for (var account : remote.all(mine)) {
            if (account.path("_type").asString("").equals("ics")
                    && account.path("url").isNull()) {
                return account.path("id").asString();
            }
        }
        var body = Json.object().put("_type", "ics").put("user_id", userId);
        return remote.send("POST", "/connected_account/", body).path("id").asString();
    }

    private static void tellWhy(Remote remote, String account, PrintWriter out) throws RemoteException {
        for (var one :
                remote.send("GET", "/connected_account/" + account + "/", null).path("quarantined")) {
            out.println("  " + one.path("title").asString("") + ": "
                    + one.path("reason").asString(""));
        }
    }
}
