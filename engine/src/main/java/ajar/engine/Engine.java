package ajar.engine;

import ajar.engine.event.EventLog;
import ajar.engine.event.EventObserver;
import ajar.engine.field.Field;
import ajar.engine.id.Ids;
import ajar.engine.read.ReadPlan;
import ajar.engine.read.Reader;
import ajar.engine.resource.Caller;
import ajar.engine.resource.Origin;
import ajar.engine.resource.Registry;
import ajar.engine.resource.Resource;
import ajar.engine.sql.Database;
import ajar.engine.time.Clock;
import ajar.engine.time.WireTime;
import ajar.engine.write.Transaction;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The machine as a whole: declared resources over one database. Safe for use by many threads.
public final class Engine {
    private final Settings settings;
    private final Registry registry;
    private final Database database;
    private final Clock clock;
    private final Ids ids;
    private final Reader reader;
    private final EventLog events;
    private final List<EventObserver> observers;

    /// @param observers told of every event, in the transaction that logs it
    public Engine(
            Settings settings,
            Registry registry,
            Database database,
            Clock clock,
            Ids ids,
            List<EventObserver> observers) {
        this.settings = settings;
        this.registry = registry;
        this.database = database;
        this.clock = clock;
        this.ids = ids;
        this.reader = new Reader(registry);
        this.observers = List.copyOf(observers);
        this.events = new EventLog(settings, ids, observers);
    }

    public Settings settings() {
        return settings;
    }

    public Registry registry() {
        return registry;
    }

    public Database database() {
        return database;
    }

    public Clock clock() {
        return clock;
    }

    public Ids ids() {
        return ids;
    }

    /// The JSON of one object. Throws a not-found problem.
    public byte[] get(Caller caller, Resource resource, String id, List<Field<?>> wanted) {
        return database.read(connection -> reader.get(connection, caller, resource, id, wanted));
    }

    /// The JSON of a list.
    public byte[] list(Caller caller, ReadPlan plan) {
        return database.read(connection -> reader.list(connection, caller, plan));
    }

    /// Runs a unit of work in one transaction, committed when `work` returns. It may run more than
    /// once, so it must have no effects outside the database.
    public <T extends @Nullable Object> T write(Caller caller, Origin origin, Function<Transaction, T> work) {
        var last = new AtomicReference<@Nullable Transaction>();
        T result = database.write(connection -> {
            Instant now = WireTime.toMillis(clock.of(caller.organizationId()).now());
            var transaction = new Transaction(connection, registry, events, ids, caller, origin, now);
            last.set(transaction);
            T made = work.apply(transaction);
            transaction.complete();
            return made;
        });
        Objects.requireNonNull(last.get()).committed();
        return result;
    }

    /// A unit of work in a transaction that somebody else holds and commits, at a moment and with ids
    /// of their choosing: for what fills in the past. Whoever uses it calls [Transaction#complete] before
    /// the commit and [Transaction#committed] after it.
    public Transaction work(Connection connection, Ids ownIds, Caller caller, Origin origin, Instant moment) {
        return new Transaction(
                connection, registry, new EventLog(settings, ownIds, observers), ownIds, caller, origin, moment);
    }

    /// The JSON of an object within a transaction, as its changes so far left it.
    public byte[] get(Transaction transaction, Resource resource, String id, List<Field<?>> wanted) {
        try {
            return reader.get(transaction.connection(), transaction.caller(), resource, id, wanted);
        } catch (java.sql.SQLException failed) {
            throw Database.translate(failed);
        }
    }
}
