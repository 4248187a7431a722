package ajar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.TestServer;
import ajar.engine.json.Json;
import ajar.engine.sql.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/// Two servers on one database that read accounts with the same events at the same time, while somebody
/// changes contacts.
class CalendarsAtOnceTest {
    private static final Instant START = Instant.parse("2026-03-20T09:10:00Z");
    private static final List<Step.Kind> CHANGES = List.of(
            Step.Kind.RENAME,
            Step.Kind.MOVE,
            Step.Kind.ANSWER,
            Step.Kind.GUESTS,
            Step.Kind.DELETE,
            Step.Kind.RESTORE,
            Step.Kind.CANCEL_ONE,
            Step.Kind.MOVE_ONE,
            Step.Kind.CREATE,
            Step.Kind.CREATE_SERIES);
    private static final String CANCELED = " canceled Said[";
    private static final int EVENTS = 15;
    private static final int ROUNDS = 3;

    /// An organization whose users' calendars all hold the same events.
    private static final class Office {
        private final List<CalendarStack> servers;
        private final List<String> accounts = new ArrayList<>();
        private final Map<String, String> names = new HashMap<>();
        private final ProviderSteps providers;
        private final Random random;
        private final List<String> leads = new ArrayList<>();

        Office(List<CalendarStack> servers, long seed) {
            this.servers = servers;
            this.random = new Random(seed);
            var first = servers.getFirst();
            servers.forEach(server -> server.clock().set(START));
            List<String> emails = List.of("u0@us.example", "u1@us.example", "u2@us.example");
            List<String> users = first.found(emails);
            servers.forEach(server -> server.actFor(first.organizationId(), users.getFirst()));
            List<ProviderCalendar> calendars = new ArrayList<>();
            List<String> owners = new ArrayList<>();
            for (var style : ProviderAccount.Style.values()) {
                int user = calendars.size() % users.size();
                var calendar = new ProviderCalendar(calendars.size(), style);
                calendars.add(calendar);
                owners.add(emails.get(user));
                connect(users.get(user), new ProviderAccount(style, List.of(calendar)));
            }
            for (int user = 0; user < users.size(); user++) {
                names.put(users.get(user), "u" + user);
            }
            providers = new ProviderSteps(calendars, owners, START);
            addLead(0, 1);
            addLead(2);
            for (int i = 0; i < EVENTS; i++) {
                change(i % 3 == 0 ? Step.Kind.CREATE_SERIES : Step.Kind.CREATE);
            }
        }

        private void connect(String user, ProviderAccount account) {
            var server = servers.getFirst();
            server.clock().advance(Duration.ofSeconds(1));
            var ids = List.of(account.calendarsHeld().getFirst().id());
            String id = server.connect(user, account.style().type, ids, _ -> account);
            servers.forEach(other -> other.know(id, _ -> account));
            names.put(id, "account" + accounts.size());
            accounts.add(id);
        }

        private void addLead(int... addresses) {
            var lead = servers.getFirst().send("POST", "/lead/", Json.object().put("name", "Lead"));
            leads.add(lead.path("id").asString());
            names.put(leads.getLast(), "lead" + leads.size());
            for (int number : addresses) {
                addContact(leads.size() - 1, number);
            }
        }

        void addContact(int lead, int address) {
            var body = Json.object().put("lead_id", leads.get(lead)).put("name", "Contact");
            body.putArray("emails")
                    .addObject()
                    .put("email", ProviderSteps.address(address))
                    .put("type", "office");
            String id = servers.getFirst()
                    .send("POST", "/contact/", body)
                    .path("id")
                    .asString();
            names.put(id, "contact of " + ProviderSteps.address(address));
        }

        /// Somebody changes something, in all calendars that have it.
        void change(Step.Kind kind) {
            // An odd second and a third number that no mask takes for a part choose all calendars.
            int everywhere = random.nextInt(1 << 10) * 12 + 1;
            int all = random.nextInt(1 << 12) * 4;
            boolean isNew = kind == Step.Kind.CREATE || kind == Step.Kind.CREATE_SERIES;
            providers.take(
                    new Step(
                            kind,
                            random.nextInt(1 << 12) * 16 + 2,
                            isNew ? random.nextInt(1 << 16) : everywhere,
                            random.nextInt(1 << 16),
                            isNew ? all : random.nextInt(1 << 16)),
                    START);
        }

        void change() {
            change(CHANGES.get(random.nextInt(CHANGES.size())));
        }

        /// Reads every account with one server after the other.
        void readInTurn() {
            var server = servers.getFirst();
            accounts.forEach(server::read);
            server.match();
        }

        /// Has both servers read every account, each in its own order, and match what waits.
        void readAtOnce(Callable<?> meanwhile) throws Exception {
            var together = new CyclicBarrier(servers.size() + 1);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> running = new ArrayList<>();
                for (var server : servers) {
                    var order = server == servers.getFirst() ? accounts : accounts.reversed();
                    running.add(threads.submit(() -> {
                        together.await(1, TimeUnit.MINUTES);
                        order.forEach(account -> {
                            server.read(account);
                            server.match();
                        });
                        return true;
                    }));
                }
                running.add(threads.submit(() -> {
                    together.await(1, TimeUnit.MINUTES);
                    return meanwhile.call();
                }));
                for (var one : running) {
                    one.get();
                }
            }
            servers.getFirst().match();
        }

        /// The meetings that take place, in words that do not depend on the organization.
        List<String> standing() {
            return meetings().filter(line -> !line.contains(CANCELED)).toList();
        }

        /// Which meetings were called off. What one of them still says is what the last of its copies said,
        /// and which copy that was depends on who read first.
        List<String> canceled() {
            return meetings()
                    .filter(line -> line.contains(CANCELED))
                    .map(Office::which)
                    .toList();
        }

        /// The UID, occurrence and lead that begin a line, without the status and what follows it.
        private static String which(String line) {
            String beginning = line.substring(0, line.indexOf(" Said["));
            return beginning.substring(0, beginning.lastIndexOf(' '));
        }

        private Stream<String> meetings() {
            return new WorldCheck(servers.getFirst())
                    .meetings().stream()
                            .map(line -> {
                                String readable = line;
                                for (var name : names.entrySet()) {
                                    readable = readable.replace(name.getKey(), name.getValue());
                                }
                                return readable;
                            })
                            .sorted();
        }
    }

    @RepeatedTest(5)
    void readingAtOnceEndsLikeReadingInTurn(RepetitionInfo repetition) throws Exception {
        long seed = repetition.getCurrentRepetition();
        var inTurn = inTurn(TestServer.emptyDatabase(), seed);
        var database = TestServer.emptyDatabase();
        try (var one = new CalendarStack(database);
                var other = new CalendarStack(database)) {
            var office = new Office(List.of(one, other), seed);
            for (int round = 0; round < ROUNDS; round++) {
                int number = round;
                office.readAtOnce(() -> {
                    office.addContact(number % 2, 3 + number % 2);
                    return true;
                });
                assertThat(new WorldCheck(one).contradictions()).isEmpty();
                change(office);
            }
            office.readAtOnce(() -> true);
            assertThat(new WorldCheck(one).contradictions()).isEmpty();
            assertThat(office.standing())
                    .isEqualTo(inTurn.standing())
                    .doesNotHaveDuplicates()
                    .hasSizeGreaterThan(EVENTS);
            // Between two accounts a meeting may come and go that nobody sees who reads all in turn.
            assertThat(office.canceled())
                    .containsAll(inTurn.canceled())
                    .doesNotHaveDuplicates()
                    .doesNotContainAnyElementsOf(
                            office.standing().stream().map(Office::which).toList());
        }
    }

    private record Meetings(List<String> standing, List<String> canceled) {}

    private static Meetings inTurn(Database.Address database, long seed) {
        try (var server = new CalendarStack(database)) {
            var office = new Office(List.of(server), seed);
            for (int round = 0; round < ROUNDS; round++) {
                office.addContact(round % 2, 3 + round % 2);
                office.readInTurn();
                change(office);
            }
            office.readInTurn();
            assertThat(new WorldCheck(server).contradictions()).isEmpty();
            return new Meetings(office.standing(), office.canceled());
        }
    }

    private static void change(Office office) {
        for (int i = 0; i < 10; i++) {
            office.change();
        }
    }
}
