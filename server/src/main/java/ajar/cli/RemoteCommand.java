package ajar.cli;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A command that speaks to a running server.
abstract class RemoteCommand implements Callable<Integer> {
    @Mixin
    private final Remote remote = new Remote();

    @Spec
    private @Nullable CommandSpec spec;

    /// Does the work and prints what came of it.
    abstract void run(Remote remote, PrintWriter out) throws RemoteException;

    @Override
    public final Integer call() {
        var line = Objects.requireNonNull(spec).commandLine();
        try {
            run(remote, line.getOut());
            line.getOut().flush();
            return 0;
        } catch (RemoteException refused) {
            line.getErr().println("ajar: " + refused.getMessage());
            line.getErr().flush();
            return 1;
        }
    }
}
