package ajar.webhook.delivery;

import ajar.engine.Engine;
import ajar.engine.job.Moments;
import ajar.engine.outgoing.OutgoingHttp;
import ajar.engine.problem.ApiException;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import ajar.webhook.Webhook;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what is due.
///
/// One thread claims deliveries and writes down what became of them, in batches; each attempt runs on a
/// virtual thread of its own. It is woken when a transaction of this server has queued something, and
/// looks at the whole queue four times a second, for what time and other servers have brought.
final class Dispatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /// How long an attempt may take.
    static final Duration TIMEOUT = Duration.ofSeconds(20);

    /// After how long a claim runs out. Longer than any attempt, and than writing it down.
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final Duration TICK = Duration.ofMillis(250);
    private static final int TICKS_PER_UPKEEP = 40;
    private static final long MOST_WAITING = 100_000;

    private final Engine engine;
    private final Arrivals arrivals;
    private final DeliveryQueue queue;
    private final Sender sender;
    private final RetrySchedule schedule;
    private final Upkeep upkeep;
    private final Slots slots = new Slots();
    private final HealthNotes health = new HealthNotes();
    private final Queue<Done> done = new ConcurrentLinkedQueue<>();
    private final List<Outcome> unwritten = new ArrayList<>();
    private final Map<String, Claimed> underWay = new HashMap<>();
    private final Set<SubscriptionKey> ready = new LinkedHashSet<>();
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile List<Thread> threads = List.of();

    private record Done(Claimed delivery, Attempt attempt) {}

    /// @param arrivals what wakes it
    /// @param random for the jitter between attempts
    /// @param interference what comes between a delivery and its receiver
    Dispatcher(Engine engine, OutgoingHttp http, Arrivals arrivals, RandomGenerator random, Interference interference) {
        this(engine, http, arrivals, random, interference, MOST_WAITING);
    }

    /// @param mostWaiting at how many undelivered events a subscription is paused
    Dispatcher(
            Engine engine,
            OutgoingHttp http,
            Arrivals arrivals,
            RandomGenerator random,
            Interference interference,
            long mostWaiting) {
        this.engine = engine;
        this.arrivals = arrivals;
        this.queue = new DeliveryQueue(engine.ids());
        this.sender = new Sender(http, TIMEOUT, interference);
        this.schedule = new RetrySchedule(random);
        this.upkeep = new Upkeep(engine, mostWaiting);
    }

    /// Starts to send.
    void start() {
        running.set(true);
        threads = List.of(
                Thread.ofVirtual().name("webhook-dispatcher").start(this::run),
                Thread.ofVirtual().name("webhook-ticks").start(this::tick));
    }

    private void tick() {
        for (int ticks = 0; running.get(); ticks++) {
            arrivals.lookAtEverything();
            if (ticks % TICKS_PER_UPKEEP == 0) {
                quietly(upkeep::run);
            }
            LockSupport.parkNanos(TICK.toNanos());
        }
    }

    private void run() {
        boolean more = false;
        while (running.get()) {
            try {
                more = round(arrivals.await(more ? Duration.ZERO : TICK));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException failed) {
                tell(failed);
                more = false;
                LockSupport.parkNanos(TICK.toNanos());
            }
        }
    }

    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failed) {
            tell(failed);
        }
    }

    private static void tell(RuntimeException failed) {
        if (failed instanceof ApiException) {
            LOG.debug("The database is away; trying again soon", failed);
        } else {
            LOG.error("Sending webhooks failed; trying again soon", failed);
        }
    }

    /// One turn: writes down what has come back, then sends what may be sent.
    ///
    /// @return whether there may be more to send at once
    private boolean round(Arrivals.News news) {
        ready.addAll(news.subscriptions());
        writeOutcomes();
        if (news.everything()) {
            writeHealth();
            var now = now();
            ready.addAll(engine.database().read(connection -> queue.due(connection, now)));
        }
        return sendDue();
    }

    private void writeOutcomes() {
        var now = now();
        for (var next = done.poll(); next != null; next = done.poll()) {
            var outcome = Outcome.of(next.delivery(), next.attempt(), schedule, now(next.delivery()));
            unwritten.add(outcome);
            health.add(outcome);
            log(outcome);
        }
        if (unwritten.isEmpty()) {
            return;
        }
        ready.addAll(write(connection -> queue.record(connection, unwritten, now)));
        for (var outcome : unwritten) {
            underWay.remove(outcome.delivery().id());
            slots.giveBack(outcome.delivery().subscription(), outcome.attempt().isSuccess());
        }
        unwritten.clear();
    }

    private static void log(Outcome outcome) {
        if (!outcome.attempt().isSuccess()) {
            LOG.debug(
                    "{} to {} failed: {}",
                    outcome.delivery().id(),
                    outcome.delivery().subscription().webhookId(),
                    outcome.attempt().error());
        }
    }

    private void writeHealth() {
        if (!health.isEmpty()) {
            var dead = write(health::write);
            health.clear();
            dead.forEach(key -> upkeep.pause(key, Webhook.PAUSED_FOR_FAILING));
        }
    }

    private boolean sendDue() {
        Map<SubscriptionKey, Integer> most = new LinkedHashMap<>();
        for (var key : ready) {
            int free = slots.free(key);
            if (free > 0) {
                most.put(key, free);
            }
        }
        if (most.isEmpty()) {
            return false;
        }
        var now = now();
        Map<EventDocuments.Key, byte[]> events = new HashMap<>();
        var claim = write(connection -> {
            var claimed = queue.claim(connection, most, now, LEASE);
            events.putAll(EventDocuments.read(connection, keys(claimed.claimed())));
            return claimed;
        });
        Map<SubscriptionKey, Integer> sent = new HashMap<>();
        for (var delivery : claim.claimed()) {
            sent.merge(delivery.subscription(), 1, Integer::sum);
            send(delivery, events);
        }
        // Where less came than there was room for nothing is left, unless it was hidden behind what has to wait.
        if (claim.waiting() == 0) {
            most.forEach((key, limit) -> {
                if (sent.getOrDefault(key, 0) < limit) {
                    ready.remove(key);
                }
            });
        }
        return ready.stream().anyMatch(key -> slots.free(key) > 0);
    }

    private static Collection<EventDocuments.Key> keys(Collection<Claimed> deliveries) {
        Set<EventDocuments.Key> keys = new LinkedHashSet<>();
        deliveries.forEach(delivery -> keys.add(delivery.event()));
        return keys;
    }

    private void send(Claimed delivery, Map<EventDocuments.Key, byte[]> events) {
        // A claim that ran out while its attempt is still under way here was only renewed.
        if (underWay.putIfAbsent(delivery.id(), delivery) != null) {
            return;
        }
        slots.take(delivery.subscription());
        byte[] event = events.get(delivery.event());
        if (event == null) {
            finish(delivery, new Attempt(now(delivery), 0, null, "The event is gone."));
            return;
        }
        byte[] body = EventDocuments.payload(event, delivery.subscription().webhookId());
        Thread.ofVirtual()
                .name("webhook-delivery")
                .start(() -> finish(
                        delivery,
                        sender.send(
                                delivery.subscription().organizationId(),
                                delivery.target(),
                                delivery.id(),
                                body,
                                now(delivery))));
    }

    private Moments now() {
        return Moments.of(engine.clock());
    }

    private Instant now(Claimed delivery) {
        return engine.clock().of(delivery.subscription().organizationId()).now();
    }

    private void finish(Claimed delivery, Attempt attempt) {
        done.add(new Done(delivery, attempt));
        arrivals.wake();
    }

    /// What is lost when the database dies now would only be sent twice, so nobody waits for its disk.
    private <T> T write(Database.Use<T> use) {
        return engine.database().write(connection -> {
            hurry(connection);
            return use.on(connection);
        });
    }

    private static void hurry(Connection connection) throws SQLException {
        Database.execute(connection, Sql.of("set local synchronous_commit = off"));
    }

    /// Waits a little for what is under way, then gives back the rest, to be sent again by whoever comes
    /// next.
    @Override
    public void close() {
        if (!running.compareAndSet(true, false)) {
            return;
        }
        arrivals.wake();
        try {
            for (var thread : threads) {
                LockSupport.unpark(thread);
                thread.join(Duration.ofSeconds(5));
            }
            for (int i = 0; i < 40 && done.size() < underWay.size(); i++) {
                arrivals.await(Duration.ofMillis(50));
            }
            quietly(this::writeOutcomes);
            quietly(this::writeHealth);
            var left = List.copyOf(underWay.values());
            if (!left.isEmpty()) {
                quietly(() -> write(connection -> {
                    queue.release(connection, left, now());
                    return true;
                }));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
