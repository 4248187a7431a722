package ajar.sync;

import static ajar.sync.FakeCalendar.event;
import static ajar.sync.FakeCalendar.guest;
import static org.assertj.core.api.Assertions.assertThat;

import ajar.TestServer;
import ajar.calendar.Answer;
import ajar.calendar.CalendarInfo;
import ajar.calendar.Connector;
import ajar.calendar.ConnectorException;
import ajar.calendar.Page;
import ajar.calendar.Receiver;
import ajar.calendar.Window;
import ajar.engine.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Who reads an account, and what becomes of it when the reader dies, is woken or comes too late.
class LeasesTest {
    private static final Instant NOW = Instant.parse("2026-06-01T06:00:00Z");
    private static final Instant SOON = Instant.parse("2026-06-03T09:00:00Z");
    private static final String BRUCE = "bruce@wayne.example";
    private static final Duration TOO_LONG = AccountStore.LEASE.plusSeconds(1);

    private final ajar.engine.sql.Database.Address database = TestServer.emptyDatabase();
    private final CalendarStack stack = new CalendarStack(database);
    private final AccountStore accounts = new AccountStore(stack.database(), stack.clock());
    private final FakeCalendar calendar = new FakeCalendar();
    private String user;
    private String account;
    private String lead;

    @BeforeEach
    void connect() {
        stack.clock().set(NOW);
        user = stack.found(List.of("ada@us.example")).getFirst();
        var body = Json.object().put("name", "Wayne");
        body.putArray("contacts").addObject().putArray("emails").addObject().put("email", BRUCE);
        lead = stack.send("POST", "/lead/", body).path("id").asString();
        calendar.put(event("one", SOON, guest(BRUCE, Answer.YES)));
        calendar.put(event("two", SOON.plusSeconds(3600), guest(BRUCE, Answer.YES)));
        account = stack.connect(user, "caldav", List.of(FakeCalendar.ID), _ -> calendar);
        stack.read(account);
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    private List<String> due() {
        return accounts.leaseDue(10).stream().map(Account::id).toList();
    }

    @Test
    void anAccountThatHasJustBeenReadIsLeftAlone() {
        stack.clock().advance(TOO_LONG);
        assertThat(due()).isEmpty();
    }

    @Test
    void aReaderThatDiesOutOfTurnIsReplacedOnceItsLeaseHasRunOut() {
        assertThat(accounts.lease(stack.account(account))).isTrue();
        assertThat(accounts.lease(stack.account(account))).isFalse();
        assertThat(due()).isEmpty();
        stack.clock().advance(TOO_LONG);
        assertThat(due()).containsExactly(account);
        assertThat(due()).isEmpty();
    }

    @Test
    void whatWakesAnAccountWhileItIsReadIsNotForgotten() {
        accounts.lease(stack.account(account));
        stack.clock().advance(Duration.ofSeconds(1));
        accounts.wake(stack.organizationId(), account);
        assertThat(due()).isEmpty();
        stack.clock().advance(Duration.ofSeconds(1));
        accounts.succeeded(stack.account(account), stack.clock().now().plus(Duration.ofHours(1)));
        assertThat(due()).containsExactly(account);
    }

    @Test
    void aReadingOutOfTurnPlansTheNextOneAnew() {
        Instant planned = nextSync();
        accounts.lease(stack.account(account));
        var next = stack.clock().now().plus(Duration.ofHours(1));
        accounts.failed(stack.account(account), Json.object(), next);
        assertThat(nextSync()).isEqualTo(next).isNotEqualTo(planned);
    }

    private Instant nextSync() {
        return Instant.parse(stack.send("GET", "/connected_account/" + account + "/", null)
                .at("/sync_status/next_sync_at")
                .asString()
                .replace("+00:00", "Z"));
    }

    @Test
    void aReaderThatComesBackTooLateLeavesTheFieldToWhoeverTookOver() throws Exception {
        var late = new Interrupted(calendar);
        var other = new Interrupted(calendar);
        try (var second = new CalendarStack(database);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            second.clock().set(NOW);
            second.actFor(stack.organizationId(), user);
            stack.know(account, _ -> late);
            second.know(account, _ -> other);

            Future<?> slow = threads.submit(() -> stack.read(account));
            late.awaitBeginning();
            stack.clock().advance(TOO_LONG);
            second.clock().advance(TOO_LONG);
            Future<?> quick = threads.submit(() -> second.read(account));
            other.awaitBeginning();
            other.pages.countDown();
            other.awaitEnd();
            late.pages.countDown();
            late.end.countDown();
            assertThat(slow.get(30, TimeUnit.SECONDS)).as("has nothing to say").isNull();
            assertThat(stack.read(account)).as("the lease is not given away").isNull();
            other.end.countDown();
            assertThat(quick.get(30, TimeUnit.SECONDS)).isNotNull();
        }
        stack.match();
        assertThat(stack.send("GET", "/activity/meeting/?lead_id=" + lead, null).path("data"))
                .hasSize(2)
                .extracting((JsonNode meeting) -> meeting.path("status").asString())
                .containsOnly("upcoming");
    }

    /// A reading that waits before its pages and before its end until it is told to go on.
    private static final class Interrupted implements Connector {
        private final FakeCalendar calendar;
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);
        final CountDownLatch pages = new CountDownLatch(1);
        final CountDownLatch end = new CountDownLatch(1);

        Interrupted(FakeCalendar calendar) {
            this.calendar = calendar;
        }

        void awaitBeginning() throws InterruptedException {
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        }

        void awaitEnd() throws InterruptedException {
            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        }

        @Override
        public List<CalendarInfo> calendars() throws ConnectorException {
            return calendar.calendars();
        }

        @Override
        public void changes(String calendarId, @Nullable String cursor, Window window, Receiver receiver)
                throws ConnectorException {
            calendar.changes(calendarId, cursor, window, new Receiver() {
                @Override
                public void startOver() {
                    receiver.startOver();
                    begun.countDown();
                    await(pages);
                }

                @Override
                public void page(Page page) {
                    receiver.page(page);
                }

                @Override
                public void finish(String next) {
                    ended.countDown();
                    await(end);
                    receiver.finish(next);
                }

                @Override
                public Map<String, String> versions() {
                    return receiver.versions();
                }
            });
        }

        private static void await(CountDownLatch latch) {
            try {
                assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
    }
}
