package ajar.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    private static final int NOBODY = 65534;

    /// One folder for the tests that do not care how it began: making a database takes seconds, opening
    /// it does not.
    @TempDir
    static Path shared;

    @Test
    void anEmptyFolderBecomesADurableDatabase(@TempDir Path parent) throws Exception {
        Path folder = parent.resolve("of/data");

        try (var postgres = EmbeddedPostgres.start(folder)) {
            assertThat(ask(postgres, "show fsync")).isEqualTo("on");
            assertThat(ask(postgres, "show synchronous_commit")).isEqualTo("on");
            assertThat(ask(postgres, "show server_encoding")).isEqualTo("UTF8");
            assertThat(ask(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(postgres, "show unix_socket_directories")).isEmpty();
            assertThat(Binaries.VERSION).startsWith(ask(postgres, "show server_version") + ".");
            assertThat(ask(
                            postgres,
                            "select datlocprovider::text || datlocale from pg_database where datname = 'postgres'"))
                    .isEqualTo("bC.UTF-8");
            assertThat(ask(postgres, "select current_user")).isEqualTo(postgres.user());
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("postgres.password"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aWrongPasswordIsRefused() {
        try (var postgres = EmbeddedPostgres.start(shared)) {
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "guessed"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void aRestartKeepsDataPortAndPassword() throws Exception {
        int port;
        String password;
        try (var postgres = EmbeddedPostgres.start(shared)) {
            tell(postgres, "create table kept (word text)", "insert into kept values ('still here')");
            port = postgres.port();
            password = postgres.password();
        }

        try (var postgres = EmbeddedPostgres.start(shared)) {
            assertThat(ask(postgres, "select word from kept")).isEqualTo("still here");
            assertThat(postgres.port()).isEqualTo(port);
            assertThat(postgres.password()).isEqualTo(password);
        }
    }

    @Test
    void closingStopsTheServerEvenWithClientsConnected() throws Exception {
        var postgres = EmbeddedPostgres.start(shared);
        long pid = postgres.pid();
        try (var idle = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password())) {
            assertThat(idle.isValid(1)).isTrue();

            postgres.close();
        }

        assertThat(Postmaster.runs(pid)).isFalse();
        assertThat(shared.resolve("database/postmaster.pid")).doesNotExist();
    }

    @Test
    void aSecondServerOnTheSameFolderIsRefused() throws Exception {
        try (var postgres = EmbeddedPostgres.start(shared)) {
            long self = ProcessHandle.current().pid();

            assertThatThrownBy(() -> EmbeddedPostgres.start(shared))
                    .isInstanceOf(FolderInUseException.class)
                    .hasMessageContaining(shared.toRealPath().toString())
                    .hasMessageContaining("process " + self);
            try (var other = serve(shared)) {
                assertThat(other.answer())
                        .startsWith("refused")
                        .contains(shared.toRealPath().toString())
                        .contains("process " + self);
            }
            assertThat(ask(postgres, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void aFolderThatWasRefusedIsStillLockedAfterwards() throws Exception {
        try (var postgres = EmbeddedPostgres.start(shared)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(shared)).isInstanceOf(FolderInUseException.class);
            assertThat(postgres.port()).isPositive();

            try (var other = serve(shared)) {
                assertThat(other.answer()).startsWith("refused");
            }
        }
    }

    @Test
    void aKilledServerComesBackOnTheSamePortWithCommittedData() throws Exception {
        try (var postgres = EmbeddedPostgres.start(shared)) {
            tell(postgres, "create table survivor (word text)", "insert into survivor values ('committed')");
            long killed = postgres.pid();
            int port = postgres.port();

            ProcessHandle.of(killed).orElseThrow().destroyForcibly();

            assertThat(askUntilAnswered(postgres, killed, "select word from survivor"))
                    .isEqualTo("committed");
            assertThat(postgres.port()).isEqualTo(port);
            assertThat(postgres.pid()).isNotEqualTo(killed);
        }
    }

    @Test
    void theNextStartTakesOverWhatAKilledAjarHasLeft() throws Exception {
        long left;
        try (var other = serve(shared)) {
            left = other.server();
            other.kill();
        }
        assertThat(Postmaster.runs(left)).isTrue();

        try (var postgres = EmbeddedPostgres.start(shared)) {
            assertThat(Postmaster.runs(left)).isFalse();
            assertThat(postgres.pid()).isNotEqualTo(left);
            assertThat(ask(postgres, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void workersThatLostTheirServerDoNotStandInTheWay() throws Exception {
        try (var postgres = EmbeddedPostgres.start(shared);
                var busy = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = busy.createStatement()) {
            long killed = postgres.pid();
            // A loop inside the server that never looks whether the postmaster is alive.
            var query = Thread.ofVirtual().start(() -> {
                try {
                    statement.execute("do $$ declare i bigint := 0; begin loop i := i + 1; end loop; end $$");
                } catch (SQLException expected) {
                    // It is killed along with its server.
                }
            });
            eventually(() -> ask(
                            postgres,
                            "select count(*) from pg_stat_activity where state = 'active' and query like 'do %'")
                    .equals("1"));

            ProcessHandle.of(killed).orElseThrow().destroyForcibly();

            assertThat(askUntilAnswered(postgres, killed, "select 1")).isEqualTo("1");
            query.join();
        }
    }

    @Test
    void aPidFileThatNamesAnotherProgramIsIgnored() throws Exception {
        EmbeddedPostgres.start(shared).close();
        Files.writeString(
                shared.resolve("database/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + shared + "\n1\n1\n\n127.0.0.1\n\nready\n");

        try (var postgres = EmbeddedPostgres.start(shared)) {
            assertThat(ask(postgres, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void aTakenPortIsExchangedForAnother() throws Exception {
        int port;
        try (var postgres = EmbeddedPostgres.start(shared)) {
            port = postgres.port();
        }

        try (var squatter = new ServerSocket()) {
            squatter.setReuseAddress(true);
            squatter.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            try (var postgres = EmbeddedPostgres.start(shared)) {
                assertThat(postgres.port()).isNotEqualTo(port);
                assertThat(ask(postgres, "select 1")).isEqualTo("1");
            }
        }
    }

    @Test
    void leftoversOfAnInterruptedFirstStartAreReplaced(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("postgres/" + Binaries.VERSION + ".unpacking/bin"));
        Files.createDirectories(folder.resolve("postgres/17.1.0/bin"));
        Files.createDirectories(folder.resolve("database.unfinished/database/base"));
        Files.writeString(folder.resolve("database.unfinished/password"), "half");

        try (var postgres = EmbeddedPostgres.start(folder)) {
            assertThat(ask(postgres, "select 1")).isEqualTo("1");
        }
        assertThat(folder.resolve("postgres")).isDirectoryNotContaining(path -> !path.endsWith(Binaries.VERSION));
        assertThat(folder.resolve("database.unfinished")).doesNotExist();
    }

    @Test
    void aDatabaseOfAnotherMajorVersionIsLeftAlone(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("database"));
        Files.writeString(folder.resolve("database/PG_VERSION"), "14\n");

        assertThatThrownBy(() -> EmbeddedPostgres.start(folder))
                .isInstanceOf(DatabaseStartException.class)
                .hasMessageContaining("PostgreSQL 14")
                .hasMessageContaining(folder.toRealPath().toString());
    }

    @Test
    void aServerThatCannotStartShowsTheEndOfItsLog() throws Exception {
        EmbeddedPostgres.start(shared).close();
        System.setProperty("ajar.postgres.shared_buffers", "nonsense");
        try {
            assertThatThrownBy(() -> EmbeddedPostgres.start(shared))
                    .isInstanceOf(DatabaseStartException.class)
                    .hasMessageContaining("postgres.log")
                    .hasMessageContaining("invalid value for parameter \"shared_buffers\"");
        } finally {
            System.clearProperty("ajar.postgres.shared_buffers");
        }
    }

    @Test
    void rootServesTheFolderOfAnotherUserAsThatUser() throws Exception {
        assumeTrue(user() == 0);
        Path folder = openFolder();
        try {
            Trees.give(folder, NOBODY, NOBODY);

            try (var postgres = EmbeddedPostgres.start(folder)) {
                assertThat(ask(postgres, "select 1")).isEqualTo("1");
            }
            try (var entries = Files.walk(folder)) {
                assertThat(entries.filter(entry -> owner(entry) != NOBODY)).isEmpty();
            }
        } finally {
            Trees.delete(folder);
        }
    }

    @Test
    void rootStepsDownWhereNamespacesAreForbidden() throws Exception {
        assumeTrue(user() == 0);
        Path folder = openFolder();
        try {
            try (var postgres = EmbeddedPostgres.start(folder, List.of(Identity.Way.UNPRIVILEGED))) {
                tell(postgres, "create table kept (word text)");
            }
            assertThat(owner(folder.resolve("database"))).isNotZero();

            try (var postgres = EmbeddedPostgres.start(folder)) {
                assertThat(ask(postgres, "select count(*) from kept")).isEqualTo("0");
            }
            assertThatThrownBy(() -> EmbeddedPostgres.start(folder.resolve("new"), List.of()))
                    .isInstanceOf(DatabaseStartException.class)
                    .hasMessageContaining("--database-url");
        } finally {
            Trees.delete(folder);
        }
    }

    @Test
    void anOrdinaryUserServesAFolderOfTheirOwn() throws Exception {
        assumeTrue(user() == 0);
        var setpriv = Identity.tool("setpriv");
        assumeTrue(setpriv.isPresent());
        Path folder = openFolder();
        try {
            // The ordinary user may see neither the build's folder nor the local repository.
            String classes = copyOfClassPath(Files.createDirectory(folder.resolve("classes")));
            Path data = folder;
            Trees.give(folder, NOBODY, NOBODY);

            for (String start : List.of("first", "second")) {
                try (var other = serve(
                        data, classes, setpriv.get(), "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups")) {
                    assertThat(other.answer()).as(start).startsWith("ready");
                }
            }
            assertThat(owner(data.resolve("database"))).isEqualTo(NOBODY);
        } finally {
            Trees.delete(folder);
        }
    }

    private static int user() {
        return (int) new UnixSystem().getUid();
    }

    private static int owner(Path path) {
        try {
            return Trees.user(path);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// A new folder that every user can enter, with the programs unpacked already, which takes most of
    /// the time.
    private static Path openFolder() throws IOException {
        Path folder = Files.createTempDirectory("ajar-postgres");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        copy(Binaries.in(shared).home(), folder.resolve("postgres/" + Binaries.VERSION));
        return folder;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (var files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    private static String copyOfClassPath(Path target) throws IOException {
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.matches(".*(classes|slf4j|postgres|commons|xz)[^/]*")) {
                continue;
            }
            Path from = Path.of(entry);
            Path to = target.resolve(copies.size() + "-" + from.getFileName());
            copies.add(to.toString());
            copy(from, to);
        }
        return String.join(File.pathSeparator, copies);
    }

    private static Serving serve(Path folder) throws IOException {
        return serve(folder, System.getProperty("java.class.path"));
    }

    private static Serving serve(Path folder, String classPath, String... prefix) throws IOException {
        List<String> command = new ArrayList<>(List.of(prefix));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                ServingProcess.class.getName(),
                folder.toString()));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String answer = output.readLine();
        System.out.println(answer);
        return new Serving(process, answer);
    }

    private record Serving(Process process, String answer) implements AutoCloseable {
        long server() {
            return Long.parseLong(answer.split(" ")[1]);
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            process.onExit().join();
        }
    }

    private static String ask(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void tell(EmbeddedPostgres postgres, String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String askUntilAnswered(EmbeddedPostgres postgres, long killed, String sql) throws Exception {
        eventually(() -> {
            try {
                return postgres.pid() != killed && ask(postgres, sql) != null;
            } catch (SQLException e) {
                return false;
            }
        });
        return ask(postgres, sql);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void eventually(Condition condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("too late").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }
}
