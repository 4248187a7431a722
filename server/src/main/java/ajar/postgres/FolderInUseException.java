package ajar.postgres;

import java.nio.file.Path;
import java.util.OptionalLong;

/// Another Ajar, or another part of this one, already serves the data folder.
public final class FolderInUseException extends DatabaseStartException {
    private final transient Path folder;
    private final transient OptionalLong holder;

    FolderInUseException(Path folder, OptionalLong holder) {
        super("The data folder " + folder + " is in use by another Ajar"
                + (holder.isPresent() ? " (process " + holder.getAsLong() + ")" : "")
                + ". Stop that one first, or choose another folder with --data.");
        this.folder = folder;
        this.holder = holder;
    }

    /// The folder that is in use, absolute.
    public Path folder() {
        return folder;
    }

    /// The process id of the one that holds the folder; empty if it could not be read.
    public OptionalLong holder() {
        return holder;
    }
}
