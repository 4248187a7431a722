package ajar.cli;

import ajar.engine.json.Json;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `ajar user`: the people of the organization.
@Command(
        name = "user",
        description = "Keep the users of a running server.",
        mixinStandardHelpOptions = true,
        subcommands = UserCommands.SetPassword.class)
public final class UserCommands {
    /// The id of the user with this address.
    static String id(Remote remote, String email) throws RemoteException {
        for (var user : remote.all("/user/")) {
            if (user.path("email").asString().equalsIgnoreCase(email.strip())) {
                return user.path("id").asString();
            }
        }
        throw new RemoteException("Nobody in the organization has the address " + email + ".");
    }

    /// `ajar user set-password`.
    @Command(
            name = "set-password",
            description = "Give a user a password and end their sessions.",
            mixinStandardHelpOptions = true)
    static final class SetPassword extends RemoteCommand {
        @Option(names = "--email", required = true, paramLabel = "ADDRESS", description = "Whose password it is.")
        private String email = "";

        @Option(
                names = "--password",
                required = true,
                interactive = true,
                arity = "0..1",
                paramLabel = "PASSWORD",
                description = "The new password, at least 12 characters. Asked for when only the option is given.")
        private char[] password = {};

        @Override
        void run(Remote remote, PrintWriter out) throws RemoteException {
            var body = Json.object().put("password", new String(password));
            remote.send("PUT", "/user/" + Segment.of(id(remote, email)) + "/password/", body);
            out.println("The password is set, and all sessions are ended.");
        }
    }
}
