package ajar.demo;

import ajar.demo.Cast.Person;
import ajar.engine.Engine;
import ajar.engine.entity.Entity;
import ajar.engine.id.Ids;
import ajar.engine.json.Json;
import ajar.engine.predicate.Predicate;
import ajar.engine.resource.Caller;
import ajar.engine.resource.Stamps;
import ajar.engine.time.WireTime;
import ajar.lead.LeadStatus;
import ajar.organization.Accounts;
import ajar.organization.Outcome;
import ajar.organization.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Fills an empty server with an organization that has been at work for two years.
///
/// Names, texts and ids are the same on every machine and every day. Dates are relative to the moment
/// of filling, so that there is always a meeting going on; only those that Close's own examples name
/// are fixed. Everything is made through the engine, each thing at its moment in the past, so that
/// events and derived objects are as they would be had it really happened.
public final class Demo {
    /// The administrator's key, unless another is asked for.
    public static final String API_KEY = "api_demo";

    /// The administrator's password, unless another is asked for.
    public static final String PASSWORD = "ajar-demo-password";

    /// The administrator's address.
    public static final String LOGIN = "admin@example.com";

    private static final int LEADS = 200;

    /// A test that wants something to look at does not want to wait for two hundred.
    private static final int LEADS_FOR_TESTS = 20;

    private static final int WRITERS = 4;
    private static final Instant FOUNDED = Instant.parse("2023-09-01T09:00:00Z");
    private static final long SEED = 20_231_101;

    private final Engine engine;

    public Demo(Engine engine) {
        this.engine = engine;
    }

    /// Makes the organization and all it has.
    ///
    /// @param apiKey the administrator's key
    public void fill(String apiKey) {
        var ids = foundingIds();
        var accounts = accounts(ids);
        var made = accounts.found("Example Doors", LOGIN, "Ada", "Example", apiKey);
        tell(
                cast(accounts, ids, made.organizationId(), made.userId()),
                LEADS,
                WireTime.toMillis(engine.clock().now()));
    }

    /// Fills an organization that has nothing but members with the first tenth of the same, and returns the
    /// ids of the users it brings along.
    ///
    /// @param now the moment to which the dates are relative
    public List<String> furnish(String organizationId, Instant now) {
        var ids = foundingIds();
        var accounts = accounts(ids);
        String ada = accounts.addUser(organizationId, LOGIN, "Ada", "Example", Role.ADMIN);
        engine.database().write(connection -> {
            accounts.addStatuses(connection, organizationId, ada, FOUNDED);
            return true;
        });
        var cast = cast(accounts, ids, organizationId, ada);
        tell(cast, LEADS_FOR_TESTS, now);
        return cast.people().stream().map(Person::id).toList();
    }

    private static Ids foundingIds() {
        var numbered = new AtomicLong();
        return new Ids(() -> FOUNDED.plusMillis(numbered.getAndIncrement()), new SplittableRandom(SEED));
    }

    private Accounts accounts(Ids ids) {
        return new Accounts(engine.database(), () -> FOUNDED, ids, ids);
    }

    private void tell(Cast cast, int leads, Instant now) {
        try (var writers = Executors.newFixedThreadPool(WRITERS)) {
            var stories = Stream.concat(
                            Stream.of(0).map(number -> writers.submit(() -> tellThePages(cast, number, now))),
                            IntStream.rangeClosed(1, leads)
                                    .mapToObj(number -> writers.submit(() -> tellALead(cast, number, now))))
                    .toList();
            stories.forEach(Demo::await);
        }
    }

    private void tellThePages(Cast cast, int number, Instant now) {
        engine.database().write(connection -> {
            var diary = new Diary(engine, connection, number, now);
            new PagesStory(cast, diary).enter();
            diary.tell();
            return true;
        });
    }

    private void tellALead(Cast cast, int number, Instant now) {
        engine.database().write(connection -> {
            var diary = new Diary(engine, connection, number, now);
            new LeadStory(cast, diary, number).enter();
            diary.tell();
            return true;
        });
    }

    private static void await(Future<?> story) {
        try {
            story.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("the demo could not be filled", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the demo was interrupted", interrupted);
        }
    }

    private Cast cast(Accounts accounts, Ids ids, String organization, String administrator) {
        List<Person> people = new ArrayList<>();
        people.add(person(organization, administrator, "Ada Example", LOGIN, Role.ADMIN, 0));
        for (var member : Member.ALL) {
            String id = accounts.addUser(
                    organization, member.email(), member.firstName(), member.lastName(), member.role());
            people.add(person(organization, id, member.name(), member.email(), member.role(), people.size()));
        }
        var settings =
                new Engine(engine.settings(), engine.registry(), engine.database(), () -> FOUNDED, ids, List.of());
        return new Cast(
                organization,
                List.copyOf(people),
                statuses(settings, people.getFirst().caller()),
                outcomes(settings, people.getFirst().caller()));
    }

    private record Member(String firstName, String lastName, String email, Role role) {
        private static final List<Member> ALL = List.of(
                new Member("Eric", "Example", PagesStory.ORGANIZER, Role.SUPERUSER),
                new Member("Nadia", "Placeholder", "nadia@example.com", Role.USER),
                new Member("Tomás", "Muster", "tomas@example.com", Role.USER),
                new Member("Ingrid", "Sample", "ingrid@example.com", Role.RESTRICTED_USER));

        String name() {
            return firstName + ' ' + lastName;
        }
    }

    private static Person person(String organization, String id, String name, String email, Role role, int number) {
        var caller = new Caller(organization, id, null, null, Set.copyOf(role.permissions()));
        return new Person(id, name, email, "+1212555010" + number, caller);
    }

    /// The three every organization begins with, and three more.
    private static List<String> statuses(Engine settings, Caller administrator) {
        return settings.write(administrator, PagesStory.BY_HAND, work -> {
            for (var label : List.of("Proposal", "Customer", "Lost")) {
                work.createFrom(LeadStatus.RESOURCE, Json.object().put("label", label));
            }
            return ids(work.all(LeadStatus.RESOURCE, new Predicate.All(List.of()), 100));
        });
    }

    private static List<String> outcomes(Engine settings, Caller administrator) {
        return settings.write(administrator, PagesStory.BY_HAND, work -> {
            List<Entity> outcomes = new ArrayList<>();
            Words.OUTCOMES.forEach((name, description) -> {
                var body = Json.object().put("name", name).put("description", description);
                outcomes.add(work.createFrom(Outcome.RESOURCE, body, outcome -> {
                    if (outcomes.isEmpty()) {
                        outcome.set(Stamps.ID, PagesStory.OUTCOME_ID);
                    }
                }));
            });
            return ids(outcomes);
        });
    }

    private static List<String> ids(List<Entity> entities) {
        return entities.stream().map(entity -> entity.need(Stamps.ID)).toList();
    }
}
