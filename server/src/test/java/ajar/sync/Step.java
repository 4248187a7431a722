package ajar.sync;

/// One step of a random story. The numbers choose among whatever there is when the step is taken, so
/// every part of a story is a story too.
record Step(Kind kind, int a, int b, int c, int d) {
    /// What happens, and how often compared to the others.
    enum Kind {
        CREATE(6, true),
        CREATE_SERIES(5, true),
        RENAME(4, true),
        MOVE(6, true),
        ANSWER(8, true),
        GUESTS(4, true),
        ALL_DAY(2, true),
        PRIVATE(2, true),
        DELETE(4, true),
        RESTORE(3, true),
        CANCEL_ONE(4, true),
        MOVE_ONE(4, true),
        RESTORE_ONE(2, true),
        SPLIT(2, true),
        BECOME_SERIES(2, true),
        COPY(5, true),
        COPY_ONE(2, true),
        CHOOSE(3, false),
        LIST(2, true),
        ADD_CONTACT(2, false),
        CHANGE_CONTACT(2, false),
        DELETE_CONTACT(2, false),
        MOVE_CONTACT(2, false),
        MERGE_LEADS(1, false),
        WRITE_NOTE(3, false),
        DELETE_MEETING(2, false),
        DELETE_ACCOUNT(1, false),
        WAIT(12, false),
        READ(20, false),
        READ_BADLY(12, false);

        final int weight;
        /// Whether Ajar learns of it only when it reads.
        final boolean isAtProvider;

        Kind(int weight, boolean isAtProvider) {
            this.weight = weight;
            this.isAtProvider = isAtProvider;
        }
    }

    @Override
    public String toString() {
        return kind + " " + a + " " + b + " " + c + " " + d;
    }
}
