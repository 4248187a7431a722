package ajar.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One organization's ids mean nothing to another: every answer is the one that an id nobody has would
/// get.
class TenancyTest {
    private static final Crm theirs = Ajar.organization("Theirs");
    private static final Crm ours = Ajar.organization("Ours");
    private static final Map<String, String> paths = new LinkedHashMap<>();
    private static Item lead;
    private static String contact;
    private static Item outcome;
    private static Item status;
    private static Item event;

    @BeforeAll
    static void oneOfEverythingOfTheirs() {
        lead = theirs.leadOf("secret@example.com");
        contact = lead.text("contacts/0/id");
        outcome = theirs.outcome("Secret");
        status = theirs.leadStatus("Secret");
        Item email = theirs.email(lead.id(), "Secret", "secret@example.com");
        theirs.api
                .put("/lead/" + lead.id() + "/", Json.object("status_id", status.id()))
                .ok();
        paths.put("/lead/", lead.id());
        paths.put("/contact/", contact);
        paths.put("/outcome/", outcome.id());
        paths.put("/status/lead/", status.id());
        paths.put("/organization/", theirs.organization);
        paths.put("/user/", theirs.user);
        paths.put(
                "/activity/note/",
                theirs.create("/activity/note/", "lead_id", lead.id(), "contact_id", contact, "note", "Secret")
                        .id());
        paths.put("/activity/call/", theirs.call(lead.id()).id());
        paths.put("/activity/email/", email.id());
        paths.put("/activity/emailthread/", email.text("thread_id"));
        paths.put("/activity/sms/", theirs.sms(lead.id(), "draft").id());
        paths.put(
                "/activity/whatsapp_message/",
                theirs.whatsapp(lead.id(), contact, "secret").id());
        paths.put(
                "/activity/meeting/",
                theirs.meetingIn(lead.id(), Duration.ofDays(1)).id());
        paths.put(
                "/activity/created/",
                theirs.api.get("/activity/created/?lead_id=" + lead.id()).ids().getFirst());
        paths.put(
                "/activity/status_change/lead/",
                theirs.api
                        .get("/activity/status_change/lead/?lead_id=" + lead.id())
                        .ids()
                        .getFirst());
        paths.put(
                "/webhook/",
                theirs.create(
                                "/webhook/",
                                "url",
                                "https://secret.example.com/",
                                "events",
                                List.of(Json.map("action", "completed", "object_type", "export.lead")))
                        .id());
        event = theirs.events(lead.id(), "created").getFirst();
        paths.put("/event/", event.id());
    }

    @Test
    void aPathToTheirsIsAPathToNothing() {
        paths.forEach((path, id) -> {
            for (String verb : List.of("GET", "PUT", "DELETE")) {
                Answer foreign = ours.api.send(verb, path + id + "/", verb.equals("GET") ? null : "{}");
                Answer unknown = ours.api.send(verb, path + unknown(id) + "/", verb.equals("GET") ? null : "{}");

                assertThat(foreign.status()).as("%s %s", verb, path).isIn(404, 405);
                assertSame(foreign, unknown);
            }
            assertThat(theirs.api.get(path + id + "/").status()).as(path).isEqualTo(200);
        });
    }

    @Test
    void aSubPathOfTheirsIsAPathToNothing() {
        String meeting = "/activity/meeting/" + paths.get("/activity/meeting/");

        ours.api.post(meeting + "/transcript/", "{\"utterances\": []}").is(404);
        assertThat(ours.api.post(meeting + "/integration/", "{}").status()).isIn(403, 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/lead/",
                "/contact/",
                "/outcome/",
                "/status/lead/",
                "/user/",
                "/activity/",
                "/activity/note/",
                "/activity/call/",
                "/activity/email/",
                "/activity/emailthread/",
                "/activity/sms/",
                "/activity/whatsapp_message/",
                "/activity/meeting/",
                "/activity/created/",
                "/activity/status_change/lead/",
                "/event/"
            })
    void ourListsHaveNothingOfTheirs(String path) {
        assertThat(theirs.api.get(path).ids()).isNotEmpty();
        assertThat(ours.api.get(path).ids()).doesNotContainAnyElementsOf(paths.values());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/contact/?lead_id=LEAD",
                "/activity/?lead_id=LEAD",
                "/activity/?lead_id__in=LEAD",
                "/activity/?id__in=NOTE",
                "/activity/?organization_id=ORGANIZATION",
                "/activity/?lead_id=LEAD&thread_emails=true",
                "/activity/?lead_id=LEAD&user_id=USER",
                "/activity/note/?id__in=NOTE",
                "/activity/note/?lead_id=LEAD",
                "/activity/note/?user_id=USER",
                "/activity/note/?contact_id=CONTACT",
                "/activity/note/?organization_id=ORGANIZATION",
                "/activity/whatsapp_message/?external_whatsapp_message_id=secret",
                "/event/?lead_id=LEAD",
                "/event/?user_id=USER",
                "/event/?object_id=NOTE&action=created",
                "/event/?object_type=activity.note&object_id=NOTE",
                "/event/?request_id=REQUEST"
            })
    void aFilterByTheirsFindsNothing(String path) {
        String filled = path.replace("LEAD", lead.id())
                .replace("NOTE", paths.get("/activity/note/"))
                .replace("ORGANIZATION", theirs.organization)
                .replace("USER", theirs.user)
                .replace("CONTACT", contact)
                .replace("REQUEST", event.text("request_id"));

        assertThat(theirs.api.get(filled).ids()).isNotEmpty();
        assertThat(ours.api.get(filled).ids()).isEmpty();
    }

    static Stream<Arguments> references() {
        return Stream.of(
                Arguments.of("/activity/note/", "lead_id"),
                Arguments.of("/activity/note/", "contact_id"),
                Arguments.of("/activity/note/", "user_id"),
                Arguments.of("/activity/call/", "lead_id"),
                Arguments.of("/activity/call/", "contact_id"),
                Arguments.of("/activity/call/", "outcome_id"),
                Arguments.of("/activity/email/", "lead_id"),
                Arguments.of("/activity/email/", "contact_id"),
                Arguments.of("/activity/email/", "in_reply_to_id"),
                Arguments.of("/activity/sms/", "lead_id"),
                Arguments.of("/activity/sms/", "contact_id"),
                Arguments.of("/activity/meeting/", "lead_id"),
                Arguments.of("/activity/meeting/", "user_id"),
                Arguments.of("/activity/status_change/lead/", "lead_id"),
                Arguments.of("/activity/status_change/lead/", "new_status_id"),
                Arguments.of("/contact/", "lead_id"),
                Arguments.of("/lead/", "status_id"));
    }

    @ParameterizedTest
    @MethodSource("references")
    void aReferenceToTheirsIsAReferenceToNothing(String path, String field) {
        String foreign = switch (field) {
            case "lead_id" -> lead.id();
            case "contact_id" -> contact;
            case "user_id" -> theirs.user;
            case "outcome_id" -> outcome.id();
            case "in_reply_to_id" -> paths.get("/activity/email/");
            default -> status.id();
        };

        Answer toForeign = ours.api.post(path, body(path, field, foreign));
        Answer toUnknown = ours.api.post(path, body(path, field, unknown(foreign)));

        toForeign.is(400);
        assertThat(new Item(toForeign.item().at("field-errors")).keys()).hasSize(1);
        assertSame(
                new Answer(
                        toForeign.request(),
                        toForeign.status(),
                        toForeign.headers(),
                        toForeign.body(),
                        toForeign.text().replace(foreign, unknown(foreign))),
                toUnknown);
    }

    @Test
    void theirOrganizationIsNotWrittenInto() {
        Item ourLead = ours.lead();

        Answer answer = ours.api.post(
                "/activity/note/", Json.object("lead_id", ourLead.id(), "organization_id", theirs.organization));

        if (answer.status() == 200) {
            assertThat(answer.get("organization_id")).isEqualTo(ours.organization);
        } else {
            answer.refuses(400);
        }
    }

    @Test
    void contactsOfTheirsAreNotMatchedInOurMeetings() {
        Item meeting = ours.meeting(
                ours.lead().id(),
                Crm.now().plus(Duration.ofDays(1)),
                Map.of(
                        "attendees",
                        List.of(
                                Json.map("email", "secret@example.com", "status", "no"),
                                Json.map("email", theirs.me().get("email"), "status", "no"))));

        assertThat(meeting.get("status")).isEqualTo("upcoming");
        for (int i : List.of(0, 1)) {
            assertThat(meeting.get("attendees/" + i + "/contact_id")).isNull();
            assertThat(meeting.get("attendees/" + i + "/user_id")).isNull();
        }
    }

    @Test
    void theirLeadIsNotMergedIntoOurs() {
        Item ourLead = ours.lead();

        ours.api
                .post("/lead/merge/", Json.object("source", lead.id(), "destination", ourLead.id()))
                .is(404);
        ours.api
                .post("/lead/merge/", Json.object("source", ourLead.id(), "destination", lead.id()))
                .is(404);
        assertThat(theirs.read("/lead/" + lead.id() + "/").get("name")).isEqualTo(lead.get("name"));
        assertThat(ours.read("/lead/" + ourLead.id() + "/")).isEqualTo(ourLead);
    }

    @Test
    void onlyTheAdministratorOfTheServerMakesOrganizationsAndMovesTheClock() {
        Api root = ours.api.root();

        assertThat(root.post("/ajar/organization", "{\"name\": \"Mine\"}").status())
                .isIn(401, 403, 404);
        assertThat(root.put("/ajar/clock", "{\"reset\": true}").status()).isIn(401, 403, 404);
        assertThat(Ajar.anonymous()
                        .root()
                        .post("/ajar/organization", "{\"name\": \"Mine\"}")
                        .status())
                .isIn(401, 403, 404);
    }

    /// The same answer to the letter, whatever the id.
    private static void assertSame(Answer foreign, Answer unknown) {
        assertThat(foreign.status()).as(foreign.request()).isEqualTo(unknown.status());
        assertThat(foreign.text()).as(foreign.request()).isEqualTo(unknown.text());
    }

    private static String body(String path, String field, String value) {
        Item ourLead = ours.lead();
        var body = Json.map(
                "lead_id", ourLead.id(),
                "status", "draft",
                "note", "Ours",
                "starts_at", "2041-01-01T10:00:00Z",
                "ends_at", "2041-01-01T11:00:00Z",
                "old_status_id", ourLead.get("status_id"),
                "new_status_id", ourLead.get("status_id"));
        if (!path.equals("/activity/email/") && !path.equals("/activity/sms/")) {
            body.remove("status");
        }
        body.put(field, value);
        return Json.write(body);
    }

    private static String unknown(String id) {
        int start = id.lastIndexOf('_') + 1;
        return id.substring(0, start) + "0".repeat(id.length() - start);
    }
}
