package ajar.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls that were made elsewhere and are logged here.
class CallTest {
    private static final Crm crm = Ajar.organization("Calls");
    private static final Api api = crm.api;

    @Test
    void aLoggedCallIsExternal() {
        Item lead = crm.leadOf("phone@example.com");

        Item call = crm.create(
                "/activity/call/",
                Json.map(
                        "lead_id",
                        lead.id(),
                        "contact_id",
                        lead.get("contacts/0/id"),
                        "created_by",
                        crm.user,
                        "user_id",
                        crm.user,
                        "direction",
                        "outbound",
                        "status",
                        "completed",
                        "note_html",
                        "<body><p>They want it.</p></body>",
                        "duration",
                        153,
                        "phone",
                        "+16505551234"));

        assertThat(call.get("_type")).isEqualTo("Call");
        assertThat(call.get("source")).isEqualTo("External");
        assertThat(call.get("call_method")).isEqualTo("external");
        assertThat(call.get("cost")).isEqualTo("0");
        assertThat(call.get("disposition")).isEqualTo("answered");
        assertThat(call.get("direction")).isEqualTo("outbound");
        assertThat(call.get("status")).isEqualTo("completed");
        assertThat(call.get("duration")).isEqualTo(153);
        assertThat(call.get("phone")).isEqualTo("+16505551234");
        assertThat(call.get("remote_phone")).isEqualTo("+16505551234");
        assertThat(call.get("remote_phone_formatted")).isEqualTo("+1 650-555-1234");
        assertThat(call.get("remote_country_iso")).isEqualTo("US");
        assertThat(call.get("recording_url")).isNull();
        assertThat(call.get("voicemail_url")).isNull();
        assertThat(call.get("note")).isEqualTo("They want it.");
        assertThat(call.get("dialer_id")).isNull();
        assertThat(call.get("outcome_id")).isNull();
        assertThat(call.get("users")).isEqualTo(List.of());
        assertThat(call.has("local_country_iso")).isTrue();
        assertThat(call.has("recording_transcript")).isFalse();
        assertThat(call.has("voicemail_transcript")).isFalse();
        Shape.assertKeyOrder(call.node());
    }

    @Test
    void nothingIsRequired() {
        Item call = api.post("/activity/call/", "{}").ok();

        assertThat(call.get("lead_id")).isNull();
        assertThat(call.get("status")).isEqualTo("completed");
        assertThat(call.get("source")).isEqualTo("External");
        assertThat(call.get("note")).isEqualTo("");
        assertThat(call.get("note_html")).isEqualTo("<body><p></p></body>");
        assertThat(call.get("user_id")).isEqualTo(crm.user);
    }

    @Test
    void theContactBringsItsLead() {
        // A guess: a contact without a lead means the contact's lead.
        Item lead = crm.leadOf("lonely@example.com");

        assertThat(crm.create("/activity/call/", "contact_id", lead.get("contacts/0/id"))
                        .get("lead_id"))
                .isEqualTo(lead.id());
    }

    @Test
    void aCallMayMoveToAnotherLead() {
        Item call = crm.call(crm.lead().id());
        Item other = crm.lead();

        assertThat(api.put("/activity/call/" + call.id() + "/", Json.object("lead_id", other.id()))
                        .ok()
                        .get("lead_id"))
                .isEqualTo(other.id());
        assertThat(api.get("/activity/call/?lead_id=" + other.id()).ids()).containsExactly(call.id());
        api.put("/activity/call/" + call.id() + "/", Json.object("lead_id", Crm.UNKNOWN_LEAD))
                .refusesField("lead", "Object does not exist.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"created", "in-progress", "completed", "cancel", "no-answer", "busy", "failed", "timeout"})
    void everyStatusIsTaken(String status) {
        assertThat(crm.create("/activity/call/", "lead_id", crm.lead().id(), "status", status)
                        .get("status"))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"status, ringing", "direction, outgoing", "source, Elsewhere"})
    void aWordThatIsNoChoiceIsRefused(String field, String value) {
        api.post("/activity/call/", Json.object("lead_id", crm.lead().id(), field, value))
                .refusesField(field, "Not a valid choice.");
    }

    @Test
    void theDurationHasItsLimits() {
        Item lead = crm.lead();

        assertThat(crm.create("/activity/call/", "lead_id", lead.id(), "duration", 604_800)
                        .get("duration"))
                .isEqualTo(604_800);
        assertThat(crm.create("/activity/call/", "lead_id", lead.id(), "duration", 0)
                        .get("duration"))
                .isEqualTo(0);
        api.post("/activity/call/", Json.object("lead_id", lead.id(), "duration", 604_801))
                .refusesField("duration", "The value must not be larger than 604800.");
        // A guess: the lower limit reads like the others.
        api.post("/activity/call/", Json.object("lead_id", lead.id(), "duration", -1))
                .refusesField("duration", "The value must be at least 0.");
        api.post("/activity/call/", Json.object("lead_id", lead.id(), "duration", "60"))
                .refusesField("duration", "Value must be of int type.");
        api.post("/activity/call/", "{\"duration\": 1.5}").refusesField("duration", "Value must be of int type.");
    }

    @Test
    void aPhoneIsWrittenInternationally() {
        Item lead = crm.lead();

        assertThat(crm.create("/activity/call/", "lead_id", lead.id(), "phone", "+1 (650) 555-1234")
                        .get("remote_phone"))
                .isEqualTo("+16505551234");
        assertThat(crm.create("/activity/call/", "lead_id", lead.id(), "phone", null)
                        .get("phone"))
                .isNull();
    }

    @Test
    void aRecordingIsAnHttpsAddress() {
        Item lead = crm.lead();
        String url = "https://example.com/recording.mp3";

        assertThat(crm.create("/activity/call/", "lead_id", lead.id(), "recording_url", url)
                        .get("recording_url"))
                .isEqualTo(url);
        for (String bad : List.of("http://example.com/a.mp3", "ftp://example.com/a.mp3", "nonsense", "javascript:x")) {
            api.post("/activity/call/", Json.object("lead_id", lead.id(), "recording_url", bad))
                    .refusesField("recording_url");
            api.post("/activity/call/", Json.object("lead_id", lead.id(), "voicemail_url", bad))
                    .refusesField("voicemail_url");
        }
    }

    @Test
    void anOutcomeIsTheUsersChoice() {
        Item call = crm.call(crm.lead().id());
        Item outcome = crm.outcome("Interested " + Crm.unique());
        String path = "/activity/call/" + call.id() + "/";

        Item with = api.put(path, Json.object("outcome_id", outcome.id())).ok();

        assertThat(with.get("outcome_id")).isEqualTo(outcome.id());
        assertThat(with.get("outcome_reason")).isEqualTo("user-selected");
        assertThat(api.put(path, Json.object("outcome_id", null)).ok().get("outcome_id"))
                .isNull();
        Answer unknown = api.put(path, Json.object("outcome_id", "outcome_" + "0".repeat(22)))
                .is(400);
        // A guess: whether the key is named with or without `_id` is not known.
        assertThat(unknown.get("field-errors"))
                .isIn(Map.of("outcome", "Object does not exist."), Map.of("outcome_id", "Object does not exist."));
    }

    @Test
    void anOutcomeOfVoicemailsAppliesToCalls() {
        Item dropped = crm.create("/outcome/", "name", "Voicemail " + Crm.unique(), "type", "vm-dropped");

        assertThat(crm.create("/activity/call/", "lead_id", crm.lead().id(), "outcome_id", dropped.id())
                        .get("outcome_id"))
                .isEqualTo(dropped.id());
    }

    @Test
    void theTwoNamesOfAPlaybookAreOne() {
        // A guess: playbooks were once called conversation types, and both fields stay equal.
        Item call = crm.call(crm.lead().id());

        assertThat(call.get("playbook_id")).isNull();
        assertThat(call.get("conversation_type_id")).isNull();
        assertThat(call.get("playbook_reason")).isEqualTo(call.get("conversation_type_reason"));
    }

    @Test
    void howACallWasMadeCannotBeChanged() {
        Item call = crm.call(crm.lead().id());

        Item put = api.put(
                        "/activity/call/" + call.id() + "/",
                        Json.object("direction", "inbound", "source", "Close.io", "date_created", "2015-01-01"))
                .ok();

        assertThat(put).isEqualTo(call);
    }

    @Test
    void aLoggedCallMayBeCorrected() {
        Item call = crm.call(crm.lead().id());

        Item put = api.put(
                        "/activity/call/" + call.id() + "/",
                        Json.object("duration", 99, "status", "no-answer", "note", "Nobody", "phone", "+18183004000"))
                .ok();

        assertThat(put.get("duration")).isEqualTo(99);
        assertThat(put.get("status")).isEqualTo("no-answer");
        assertThat(put.get("note_html")).isEqualTo("<body><p>Nobody</p></body>");
        assertThat(put.get("remote_phone_formatted")).isEqualTo("+1 818-300-4000");
    }

    @Test
    void whatHappenedOnlyInsideIsNotLoggedForAnExternalCall() {
        Item call = crm.call(crm.lead().id());
        api.put("/activity/call/" + call.id() + "/", Json.object("note", "Noted"))
                .ok();
        api.delete("/activity/call/" + call.id() + "/").is(200);

        assertThat(crm.history("activity.call", call.id())).containsExactly("deleted", "updated", "created");
    }

    @Test
    void transcriptsComeOnlyWhenTheyAreNamed() {
        Item call = crm.call(crm.lead().id());

        Item named = crm.read("/activity/call/" + call.id() + "/?_fields=recording_transcript,voicemail_transcript");

        assertThat(named.keys()).containsExactly("recording_transcript", "voicemail_transcript");
        assertThat(named.get("recording_transcript")).isNull();
    }

    @Test
    void aCallReadCanBePostedAgain() {
        Item call = crm.create(
                "/activity/call/",
                Json.map("lead_id", crm.lead().id(), "phone", "+16505551234", "duration", 10, "note", "Copy me"));
        var copy = call.plain();
        copy.remove("id");
        copy.remove("organization_id");
        copy.remove("quality_info");

        Item again = crm.create("/activity/call/", copy);

        assertThat(again.get("duration")).isEqualTo(10);
        assertThat(again.get("note")).isEqualTo("Copy me");
        assertThat(again.get("activity_at")).isEqualTo(call.get("activity_at"));
    }
}
