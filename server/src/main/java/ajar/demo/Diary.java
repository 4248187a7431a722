package ajar.demo;

import ajar.engine.Engine;
import ajar.engine.entity.Entity;
import ajar.engine.id.Ids;
import ajar.engine.resource.Caller;
import ajar.engine.resource.Origin;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import ajar.engine.write.Transaction;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/// One lead's history. Deeds are entered in any order and done in the order of their moments, each as a
/// unit of work of its own that happens at its moment, all in one transaction of the database. It ends
/// at an hour of the afternoon that has just passed, whatever the time of the day: the order of the
/// deeds, and with it every id and every text, follows from the diary's number alone. What happens
/// after that hour is the server's business.
final class Diary {
    private static final Duration HOUR = Duration.ofHours(15);
    private static final Instant FIRST_ID = Instant.parse("2024-01-01T00:00:00Z");

    private final Engine engine;
    private final Connection connection;
    private final Instant now;
    private final Instant present;
    private final RandomGenerator random;
    private final Ids ids;
    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long entered;
    private long numbered;

    /// Something done at a moment.
    @FunctionalInterface
    interface Deed {
        void in(Transaction work);
    }

    private record Entry(Instant moment, long number, Caller who, Origin origin, Deed deed)
            implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byMoment = moment.compareTo(other.moment);
            return byMoment != 0 ? byMoment : Long.compare(number, other.number);
        }
    }

    /// @param number which of the diaries it is; the same number gives the same ids and the same random
    ///     numbers
    /// @param now the moment of writing
    Diary(Engine engine, Connection connection, int number, Instant now) {
        this.engine = engine;
        this.connection = connection;
        this.now = now;
        this.present = afternoon(now.minus(Duration.ofHours(1)));
        this.random = new SplittableRandom(number);
        var firstId = FIRST_ID.plus(Duration.ofMinutes(number));
        this.ids = new Ids(() -> firstId.plusMillis(numbered++), new SplittableRandom(~number));
    }

    private static Instant afternoon(Instant moment) {
        var hour = moment.truncatedTo(ChronoUnit.DAYS).plus(HOUR);
        return hour.isAfter(moment) ? hour.minus(Duration.ofDays(1)) : hour;
    }

    /// Where the diary ends: today's or yesterday's afternoon.
    Instant present() {
        return present;
    }

    /// The moment of writing, for what is to be going on then.
    Instant now() {
        return now;
    }

    /// The chances of this story.
    RandomGenerator random() {
        return random;
    }

    /// A new id of the newer, shorter kind.
    String id(String prefix) {
        return ids.next(prefix, Ids.Size.SHORT);
    }

    /// Somebody makes something.
    void post(Instant moment, Caller who, Resource resource, Supplier<ObjectNode> body, Consumer<Entity> then) {
        enter(moment, who, "POST", path(resource), work -> then.accept(work.createFrom(resource, body.get())));
    }

    /// Somebody makes something.
    void post(Instant moment, Caller who, Resource resource, Supplier<ObjectNode> body) {
        post(moment, who, resource, body, _ -> {});
    }

    /// Somebody changes something.
    void put(Instant moment, Caller who, Resource resource, Supplier<String> id, ObjectNode body) {
        enter(moment, who, "PUT", path(resource), work -> work.updateFrom(resource, id.get(), body));
    }

    /// Somebody deletes something.
    void delete(Instant moment, Caller who, Resource resource, Entity what) {
        enter(moment, who, "DELETE", path(resource), work -> work.delete(resource, what.need(Stamps.ID)));
    }

    /// Something else happens.
    void at(Instant moment, Caller who, Deed deed) {
        entries.add(new Entry(moment, entered++, who, Origin.system(), deed));
    }

    private void enter(Instant moment, Caller who, String method, String path, Deed deed) {
        var origin = new Origin(id("req"), method, path, ZoneOffset.UTC, "api");
        entries.add(new Entry(moment, entered++, who, origin, deed));
    }

    private static String path(Resource resource) {
        return "/api/v1/" + resource.name() + "/";
    }

    /// Does what was entered, and what that leads to, up to the present.
    void tell() {
        for (var next = entries.poll(); next != null && !next.moment().isAfter(present); next = entries.poll()) {
            var work = engine.work(connection, ids, next.who(), next.origin(), next.moment());
            next.deed().in(work);
            work.complete();
        }
    }
}
