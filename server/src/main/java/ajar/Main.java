package ajar;

import ajar.cli.ApiKeyCommands;
import ajar.cli.ImportCalendar;
import ajar.cli.OAuthAppCommands;
import ajar.cli.Serve;
import ajar.cli.Simulate;
import ajar.cli.UserCommands;
import ajar.cli.Verify;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The program.
@Command(
        name = "ajar",
        description = "A CRM server that speaks the REST API of Close.",
        mixinStandardHelpOptions = true,
        version = "Ajar " + Server.VERSION,
        subcommands = {
            Serve.class,
            ImportCalendar.class,
            Simulate.class,
            ApiKeyCommands.class,
            OAuthAppCommands.class,
            UserCommands.class,
            Verify.class,
            CommandLine.HelpCommand.class
        })
public final class Main {
    private Main() {}

    /// Runs a command. Without one, the server.
    public static void main(String[] arguments) {
        Logging.configure();
        boolean bare = arguments.length == 0
                || (arguments[0].startsWith("-")
                        && !arguments[0].equals("--help")
                        && !arguments[0].equals("-h")
                        && !arguments[0].equals("--version")
                        && !arguments[0].equals("-V"));
        String[] command = bare ? prepend("serve", arguments) : arguments;
        System.exit(new CommandLine(new Main()).execute(command));
    }

    private static String[] prepend(String first, String[] rest) {
        var all = new String[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }
}
