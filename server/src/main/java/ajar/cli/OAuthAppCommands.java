package ajar.cli;

import ajar.engine.json.Json;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ajar oauth-app`: the applications that act for users.
@Command(
        name = "oauth-app",
        description = "Make, list and delete OAuth applications on a running server.",
        mixinStandardHelpOptions = true,
        subcommands = {OAuthAppCommands.Create.class, OAuthAppCommands.All.class, OAuthAppCommands.Delete.class})
public final class OAuthAppCommands {
    private static final String PATH = "/oauth_app/";

    /// `ajar oauth-app create`.
    @Command(
            name = "create",
            description = "Make an application; its secret is told only now.",
            mixinStandardHelpOptions = true)
    static final class Create extends RemoteCommand {
        @Option(names = "--name", required = true, paramLabel = "NAME", description = "What users are told.")
        private String name = "";

        @Option(
                names = "--redirect-uri",
                required = true,
                paramLabel = "URI",
                description = "Where users may be sent back to. Can be given several times.")
        private List<String> redirectUris = List.of();

        @Option(
                names = "--public",
                description = "It runs where it can keep no secret: in a browser, or on people's own machines.")
        private boolean isPublic;

        @Override
        void run(Remote remote, PrintWriter out) throws RemoteException {
            var body = Json.object().put("name", name).put("confidential", !isPublic);
            redirectUris.forEach(body.putArray("redirect_uris")::add);
            var made = remote.send("POST", PATH, body);
            out.println("Client id:      " + made.path("id").asString());
            if (!isPublic) {
                out.println("Client secret:  " + made.path("client_secret").asString());
            }
        }
    }

    /// `ajar oauth-app list`.
    @Command(name = "list", description = "List the applications.", mixinStandardHelpOptions = true)
    static final class All extends RemoteCommand {
        @Override
        void run(Remote remote, PrintWriter out) throws RemoteException {
            for (var app : remote.all(PATH)) {
                out.println(app.path("id").asString() + "  "
                        + app.path("date_created").asString() + "  "
                        + app.path("name").asString());
            }
        }
    }

    /// `ajar oauth-app delete`.
    @Command(
            name = "delete",
            description = "Delete an application and everything it was allowed.",
            mixinStandardHelpOptions = true)
    static final class Delete extends RemoteCommand {
        @Parameters(paramLabel = "ID", description = "Its client id, oa2client_...")
        private String id = "";

        @Override
        void run(Remote remote, PrintWriter out) throws RemoteException {
            remote.send("DELETE", PATH + Segment.of(id) + "/", null);
            out.println("Deleted.");
        }
    }
}
