package ajar.engine.event;

import ajar.engine.problem.ApiException;
import ajar.engine.resource.Work;
import ajar.engine.sql.Database;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// New events as they come, for any number of followers on any number of servers. The log in the database
/// is the truth; this server's own transactions and the signals of others only say when to look. Safe
/// for use by many threads.
public final class EventFeed implements EventObserver, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final int MOST_FOLLOWERS = 1_000;
    private static final int MOST_OF_ONE = 200;

    private final Database database;
    private final EventSignals signals;
    private final Map<String, Followed> followed = new HashMap<>();
    private int followers;
    private boolean closed;

    /// An organization that somebody follows.
    private static final class Followed {
        private final EventTail tail;
        private int followers;

        Followed(EventTail tail) {
            this.tail = tail;
        }
    }

    public EventFeed(Database database) {
        this.database = database;
        this.signals = new EventSignals(database, this::wake);
    }

    /// Starts to tell other servers of what is new here.
    public void start() {
        signals.start();
    }

    @Override
    public void logged(Connection connection, Logged event, Work work) {
        String organizationId = work.caller().organizationId();
        work.afterCommit(() -> {
            wake(organizationId);
            signals.tell(organizationId);
        });
    }

    private void wake(String organizationId) {
        var tail = tail(organizationId);
        if (tail != null) {
            tail.wake();
        }
    }

    private synchronized @Nullable EventTail tail(String organizationId) {
        var one = followed.get(organizationId);
        return one == null ? null : one.tail;
    }

    /// Begins to follow an organization's events.
    ///
    /// @param after the place after which to begin; null for now
    /// @throws ApiException when there are too many followers, or the place is none in this log
    public Following follow(String organizationId, @Nullable EventPosition after) {
        var tail = join(organizationId);
        boolean begun = false;
        try {
            var end = database.read(EventReader::end);
            if (after != null && after.compareTo(end) > 0) {
                throw ApiException.badRequest("The Last-Event-ID is not one of this log.");
            }
            begun = true;
            return new Following(organizationId, tail, after == null ? tail.end() : after);
        } finally {
            if (!begun) {
                leave(organizationId);
            }
        }
    }

    private synchronized EventTail join(String organizationId) {
        var one = followed.get(organizationId);
        if (closed || followers >= MOST_FOLLOWERS || (one != null && one.followers >= MOST_OF_ONE)) {
            throw ApiException.badRequest("Too many streams are open. Close one first, or try again later.");
        }
        if (one == null) {
            one = new Followed(new EventTail(database, organizationId));
            followed.put(organizationId, one);
            var tail = one.tail;
            Thread.ofVirtual().name("event-tail").start(() -> read(tail));
        }
        one.followers++;
        followers++;
        signals.listen();
        return one.tail;
    }

    private synchronized void leave(String organizationId) {
        var one = followed.get(organizationId);
        if (one != null && --one.followers == 0) {
            one.tail.close();
            followed.remove(organizationId);
        }
        followers--;
    }

    /// Looks whenever it is told to, and a few times a second: an event is shown only when no older
    /// transaction is still running, and nobody says when that is.
    private static void read(EventTail tail) {
        try {
            while (tail.awaitWake(BETWEEN_LOOKS)) {
                try {
                    tail.read();
                } catch (RuntimeException failed) {
                    LOG.debug("The event log cannot be read at the moment", failed);
                    LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// One follower. Used by one thread.
    public final class Following implements AutoCloseable {
        private final String organizationId;
        private final EventTail tail;
        private EventPosition position;

        private Following(String organizationId, EventTail tail, EventPosition position) {
            this.organizationId = organizationId;
            this.tail = tail;
            this.position = position;
        }

        /// The next events, in order.
        ///
        /// @param patience how long to wait for the first
        /// @return none when the time is over; null when the server stops
        public @Nullable List<Told> next(int most, Duration patience) throws InterruptedException {
            var events = tail.after(position, most, patience);
            if (events != null && !events.isEmpty()) {
                position = events.getLast().position();
            }
            return events;
        }

        @Override
        public void close() {
            leave(organizationId);
        }
    }

    /// Sends all followers home.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            followed.values().forEach(one -> one.tail.close());
        }
        signals.close();
    }
}
