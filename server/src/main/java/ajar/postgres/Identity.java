package ajar.postgres;

import com.sun.security.auth.module.UnixSystem;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The user PostgreSQL runs as. It refuses to be root, so a root Ajar has to step down for it; who made
/// the database is remembered by the owner of its files.
///
/// @param prefix what to put before a command to run it as this user; empty if it is the user of this
///     process
/// @param user the numeric id that the user's files carry
/// @param group the numeric group id that the user's files carry
record Identity(List<String> prefix, int user, int group) {
    private static final Logger LOG = LoggerFactory.getLogger(Identity.class);

    /// A way for root to step down, tried in this order.
    enum Way {
        /// As the user that owns the folder, if that is not root.
        OWNER,
        /// In a user namespace of its own, where root's files belong to nobody in particular. Nothing
        /// has to be handed over, and folders only root may enter stay reachable. Containers often
        /// forbid it.
        NAMESPACE,
        /// As the system's `postgres` user, or else `nobody`.
        UNPRIVILEGED
    }

    /// @param folder the data folder
    /// @param database the cluster, which need not exist yet
    /// @param ways what root may try, in order
    static Identity choose(Path folder, Path database, Binaries binaries, List<Way> ways) throws IOException {
        var self = new UnixSystem();
        int user = (int) self.getUid();
        Optional<Integer> owner = Files.exists(database) ? Optional.of(Trees.user(database)) : Optional.empty();
        if (user != 0) {
            if (owner.isPresent() && owner.get() != user) {
                throw new DatabaseStartException("The database in " + folder + " belongs to user " + owner.get()
                        + ", but Ajar runs as user " + user + ". Run it as before, or hand the folder over: chown -R "
                        + user + " " + folder);
            }
            return new Identity(List.of(), user, (int) self.getGid());
        }
        for (Identity candidate : candidates(folder, database, owner, ways)) {
            if (candidate.reaches(folder, binaries)) {
                if (owner.isPresent() && owner.get() != candidate.user) {
                    LOG.info("handing the database in {} over to user {}", folder, candidate.user);
                    Trees.give(database, candidate.user, candidate.group);
                }
                return candidate;
            }
        }
        String whom = owner.filter(of -> of != 0)
                .map(of -> "user " + of + ", who owns its files")
                .orElse("another user");
        throw new DatabaseStartException("PostgreSQL refuses to run as root, and here is no way to run it on " + folder
                + " as " + whom
                + " (tried unshare -U and setpriv). Run Ajar as an ordinary user on a folder of its own,"
                + " or name a database of your own with --database-url.");
    }

    private static List<Identity> candidates(Path folder, Path database, Optional<Integer> owner, List<Way> ways)
            throws IOException {
        List<Identity> candidates = new ArrayList<>();
        if (owner.isPresent() && owner.get() != 0) {
            stepDown(owner.get(), Trees.group(database)).ifPresent(candidates::add);
            return candidates;
        }
        for (Way way : ways) {
            switch (way) {
                case OWNER -> {
                    int user = Trees.user(folder);
                    if (user != 0) {
                        stepDown(user, Trees.group(folder)).ifPresent(candidates::add);
                    }
                }
                case NAMESPACE ->
                    tool("unshare")
                            .map(unshare -> new Identity(List.of(unshare, "-U"), 0, 0))
                            .ifPresent(candidates::add);
                case UNPRIVILEGED -> {
                    for (String name : List.of("postgres", "nobody")) {
                        var user = number("id", "-u", name);
                        var group = number("id", "-g", name);
                        if (user.isPresent() && group.isPresent()) {
                            stepDown(user.get(), group.get()).ifPresent(candidates::add);
                        }
                    }
                }
            }
        }
        return candidates;
    }

    private static Optional<Identity> stepDown(int user, int group) {
        return tool("setpriv")
                .map(setpriv -> new Identity(
                        List.of(setpriv, "--reuid=" + user, "--regid=" + group, "--clear-groups"), user, group));
    }

    /// Whether this identity really is not root, can enter the folder and run the programs there. Opens
    /// the folder for passing through, not for looking around, where that is what it takes.
    private boolean reaches(Path folder, Binaries binaries) throws IOException {
        var before = Files.getPosixFilePermissions(folder);
        if (Trees.user(folder) != user) {
            var open = EnumSet.copyOf(before);
            open.add(PosixFilePermission.OTHERS_EXECUTE);
            Files.setPosixFilePermissions(folder, open);
        }
        boolean reached = run(
                        folder,
                        "sh",
                        "-c",
                        "test \"$(id -u)\" -ne 0 && cd \"$1\" && \"$2\" --version >/dev/null",
                        "sh",
                        folder.toString(),
                        binaries.postgres().toString())
                .success();
        if (!reached) {
            Files.setPosixFilePermissions(folder, before);
        }
        return reached;
    }

    /// What a command has printed on both channels, and whether it ended well.
    record Outcome(boolean success, String output) {}

    /// Runs a short command as this user and waits for its end.
    ///
    /// @param folder the folder to run it in
    Outcome run(Path folder, String... command) throws IOException {
        Process process =
                builder(folder, List.of(command)).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor() == 0, output);
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new DatabaseStartException("Interrupted while running " + command[0], e);
        }
    }

    /// A command to be run as this user, in an environment that holds nothing meant for another
    /// PostgreSQL and no language but English, which the launcher reads in the log.
    ProcessBuilder builder(Path folder, List<String> command) {
        var builder = new ProcessBuilder(
                Stream.concat(prefix.stream(), command.stream()).toList());
        builder.directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    /// The path of one of the system's commands; empty if it has none of that name.
    static Optional<String> tool(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/bin:/bin:/usr/sbin:/sbin";
        return Stream.of(path.split(":"))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> new File(folder, name))
                .filter(file -> file.isFile() && file.canExecute())
                .map(File::getPath)
                .findFirst();
    }

    private static Optional<Integer> number(String... command) throws IOException {
        var outcome = new Identity(List.of(), 0, 0).run(Path.of("/"), command);
        String text = outcome.output().strip();
        return outcome.success() && text.matches("\\d{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }
}
