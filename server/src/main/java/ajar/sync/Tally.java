package ajar.sync;

/// How many meetings a reading made, changed and called off.
record Tally(int created, int updated, int canceled) {
    static final Tally NOTHING = new Tally(0, 0, 0);

    Tally plus(Tally other) {
        return new Tally(created + other.created, updated + other.updated, canceled + other.canceled);
    }

    Tally created(int more) {
        return new Tally(created + more, updated, canceled);
    }

    Tally updated(int more) {
        return new Tally(created, updated + more, canceled);
    }

    Tally canceled(int more) {
        return new Tally(created, updated, canceled + more);
    }
}
