package ajar.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `ajar serve` as a process: how it ends, and what it says when it cannot begin.
class ServeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void aFolderIsServedOnceAndSigtermStopsTheDatabaseToo(@TempDir Path folder) {
        try (var server = new ServerProcess(folder, 0)) {
            server.api().get("/me/").orFail();
            long postmaster = server.postmaster();

            try (var second = new ServerProcess(folder, 0)) {
                assertThat(second.exitCode(PATIENCE)).isEqualTo(1);
                assertThat(second.said().lines())
                        .anySatisfy(line -> assertThat(line)
                                .startsWith("ajar: The data folder")
                                .contains("is in use by another Ajar", "--data"))
                        .noneSatisfy(line -> assertThat(line).startsWith("\tat "));
            }
            server.api().get("/me/").orFail();

            server.stop();

            assertThat(server.exitCode(PATIENCE)).isEqualTo(128 + 15);
            assertThat(ProcessHandle.of(postmaster).filter(ProcessHandle::isAlive))
                    .isEmpty();
            assertThat(folder.resolve("database/postmaster.pid")).doesNotExist();
        }
    }

    @Test
    void aTakenPortIsToldOfBeforeAnythingIsMade(@TempDir Path parent) throws Exception {
        Path folder = parent.resolve("data");
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                var server = new ServerProcess(folder, taken.getLocalPort())) {
            assertThat(server.exitCode(PATIENCE)).isEqualTo(1);
            assertThat(server.said())
                    .startsWith("ajar: Port " + taken.getLocalPort())
                    .contains("--port");
            assertThat(Files.exists(folder)).isFalse();
        }
    }
}
