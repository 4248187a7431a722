package ajar.postgres;

import java.nio.file.Path;

/// An Ajar that does nothing but serve its database, for tests that need one in a process of its own.
/// Says `ready <pid of the server> <address>` and stops in good order when its standard input ends.
final class ServingProcess {
    private ServingProcess() {}

    public static void main(String[] arguments) throws Exception {
        long before = System.nanoTime();
        try (var postgres = EmbeddedPostgres.start(Path.of(arguments[0]))) {
            long millis = (System.nanoTime() - before) / 1_000_000;
            System.out.println("ready " + postgres.pid() + " " + postgres.jdbcUrl() + " after " + millis + " ms");
            while (System.in.read() >= 0) {}
        } catch (DatabaseStartException e) {
            System.out.println("refused " + e.getMessage());
        }
    }
}
