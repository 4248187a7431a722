package ajar.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.Api;
import ajar.Patience;
import ajar.TestServer;
import ajar.postgres.EmbeddedPostgres;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Killing either process under fifty writers loses nothing that was acknowledged.
class NothingLostTest {
    private static final int BETWEEN_KILLS = 250;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void killingTheServerLosesNothing(@TempDir Path folder) throws Exception {
        var process = new AtomicReference<>(new ServerProcess(folder, 0));
        var api = new AtomicReference<>(process.get().api());
        int port = URI.create(api.get().url()).getPort();
        try {
            var writers = new Writers(api::get);
            writers.start();
            writers.awaitAcknowledged(BETWEEN_KILLS, PATIENCE);
            for (int kill = 0; kill < 2; kill++) {
                process.get().kill();
                process.set(new ServerProcess(folder, port));
                api.set(process.get().api());
                writers.awaitAcknowledged(BETWEEN_KILLS, PATIENCE);
            }
            assertThat(writers.stop()).allSatisfy(Writers::tellsToTryAgain);

            try (var database = process.get().connect()) {
                writers.assertNothingIsLost(api.get(), database);
            }
        } finally {
            process.get().close();
        }
    }

    @Test
    void killingTheDatabaseLosesNothing(@TempDir Path folder) throws Exception {
        try (var postgres = EmbeddedPostgres.start(folder);
                var server = TestServer.on(postgres)) {
            var writers = new Writers(server::api);
            writers.start();
            writers.awaitAcknowledged(BETWEEN_KILLS, PATIENCE);
            for (int kill = 0; kill < 2; kill++) {
                ProcessHandle.of(postgres.pid()).orElseThrow().destroyForcibly();
                writers.awaitAcknowledged(1, PATIENCE);
                Patience.until("ready again", Duration.ofSeconds(15), () -> answers(server.api()));
                writers.awaitAcknowledged(BETWEEN_KILLS, PATIENCE);
            }
            var refusals = writers.stop();

            assertThat(refusals).isNotEmpty().allSatisfy(Writers::tellsToTryAgain);
            try (var database = server.connect()) {
                writers.assertNothingIsLost(server.api(), database);
            }
        }
    }

    @Test
    void aDatabaseThatIsAwayIsToldOfAndTakenBack(@TempDir Path folder) {
        var first = EmbeddedPostgres.start(folder);
        try (var server = TestServer.on(first)) {
            var api = server.api();
            api.get("/me/").orFail();
            first.close();

            Writers.tellsToTryAgain(api.get("/lead/"));

            try (var again = EmbeddedPostgres.start(folder)) {
                assertThat(again.jdbcUrl()).isEqualTo(first.jdbcUrl());
                Patience.until("ready again", Duration.ofSeconds(15), () -> answers(api));
            }
        } finally {
            first.close();
        }
    }

    private static boolean answers(Api api) {
        try {
            return api.get("/health").isSuccess();
        } catch (UncheckedIOException gone) {
            return false;
        }
    }
}
