package ajar.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A PostgreSQL server that runs beside Ajar for as long as Ajar runs, on a data folder of its own. It
/// listens on the loopback address only, asks for a password, and is as durable as PostgreSQL is by
/// default. If it dies it is started again on the same port; if Ajar dies it runs on, and the next
/// start on the folder replaces it.
///
/// In the folder: `postgres/<version>` (the programs), `database` (the cluster), `postgres.password`,
/// `postgres.port`, `postgres.log` and `ajar.lock`.
///
/// Settings of PostgreSQL can be given as system properties named `ajar.postgres.<setting>`, as in
/// `-Dajar.postgres.shared_buffers=512MB`. Where it listens cannot be changed that way.
///
/// Instances may be shared between threads.
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String USER = "ajar";
    private static final String PROPERTY = "ajar.postgres.";
    private static final long LARGEST_LOG = 10_000_000;

    /// How long the server may be silent in its log before it is given up. A long recovery reports
    /// every ten seconds.
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration STOPPING = Duration.ofSeconds(30);

    private final Path folder;
    private final Path database;
    private final Path log;
    private final FolderLock lock;
    private final Binaries binaries;
    private final Identity identity;
    private final String password;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ReentrantLock launching = new ReentrantLock();
    private volatile int port;
    private volatile Process process;
    private volatile Thread supervisor;

    /// Starts the server on a folder and waits until it takes connections. An empty or missing folder
    /// becomes a new, empty database, which takes a few seconds; later starts take a fraction of one.
    ///
    /// @param folder the data folder; made, for the owner only, if it is missing @throws
    ///     FolderInUseException if another server holds the folder @throws DatabaseStartException if
    ///     the server cannot be started; the message says what to do
    public static EmbeddedPostgres start(Path folder) {
        return start(folder, List.of(Identity.Way.values()));
    }

    /// @param ways how root may step down, in the order to try
    static EmbeddedPostgres start(Path folder, List<Identity.Way> ways) {
        try {
            Path absolute = folder.toAbsolutePath().normalize();
            if (!Files.isDirectory(absolute)) {
                Path parent = absolute.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Trees.create(absolute, "rwx------");
            }
            Path real = absolute.toRealPath();
            var lock = FolderLock.claim(real);
            try {
                return new EmbeddedPostgres(real, lock, ways);
            } catch (Throwable e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new DatabaseStartException("Cannot start the database in " + folder + ": " + e, e);
        }
    }

    private EmbeddedPostgres(Path folder, FolderLock lock, List<Identity.Way> ways) throws IOException {
        this.folder = folder;
        this.lock = lock;
        database = folder.resolve("database");
        log = folder.resolve("postgres.log");
        checkFormat();
        binaries = Binaries.in(folder);
        identity = Identity.choose(folder, database, binaries, ways);
        password = readPassword();
        clearRemains();
        if (!Files.exists(database)) {
            create();
        }
        binaries.deleteOthers();
        if (!Files.exists(log)) {
            createSecret(log);
        }
        boundLog();
        port = rememberedPort();
        process = launchOnFreePort();
        supervisor = Thread.ofVirtual().name("postgres supervisor").start(this::supervise);
    }

    /// The address for JDBC, without user and password. The same as long as this object lives.
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /// The name of the database's owner, a superuser.
    public String user() {
        return USER;
    }

    /// The password of [#user()]; made by chance when the folder was made.
    public String password() {
        return password;
    }

    /// The TCP port on the loopback address. The same as long as this object lives, and usually from
    /// start to start.
    public int port() {
        return port;
    }

    /// The process id of the server. Another one after it died and was started again.
    public long pid() {
        return process.pid();
    }

    /// Disconnects all clients and stops the server in good order; waits for the end, normally a tenth
    /// of a second, and forces it after half a minute. Then gives the folder free. Does nothing the
    /// second time.
    @Override
    public void close() {
        launching.lock();
        try {
            if (closing.getCount() == 0) {
                return;
            }
            closing.countDown();
            stop(process);
        } finally {
            launching.unlock();
        }
        boolean interrupted = Thread.interrupted();
        try {
            supervisor.join();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        lock.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void checkFormat() throws IOException {
        Path version = database.resolve("PG_VERSION");
        if (Files.exists(version)) {
            String major = Files.readString(version).strip();
            if (!major.equals(Binaries.MAJOR)) {
                throw new DatabaseStartException("The database in " + folder + " was made by PostgreSQL " + major
                        + ", but this Ajar brings PostgreSQL " + Binaries.MAJOR
                        + ". Serve it with the Ajar that made it,"
                        + " export the data there and import them here.");
            }
        }
    }

    private String readPassword() throws IOException {
        Path file = folder.resolve("postgres.password");
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        if (Files.exists(database)) {
            throw new DatabaseStartException("The password of the database in " + folder + " is missing: put the file "
                    + file + " back, from where the folder was copied or restored.");
        }
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String fresh = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Path unfinished = folder.resolve("postgres.password.unfinished");
        Files.deleteIfExists(unfinished);
        createSecret(unfinished);
        Files.writeString(unfinished, fresh + "\n");
        Trees.syncEntry(unfinished);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        return fresh;
    }

    private static void createSecret(Path file) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /// Makes the cluster, beside its place, so that what an interrupted attempt leaves is never taken
    /// for one.
    private void create() throws IOException {
        Path unfinished = folder.resolve("database.unfinished");
        Trees.delete(unfinished);
        Trees.create(unfinished, "rwx------");
        Path cluster = unfinished.resolve("database");
        Trees.create(cluster, "rwx------");
        Path secret = unfinished.resolve("password");
        createSecret(secret);
        Files.writeString(secret, password + "\n");
        if (Trees.user(unfinished) != identity.user()) {
            Trees.give(unfinished, identity.user(), identity.group());
        }
        var outcome = identity.run(
                folder,
                binaries.initdb().toString(),
                "-D",
                cluster.toString(),
                "--username=" + USER,
                "--pwfile=" + secret,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions");
        if (!outcome.success()) {
            Trees.delete(unfinished);
            throw new DatabaseStartException("Cannot make a database in " + folder + "; initdb says:\n"
                    + outcome.output().strip());
        }
        Files.move(cluster, database, StandardCopyOption.ATOMIC_MOVE);
        Trees.syncEntry(folder);
        Trees.delete(unfinished);
    }

    /// What is left of a server whose Ajar was killed, or that was killed itself: ends it, so that a
    /// new one can start.
    private void clearRemains() throws IOException {
        var left = Postmaster.of(database);
        if (left.isEmpty()) {
            return;
        }
        var postmaster = left.get();
        if (postmaster.serves(database)) {
            LOG.info("stopping the PostgreSQL that an earlier Ajar has left, process {}", postmaster.pid());
            if (!postmaster.stop(STOPPING)) {
                throw new DatabaseStartException("A PostgreSQL that an earlier Ajar has left, process "
                        + postmaster.pid() + ", still serves " + folder + " and cannot be stopped. Stop it by hand.");
            }
        }
        Postmaster.endOrphans(database);
        if (ProcessHandle.of(postmaster.pid()).isPresent()) {
            // Another program has got the number, or nobody collects the dead; PostgreSQL would take it for its like.
            Files.deleteIfExists(Postmaster.file(database));
        }
    }

    private int rememberedPort() throws IOException {
        Path file = folder.resolve("postgres.port");
        String text = Files.exists(file) ? Files.readString(file).strip() : "";
        return text.matches("\\d{4,5}") ? Integer.parseInt(text) : LoopbackPort.firstFor(folder);
    }

    private Process launchOnFreePort() throws IOException {
        for (int attempt = 1; ; attempt++) {
            port = LoopbackPort.freeFrom(port);
            Files.writeString(folder.resolve("postgres.port"), port + "\n");
            handOver();
            try {
                return launch();
            } catch (DatabaseStartException e) {
                // Somebody else may have been faster; if so, the next free one.
                if (attempt == 5 || LoopbackPort.isFree(port)) {
                    throw e;
                }
            }
        }
    }

    private Process launch() throws IOException {
        long patience = System.nanoTime() + SILENCE.toNanos();
        while (true) {
            long before = Files.size(log);
            Process started;
            launching.lock();
            try {
                if (closing.getCount() == 0) {
                    throw new DatabaseStartException("Ajar is stopping");
                }
                started = identity.builder(folder, command())
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
                process = started;
            } finally {
                launching.unlock();
            }
            if (awaitReady(started)) {
                return started;
            }
            String said = tail(before);
            boolean memoryHeld = said.contains("shared memory block");
            if (!memoryHeld || System.nanoTime() > patience) {
                throw new DatabaseStartException(
                        "PostgreSQL did not start in " + folder + ". The end of " + log + ":\n" + said);
            }
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        // A session of its own, so that an interrupt typed at the terminal reaches Ajar alone, which stops in order.
        Identity.tool("setsid").ifPresent(command::add);
        command.addAll(List.of(binaries.postgres().toString(), "-D", database.toString()));
        Map<String, String> settings = new TreeMap<>(Map.of(
                "fsync", "on",
                "synchronous_commit", "on",
                "max_connections", "40",
                "jit", "off",
                "wal_compression", "on",
                "timezone", "UTC",
                "log_timezone", "UTC",
                "log_line_prefix", "%m [%p] "));
        for (String property : System.getProperties().stringPropertyNames()) {
            if (property.startsWith(PROPERTY)) {
                settings.put(property.substring(PROPERTY.length()), System.getProperty(property));
            }
        }
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("port", Integer.toString(port));
        settings.put("unix_socket_directories", "");
        settings.put("logging_collector", "off");
        settings.put("log_destination", "stderr");
        settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    /// Waits until the server takes connections; false if it ended or was given up.
    private boolean awaitReady(Process started) throws IOException {
        long size = Files.size(log);
        long deadline = System.nanoTime() + SILENCE.toNanos();
        while (started.isAlive()) {
            if (Postmaster.of(database)
                    .filter(postmaster -> postmaster.pid() == started.pid())
                    .filter(Postmaster::ready)
                    .isPresent()) {
                return true;
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            if (Files.size(log) > size) {
                size = Files.size(log);
                deadline = System.nanoTime() + SILENCE.toNanos();
            }
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                stop(started);
            }
        }
        return false;
    }

    private static void stop(Process started) {
        if (started.isAlive() && !new Postmaster(started.pid(), true).stop(STOPPING)) {
            LOG.error("PostgreSQL, process {}, does not end", started.pid());
        }
    }

    private void supervise() {
        try {
            while (closing.getCount() > 0) {
                if (!process.waitFor(1, TimeUnit.MINUTES)) {
                    boundLog();
                } else if (closing.getCount() > 0) {
                    int code = process.exitValue();
                    LOG.warn("PostgreSQL has ended with code {}; starting it again. See {}", code, log);
                    restart(code == 0);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @param stoppedInOrder somebody stopped it in good order, probably along with Ajar, which then
    ///     hears of it soon
    private void restart(boolean stoppedInOrder) throws InterruptedException {
        Duration pause = stoppedInOrder ? Duration.ofSeconds(1) : Duration.ofMillis(50);
        while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            try {
                clearRemains();
                launch();
                LOG.info("PostgreSQL runs again, process {}, port {}", pid(), port);
                return;
            } catch (IOException | DatabaseStartException e) {
                if (closing.getCount() > 0) {
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                    LOG.error("PostgreSQL does not start; trying again in {} ms", pause.toMillis(), e);
                }
            }
        }
    }

    /// Keeps the log from filling the disk: a large one becomes `postgres.log.1`. The server goes on
    /// writing to the same file, so it is copied and emptied.
    private void boundLog() {
        try {
            if (Files.size(log) > LARGEST_LOG) {
                Files.copy(
                        log,
                        folder.resolve("postgres.log.1"),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
                try (var emptied = FileChannel.open(log, StandardOpenOption.WRITE)) {
                    emptied.truncate(0);
                }
            }
        } catch (IOException e) {
            LOG.warn("cannot shorten {}", log, e);
        }
    }

    /// The last few lines of the log from a place on.
    private String tail(long from) throws IOException {
        try (var channel = FileChannel.open(log, StandardOpenOption.READ)) {
            long start = Math.max(Math.min(from, channel.size()), channel.size() - 4000);
            var buffer = ByteBuffer.allocate((int) (channel.size() - start));
            channel.read(buffer, start);
            return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8).strip();
        }
    }

    /// Where root serves a folder of somebody else, what it has made there becomes theirs.
    private void handOver() throws IOException {
        if (identity.prefix().isEmpty()) {
            return;
        }
        int owner = Trees.user(folder);
        int group = Trees.group(folder);
        try (var entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (!entry.equals(database)
                        && !Files.isSymbolicLink(entry)
                        && Files.exists(entry, LinkOption.NOFOLLOW_LINKS)
                        && Trees.user(entry) != owner) {
                    Trees.give(entry, owner, group);
                }
            }
        }
    }
}
