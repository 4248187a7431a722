package ajar.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The log of everything that happened: which filters go together, and how it is paged. Consolidation
/// over time is in `ClockTest`.
class EventLogTest {
    private static final Crm crm = Ajar.organization("Events");
    private static final Api api = crm.api;
    private static Item lead;
    private static Item note;
    private static String request;

    @BeforeAll
    static void aNoteThatWasChanged() {
        lead = crm.lead();
        note = crm.note(lead.id(), "One");
        request = api.put("/activity/note/" + note.id() + "/", "{\"note\": \"Two\"}")
                .is(200)
                .header("x-request-id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "object_type=TYPE&object_id=OBJECT",
                "object_type=TYPE&action=updated",
                "object_id=OBJECT&action=updated",
                "lead_id=LEAD&object_type=TYPE",
                "lead_id=LEAD&object_type=TYPE&action=updated",
                "lead_id=LEAD&user_id=USER",
                "lead_id=LEAD&user_id=USER&object_type=TYPE",
                "lead_id=LEAD&user_id=USER&object_type=TYPE&action=updated",
                "lead_id=LEAD",
                "user_id=USER&object_id=OBJECT",
                "user_id=USER&object_id=OBJECT&action=updated",
                "user_id=USER&object_type=TYPE",
                "user_id=USER&object_type=TYPE&action=updated",
                "user_id=USER",
                "request_id=REQUEST",
                ""
            })
    void theseFiltersGoTogether(String query) {
        for (String dates : List.of("", "&date_updated__gte=2000-01-01T00:00:00.000001&date_updated__lt=2100-01-01")) {
            List<Item> events = api.get("/event/?" + filled(query) + dates).items();

            assertThat(events).extracting(event -> event.get("object_id")).contains(note.id());
            assertThat(events).allSatisfy(event -> assertMatches(event, query));
            assertThat(api.get("/event/?" + filled(query) + "&date_updated__lt=2000-01-01")
                            .items())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "object_type=TYPE",
                "action=updated",
                "object_id=OBJECT",
                "object_type=TYPE&object_id=OBJECT&action=updated",
                "lead_id=LEAD&action=updated",
                "lead_id=LEAD&object_id=OBJECT",
                "lead_id=LEAD&object_type=TYPE&object_id=OBJECT",
                "lead_id=LEAD&object_id=OBJECT&action=updated",
                "lead_id=LEAD&user_id=USER&action=updated",
                "lead_id=LEAD&user_id=USER&object_id=OBJECT",
                "user_id=USER&action=updated",
                "user_id=USER&object_type=TYPE&object_id=OBJECT",
                "user_id=USER&object_type=TYPE&object_id=OBJECT&action=updated",
                "request_id=REQUEST&lead_id=LEAD",
                "request_id=REQUEST&user_id=USER",
                "request_id=REQUEST&object_type=TYPE",
                "request_id=REQUEST&object_id=OBJECT",
                "request_id=REQUEST&action=updated"
            })
    void otherFiltersDoNot(String query) {
        Answer answer = api.get("/event/?" + filled(query)).is(400);

        assertThat(answer.item().keys()).containsExactly("error");
        api.get("/event/?" + filled(query) + "&date_updated__gte=2000-01-01").refuses(400);
    }

    @Test
    void aValueThatMatchesNothingFindsNothing() {
        for (String query : List.of(
                "lead_id=" + Crm.UNKNOWN_LEAD,
                "user_id=" + Crm.UNKNOWN_USER,
                "request_id=req_" + "0".repeat(22),
                "object_type=activity.note&action=merged",
                "object_id=" + note.id() + "&action=merged",
                "lead_id=" + lead.id() + "&object_type=opportunity",
                "lead_id=" + lead.id() + "," + Crm.UNKNOWN_LEAD)) {
            assertThat(api.get("/event/?" + query).items()).as(query).isEmpty();
        }
    }

    @Test
    void theShortNameOfAnOldTypeIsAnAlias() {
        // A guess: the documentation's sample says `note`.
        assertThat(api.get("/event/?object_type=note&object_id=" + note.id()).items())
                .hasSize(2);
    }

    @Test
    void whatIsNoFilterIsIgnored() {
        assertThat(api.get("/event/?lead_id=" + lead.id() + "&date_created__gte=2100-01-01&no_such=1&_skip=1")
                        .items())
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gt", "gte", "lt", "lte"})
    void aBadDateIsRefused(String operator) {
        api.get("/event/?date_updated__" + operator + "=yesterday").refuses(400);
    }

    @Test
    void aLeadsEventsAreThoseOfAllThatIsOnIt() {
        assertThat(api.get("/event/?lead_id=" + lead.id()).items())
                .extracting(event -> event.get("object_type") + " " + event.get("action"))
                .containsExactly("activity.note updated", "activity.note created", "lead created");
    }

    @Test
    void anObjectsEventsAreItsOwn() {
        assertThat(api.get("/event/?object_type=lead&object_id=" + lead.id()).items())
                .extracting(event -> event.get("action"))
                .containsExactly("created");
    }

    @Test
    void theEnvelopeHasItsFieldsInOrder() {
        Item event = api.get("/event/?request_id=" + request).items().getFirst();

        assertThat(event.keys())
                .containsExactly(
                        "action",
                        "api_key_id",
                        "changed_fields",
                        "data",
                        "date_created",
                        "date_updated",
                        "id",
                        "lead_id",
                        "meta",
                        "object_id",
                        "object_type",
                        "organization_id",
                        "previous_data",
                        "request_id",
                        "user_id");
        assertThat(event.text("api_key_id")).startsWith("api_").doesNotContain(".");
        assertThat(event.get("meta"))
                .isEqualTo(Map.of("request_method", "PUT", "request_path", "/api/v1/activity/note/" + note.id() + "/"));
        assertThat(event.get("date_updated")).isEqualTo(event.get("date_created"));
        assertThat(crm.read("/event/" + event.id() + "/")).isEqualTo(event);
        Shape.assertKeyOrder(event.node());
    }

    @Test
    void anEventOfNothingIsNotFound() {
        for (String id : List.of("ev_" + "0".repeat(22), "ev_1", "nonsense")) {
            api.get("/event/" + id + "/").refuses(404, "Empty query: Event matching query does not exist.");
        }
    }

    // Pages

    @Test
    void theLogIsReadInPagesBothWays() {
        Crm own = Ajar.organization("Paged events");
        String lead = own.lead().id();
        for (int i = 0; i < 6; i++) {
            own.note(lead, "Note " + i);
        }
        String path = "/event/?lead_id=" + lead;
        List<String> whole = own.api.get(path).ids();
        assertThat(whole).hasSize(7);

        var pages = new ArrayList<Answer>();
        pages.add(own.api.get(path + "&_limit=3").is(200));
        while (pages.getLast().get("cursor_next") != null) {
            pages.add(own.api.get(
                    "/event/",
                    Map.of(
                            "lead_id",
                            lead,
                            "_limit",
                            3,
                            "_cursor",
                            pages.getLast().get("cursor_next"))));
        }

        assertThat(pages).hasSize(3);
        assertThat(pages.stream().flatMap(page -> page.ids().stream()).toList()).isEqualTo(whole);
        assertThat(pages.getFirst().get("cursor_previous")).isNull();
        assertThat(pages.getFirst().item().keys()).containsExactly("data", "cursor_next", "cursor_previous");
        for (int i = 2; i > 0; i--) {
            Answer back = own.api.get(
                    "/event/",
                    Map.of("lead_id", lead, "_limit", 3, "_cursor", pages.get(i).get("cursor_previous")));
            assertThat(back.ids()).isEqualTo(pages.get(i - 1).ids());
        }
    }

    @Test
    void aCursorCarriesTheDatesButNotTheOtherFilters() {
        Answer page = api.get("/event/?lead_id=" + lead.id() + "&_limit=1&date_updated__gte=2000-01-01")
                .is(200);
        Object cursor = page.get("cursor_next");

        assertThat(api.get("/event/", Map.of("lead_id", lead.id(), "_limit", 1, "_cursor", cursor))
                        .ids())
                .hasSize(1);
        api.get("/event/", Map.of("lead_id", crm.lead().id(), "_cursor", cursor))
                .refuses(400);
        api.get("/event/", Map.of("_cursor", cursor)).refuses(400);
    }

    @Test
    void anEmptyCursorIsTheFirstPage() {
        assertThat(api.get("/event/?lead_id=" + lead.id() + "&_cursor=").ids())
                .isEqualTo(api.get("/event/?lead_id=" + lead.id()).ids());
    }

    @Test
    void newEventsDoNotDisturbAnOpenCursor() {
        Crm own = Ajar.organization("Moving events");
        String lead = own.lead().id();
        own.note(lead, "One");
        own.note(lead, "Two");
        List<String> before = own.api.get("/event/?lead_id=" + lead).ids();
        Answer first = own.api.get("/event/?_limit=1&lead_id=" + lead).is(200);
        own.note(lead, "Three");

        Answer second = own.api.get("/event/", Map.of("lead_id", lead, "_cursor", first.get("cursor_next")));

        assertThat(second.ids()).isEqualTo(before.subList(1, before.size()));
    }

    @Test
    void aPageIsFiftyEventsAndNotMore() {
        Crm own = Ajar.organization("Many events");
        for (int i = 0; i < 51; i++) {
            own.lead();
        }

        assertThat(own.api.get("/event/").ids()).hasSize(50);
        assertThat(own.api.get("/event/?_limit=50").ids()).hasSize(50);
        assertThat(own.api.get("/event/?_limit=51").is(400).text()).contains("50");
        assertThat(own.api.get("/event/?_limit=0").ids()).isEmpty();
    }

    // What an event says

    @Test
    void previousDataIsAChainWithoutGaps() {
        Item other = crm.note(lead.id(), "0");
        for (int i = 1; i <= 5; i++) {
            api.put("/activity/note/" + other.id() + "/", Json.object("note", "" + i))
                    .ok();
        }

        List<Item> events = api.get("/event/?object_type=activity.note&object_id=" + other.id())
                .items();

        for (int i = 0; i + 1 < events.size(); i++) {
            var older = Json.object(events.get(i + 1).at("data"));
            Item newer = events.get(i);
            Json.object(newer.at("previous_data"))
                    .forEach((field, value) -> assertThat(value).as(field).isEqualTo(older.get(field)));
        }
        assertThat(events.getFirst().get("data"))
                .isEqualTo(crm.read("/activity/note/" + other.id() + "/").plain());
    }

    @Test
    void aFieldThatIsBackWhereItWasIsNotChanged() {
        // A guess: within one event only what differs in the end counts.
        Item other = crm.note(lead.id(), "Same");
        api.put("/activity/note/" + other.id() + "/", "{\"note\": \"Other\", \"title\": \"T\"}")
                .ok();
        api.put("/activity/note/" + other.id() + "/", "{\"note\": \"Same\"}").ok();

        assertThat(crm.events(other.id(), "updated").getFirst().get("changed_fields"))
                .isEqualTo(List.of("date_updated", "title"));
    }

    @Test
    void whatIsRefusedIsNotLogged() {
        long before = api.get("/event/?lead_id=" + lead.id()).ids().size();

        api.put("/activity/note/" + note.id() + "/", "{\"note\": 5}").is(400);
        api.post("/activity/note/", Json.object("lead_id", lead.id(), "note", 5))
                .is(400);

        assertThat(api.get("/event/?lead_id=" + lead.id()).ids().size()).isEqualTo((int) before);
    }

    private static String filled(String query) {
        return query.replace("TYPE", "activity.note")
                .replace("OBJECT", note.id())
                .replace("LEAD", lead.id())
                .replace("USER", crm.user)
                .replace("REQUEST", request);
    }

    private static void assertMatches(Item event, String query) {
        for (String part : query.split("&")) {
            if (!part.isEmpty()) {
                String[] pair = part.split("=");
                assertThat(event.get(pair[0])).as(pair[0]).isEqualTo(filled(pair[1]));
            }
        }
    }
}
