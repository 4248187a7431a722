package ajar.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ajar.conformance.OpenApi.Filter;
import ajar.conformance.OpenApi.Resource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// What every resource does alike. The resources, their fields, filters and examples come from the
/// served OpenAPI document; `conformance/OPENAPI.md` says what that document must hold.
class MatrixTest {
    private static final Crm crm = Ajar.organization("Matrix");
    private static final Crm stranger = Ajar.organization("Matrix, another");
    private static final Api api = crm.api;
    private static final List<Resource> resources = OpenApi.served().resources();
    private static final Set<String> CHANGE_WITH_EVERYTHING = Set.of("date_updated", "updated_by", "updated_by_name");

    @TestFactory
    Stream<DynamicTest> theResourcesOfTheFirstIssueAreDescribed() {
        return Stream.of(
                        "/lead/",
                        "/contact/",
                        "/outcome/",
                        "/status/lead/",
                        "/activity/note/",
                        "/activity/call/",
                        "/activity/email/",
                        "/activity/emailthread/",
                        "/activity/sms/",
                        "/activity/whatsapp_message/",
                        "/activity/meeting/",
                        "/activity/created/",
                        "/activity/status_change/lead/",
                        "/event/")
                .map(path -> DynamicTest.dynamicTest(
                        path,
                        () -> assertThat(resources).extracting(Resource::path).contains(path)));
    }

    @TestFactory
    Stream<DynamicTest> createAnswersTheDeclaredStatusAndTheWholeObject() {
        return each(Resource::creatable, resource -> {
            Answer created = api.post(resource.path(), Json.write(example(resource)));

            created.is(resource.success(resource.collection().get("post")));
            assertThat(created.item().keys()).containsAll(resource.toldOnce());
            assertThat(resource.lasting(created.item()))
                    .isEqualTo(read(resource, created.item().id()));
        });
    }

    @TestFactory
    Stream<DynamicTest> aReadHasTheDeclaredFieldsInOrder() {
        return each(Resource::creatable, resource -> {
            Item read = read(resource, create(resource).id());

            assertThat(read.keys()).containsAll(resource.api().required(resource.schema()));
            assertThat(resource.fields().keySet())
                    .containsAll(read.keys().stream()
                            .filter(key -> !key.startsWith("custom."))
                            .toList());
            read.keys().stream()
                    .filter(resource.fields()::containsKey)
                    .forEach(key -> assertFits(
                            resource.path() + " " + key,
                            read.at(key),
                            resource.fields().get(key)));
            Shape.assertKeyOrder(read.node());
        });
    }

    @TestFactory
    Stream<DynamicTest> createStoresWhatItIsGiven() {
        return eachField(Resource::creatable, Resource::creatableFields, (resource, field) -> {
            var body = example(resource);
            assumeTrue(
                    body.get(field) != null && resource.fields().containsKey(field),
                    "the example does not set it, or it is never answered");

            Item created = api.post(resource.path(), Json.write(body)).ok();

            assertHolds(created, field, body.get(field));
        });
    }

    @TestFactory
    Stream<DynamicTest> aListContainsTheNewObject() {
        return each(Resource::creatable, resource -> {
            Item created = create(resource);

            assertThat(find(everything(resource, created, Map.of()), created.id())
                            .plain())
                    .isEqualTo(without(created.plain(), resource.outsideLists()));
            assertThat(list(resource, created, Map.of()).item().keys()).contains("data", "has_more");
        });
    }

    @TestFactory
    Stream<DynamicTest> aFilterFindsWhatMatchesAndNothingElse() {
        return resources.stream()
                .filter(Resource::creatable)
                .flatMap(resource -> resource.filters().stream()
                        .map(filter -> DynamicTest.dynamicTest(
                                resource.path() + "?" + filter.parameter(), () -> assertFilters(resource, filter))));
    }

    private static void assertFilters(Resource resource, Filter filter) {
        assumeFalse(
                OpenApi.types(resource.fields().get(filter.field())).equals(Set.of("null")),
                "what is always null cannot be found");
        Item created = create(resource);
        String value = comparable(created, filter.field());
        var rest = requirements(resource, filter, created);
        Function<String, List<String>> found = tried -> {
            var query = new LinkedHashMap<String, Object>(rest);
            if (!filter.field().equals("lead_id") && resource.takes("lead_id")) {
                query.put("lead_id", created.get("lead_id"));
            }
            query.put(filter.parameter(), tried);
            return api.get(resource.path(), query).ids();
        };
        String id = created.id();
        switch (filter.operator()) {
            case "eq" -> {
                assertThat(found.apply(value)).contains(id);
                assertThat(found.apply(otherThan(filter, value))).doesNotContain(id);
            }
            case "in" -> {
                assertThat(found.apply(value)).contains(id);
                assertThat(found.apply(otherThan(value) + "," + value)).contains(id);
                assertThat(found.apply(otherThan(value))).doesNotContain(id);
                assertThat(found.apply("")).doesNotContain(id);
            }
            case "gte" -> assertBounds(found, id, value, true, true, false);
            case "gt" -> assertBounds(found, id, value, true, false, false);
            case "lte" -> assertBounds(found, id, value, false, true, true);
            case "lt" -> assertBounds(found, id, value, false, false, true);
            default -> fail("unknown x-ajar-operator " + filter.operator());
        }
    }

    /// A bound a second below, at, and a second above the value: which of them let the object through?
    private static void assertBounds(
            Function<String, List<String>> found, String id, String value, boolean below, boolean at, boolean above) {
        OffsetDateTime moment = moment(value);
        assertThat(found.apply(moment.minusSeconds(1).toString()).contains(id))
                .as("with a bound a second earlier")
                .isEqualTo(below);
        assertThat(found.apply(moment.toString()).contains(id))
                .as("with its own moment as bound")
                .isEqualTo(at);
        assertThat(found.apply(moment.plusSeconds(1).toString()).contains(id))
                .as("with a bound a second later")
                .isEqualTo(above);
    }

    @TestFactory
    Stream<DynamicTest> anOrderSorts() {
        return resources.stream()
                .filter(Resource::creatable)
                .flatMap(resource -> resource.orders().stream()
                        .map(order -> DynamicTest.dynamicTest(resource.path() + "?_order_by=" + order, () -> {
                            var examples = new Examples(crm);
                            Item some = create(resource, examples);
                            create(resource, examples);
                            create(resource, examples);

                            List<Item> items = everything(resource, some, Map.of("_order_by", order));

                            assertThat(items.size()).isGreaterThanOrEqualTo(3);
                            assertSorted(items, order);
                        })));
    }

    @TestFactory
    Stream<DynamicTest> pagesAddUpToTheWholeList() {
        return each(resource -> resource.creatable() && resource.takes("_skip"), resource -> {
            var examples = new Examples(crm);
            Item some = create(resource, examples);
            create(resource, examples);
            create(resource, examples);
            List<Item> whole = everything(resource, some, Map.of());

            assertThat(whole.size()).isGreaterThanOrEqualTo(1);
            assertThat(everything(resource, some, Map.of("_limit", 2))).isEqualTo(whole);
            assertThat(whole).extracting(Item::id).doesNotHaveDuplicates();
            assertThat(list(resource, some, Map.of("_limit", 0)).ids()).isEmpty();
        });
    }

    @TestFactory
    Stream<DynamicTest> aPageLargerThanTheMaximumIsRefused() {
        return each(resource -> resource.takes("_limit"), resource -> {
            JsonNode maximum = resource.parameter("_limit").path("schema").path("maximum");
            assertThat(maximum.isIntegralNumber())
                    .as("_limit of %s has no maximum", resource)
                    .isTrue();

            api.get(resource.path() + "?_limit=" + (maximum.intValue() + 1)).refuses(400);
            api.get(resource.path() + "?_limit=" + maximum.intValue()).is(200);
        });
    }

    @TestFactory
    Stream<DynamicTest> fieldsChooseTheShape() {
        return each(Resource::creatable, resource -> {
            Item created = create(resource);
            String item = resource.itemPath(created.id());

            assertThat(crm.read(item + "?_fields=id").plain()).isEqualTo(Map.of("id", created.id()));
            assertThat(crm.read(item + "?_fields=id,no_such_field").keys()).containsExactly("id");
            assertThat(crm.read(item + "?_fields=no_such_field").keys()).isEmpty();
            assertThat(crm.read(item + "?_fields=_all").keys()).containsAll(created.keys());
            if (resource.takes("_fields")) {
                assertThat(find(everything(resource, created, Map.of("_fields", "id")), created.id())
                                .keys())
                        .containsExactly("id");
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> anEmptyPatchChangesNothing() {
        return each(both(Resource::creatable, Resource::updatable), resource -> {
            Item created = create(resource);

            Item patched = api.put(resource.itemPath(created.id()), "{}").ok();

            assertThat(patched).isEqualTo(created);
            assertThat(read(resource, created.id())).isEqualTo(created);
            if (resource.eventType() != null) {
                assertThat(crm.events(created.id(), "updated")).isEmpty();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> aPatchOfOneFieldSetsItAndLeavesTheOthers() {
        return eachField(
                both(Resource::creatable, Resource::updatable), Resource::updatableFields, (resource, field) -> {
                    var examples = new Examples(crm);
                    Item before = create(resource, examples);
                    Object value = updateValue(resource, field, examples);

                    Item after = api.put(resource.itemPath(before.id()), Json.object(field, value))
                            .ok();

                    assertHolds(after, field, value);
                    assertOnlyChanged(resource, field, before, after);
                    assertThat(read(resource, before.id())).isEqualTo(after);
                });
    }

    @TestFactory
    Stream<DynamicTest> aPatchLogsWhatItChanged() {
        return eachField(
                both(both(Resource::creatable, Resource::updatable), resource -> resource.eventType() != null),
                Resource::updatableFields,
                (resource, field) -> {
                    var examples = new Examples(crm);
                    Item before = create(resource, examples);
                    Object value = updateValue(resource, field, examples);
                    assumeFalse(crm.user.equals(value), "there is no other user");
                    Item after = api.put(resource.itemPath(before.id()), Json.object(field, value))
                            .ok();
                    assertThat(after)
                            .as("the example for the update repeats the value")
                            .isNotEqualTo(before);

                    Item event = crm.events(before.id(), "updated").getFirst();

                    assertThat(event.get("object_type")).isEqualTo(resource.eventType());
                    assertThat(event.get("data")).isEqualTo(inEvent(resource, after));
                    var changed = inEvent(resource, after).keySet().stream()
                            .filter(key -> !Objects.equals(
                                    before.plain().get(key), after.plain().get(key)))
                            .sorted()
                            .toList();
                    assertThat(event.get("changed_fields")).isEqualTo(changed);
                    changed.forEach(key -> assertThat(event.get("previous_data/" + key))
                            .as("previous %s", key)
                            .isEqualTo(before.get(key)));
                    assertThat(new Item(event.at("previous_data")).keys()).containsExactlyElementsOf(changed);
                });
    }

    @TestFactory
    Stream<DynamicTest> aPatchWithNullClearsOrRefuses() {
        return eachField(
                both(Resource::creatable, Resource::updatable), Resource::updatableFields, (resource, field) -> {
                    JsonNode schema = resource.updatableFields().get(field);
                    Item before = create(resource);

                    Answer answer = api.put(resource.itemPath(before.id()), Json.object(field, null));

                    String cleared = schema.path("x-ajar-cleared").asString("null");
                    if (!OpenApi.nullable(schema) || cleared.equals("refused")) {
                        answer.is(400);
                        assertThat(new Item(answer.item().at("field-errors")).keys())
                                .hasSize(1);
                        assertThat(read(resource, before.id())).isEqualTo(before);
                    } else {
                        Item after = answer.ok();
                        if (cleared.equals("null")) {
                            assertThat(after.get(field)).isNull();
                        } else {
                            assertThat(after.get(field)).isNotNull();
                            assertFits(field, after.at(field), resource.fields().get(field));
                        }
                        assertOnlyChanged(resource, field, before, after);
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> readOnlyFieldsAreIgnoredOnCreate() {
        return eachField(Resource::creatable, MatrixTest::readOnly, (resource, field) -> {
            var body = example(resource);
            Object junk = junk(resource.fields().get(field));
            body.put(field, junk);

            Item created = api.post(resource.path(), Json.write(body)).ok();

            assertThat(created.has(field) ? created.get(field) : null).isNotEqualTo(junk);
        });
    }

    @TestFactory
    Stream<DynamicTest> fieldsThatCannotBeUpdatedAreIgnoredOnUpdate() {
        return eachField(
                both(Resource::creatable, Resource::updatable),
                resource ->
                        without(resource.fields(), resource.updatableFields().keySet()),
                (resource, field) -> {
                    Item before = create(resource);
                    Object junk = junk(resource.fields().get(field));

                    Item after = api.put(resource.itemPath(before.id()), Json.object(field, junk))
                            .ok();

                    assertThat(after).isEqualTo(before);
                });
    }

    @TestFactory
    Stream<DynamicTest> unknownFieldsAreIgnored() {
        return each(Resource::creatable, resource -> {
            var body = example(resource);
            body.put("no_such_field", Map.of("deeply", List.of("unknown")));

            Item created = api.post(resource.path(), Json.write(body)).ok();

            assertThat(created.has("no_such_field")).isFalse();
        });
    }

    @TestFactory
    Stream<DynamicTest> creatingIsLogged() {
        return each(both(Resource::creatable, resource -> resource.eventType() != null), resource -> {
            Item created = create(resource);

            List<Item> events = crm.events(created.id(), "created");

            assertThat(events).hasSize(1);
            Item event = events.getFirst();
            assertThat(event.get("object_type")).isEqualTo(resource.eventType());
            assertThat(event.get("object_id")).isEqualTo(created.id());
            assertThat(event.get("data")).isEqualTo(inEvent(resource, created));
            assertThat(event.get("changed_fields")).isEqualTo(List.of());
            assertThat(event.get("previous_data")).isEqualTo(Map.of());
            assertThat(event.get("user_id")).isEqualTo(crm.user);
            assertThat(event.get("meta"))
                    .isEqualTo(Map.of("request_method", "POST", "request_path", "/api/v1" + resource.path()));
            assertThat(Shape.SHORT_ID.fits(event.text("request_id"))).isTrue();
            assertThat(Shape.NAIVE_DATE_TIME.fits(event.text("date_created"))).isTrue();
        });
    }

    @TestFactory
    Stream<DynamicTest> anotherOrganizationSeesNothing() {
        return each(Resource::creatable, resource -> {
            Item created = create(resource);
            String item = resource.itemPath(created.id());

            stranger.api.get(item).refuses(404);
            if (resource.updatable()) {
                stranger.api.put(item, "{}").refuses(404);
                stranger.api
                        .put(item, Json.write(new Examples(crm).fill(resource.updateExample())))
                        .refuses(404);
            }
            if (resource.deletable()) {
                stranger.api.delete(item).refuses(404);
            }
            assertThat(stranger.api.get(resource.path()).ids()).doesNotContain(created.id());
            assertThat(stranger.events(created.id(), "created")).isEmpty();
            assertThat(read(resource, created.id())).isEqualTo(created);
        });
    }

    @TestFactory
    Stream<DynamicTest> anUnknownIdIsNotFound() {
        return each(resource -> true, resource -> {
            for (String id : List.of(
                    "nothing", "acti_", "acti_" + "0".repeat(43), "lead_%00", "0", "acti_" + "x".repeat(5_000))) {
                Answer answer = api.get(resource.itemPath(id));
                answer.refuses(404);
                // Under /activity/ anything that is no activity's id would be a kind of activity, and there is none.
                boolean kind = resource.itemPath("").startsWith("/activity/")
                        && resource.itemPath(id).equals("/activity/" + id + "/")
                        && !id.startsWith("acti_");
                if (resource.model() != null && !id.contains("%") && !kind) {
                    answer.refuses(404, "Empty query: " + resource.model() + " matching query does not exist.");
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> aDeletedObjectIsGone() {
        return each(both(Resource::creatable, Resource::deletable), resource -> {
            Item created = create(resource);
            String item = resource.itemPath(created.id());
            int status = resource.success(resource.item().get("delete"));

            Answer deleted = api.delete(item).is(status);

            assertThat(deleted.text().strip()).isEqualTo(status == 204 ? "" : "{}");
            api.get(item).refuses(404);
            api.delete(item).refuses(404);
            assertThat(everything(resource, created, Map.of()))
                    .extracting(Item::id)
                    .doesNotContain(created.id());
            if (resource.eventType() != null) {
                Item event = crm.events(created.id(), "deleted").getFirst();
                assertThat(event.get("data")).isNull();
                assertThat(event.get("changed_fields")).isEqualTo(List.of());
                assertThat(event.get("previous_data")).isEqualTo(inEvent(resource, created));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> verbsThatAreNotDescribedAreNotAllowed() {
        return each(resource -> true, resource -> {
            String item = resource.itemPath("acti_" + "0".repeat(43));
            if (!resource.creatable()) {
                api.post(resource.path(), "{}").refuses(405);
            }
            if (!resource.updatable()) {
                api.put(item, "{}").refuses(405);
            }
            if (!resource.deletable()) {
                api.delete(item).refuses(405);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> nothingAnswersWithoutCredentials() {
        return each(resource -> true, resource -> {
            Ajar.anonymous().get(resource.path()).refuses(401);
            Ajar.anonymous().get(resource.itemPath("acti_" + "0".repeat(43))).refuses(401);
        });
    }

    private static Stream<DynamicTest> each(Predicate<Resource> which, Consumer<Resource> cell) {
        return resources.stream()
                .filter(which)
                .map(resource -> DynamicTest.dynamicTest(
                        resource.path(), () -> makingRoom(resource, () -> cell.accept(resource))));
    }

    private static Stream<DynamicTest> eachField(
            Predicate<Resource> which,
            Function<Resource, Map<String, JsonNode>> fields,
            BiConsumer<Resource, String> cell) {
        return resources.stream()
                .filter(which)
                .flatMap(resource -> fields.apply(resource).keySet().stream()
                        .map(field -> DynamicTest.dynamicTest(
                                resource.path() + " " + field,
                                () -> makingRoom(resource, () -> cell.accept(resource, field)))));
    }

    /// Deletes what a cell has made of a resource of which an organization may have few only.
    private static void makingRoom(Resource resource, Runnable cell) {
        try {
            cell.run();
        } finally {
            if (resource.isLimited()) {
                api.get(resource.path())
                        .ids()
                        .forEach(id -> api.delete(resource.itemPath(id)).is(200));
            }
        }
    }

    private static Predicate<Resource> both(Predicate<Resource> one, Predicate<Resource> other) {
        return one.and(other);
    }

    private static Map<String, Object> example(Resource resource) {
        return new Examples(crm).fill(resource.createExample());
    }

    private static Item create(Resource resource) {
        return create(resource, new Examples(crm));
    }

    private static Item create(Resource resource, Examples examples) {
        return resource.lasting(crm.create(resource.path(), examples.fill(resource.createExample())));
    }

    private static Item read(Resource resource, String id) {
        return crm.read(resource.itemPath(id));
    }

    /// The list the object is on, narrowed to its lead where that can be said, so that cells do not
    /// disturb each other.
    private static Answer list(Resource resource, Item item, Map<String, ?> query) {
        var all = new LinkedHashMap<String, Object>(query);
        if (resource.takes("lead_id") && item.has("lead_id")) {
            all.put("lead_id", item.get("lead_id"));
        }
        return api.get(resource.path(), all);
    }

    /// All pages of that list, one after the other.
    private static List<Item> everything(Resource resource, Item item, Map<String, ?> query) {
        var all = new ArrayList<Item>();
        Answer page = list(resource, item, query);
        all.addAll(page.items());
        while (page.hasMore()) {
            var next = new LinkedHashMap<String, Object>(query);
            next.put("_skip", all.size());
            page = list(resource, item, next);
            assertThat(page.items()).as("a page that was announced").isNotEmpty();
            all.addAll(page.items());
        }
        return all;
    }

    private static Item find(List<Item> list, String id) {
        return list.stream()
                .filter(item -> item.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError(id + " is not in the list"));
    }

    private static String comparable(Item item, String field) {
        Object value = item.get(field);
        if (value instanceof List<?> list && !list.isEmpty()) {
            return String.valueOf(list.getFirst());
        }
        if (value == null || value instanceof List<?>) {
            throw new AssertionError("the example leaves " + field + " empty, so its filter has nothing to find");
        }
        return String.valueOf(value);
    }

    private static Map<String, Object> requirements(Resource resource, Filter filter, Item item) {
        var query = new LinkedHashMap<String, Object>();
        for (String name : filter.requires()) {
            Filter required = resource.filters().stream()
                    .filter(each -> each.parameter().equals(name))
                    .findFirst()
                    .orElseThrow();
            query.put(name, comparable(item, required.field()));
        }
        return query;
    }

    private static String otherThan(Filter filter, String value) {
        return filter.words().stream()
                .filter(word -> !word.equals(value))
                .findFirst()
                .orElseGet(() -> otherThan(value));
    }

    /// A value of the same kind that nothing has.
    private static String otherThan(String value) {
        if (Shape.LONG_ID.fits(value) || Shape.SHORT_ID.fits(value)) {
            int body = value.lastIndexOf('_') + 1;
            return value.substring(0, body) + "0".repeat(value.length() - body);
        }
        return Shape.DATE_TIME.fits(value) ? moment(value).minusYears(9).toString() : "other-" + value;
    }

    private static Object updateValue(Resource resource, String field, Examples examples) {
        var values = examples.fill(resource.updateExample());
        if (!values.containsKey(field)) {
            throw new AssertionError("the update example of " + resource + " does not set " + field);
        }
        return values.get(field);
    }

    private static void assertOnlyChanged(Resource resource, String field, Item before, Item after) {
        var free = new ArrayList<>(CHANGE_WITH_EVERYTHING);
        free.add(field);
        free.addAll(OpenApi.strings(resource.updatableFields().get(field).path("x-ajar-changes")));
        assertThat(without(after.plain(), free)).isEqualTo(without(before.plain(), free));
    }

    private static Map<String, Object> inEvent(Resource resource, Item item) {
        return without(item.plain(), resource.outsideEvents());
    }

    private static Map<String, JsonNode> readOnly(Resource resource) {
        var fields = new LinkedHashMap<>(resource.fields());
        fields.values().removeIf(schema -> !schema.path("readOnly").asBoolean(false));
        return fields;
    }

    private static <V> Map<String, V> without(Map<String, V> map, Iterable<String> keys) {
        var rest = new LinkedHashMap<>(map);
        keys.forEach(rest::remove);
        return rest;
    }

    private static Object junk(JsonNode schema) {
        var types = OpenApi.types(schema);
        if (types.contains("string")) {
            return schema.path("format").asString("").startsWith("date") ? "1999-09-09T09:09:09+00:00" : "junk";
        }
        if (types.contains("integer") || types.contains("number")) {
            return 987_654;
        }
        if (types.contains("boolean")) {
            return "junk";
        }
        return types.contains("array") ? List.of("junk") : Map.of("junk", "junk");
    }

    private static void assertHolds(Item item, String field, Object sent) {
        Object got = item.get(field);
        if (sent instanceof String text && isMoment(text)) {
            assertThat(moment(String.valueOf(got))).as(field).isEqualTo(moment(text));
        } else {
            assertCovers(field, got, sent);
        }
    }

    private static void assertCovers(String where, Object got, Object sent) {
        if (sent instanceof List<?> list) {
            assertThat(got).as(where).isInstanceOf(List.class);
            assertThat((List<?>) got).as(where).hasSameSizeAs(list);
            for (int i = 0; i < list.size(); i++) {
                assertCovers(where + "[" + i + "]", ((List<?>) got).get(i), list.get(i));
            }
        } else if (sent instanceof Map<?, ?> map) {
            assertThat(got).as(where).isInstanceOf(Map.class);
            map.forEach((key, value) -> assertCovers(where + "." + key, ((Map<?, ?>) got).get(key), value));
        } else {
            assertThat(got).as(where).isEqualTo(sent);
        }
    }

    private static void assertFits(String where, JsonNode value, JsonNode schema) {
        var types = OpenApi.types(schema);
        String type = value.isNull()
                ? "null"
                : value.isIntegralNumber() && !types.contains("number") ? "integer" : typeName(value);
        if (!types.isEmpty()) {
            assertThat(types).as(where).contains(type);
        }
        if (value.isString()) {
            String text = value.stringValue();
            if (schema.path("format").asString("").equals("date-time")) {
                assertThat(Shape.DATE_TIME.fits(text) || Shape.NAIVE_DATE_TIME.fits(text))
                        .as("%s is %s", where, text)
                        .isTrue();
            }
            if (schema.has("enum")) {
                assertThat(OpenApi.strings(schema.get("enum"))).as(where).contains(text);
            }
        }
    }

    private static String typeName(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            case ARRAY -> "array";
            case OBJECT, POJO -> "object";
            case NULL, MISSING, BINARY -> "null";
        };
    }

    private static void assertSorted(List<Item> items, String order) {
        for (int i = 1; i < items.size(); i++) {
            int compared = 0;
            for (String key : order.split(",")) {
                boolean descending = key.startsWith("-");
                String field = descending ? key.substring(1) : key;
                int step = compare(items.get(i - 1).get(field), items.get(i).get(field));
                compared = compared != 0 ? compared : descending ? -step : step;
            }
            assertThat(compared)
                    .as("%s before %s by %s", items.get(i - 1), items.get(i), order)
                    .isLessThanOrEqualTo(0);
        }
    }

    private static int compare(Object one, Object other) {
        if (one == null || other == null) {
            return 0; // Where nulls go is not documented.
        }
        if (one instanceof Number a && other instanceof Number b) {
            return Double.compare(a.doubleValue(), b.doubleValue());
        }
        String a = String.valueOf(one);
        String b = String.valueOf(other);
        return isMoment(a) && isMoment(b) ? moment(a).compareTo(moment(b)) : a.compareToIgnoreCase(b);
    }

    private static boolean isMoment(String text) {
        if (!text.matches("\\d{4}-\\d\\d-\\d\\d.*")) {
            return false;
        }
        try {
            moment(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static OffsetDateTime moment(String text) {
        if (text.length() == 10) {
            return LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC);
        }
        boolean hasOffset = text.matches(".*(Z|[+-]\\d\\d:\\d\\d)$");
        return OffsetDateTime.parse(hasOffset ? text : text + "Z").withOffsetSameInstant(ZoneOffset.UTC);
    }
}
