package ajar.cli;

import ajar.engine.json.Json;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ajar api-key`: the keys that programs act with.
@Command(
        name = "api-key",
        description = "Make, list and revoke API keys on a running server.",
        mixinStandardHelpOptions = true,
        subcommands = {ApiKeyCommands.Create.class, ApiKeyCommands.All.class, ApiKeyCommands.Revoke.class})
public final class ApiKeyCommands {
    private static final String PATH = "/api_key/";

    /// `ajar api-key create`.
    @Command(name = "create", description = "Make a key; it is told only now.", mixinStandardHelpOptions = true)
    static final class Create extends RemoteCommand {
        @Option(names = "--name", required = true, paramLabel = "NAME", description = "What it is for.")
        private String name = "";

        @Option(
                names = "--email",
                defaultValue = "",
                paramLabel = "ADDRESS",
                description = "The user it acts for. Default: whose key makes it.")
        private String email = "";

        @Override
        void run(Remote remote, PrintWriter out) throws RemoteException {
            var body = Json.object().put("name", name);
            if (!email.isEmpty()) {
                body.put("user_id", UserCommands.id(remote, email));
            }
            var made = remote.send("POST", PATH, body);
            out.println("Id:       " + made.path("id").asString());
            out.println("API key:  " + made.path("api_key").asString());
        }
    }

    /// `ajar api-key list`.
    @Command(
            name = "list",
            description = "List the keys: id, user, name, when made, when last used.",
            mixinStandardHelpOptions = true)
    static final class All extends RemoteCommand {
        @Override
        void run(Remote remote, PrintWriter out) throws RemoteException {
            for (var key : remote.all(PATH)) {
                out.println(key.path("id").asString() + "  "
                        + key.path("user_id").asString() + "  "
                        + key.path("date_created").asString() + "  "
                        + key.path("last_used_at").asString("never used") + "  "
                        + key.path("name").asString());
            }
        }
    }

    /// `ajar api-key revoke`.
    @Command(name = "revoke", description = "Revoke a key at once.", mixinStandardHelpOptions = true)
    static final class Revoke extends RemoteCommand {
        @Parameters(paramLabel = "ID", description = "Its id, api_..., without what follows the dot.")
        private String id = "";

        @Override
        void run(Remote remote, PrintWriter out) throws RemoteException {
            remote.send("DELETE", PATH + Segment.of(id) + "/", null);
            out.println("Revoked.");
        }
    }
}
