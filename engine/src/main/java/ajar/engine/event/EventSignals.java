package ajar.engine.event;

import ajar.engine.problem.ApiException;
import ajar.engine.sql.Database;
import ajar.engine.sql.DatabaseException;
import ajar.engine.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the other servers on the same database which organizations have new events, with PostgreSQL's
/// `listen` and `notify`. Signals may be lost; they only make things quicker.
///
/// Signals are sent after the commit, together and at most twenty times a second: a transaction that
/// itself notifies holds a lock that all notifying transactions wait for.
final class EventSignals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventSignals.class);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
    private static final int PATIENCE_MS = 500;

    private final Database database;
    private final Consumer<String> heard;
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicBoolean listening = new AtomicBoolean();
    private Set<String> unsent = new LinkedHashSet<>();
    private volatile @Nullable Thread sender;
    private volatile @Nullable Connection ear;

    /// @param heard called with the organization of each signal that comes in
    EventSignals(Database database, Consumer<String> heard) {
        this.database = database;
        this.heard = heard;
    }

    void start() {
        running.set(true);
        sender = Thread.ofVirtual().name("event-signals").start(this::send);
    }

    /// Begins to listen. Takes a connection of its own, so it is done once somebody wants to know.
    void listen() {
        if (running.get() && listening.compareAndSet(false, true)) {
            Thread.ofVirtual().name("event-listener").start(this::hear);
        }
    }

    /// An organization has new events.
    void tell(String organizationId) {
        synchronized (this) {
            unsent.add(organizationId);
        }
        var waiting = sender;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    private synchronized Set<String> take() {
        var taken = unsent;
        unsent = new LinkedHashSet<>();
        return taken;
    }

    private void send() {
        while (running.get()) {
            var organizations = take();
            if (organizations.isEmpty()) {
                LockSupport.park();
                continue;
            }
            try {
                database.read(connection -> Database.list(
                        connection,
                        Sql.of("select pg_notify('ajar_event', o) from unnest(?::text[]) as t(o)", organizations),
                        _ -> true));
            } catch (ApiException | DatabaseException away) {
                LOG.debug("Could not tell other servers of new events", away);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void hear() {
        while (running.get()) {
            try (var connection = database.connectAlone()) {
                ear = connection;
                Database.execute(connection, Sql.of("listen ajar_event"));
                hear(connection.unwrap(PGConnection.class));
            } catch (SQLException away) {
                if (running.get()) {
                    LOG.debug("Not hearing of new events at the moment", away);
                    LockSupport.parkNanos(AFTER_FAILURE.toNanos());
                }
            }
        }
    }

    private void hear(PGConnection connection) throws SQLException {
        while (running.get()) {
            var notifications = connection.getNotifications(PATIENCE_MS);
            if (notifications != null) {
                for (var notification : notifications) {
                    heard.accept(notification.getParameter());
                }
            }
        }
    }

    @Override
    public void close() {
        if (running.compareAndSet(true, false)) {
            var waiting = sender;
            if (waiting != null) {
                LockSupport.unpark(waiting);
            }
            closeQuietly(ear);
        }
    }

    private static void closeQuietly(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException lost) {
            LOG.debug("The listening connection was lost already", lost);
        }
    }
}
