package ajar.engine.event;

import ajar.engine.sql.Database;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The newest events of one organization, read once for all who follow them. Who falls behind what is
/// kept here reads the database for itself, so nobody slows the others down, and nothing is kept for
/// anybody. Safe for use by many threads.
final class EventTail {
    private static final int MOST_EVENTS = 2_000;
    private static final int MOST_BYTES = 8 << 20;
    private static final int BATCH = 200;
    private static final Duration A_MOMENT = Duration.ofMillis(250);

    private final Database database;
    private final String organizationId;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private final Condition wanted = lock.newCondition();
    private final Deque<Told> recent = new ArrayDeque<>();
    private int bytes;
    private EventPosition first;
    private EventPosition last;
    private boolean woken;
    private boolean closed;

    EventTail(Database database, String organizationId) {
        this.database = database;
        this.organizationId = organizationId;
        first = database.read(EventReader::end);
        last = first;
    }

    /// The end of what has been read so far.
    EventPosition end() {
        lock.lock();
        try {
            return last;
        } finally {
            lock.unlock();
        }
    }

    /// Says that there may be something new.
    void wake() {
        lock.lock();
        try {
            woken = true;
            wanted.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until it is woken, or for a while.
    ///
    /// @return whether there is a reason to go on at all
    boolean awaitWake(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (!woken && !closed && left > 0) {
                left = wanted.awaitNanos(left);
            }
            woken = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /// Reads what is new.
    void read() {
        List<Told> events;
        do {
            var from = end();
            events = database.read(connection -> EventReader.after(connection, organizationId, from, BATCH));
            keep(events);
        } while (events.size() == BATCH);
    }

    private void keep(List<Told> events) {
        if (events.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            for (var event : events) {
                recent.addLast(event);
                bytes += event.json().length;
                last = event.position();
            }
            while (recent.size() > MOST_EVENTS || bytes > MOST_BYTES) {
                var oldest = recent.removeFirst();
                bytes -= oldest.json().length;
                first = oldest.position();
            }
            something.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The events after a place; waits for the first of them, though not longer than told.
    ///
    /// @return the events, none when the time is over; null when there will not be any
    @Nullable
    List<Told> after(EventPosition position, int most, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!closed && position.compareTo(last) >= 0 && left > 0) {
                left = something.awaitNanos(left);
            }
            if (closed) {
                return null;
            }
            if (position.compareTo(first) >= 0) {
                return kept(position, most);
            }
        } finally {
            lock.unlock();
        }
        var older = database.read(connection -> EventReader.after(connection, organizationId, position, most));
        if (older.isEmpty()) {
            // What was there has just moved to the end, and is told of there soon.
            LockSupport.parkNanos(A_MOMENT.toNanos());
        }
        return older;
    }

    private List<Told> kept(EventPosition position, int most) {
        List<Told> events = new ArrayList<>();
        var newestFirst = recent.descendingIterator();
        while (newestFirst.hasNext()) {
            var event = newestFirst.next();
            if (event.position().compareTo(position) <= 0) {
                break;
            }
            events.add(event);
        }
        Collections.reverse(events);
        return events.size() > most ? events.subList(0, most) : events;
    }

    /// Sends everybody home.
    void close() {
        lock.lock();
        try {
            closed = true;
            something.signalAll();
            wanted.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
