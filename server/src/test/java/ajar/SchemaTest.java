package ajar;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.engine.field.Field;
import ajar.engine.http.ListRequest;
import ajar.engine.http.Request;
import ajar.engine.predicate.Op;
import ajar.engine.read.Reader;
import ajar.engine.resource.Caller;
import ajar.engine.resource.Registry;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Verb;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The declarations and the tables agree, and every list that can be asked for has an index.
class SchemaTest {
    private static final Set<String> LARGE = Set.of("activity", "event", "lead", "contact");

    /// Filters of meetings that need the id of the calendar's event beside them.
    private static final Set<String> OF_CALENDAR = Set.of(
            "provider_calendar_id",
            "provider_calendar_type",
            "starts_at",
            "starts_at__gt",
            "starts_at__gte",
            "starts_at__lt",
            "starts_at__lte");

    private static TestServer server;
    private static Connection database;

    @BeforeAll
    static void start() throws SQLException {
        server = TestServer.start();
        server.server().accounts().found("Other", "bob@example.com", "Bob", "Other", null);
        database = server.connect();
        fill();
    }

    @AfterAll
    static void stop() throws SQLException {
        database.close();
        server.close();
    }

    /// Two organizations with eight thousand activities each.
    private static void fill() throws SQLException {
        String kinds = Crm.ACTIVITIES.stream()
                .map(kind -> "'" + kind.kind() + "'")
                .collect(Collectors.joining(", ", "array[", "]"));
        tell("""
            insert into lead (organization_id, id, name, status_id, addresses, contact_ids, created_by, updated_by,
                date_created, date_updated)
            select o.id, 'lead_' || i, 'Lead ' || i, s.id, '[]', '{}', m.user_id, m.user_id,
                '2024-01-01'::timestamptz + i * interval '1 hour', now()
            from organization o join lead_status s on s.organization_id = o.id and s.position = 0
                join membership m on m.organization_id = o.id, generate_series(1, 4000) i\
            """);
        tell("""
            insert into contact (organization_id, id, lead_id, name, emails, email_addresses, phones, urls,
                created_by, updated_by, date_created, date_updated)
            select organization_id, 'cont_' || n || '_' || id, id, name, '[]', array[n || id || '@example.com'],
                '[]', '[]', created_by, updated_by, date_created, date_updated
            from lead, generate_series(1, 2) n\
            """);
        tell("""
            insert into activity (organization_id, id, type, lead_id, contact_id, user_id, users, created_by,
                date_created, date_updated, activity_at, status, starts_at, ends_at, provider_calendar_event_id,
                provider_calendar_ids, calendar_event_uids, thread_id, external_whatsapp_message_id,
                direction, note)
            select l.organization_id, 'acti_' || n || '_' || l.id, (%1$s)[1 + n %% %2$d], l.id,
                'cont_1_' || l.id, l.created_by, '{}', l.created_by,
                l.date_created + n * interval '1 day', now(), l.date_created + n * interval '1 day', 'completed',
                l.date_created, l.date_created, 'event' || l.id, array['calendar'], array['uid' || l.id],
                'thread' || l.id, 'wa' || n || l.id, 'inbound', repeat('x', 200)
            from lead l, generate_series(1, 2) n\
            """.formatted(kinds, Crm.ACTIVITIES.size()));
        tell("analyze");
    }

    private static void tell(String sql) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    static List<Resource> resources() {
        return Crm.RESOURCES;
    }

    private record Column(String type, boolean needed) {}

    private static Map<String, Column> columns(String table) throws SQLException {
        Map<String, Column> columns = new LinkedHashMap<>();
        try (var statement = database.prepareStatement("""
            select attname, atttypid::regtype::text, attnotnull and not atthasdef and attidentity = ''
                and attgenerated = '' from pg_attribute
            where attrelid = ?::regclass and attnum > 0 and not attisdropped\
            """)) {
            statement.setString(1, table);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.put(rows.getString(1), new Column(rows.getString(2), rows.getBoolean(3)));
                }
            }
        }
        return columns;
    }

    private static String canonical(String type) throws SQLException {
        try (var statement = database.prepareStatement("select ?::regtype::text")) {
            statement.setString(1, type);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("resources")
    void everyDeclaredColumnIsThere(Resource resource) throws SQLException {
        var columns = columns(resource.table());
        for (var field : resource.fields().values()) {
            if (field.columnName() != null) {
                assertThat(columns)
                        .as(
                                "%s.%s needs: alter table %s add %s %s",
                                resource,
                                field,
                                resource.table(),
                                field.columnName(),
                                field.codec().sqlType())
                        .containsKey(field.columnName());
                assertThat(columns.get(field.columnName()).type())
                        .as("the type of %s.%s", resource.table(), field.columnName())
                        .isEqualTo(canonical(field.codec().sqlType()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("resources")
    void everyColumnThatMustBeFilledIsDeclared(Resource resource) throws SQLException {
        var declared =
                resource.fields().values().stream().map(Field::columnName).collect(Collectors.toSet());
        boolean made = resource.verbs().contains(Verb.CREATE) || Crm.ACTIVITIES.contains(resource);
        assertThat(columns(resource.table()).entrySet().stream()
                        .filter(column -> made && column.getValue().needed())
                        .map(Map.Entry::getKey)
                        .filter(name -> resource.kind() == null || !name.equals("type")))
                .as("not null, without a default, and never written by %s", resource)
                .allMatch(declared::contains);
    }

    static Stream<Resource> lists() {
        return Crm.RESOURCES.stream().filter(resource -> resource.verbs().contains(Verb.LIST));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void everyListHasAnIndex(Resource resource) throws SQLException {
        Set<Map<String, String>> requests = new LinkedHashSet<>();
        requests.add(Map.of());
        resource.orders().keySet().forEach(word -> {
            requests.add(Map.of("_order_by", word));
            requests.add(Map.of("_order_by", "-" + word));
        });
        resource.filters().forEach((name, use) -> {
            String value = value(use.filter().field());
            requests.add(Map.of(name, use.op() == Op.IN ? value + "," + value : value));
            resource.orders().keySet().forEach(word -> requests.add(Map.of(name, value, "_order_by", "-" + word)));
        });
        for (var asked : requests) {
            var parameters = new LinkedHashMap<>(asked);
            if (asked.keySet().stream().anyMatch(OF_CALENDAR::contains)) {
                parameters.putIfAbsent("provider_calendar_event_id", "eventlead_7");
            }
            var plan = explain(resource, parameters);
            assertThat(plan)
                    .as(
                            "%s %s: add an index that begins with organization_id and what is asked for%n%s",
                            resource, parameters, String.join("\n", plan))
                    .noneMatch(line -> LARGE.stream().anyMatch(table -> line.contains("Seq Scan on " + table + " ")));
        }
    }

    private static String value(Field<?> field) {
        return switch (field.codec().sqlType()) {
            case "timestamptz", "date" -> "2024-02-01";
            case "boolean" -> "true";
            case "bigint" -> "1";
            default ->
                field.name().equals("provider_calendar_type")
                        ? "google"
                        : field.codec().schema().path("enum").isEmpty()
                                ? field.name().equals("lead_id") ? "lead_7" : "acti_1_lead_7"
                                : field.codec().schema().path("enum").get(0).asString();
        };
    }

    /// The plans of every statement that reading a list runs, but for counting.
    private static List<String> explain(Resource resource, Map<String, String> parameters) throws SQLException {
        List<String> plan = new ArrayList<>();
        var request = new Request("req_x", "GET", "/", new LinkedHashMap<>(parameters), _ -> null, new byte[0]);
        var connection = (Connection) Proxy.newProxyInstance(
                SchemaTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (_, method, arguments) -> {
                    Object result = invoke(database, method, arguments);
                    return result instanceof PreparedStatement statement
                                    && !((String) arguments[0]).contains("count(*)")
                            ? explaining(statement, (String) arguments[0], plan)
                            : result;
                });
        new Reader(new Registry(Crm.RESOURCES))
                .list(
                        connection,
                        Caller.system(server.organization().organizationId()),
                        ListRequest.plan(resource, request));
        return plan;
    }

    private static PreparedStatement explaining(PreparedStatement statement, String sql, List<String> plan)
            throws SQLException {
        var explain = database.prepareStatement("explain " + sql);
        return (PreparedStatement) Proxy.newProxyInstance(
                SchemaTest.class.getClassLoader(), new Class<?>[] {PreparedStatement.class}, (_, method, arguments) -> {
                    if (method.getName().startsWith("set")) {
                        invoke(explain, method, arguments);
                    } else if (method.getName().equals("executeQuery")) {
                        try (explain;
                                var rows = explain.executeQuery()) {
                            while (rows.next()) {
                                plan.add(rows.getString(1));
                            }
                        }
                    }
                    return invoke(statement, method, arguments);
                });
    }

    private static Object invoke(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }
}
