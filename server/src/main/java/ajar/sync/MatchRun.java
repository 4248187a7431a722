package ajar.sync;

import ajar.engine.Engine;
import ajar.engine.job.Moments;
import ajar.engine.problem.ApiException;
import ajar.engine.resource.Caller;
import ajar.engine.resource.Origin;
import ajar.engine.time.WireTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Works off the queue of events to match. Entries are taken out in the transaction that sees to them.
///
/// An event that cannot be matched because of a bug is set aside for an hour, so that it does not hold
/// up the others.
final class MatchRun {
    private static final Logger LOG = LoggerFactory.getLogger(MatchRun.class);
    private static final Duration ASIDE = Duration.ofHours(1);
    private static final int BATCH = 100;
    private static final int HANDS = 3;

    private final Engine engine;
    private final EventMatching matching;

    @FunctionalInterface
    private interface Take {
        List<MatchQueue.Batch> from(Connection connection, int most) throws SQLException;
    }

    MatchRun(Engine engine, CalendarSettings settings) {
        this.engine = engine;
        this.matching = new EventMatching(settings);
    }

    /// Matches what the reading of an account has found.
    Tally of(Account account) {
        return drain((connection, most) -> {
            var uids = MatchQueue.takeOf(connection, account, most);
            return uids.isEmpty() ? List.of() : List.of(new MatchQueue.Batch(account.organizationId(), uids));
        });
    }

    /// Matches everything that waits for it and that no reading sees to.
    Tally ofAnybody() {
        var now = Moments.of(engine.clock());
        engine.database().write(connection -> MatchQueue.addBeyond(connection, now, 10 * BATCH));
        return drain((connection, most) -> MatchQueue.takeAny(connection, now, most));
    }

    /// Works with several hands; what one has taken the others pass by.
    private Tally drain(Take take) {
        var first = some(take);
        if (first == null) {
            return Tally.NOTHING;
        }
        try (var hands = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Tally>> others = new ArrayList<>();
            for (int hand = 1; hand < HANDS; hand++) {
                others.add(hands.submit(() -> rest(take)));
            }
            var tally = first.plus(rest(take));
            for (var other : others) {
                tally = tally.plus(other.get());
            }
            return tally;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException known ? known : new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while matching", interrupted);
        }
    }

    private Tally rest(Take take) {
        var tally = Tally.NOTHING;
        while (true) {
            var more = some(take);
            if (more == null) {
                return tally;
            }
            tally = tally.plus(more);
        }
    }

    private @Nullable Tally some(Take take) {
        try {
            return match(take, BATCH);
        } catch (ApiException away) {
            throw away;
        } catch (RuntimeException bug) {
            LOG.warn("Matching some events failed; trying them one by one", bug);
            return oneByOne(take);
        }
    }

    private @Nullable Tally oneByOne(Take take) {
        @Nullable Tally tally = null;
        for (int i = 0; i < BATCH; i++) {
            @Nullable Tally more;
            try {
                more = match(take, 1);
            } catch (ApiException away) {
                throw away;
            } catch (RuntimeException bug) {
                more = setAside(take, bug);
            }
            if (more == null) {
                return tally;
            }
            tally = tally == null ? more : tally.plus(more);
        }
        return tally;
    }

    private Tally setAside(Take take, RuntimeException bug) {
        return engine.database().write(connection -> {
            for (var batch : take.from(connection, 1)) {
                Instant later = engine.clock().of(batch.organizationId()).now().plus(ASIDE);
                for (var uid : batch.uids()) {
                    LOG.error("The event {} cannot be matched; it is set aside until {}", uid, later, bug);
                    EventStore.lookAgain(connection, batch.organizationId(), Map.of(uid, later));
                }
            }
            return Tally.NOTHING;
        });
    }

    /// Null when there is nothing to match.
    private @Nullable Tally match(Take take, int most) {
        return engine.database().<@Nullable Tally>write(connection -> {
            @Nullable Tally tally = null;
            for (var batch : take.from(connection, most)) {
                var caller = Caller.system(batch.organizationId());
                Instant now = WireTime.toMillis(
                        engine.clock().of(batch.organizationId()).now());
                var work = engine.work(connection, engine.ids(), caller, Origin.system(), now);
                var more = matching.match(work, batch.uids());
                work.complete();
                tally = tally == null ? more : tally.plus(more);
            }
            return tally;
        });
    }
}
