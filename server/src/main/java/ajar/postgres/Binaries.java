package ajar.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// PostgreSQL's programs, unpacked from the archive on the class path into the data folder.
record Binaries(Path home) {
    /// The version of the archive, as published; a test compares it with the server that comes out.
    static final String VERSION = "18.6.0";

    /// The file format of the database: a cluster made by another major version cannot be opened.
    static final String MAJOR = "18";

    private static final Map<String, String> ARCHITECTURES =
            Map.of("amd64", "x86_64", "x86_64", "x86_64", "aarch64", "arm_64", "arm64", "arm_64");

    Path initdb() {
        return home.resolve("bin/initdb");
    }

    Path postgres() {
        return home.resolve("bin/postgres");
    }

    /// The programs under `postgres/<version>` of the folder, unpacked now if they are not there yet.
    /// They appear under that name only when all are there and would survive a loss of power.
    static Binaries in(Path folder) throws IOException {
        Path all = folder.resolve("postgres");
        Path home = all.resolve(VERSION);
        if (!Files.isDirectory(home)) {
            Path unfinished = all.resolve(VERSION + ".unpacking");
            Trees.delete(unfinished);
            Trees.create(unfinished, "rwxr-xr-x");
            unpack(unfinished);
            Trees.sync(unfinished);
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        }
        return new Binaries(home);
    }

    /// Removes what earlier versions have left.
    void deleteOthers() throws IOException {
        try (var versions = Files.newDirectoryStream(home.resolveSibling("."))) {
            for (Path version : versions) {
                if (!version.getFileName().equals(home.getFileName())) {
                    Trees.delete(version);
                }
            }
        }
    }

    private static void unpack(Path target) throws IOException {
        try (var archive = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive(), 1 << 16)))) {
            for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException(
                            "The PostgreSQL archive holds a path that leads out of it: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Trees.create(path, "rwxr-xr-x");
                    continue;
                }
                Path parent = path.getParent();
                if (parent != null) {
                    Trees.create(parent, "rwxr-xr-x");
                }
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(archive, path);
                    boolean program = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    private static InputStream archive() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String name = "postgres-" + (system.startsWith("mac") ? "darwin" : system) + "-"
                + ARCHITECTURES.getOrDefault(System.getProperty("os.arch"), "unknown") + ".txz";
        boolean musl = Files.exists(Path.of("/etc/alpine-release"), LinkOption.NOFOLLOW_LINKS);
        InputStream archive = musl ? null : Binaries.class.getClassLoader().getResourceAsStream(name);
        if (archive == null) {
            throw new DatabaseStartException("There is no PostgreSQL for this machine in this build (" + name
                    + (musl ? ", built for glibc but this system has musl" : "")
                    + "). Ajar brings it for Linux (glibc) and macOS on amd64 and arm64, for the machine that built it."
                    + " Name a database of your own with --database-url; on Windows you can also run Ajar in WSL2.");
        }
        return archive;
    }
}
