package ajar.sync;

import ajar.engine.problem.ApiException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads accounts when they are due, and matches events when something else has changed: a contact, or
/// the time. Several servers may do this on one database.
final class SyncWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SyncWorker.class);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int AT_ONCE = 8;

    private final AccountStore accounts;
    private final AccountReading reading;
    private final MatchRun matches;
    private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile Thread thread = Thread.currentThread();

    SyncWorker(AccountStore accounts, AccountReading reading, MatchRun matches) {
        this.accounts = accounts;
        this.reading = reading;
        this.matches = matches;
    }

    void start() {
        running.set(true);
        thread = Thread.ofVirtual().name("calendars").start(this::run);
    }

    private void run() {
        while (running.get()) {
            try {
                readDue();
                matches.ofAnybody();
            } catch (ApiException away) {
                LOG.debug("The database is away; trying again soon", away);
            } catch (RuntimeException bug) {
                LOG.error("Looking after calendars failed; trying again soon", bug);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /// Begins to read what is due, as far as there is somebody free to.
    private void readDue() {
        int most = free.drainPermits();
        int taken = 0;
        try {
            List<Account> due = most == 0 ? List.of() : accounts.leaseDue(most);
            taken = due.size();
            due.forEach(account -> readers.execute(() -> readOne(account)));
        } finally {
            free.release(most - taken);
        }
    }

    private void readOne(Account account) {
        try {
            reading.read(account);
        } catch (ApiException away) {
            LOG.debug("The account {} is read again when the database is back", account.id(), away);
        } catch (RuntimeException bug) {
            LOG.error("Reading the account {} failed", account.id(), bug);
        } finally {
            free.release();
        }
    }

    /// Stops to look for what is due, and gives what is under way some time to end.
    @Override
    public void close() {
        running.set(false);
        readers.shutdown();
        try {
            if (!readers.awaitTermination(5, TimeUnit.SECONDS)) {
                readers.shutdownNow();
                readers.awaitTermination(2, TimeUnit.SECONDS);
            }
            if (thread != Thread.currentThread()) {
                thread.join(Duration.ofSeconds(5));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
