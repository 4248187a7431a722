package ajar.engine.job;

import ajar.engine.Engine;
import ajar.engine.entity.Entity;
import ajar.engine.problem.ApiException;
import ajar.engine.resource.Caller;
import ajar.engine.resource.Origin;
import ajar.engine.resource.Resource;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import ajar.engine.write.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Rings the alarms of objects whose moment has come.
///
/// The moment is a column of the object itself, `due_at`, so that it can never disagree with the
/// object, survives every crash, and what fell due while the server was down is caught up with. Several
/// servers may do this side by side: each object is locked, and looked at again under the lock.
public final class AlarmClock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlarmClock.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int BATCH = 200;

    private final Engine engine;
    private final List<Alarm> alarms;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile Thread thread = Thread.currentThread();

    private record Due(String organizationId, String id) {}

    @FunctionalInterface
    private interface Locking {
        Optional<Entity> lock(Transaction work, Resource resource, String id);
    }

    /// @param alarms the kinds of objects that have moments
    public AlarmClock(Engine engine, List<Alarm> alarms) {
        this.engine = engine;
        this.alarms = List.copyOf(alarms);
    }

    /// Starts to look for due objects, five times a second.
    public void start() {
        running.set(true);
        thread = Thread.ofVirtual().name("alarm-clock").start(this::run);
    }

    private void run() {
        while (running.get()) {
            try {
                ringDue();
            } catch (ApiException away) {
                LOG.debug("The database is away; trying again soon", away);
            } catch (RuntimeException bug) {
                LOG.error("Ringing alarms failed; trying again soon", bug);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /// Rings everything that is due now and returns how much that was. What somebody else is seeing to just
    /// now is left to them.
    public int ringDue() {
        return ringDue(Transaction::lockIfFree);
    }

    /// Rings everything that is due now, and waits for others to end what they are seeing to.
    public int ringDueAndWait() {
        return ringDue(Transaction::lockIfThere);
    }

    private int ringDue(Locking locking) {
        int rung = 0;
        for (var alarm : alarms) {
            for (var batch = due(alarm); !batch.isEmpty(); batch = due(alarm)) {
                int done = 0;
                for (var one : batch) {
                    done += ring(alarm, one, locking) ? 1 : 0;
                }
                rung += done;
                if (done == 0 || batch.size() < BATCH) {
                    break;
                }
            }
        }
        return rung;
    }

    private List<Due> due(Alarm alarm) {
        Resource resource = alarm.resource();
        var sql = Sql.of("select t.organization_id, t.id from ")
                .name(resource.table())
                .add(" t where t.due_at <= ")
                .add(Moments.of(engine.clock()).of("t"))
                .add(" and t.type = ? order by t.due_at limit ?", resource.kind(), (long) BATCH);
        return engine.database()
                .read(connection -> Database.list(connection, sql, row -> new Due(row.getString(1), row.getString(2))));
    }

    private boolean ring(Alarm alarm, Due due, Locking locking) {
        try {
            return engine.write(Caller.system(due.organizationId()), Origin.system(), work -> {
                var entity = locking.lock(work, alarm.resource(), due.id());
                entity.ifPresent(it -> alarm.ring().on(it, work));
                return entity.isPresent();
            });
        } catch (ApiException refused) {
            LOG.warn("The alarm of {} {} was refused: {}", alarm.resource(), due.id(), refused.getMessage());
            return false;
        }
    }

    /// Stops looking. What is under way is finished.
    @Override
    public void close() {
        if (running.compareAndSet(true, false)) {
            try {
                thread.join(Duration.ofSeconds(5));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
