package ajar;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.demo.Demo;
import ajar.engine.Engine;
import ajar.engine.Settings;
import ajar.engine.event.EventFeed;
import ajar.engine.http.Endpoint;
import ajar.engine.http.EventStream;
import ajar.engine.http.ResourceEndpoints;
import ajar.engine.id.Ids;
import ajar.engine.job.AlarmClock;
import ajar.engine.outgoing.OutgoingHttp;
import ajar.engine.resource.Registry;
import ajar.engine.sql.Database;
import ajar.engine.time.OrganizationClocks;
import ajar.engine.time.SystemClock;
import ajar.organization.Accounts;
import ajar.sandbox.Faults;
import ajar.sandbox.OrganizationImages;
import ajar.sandbox.Sandbox;
import ajar.sync.CalendarSettings;
import ajar.sync.Calendars;
import ajar.sync.SecretBox;
import ajar.webhook.delivery.Arrivals;
import ajar.webhook.delivery.Interference;
import ajar.webhook.delivery.Webhooks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Keeps `docs/compatibility.md` true to the endpoints there are.
///
/// The page itself holds what only people know of an operation: its status and a remark. Everything
/// else in its tables is written by `config/compatibility`, which runs this test with `-Dwrite=true`.
class CompatibilityTest {
    private static final Path PAGE = Path.of("..", "docs", "compatibility.md");
    private static final String START =
            "<!-- operations: change status and remark only, then run config/compatibility -->";
    private static final String END = "<!-- end of operations -->";
    private static final Pattern ROW =
            Pattern.compile("\\| `([A-Z]+ /\\S*)` \\| .* \\| (works|partly|not yet) \\| (.*) \\|");
    private static final Pattern VARIABLE = Pattern.compile("\\{\\w+}");

    private final List<Operation> operations = operations();
    private final Map<String, Row> rows = rows(read());
    private final List<String> served = served();

    /// An operation of the API that Ajar follows.
    private record Operation(String method, String path, String group, String about) {
        String name() {
            return method + " " + path;
        }
    }

    /// What the page says of an operation.
    private record Row(String status, String remark) {}

    @Test
    void tablesListEveryOperation() throws IOException {
        String page = read();
        String expected = withTables(page);
        if (Boolean.getBoolean("write")) {
            Files.writeString(PAGE, expected);
        } else {
            assertThat(page)
                    .as("docs/compatibility.md lists other operations than operations.tsv; run config/compatibility")
                    .isEqualTo(expected);
        }
    }

    @Test
    void whatIsSaidToWorkIsServed() {
        assertThat(saidToBe("works", "partly"))
                .as("operations that docs/compatibility.md promises and nothing serves")
                .allMatch(served::contains);
    }

    @Test
    void whatIsSaidToBeMissingIsNotServed() {
        assertThat(saidToBe("not yet"))
                .as("operations that are served but that docs/compatibility.md does not know of yet")
                .noneMatch(served::contains);
    }

    @Test
    void whatWorksPartlyIsExplained() {
        assertThat(rows)
                .as("operations that work partly, without a remark that says what is missing")
                .allSatisfy((name, row) -> assertThat(
                                row.status().equals("partly") && row.remark().isBlank())
                        .as(name)
                        .isFalse());
    }

    @Test
    void everythingElseThatIsServedIsNamedAsAnExtension() {
        String extensions = read().split("\n## Ajar extensions\n", 2)[1].split("\n## ", 2)[0];
        var known = operations.stream().map(it -> plain(it.name())).toList();
        assertThat(served)
                .as("endpoints of Ajar's own that docs/compatibility.md does not name under Ajar extensions")
                .filteredOn(name -> !known.contains(name))
                .allMatch(name -> plain(extensions).contains("`" + name + "`"));
    }

    private List<String> saidToBe(String... statuses) {
        return rows.entrySet().stream()
                .filter(entry -> List.of(statuses).contains(entry.getValue().status()))
                .map(entry -> plain(entry.getKey()))
                .toList();
    }

    private String withTables(String page) {
        String before = page.substring(0, page.indexOf(START) + START.length());
        String after = page.substring(page.indexOf(END));
        return before + "\n\n" + tables() + "\n" + after;
    }

    private String tables() {
        Map<String, List<Operation>> groups = new LinkedHashMap<>();
        operations.forEach(
                it -> groups.computeIfAbsent(it.group(), _ -> new ArrayList<>()).add(it));
        var out = new StringBuilder(counts());
        groups.forEach((group, members) -> {
            out.append("\n### ").append(group).append("\n\n");
            out.append("| operation | what it does | status | remark |\n| --- | --- | --- | --- |\n");
            for (var one : members) {
                var row = row(one);
                out.append("| `%s` | %s | %s | %s |%n"
                        .formatted(one.name(), one.about(), row.status(), row.remark())
                        .replace("\r", ""));
            }
        });
        return out.toString();
    }

    private String counts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (var status : List.of("works", "partly", "not yet")) {
            counts.put(status, 0);
        }
        operations.forEach(one -> counts.merge(row(one).status(), 1, Integer::sum));
        return "%d of %d operations work, %d work partly, %d are not there yet.\n"
                .formatted(counts.get("works"), operations.size(), counts.get("partly"), counts.get("not yet"));
    }

    private Row row(Operation operation) {
        return rows.getOrDefault(
                operation.name(), new Row(served.contains(plain(operation.name())) ? "works" : "not yet", ""));
    }

    private static String plain(String name) {
        return VARIABLE.matcher(name).replaceAll("{}");
    }

    private static String read() {
        try {
            return Files.readString(PAGE);
        } catch (IOException missing) {
            throw new AssertionError(missing);
        }
    }

    private static Map<String, Row> rows(String page) {
        Map<String, Row> rows = new LinkedHashMap<>();
        page.lines().map(ROW::matcher).forEach(row -> {
            if (row.matches()) {
                rows.put(row.group(1), new Row(row.group(2), row.group(3).strip()));
            }
        });
        return rows;
    }

    private static List<Operation> operations() {
        try (InputStream file = Crm.class.getResourceAsStream("operations.tsv")) {
            var text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .map(line -> line.split("\t", -1))
                    .map(cells -> new Operation(cells[0], cells[1], cells[2], cells[3]))
                    .toList();
        } catch (IOException missing) {
            throw new AssertionError(missing);
        }
    }

    /// Every endpoint of a server in test mode that belongs to the API or to the sandbox, as a method
    /// and a path; the path without `/api/v1` in front. Pages are none of it. The database is never
    /// connected to.
    private static List<String> served() {
        var address = new Database.Address("jdbc:postgresql://127.0.0.1:1/nowhere", "", "");
        var configuration = new Server.Configuration(
                address,
                1,
                Settings.DEFAULTS,
                null,
                "http://127.0.0.1:8080",
                true,
                true,
                CalendarSettings.standard(SecretBox.forgetful()),
                null,
                null);
        var clock = new OrganizationClocks(new SystemClock());
        var ids = new Ids(clock, new Random(1));
        try (var database = new Database(address, 1, configuration.baseUrl());
                var outgoing = new OutgoingHttp(true)) {
            var engine =
                    new Engine(configuration.settings(), new Registry(Crm.RESOURCES), database, clock, ids, List.of());
            var calendars = new Calendars(engine, outgoing, configuration.calendars(), configuration.baseUrl());
            var accounts = new Accounts(database, clock, ids, ids);
            var images = new OrganizationImages(database, accounts, new Demo(engine), ids, _ -> {});
            var sandbox =
                    new Sandbox(clock, new AlarmClock(engine, List.of()), accounts, images, new Faults(new Random(1)));
            var access = new Access(engine, ids, configuration.baseUrl(), null);
            var webhooks = new Webhooks(engine, outgoing, new Arrivals(), new Random(1), Interference.NONE);
            var all = Stream.of(
                            Server.endpoints(engine, calendars, configuration),
                            webhooks.endpoints(),
                            new EventStream(engine, new EventFeed(database)).endpoints(),
                            access.endpoints(),
                            sandbox.endpoints())
                    .flatMap(List::stream);
            return all.filter(it -> it.path().startsWith(ResourceEndpoints.ROOT + "/")
                            || it.path().startsWith("/ajar/"))
                    .map(CompatibilityTest::name)
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    private static String name(Endpoint endpoint) {
        String path = endpoint.path();
        return plain(endpoint.method() + " "
                + (path.startsWith(ResourceEndpoints.ROOT) ? path.substring(ResourceEndpoints.ROOT.length()) : path));
    }
}
