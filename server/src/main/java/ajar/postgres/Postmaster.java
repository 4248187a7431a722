package ajar.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// The server process of a cluster, as its `postmaster.pid` tells. The file outlives a server that was
/// killed, so what it names may be long gone, or another program by now.
///
/// @param pid the process id it names
/// @param ready whether it says that clients are welcome
record Postmaster(long pid, boolean ready) {
    private static final Path PROC = Path.of("/proc");

    /// Empty if the cluster was stopped in good order, or has just begun to start.
    static Optional<Postmaster> of(Path database) throws IOException {
        try {
            List<String> lines = Files.readAllLines(file(database));
            if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,18}")) {
                return Optional.empty();
            }
            boolean ready = lines.size() >= 8 && lines.get(7).strip().equals("ready");
            return Optional.of(new Postmaster(Long.parseLong(lines.getFirst().strip()), ready));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    static Path file(Path database) {
        return database.resolve("postmaster.pid");
    }

    /// Whether the process is alive and truly a PostgreSQL that serves this cluster.
    boolean serves(Path database) {
        return runs(pid) && (worksIn(pid, database) || commandLineNames(pid, database));
    }

    /// Asks it to disconnect its clients and end; then to end at once; then makes it end.
    ///
    /// @param patience how long the first request may take before the second follows
    /// @return false if it is still there
    boolean stop(Duration patience) {
        signal("INT");
        if (awaitEnd(pid, patience)) {
            return true;
        }
        signal("QUIT");
        if (awaitEnd(pid, Duration.ofSeconds(5))) {
            return true;
        }
        signal("KILL");
        return awaitEnd(pid, Duration.ofSeconds(5));
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("sh", "-c", "kill -s " + name + " " + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new DatabaseStartException("Cannot run sh to send a signal to PostgreSQL, process " + pid, e);
        }
    }

    /// Ends the processes of this cluster that have lost their server and still hold its shared memory.
    /// They notice by themselves, except in the middle of something long. Where there is no `/proc`
    /// (macOS) none are found; the next server refuses to start there until they are gone.
    static void endOrphans(Path database) throws IOException {
        long patience = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        List<Long> orphans = workersIn(database);
        while (!orphans.isEmpty() && System.nanoTime() < patience) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            orphans = workersIn(database);
        }
        for (long orphan : orphans) {
            ProcessHandle.of(orphan).ifPresent(ProcessHandle::destroyForcibly);
        }
        for (long orphan : orphans) {
            awaitEnd(orphan, Duration.ofSeconds(5));
        }
    }

    private static List<Long> workersIn(Path database) throws IOException {
        List<Long> found = new ArrayList<>();
        if (Files.isDirectory(PROC)) {
            try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
                for (Path process : processes) {
                    long pid = Long.parseLong(process.getFileName().toString());
                    if (worksIn(pid, database) && runs(pid)) {
                        found.add(pid);
                    }
                }
            }
        }
        return found;
    }

    /// Every process of a cluster works in the cluster's folder; holds even after the folder was
    /// renamed.
    private static boolean worksIn(long pid, Path database) {
        Path process = PROC.resolve(Long.toString(pid));
        try {
            return Files.isSameFile(process.resolve("cwd"), database)
                    && Files.readString(process.resolve("comm")).strip().equals("postgres");
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean commandLineNames(long pid, Path database) {
        List<String> line = commandLine(pid);
        int option = line.indexOf("-D");
        return option > 0
                && option + 1 < line.size()
                && line.getFirst().endsWith("postgres")
                && line.get(option + 1).equals(database.toString());
    }

    private static List<String> commandLine(long pid) {
        try {
            return Arrays.asList(
                    Files.readString(PROC.resolve(pid + "/cmdline")).split("\0", -1));
        } catch (IOException e) {
            List<String> line = new ArrayList<>();
            ProcessHandle.of(pid).map(ProcessHandle::info).ifPresent(info -> {
                info.command().ifPresent(line::add);
                info.arguments().map(Arrays::asList).ifPresent(line::addAll);
            });
            return line;
        }
    }

    /// Whether a process is alive. One that is dead and waits for its parent to notice is not; in
    /// containers such may stay for ever.
    static boolean runs(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state != 'Z' && state != 'X';
        } catch (IOException e) {
            return !Files.isDirectory(PROC.resolve("self"))
                    && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
        }
    }

    /// Waits for the end of a process, not to be interrupted: giving up half way would leave a server
    /// behind.
    private static boolean awaitEnd(long pid, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        while (runs(pid) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !runs(pid);
    }
}
