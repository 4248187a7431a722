package ajar.conformance;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// An organization under test and the hands that fill it: each method makes one thing through the API
/// and returns it as the API answered.
final class Crm {
    static final String UNKNOWN_LEAD = "lead_" + "0".repeat(43);
    static final String UNKNOWN_CONTACT = "cont_" + "0".repeat(43);
    static final String UNKNOWN_ACTIVITY = "acti_" + "0".repeat(43);
    static final String UNKNOWN_USER = "user_" + "0".repeat(43);

    private static final AtomicInteger COUNT = new AtomicInteger();

    final String key;
    final Api api;
    final String organization;
    final String user;

    Crm(String url, String key, String organization, String user) {
        this.key = key;
        this.api = Api.withKey(url, key);
        this.organization = organization;
        this.user = user;
    }

    /// A number nothing else in this run has.
    static int unique() {
        return COUNT.incrementAndGet();
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    Item create(String path, Object... keysAndValues) {
        return api.post(path, Json.object(keysAndValues)).ok();
    }

    Item create(String path, Map<String, ?> fields) {
        return api.post(path, Json.write(fields)).ok();
    }

    Item read(String path) {
        return api.get(path).is(200).item();
    }

    Item me() {
        return read("/me/");
    }

    String userName() {
        Item me = me();
        return (me.text("first_name") + " " + me.text("last_name")).trim();
    }

    Item lead() {
        return lead("Acme " + unique());
    }

    Item lead(String name) {
        return create("/lead/", "name", name);
    }

    /// A lead with one contact of this address.
    Item leadOf(String email) {
        return create(
                "/lead/",
                Json.with(
                        """
                        {"contacts": [{"name": "Ada Example"}]}\
                        """,
                        Map.of(
                                "name",
                                "Acme " + unique(),
                                "contacts",
                                List.of(Json.map(
                                        "name",
                                        "Ada Example",
                                        "emails",
                                        List.of(Json.map("email", email, "type", "office")))))));
    }

    Item contact(String lead, String email) {
        return create(
                "/contact/",
                "lead_id",
                lead,
                "name",
                "Ben Example",
                "emails",
                List.of(Json.map("email", email, "type", "office")));
    }

    Item note(String lead, String text) {
        return create("/activity/note/", "lead_id", lead, "note", text);
    }

    /// A logged email that went out at the given moment.
    Item email(String lead, String subject, String to) {
        return create(
                "/activity/email/",
                "lead_id",
                lead,
                "status",
                "sent",
                "subject",
                subject,
                "sender",
                "rep@example.com",
                "to",
                List.of(to),
                "body_text",
                "Hello " + to);
    }

    Item call(String lead) {
        return create("/activity/call/", "lead_id", lead, "direction", "outbound", "duration", 60);
    }

    Item sms(String lead, String status) {
        return create(
                "/activity/sms/",
                "lead_id",
                lead,
                "status",
                status,
                "text",
                "On my way",
                "local_phone",
                "+16503334444",
                "remote_phone",
                "+18183004000");
    }

    Item whatsapp(String lead, String contact, String externalId) {
        return create(
                "/activity/whatsapp_message/",
                "lead_id",
                lead,
                "contact_id",
                contact,
                "direction",
                "incoming",
                "external_whatsapp_message_id",
                externalId,
                "message_markdown",
                "test",
                "local_phone",
                "16503334444",
                "remote_phone",
                "18183004000",
                "activity_at",
                "2024-05-06T07:08:09Z");
    }

    /// A manual meeting of one hour that starts after the given time (before now when negative).
    Item meetingIn(String lead, Duration fromNow) {
        return meeting(lead, now().plus(fromNow), Map.of());
    }

    Item meeting(String lead, Instant start, Map<String, ?> more) {
        return create(
                "/activity/meeting/",
                Json.with(
                        Json.object(
                                "lead_id",
                                lead,
                                "title",
                                "Demo",
                                "starts_at",
                                start.toString(),
                                "ends_at",
                                start.plus(Duration.ofHours(1)).toString()),
                        more));
    }

    Item outcome(String name) {
        return create("/outcome/", "name", name);
    }

    Item leadStatus(String label) {
        return create("/status/lead/", "label", label);
    }

    /// The events of one object with one action, latest first.
    List<Item> events(String object, String action) {
        return api.get("/event/", Map.of("object_id", object, "action", action)).items();
    }

    /// Everything that happened to one object, latest first, as `action` words.
    List<String> history(String type, String object) {
        return api.get("/event/", Map.of("object_type", type, "object_id", object)).items().stream()
                .map(event -> event.text("action"))
                .toList();
    }
}
