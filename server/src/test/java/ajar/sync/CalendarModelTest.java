package ajar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.TestServer;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Random stories of users, calendars, contacts and providers that fail, each told to Ajar and to a
/// model: in the end both must say the same, and reading everything once more must change nothing.
///
/// `-Dajar.sequences=100000` tells more stories; `-Dajar.seed=42` begins with that one.
class CalendarModelTest {
    private static final int SEQUENCES = Integer.getInteger("ajar.sequences", 2000);
    private static final long FIRST_SEED = Long.getLong("ajar.seed", 1);
    private static final int WORKERS = 3;

    /// So many stories have something of everything in them.
    private static final int ENOUGH = 500;

    /// How often meetings came to each status, and how many events there were of each kind.
    private static final Map<String, Integer> SEEN = new ConcurrentSkipListMap<>();

    private static final List<String> EVERYTHING = List.of(
            "upcoming",
            "in-progress",
            "completed",
            "declined-by-lead",
            "declined-by-org",
            "canceled",
            "event created",
            "event scheduled",
            "event updated",
            "event started",
            "event completed",
            "event canceled",
            "deleted");

    @Test
    void ajarAgreesWithTheModelAfterEveryStory() throws Exception {
        var next = new AtomicInteger();
        var failed = new ConcurrentLinkedQueue<String>();
        try (var workers = Executors.newFixedThreadPool(WORKERS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int worker = 0; worker < WORKERS; worker++) {
                running.add(workers.submit(() -> work(next, failed)));
            }
            for (var one : running) {
                one.get();
            }
        }
        assertThat(failed).isEmpty();
        if (SEQUENCES >= ENOUGH) {
            assertThat(SEEN.keySet())
                    .as("the stories have to be about something: %s", SEEN)
                    .containsAll(EVERYTHING);
        }
    }

    private static boolean work(AtomicInteger next, ConcurrentLinkedQueue<String> failed) throws SQLException {
        try (var stack = new CalendarStack(database())) {
            while (failed.isEmpty()) {
                int number = next.getAndIncrement();
                if (number >= SEQUENCES) {
                    return true;
                }
                var story = Story.of(FIRST_SEED + number);
                if (!tell(stack, story).isEmpty()) {
                    var shortest = shortened(stack, story);
                    failed.add(shortest + "\n" + String.join("\n", tell(stack, shortest)));
                }
            }
            return false;
        }
    }

    /// A database with nothing in it, quick because nothing in it has to outlast a power failure.
    private static Database.Address database() throws SQLException {
        var address = TestServer.emptyDatabase();
        try (var connection = DriverManager.getConnection(address.url(), address.user(), address.password());
                var statement = connection.createStatement()) {
            statement.execute("do $$ begin execute format('alter database %I set synchronous_commit = off',"
                    + " current_database()); end $$");
        }
        return address;
    }

    /// Tells a story; returns what is wrong in the end.
    private static List<String> tell(CalendarStack stack, Story story) {
        var world = new ModelWorld(stack, story);
        return tell(stack, story, world).stream().map(world::readable).toList();
    }

    private static List<String> tell(CalendarStack stack, Story story, ModelWorld world) {
        try {
            story.steps().forEach(world::take);
            world.readEverything();
            var differences = new WorldCheck(stack).differences(world.model());
            if (!differences.isEmpty()) {
                return differences;
            }
            count(world.model());
            int events = new WorldCheck(stack).eventCount();
            var tally = world.readEverything();
            List<String> more = new ArrayList<>(new WorldCheck(stack).differences(world.model()));
            if (!tally.equals(Tally.NOTHING) || new WorldCheck(stack).eventCount() != events) {
                more.add("reading everything again was not without consequences: " + tally);
            }
            return more;
        } catch (RuntimeException | AssertionError broken) {
            var trace = new java.io.StringWriter();
            broken.printStackTrace(new java.io.PrintWriter(trace));
            return List.of(trace.toString());
        } finally {
            forget(stack);
        }
    }

    private static void count(MeetingModel model) {
        for (var link : model.everything()) {
            if (link.exists()) {
                SEEN.merge(link.meeting().status(), 1, Integer::sum);
            } else {
                SEEN.merge("deleted", 1, Integer::sum);
            }
            link.meeting().actions().forEach(action -> SEEN.merge("event " + action, 1, Integer::sum));
        }
    }

    /// What a story leaves behind must not cost the next ones time.
    private static void forget(CalendarStack stack) {
        stack.database().write(connection -> {
            for (var table : List.of("event_beyond", "event_to_match")) {
                Database.execute(
                        connection,
                        Sql.of("delete from ").name(table).add(" where organization_id = ?", stack.organizationId()));
            }
            return Database.execute(
                    connection,
                    Sql.of("update activity set due_at = null where organization_id = ?", stack.organizationId()));
        });
    }

    /// The story without the steps that it goes wrong without as well.
    private static Story shortened(CalendarStack stack, Story story) {
        var shortest = story;
        for (int size = story.steps().size() / 2; size > 0; size /= 2) {
            for (int from = 0; from < shortest.steps().size(); ) {
                List<Step> fewer = new ArrayList<>(shortest.steps());
                fewer.subList(from, Math.min(fewer.size(), from + size)).clear();
                var shorter = shortest.with(fewer);
                if (tell(stack, shorter).isEmpty()) {
                    from += size;
                } else {
                    shortest = shorter;
                }
            }
        }
        return shortest;
    }
}
