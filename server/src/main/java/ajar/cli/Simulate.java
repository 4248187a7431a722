package ajar.cli;

import ajar.simulate.Simulators;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ajar simulate`: runs a small server that behaves like a provider of calendars, for tests and for
/// trying things out.
@Command(
        name = "simulate",
        description = "Run a simulator of a calendar provider on 127.0.0.1.",
        mixinStandardHelpOptions = true)
public final class Simulate implements Callable<Integer> {
    @Parameters(paramLabel = "PROVIDER", description = "google-calendar or microsoft-calendar.")
    private String provider = "";

    @Option(names = "--port", paramLabel = "N", description = "The port to listen on; 0 for any free one. Default: 0.")
    private int port;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        var err = spec.commandLine().getErr();
        if (!Simulators.NAMES.contains(provider)) {
            err.println("ajar: there is no simulator of " + provider + "; there are "
                    + String.join(" and ", Simulators.NAMES) + ".");
            return 2;
        }
        var stop = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(stop::countDown, "stop"));
        try (var simulator = Simulators.start(provider, port, InstantSource.system())) {
            String option = provider.startsWith("google") ? "google" : "microsoft";
            out.println("Simulating " + provider + " at " + simulator.url());
            out.println("Start Ajar with:  ./ajar --allow-private-network --" + option + "-url " + simulator.url()
                    + " --" + option + "-client-id test --" + option + "-client-secret test");
            out.println("Arrange calendars and faults below " + simulator.url() + "/simulator/");
            out.flush();
            stop.await();
            return 0;
        } catch (UncheckedIOException taken) {
            err.println("ajar: port " + port + " cannot be used (" + taken.getMessage() + ").");
            return 1;
        }
    }
}
