package ajar.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The list of all kinds of activities, with its rules on what may be combined, and the lists of single
/// kinds, which have fewer.
class ActivityListTest {
    private static final Crm crm = Ajar.organization("Activities");
    private static final Api api = crm.api;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user_id=USER",
                "user_id__in=USER",
                "contact_id=CONTACT",
                "contact_id__in=CONTACT",
                "_type=Note",
                "_type__in=Note,Call",
                "user_id=",
                "_type="
            })
    void someFiltersNeedASingleLead(String filter) {
        Item lead = crm.leadOf("single@example.com");
        Item other = crm.lead();
        String query = filter.replace("USER", crm.user).replace("CONTACT", lead.text("contacts/0/id"));

        Answer refused = api.get("/activity/?" + query);

        refused.refuses(400);
        assertThat(refused.item().keys()).containsExactly("error");
        // A guess: several leads are not a single one.
        api.get("/activity/?" + query + "&lead_id=" + lead.id() + "," + other.id())
                .refuses(400);
        api.get("/activity/?" + query + "&lead_id__in=" + lead.id() + "," + other.id())
                .refuses(400);
        api.get("/activity/?" + query + "&lead_id=" + lead.id()).is(200);
    }

    @Test
    void theListOfOneLeadHasItsActivitiesOnlyLatestFirst() {
        Item lead = crm.lead();
        Item first = crm.note(lead.id(), "First");
        Item second = crm.call(lead.id());
        crm.note(crm.lead().id(), "Elsewhere");

        Answer list = activities(lead, "");

        assertThat(types(list)).containsExactly("Call", "Note", "Created");
        assertThat(list.ids()).startsWith(second.id(), first.id());
        assertThat(list.hasMore()).isFalse();
    }

    @Test
    void severalLeadsMayBeAskedForTogether() {
        Item one = crm.lead();
        Item two = crm.lead();
        Item three = crm.lead();
        crm.note(three.id(), "Not asked for");

        for (String parameter : List.of("lead_id", "lead_id__in")) {
            assertThat(api.get("/activity/?" + parameter + "=" + one.id() + "," + two.id())
                            .items())
                    .extracting(item -> item.get("lead_id"))
                    .containsExactly(two.id(), one.id());
        }
    }

    @Test
    void typesAreListed() {
        Item lead = crm.lead();
        crm.note(lead.id(), "A note");
        crm.call(lead.id());
        crm.sms(lead.id(), "draft");

        assertThat(types(activities(lead, "&_type=Note"))).containsExactly("Note");
        assertThat(types(activities(lead, "&_type=Note,Call"))).containsExactly("Call", "Note");
        assertThat(types(activities(lead, "&_type__in=SMS,Created"))).containsExactly("SMS", "Created");
        assertThat(types(activities(lead, "&_type__in=Note"))).containsExactly("Note");
        assertThat(types(activities(lead, "&_type__in="))).isEmpty();
        // A guess: a word that is no type matches nothing.
        assertThat(types(activities(lead, "&_type=Telegram"))).isEmpty();
        assertThat(types(activities(lead, "&_type__in=Telegram,Call"))).containsExactly("Call");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Custom", "CustomActivity", "actitype_1h5m6uHM9BZOpwVhyRJb4Y", "Custom,Note"})
    void customActivitiesMayBeAskedForByType(String type) {
        Item lead = crm.lead();
        crm.note(lead.id(), "A note");

        assertThat(types(activities(lead, "&_type=" + type)))
                .isEqualTo(type.contains("Note") ? List.of("Note") : List.of());
    }

    @Test
    void usersAndContactsAreFilters() {
        Item lead = crm.leadOf("contact@example.com");
        String contact = lead.text("contacts/0/id");
        Item with = crm.create("/activity/note/", "lead_id", lead.id(), "note", "With", "contact_id", contact);
        Item without = crm.note(lead.id(), "Without");

        for (String filter : List.of("contact_id", "contact_id__in")) {
            assertThat(activities(lead, "&" + filter + "=" + contact).ids()).containsExactly(with.id());
            assertThat(activities(lead, "&" + filter + "=" + Crm.UNKNOWN_CONTACT + "," + contact)
                            .ids())
                    .containsExactly(with.id());
        }
        for (String filter : List.of("user_id", "user_id__in")) {
            assertThat(activities(lead, "&" + filter + "=" + crm.user).ids()).contains(with.id(), without.id());
            assertThat(activities(lead, "&" + filter + "=" + Crm.UNKNOWN_USER).ids())
                    .isEmpty();
        }
        assertThat(activities(lead, "&user_id=" + crm.user + "&contact_id=" + contact + "&_type=Note")
                        .ids())
                .containsExactly(with.id());
        assertThat(activities(lead, "&contact_id=" + contact + "&_type=Call").ids())
                .isEmpty();
    }

    @Test
    void idsNeedNoLead() {
        Item one = crm.note(crm.lead().id(), "One");
        Item two = crm.call(crm.lead().id());

        assertThat(api.get("/activity/?id__in=" + one.id() + "," + two.id()).ids())
                .containsExactly(two.id(), one.id());
    }

    @Test
    void theOwnOrganizationIsNoRestrictionAndAnotherMatchesNothing() {
        Item lead = crm.lead();

        assertThat(activities(lead, "&organization_id=" + crm.organization).ids())
                .hasSize(1);
        assertThat(activities(lead, "&organization_id=" + Ajar.organization("Elsewhere").organization)
                        .ids())
                .isEmpty();
    }

    // Order and dates

    @Test
    void theOrderIsByCreationUnlessAskedByTheMomentItHappened() {
        Item lead = crm.lead();
        Item early = noteAt(lead, "2021-01-01T00:00:00Z", "2023-01-01T00:00:00Z");
        Item late = noteAt(lead, "2022-01-01T00:00:00Z", "2020-01-01T00:00:00Z");

        assertThat(activities(lead, "&_type=Note").ids()).containsExactly(late.id(), early.id());
        assertThat(activities(lead, "&_type=Note&_order_by=-date_created").ids())
                .containsExactly(late.id(), early.id());
        assertThat(activities(lead, "&_type=Note&_order_by=-activity_at").ids()).containsExactly(early.id(), late.id());
    }

    @Test
    void equalMomentsAreInAFixedOrderOnAllPages() {
        Item lead = crm.lead();
        for (int i = 0; i < 6; i++) {
            noteAt(lead, "2021-01-01T00:00:00Z", "2021-01-01T00:00:00Z");
        }
        List<String> whole = activities(lead, "&_type=Note").ids();

        for (int skip = 0; skip < 6; skip++) {
            assertThat(activities(lead, "&_type=Note&_limit=1&_skip=" + skip).ids())
                    .containsExactly(whole.get(skip));
        }
    }

    @Test
    void orderingByTheMomentNeedsASingleLead() {
        Item lead = crm.lead();

        api.get("/activity/?_order_by=-activity_at").refuses(400);
        api.get("/activity/?_order_by=-activity_at&lead_id=" + lead.id() + ","
                        + crm.lead().id())
                .refuses(400);
        activities(lead, "&_order_by=-activity_at").is(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gt", "gte", "lt", "lte"})
    void datesMustBeThoseOfTheOrder(String operator) {
        Item lead = crm.lead();
        String activityAt = "&activity_at__" + operator + "=2021-01-01";
        String dateCreated = "&date_created__" + operator + "=2021-01-01";

        activities(lead, activityAt).refuses(400);
        activities(lead, activityAt + "&_order_by=-date_created").refuses(400);
        activities(lead, activityAt + "&_order_by=-activity_at").is(200);
        activities(lead, dateCreated).is(200);
        // A guess: ignoring the filter would answer wrong data.
        activities(lead, dateCreated + "&_order_by=-activity_at").refuses(400);
        api.get("/activity/?activity_at__" + operator + "=2021-01-01").refuses(400);
    }

    @ParameterizedTest
    @CsvSource({
        "gt,  2021-01-01T00:00:01,        bc",
        "gte, 2021-01-01T00:00:01,        bc",
        "gt,  2021-01-01T00:00:01.500Z,   c",
        "gte, 2021-01-01T00:00:01.500Z,   bc",
        "lt,  2021-01-01T00:00:01.500Z,   a",
        "lte, 2021-01-01T00:00:01.500Z,   ab",
        "lt,  2021-01-02,                 abc",
        "gte, 2021-01-02,                 ''"
    })
    void dateFiltersAreExact(String operator, String bound, String found) {
        Item lead = crm.lead();
        Map<String, String> names = Map.of(
                noteAt(lead, "2021-01-01T00:00:00Z", "2021-01-01T00:00:00Z").id(), "a",
                noteAt(lead, "2021-01-01T00:00:01.5Z", "2021-01-01T00:00:01.5Z").id(), "b",
                noteAt(lead, "2021-01-01T00:00:02Z", "2021-01-01T00:00:02Z").id(), "c");

        for (String query : List.of(
                "&_type=Note&date_created__" + operator + "=" + bound,
                "&_type=Note&_order_by=-activity_at&activity_at__" + operator + "=" + bound)) {
            assertThat(activities(lead, query).ids().stream()
                            .map(names::get)
                            .sorted()
                            .toList())
                    .as(query)
                    .isEqualTo(found.isEmpty() ? List.of() : List.of(found.split("")));
        }
    }

    @Test
    void theWholeOrganizationIsWalkedByWindowsOfCreation() {
        Crm own = Ajar.organization("Walked");
        Item lead = own.lead();
        own.create("/activity/note/", "lead_id", lead.id(), "note", "Old", "date_created", "2015-05-05T12:00:00Z");

        assertThat(own.api
                        .get("/activity/?date_created__gte=2015-05-05&date_created__lt=2015-05-06")
                        .items())
                .extracting(item -> item.get("note"))
                .containsExactly("Old");
        assertThat(own.api
                        .get("/activity/?date_created__gte=2015-05-06&date_created__lt=2015-05-07")
                        .ids())
                .isEmpty();
    }

    @Test
    void aMeetingIsSortedByItsStart() {
        Item lead = crm.lead();
        Item meeting = crm.meeting(lead.id(), Instant.parse("2031-01-01T10:00:00Z"), Map.of());
        Item note = crm.note(lead.id(), "Later made, sooner done");

        assertThat(meeting.get("activity_at")).isEqualTo("2031-01-01T10:00:00+00:00");
        assertThat(activities(lead, "&_type__in=Meeting,Note").ids()).containsExactly(note.id(), meeting.id());
        assertThat(activities(lead, "&_type__in=Meeting,Note&_order_by=-activity_at")
                        .ids())
                .containsExactly(meeting.id(), note.id());
        assertThat(activities(lead, "&_order_by=-activity_at&activity_at__gte=2031-01-01")
                        .ids())
                .containsExactly(meeting.id());
    }

    // Threads of email

    @Test
    void emailsComeOneByOneUnlessThreadsAreAskedFor() {
        Item lead = crm.lead();
        Item email = crm.email(lead.id(), "Offer", "ada@example.com");
        crm.email(lead.id(), "Re: Offer", "ada@example.com");

        for (String mode : List.of("", "&thread_emails=", "&thread_emails=false", "&thread_emails=maybe")) {
            Answer list = activities(lead, mode);
            assertThat(types(list)).as(mode).containsExactly("Email", "Email", "Created");
            assertThat(list.items().get(1)).isEqualTo(crm.read("/activity/email/" + email.id() + "/"));
        }
    }

    @Test
    void threadsComeWithStrippedEmailsOrInTheirPlace() {
        Item lead = crm.lead();
        Item email = crm.email(lead.id(), "Offer", "ada@example.com");
        crm.email(lead.id(), "Re: Offer", "ada@example.com");
        crm.note(lead.id(), "A note");

        Answer both = activities(lead, "&thread_emails=true");
        Answer only = activities(lead, "&thread_emails=only");

        assertThat(types(both)).containsExactlyInAnyOrder("Note", "EmailThread", "Email", "Email", "Created");
        assertThat(types(only)).containsExactlyInAnyOrder("Note", "EmailThread", "Created");
        for (Answer list : List.of(both, only)) {
            Item thread = ofType(list, "EmailThread").getFirst();
            assertThat(thread.id()).isEqualTo(email.get("thread_id"));
            assertThat(thread.get("n_emails")).isEqualTo(2);
            assertThat(thread.list("emails")).hasSize(2).allSatisfy(ActivityListTest::assertStripped);
        }
        assertThat(ofType(both, "Email")).hasSize(2).allSatisfy(ActivityListTest::assertStripped);
    }

    /// A guess: without bodies, with a preview, as inside a thread.
    private static void assertStripped(Item email) {
        assertThat(email.keys()).doesNotContain("body_text", "body_html", "body_text_quoted", "body_html_quoted");
        assertThat(email.text("body_preview")).startsWith("Hello ada@example.com");
        assertThat(email.get("_type")).isEqualTo("Email");
        assertThat(email.keys()).contains("id", "subject", "thread_id", "to", "status", "envelope");
    }

    @Test
    void threadsAreFilteredWithTheirEmails() {
        Item lead = crm.lead();
        crm.email(lead.id(), "Offer", "ada@example.com");
        crm.note(lead.id(), "A note");

        // Guesses: the filter word for mail is Email; where only threads come, both words mean them.
        assertThat(types(activities(lead, "&thread_emails=only&_type__in=Email")))
                .containsExactly("EmailThread");
        assertThat(types(activities(lead, "&thread_emails=only&_type__in=EmailThread,Note")))
                .containsExactlyInAnyOrder("EmailThread", "Note");
        assertThat(types(activities(lead, "&_type__in=Email"))).containsExactly("Email");
    }

    @Test
    void pagesCountWhatIsReturned() {
        Item lead = crm.lead();
        crm.email(lead.id(), "Offer", "ada@example.com");
        crm.email(lead.id(), "Re: Offer", "ada@example.com");

        assertThat(activities(lead, "&_limit=2").hasMore()).isTrue();
        assertThat(activities(lead, "&thread_emails=only&_limit=2").hasMore()).isFalse();
        assertThat(activities(lead, "&thread_emails=true&_limit=3").hasMore()).isTrue();
        assertThat(activities(lead, "&thread_emails=true&_skip=4").ids()).isEmpty();
        assertThat(activities(lead, "&thread_emails=only&_skip=1&_limit=1").ids())
                .hasSize(1);
    }

    @Test
    void fieldsAreChosenInAMixedList() {
        Item lead = crm.lead();
        crm.note(lead.id(), "A note");

        assertThat(activities(lead, "&_fields=_type,note,source").items())
                .extracting(Item::keys)
                .containsExactly(List.of("_type", "note", "source"), List.of("_type", "source"));
    }

    // Lists of one kind

    @ParameterizedTest
    @ValueSource(
            strings = {
                "note",
                "call",
                "email",
                "emailthread",
                "sms",
                "whatsapp_message",
                "meeting",
                "created",
                "status_change/lead"
            })
    void theListOfOneKindNeedsNoLeadForItsFilters(String kind) {
        Item lead = crm.leadOf("kinds@example.com");
        everyKindOn(lead);
        String path = "/activity/" + kind + "/";
        List<Item> all = api.get(path + "?lead_id=" + lead.id()).items();

        assertThat(all).hasSize(1);
        Item one = all.getFirst();
        String type = one.text("_type");
        assertThat(api.get(path + "?user_id=" + crm.user).is(200).items())
                .allSatisfy(item -> assertThat(item.get("_type")).isEqualTo(type));
        for (String query : List.of(
                "lead_id=" + lead.id() + "," + Crm.UNKNOWN_LEAD,
                "id__in=" + one.id(),
                "id__in=" + one.id() + "&_type=" + type,
                "id__in=" + one.id() + "&organization_id=" + crm.organization,
                "id__in=" + one.id() + "&date_created__gte=2013-01-01",
                "lead_id=" + lead.id() + "&_order_by=-activity_at&activity_at__gte=2013-01-01")) {
            assertThat(api.get(path + "?" + query).ids()).as(query).containsExactly(one.id());
        }
        for (String query : List.of(
                "lead_id=" + Crm.UNKNOWN_LEAD,
                "id__in=" + Crm.UNKNOWN_ACTIVITY,
                "id__in=" + one.id() + "&user_id=" + Crm.UNKNOWN_USER,
                "id__in=" + one.id() + "&contact_id=" + Crm.UNKNOWN_CONTACT,
                "id__in=" + one.id() + "&_type=Telegram",
                "id__in=" + one.id() + "&date_created__lt=2013-01-01",
                "id__in=" + one.id() + "&date_created__gt=2099-01-01")) {
            assertThat(api.get(path + "?" + query).ids()).as(query).isEmpty();
        }
        assertThat(api.get(path + "?lead_id=" + lead.id() + "&_fields=id")
                        .items()
                        .getFirst()
                        .keys())
                .containsExactly("id");
        Shape.assertKeyOrder(one.node());
    }

    @Test
    void whatIsNoFilterIsIgnored() {
        Item lead = crm.lead();
        Item call = crm.call(lead.id());

        assertThat(api.get("/activity/call/?lead_id=" + lead.id()
                                + "&direction=inbound&status=busy&source=Close.io&disposition=vm-left")
                        .ids())
                .containsExactly(call.id());
    }

    @Test
    void theListOfAllKindsHasEachOfThem() {
        Item lead = crm.leadOf("all@example.com");
        everyKindOn(lead);

        assertThat(types(activities(lead, "")))
                .containsExactlyInAnyOrder(
                        "Note", "Call", "Email", "SMS", "WhatsAppMessage", "Meeting", "LeadStatusChange", "Created");
    }

    /// One activity of each kind that can be written.
    private static void everyKindOn(Item lead) {
        crm.note(lead.id(), "A note");
        crm.call(lead.id());
        crm.email(lead.id(), "An offer", "kinds@example.com");
        crm.sms(lead.id(), "draft");
        crm.whatsapp(lead.id(), lead.text("contacts/0/id"), "wa" + Crm.unique());
        crm.meetingIn(lead.id(), Duration.ofDays(1));
        api.put(
                        "/lead/" + lead.id() + "/",
                        Json.object(
                                "status_id", crm.leadStatus("S" + Crm.unique()).id()))
                .ok();
    }

    private static Answer activities(Item lead, String query) {
        return api.get("/activity/?lead_id=" + lead.id() + query);
    }

    private static List<Object> types(Answer list) {
        return list.items().stream().map(item -> item.get("_type")).toList();
    }

    private static List<Item> ofType(Answer list, String type) {
        return list.items().stream()
                .filter(item -> item.get("_type").equals(type))
                .toList();
    }

    private static Item noteAt(Item lead, String created, String happened) {
        return crm.create(
                "/activity/note/",
                "lead_id",
                lead.id(),
                "note",
                "Dated",
                "date_created",
                created,
                "activity_at",
                happened);
    }
}
