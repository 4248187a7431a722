package ajar.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Webhook subscriptions as resources. What is sent to them is tested where receivers can be reached.
class WebhookTest {
    private static final Crm crm = Ajar.organization("Webhooks");
    private static final Api api = crm.api;
    private static final List<Map<String, Object>> EVENTS =
            List.of(Json.map("action", "completed", "object_type", "export.lead"));

    @AfterEach
    void deleteAll() {
        api.get("/webhook/").ids().forEach(id -> api.delete("/webhook/" + id + "/"));
    }

    private static Item subscription() {
        return crm.create("/webhook/", "url", "https://hooks.example.com/" + Crm.unique(), "events", EVENTS);
    }

    private static String path(Item webhook) {
        return "/webhook/" + webhook.id() + "/";
    }

    @Test
    void aNewOneLooksLikeTheDocumentedOne() {
        Answer answer = api.post(
                "/webhook/",
                Json.object(
                        "url",
                        "https://test.example.com",
                        "events",
                        List.of(
                                Json.map(
                                        "action",
                                        "completed",
                                        "extra_filter",
                                        Json.map(
                                                "field",
                                                "user_id",
                                                "filter",
                                                Json.map("type", "equals", "value", crm.user),
                                                "type",
                                                "field_accessor"),
                                        "object_type",
                                        "export.lead"),
                                Json.map("action", "created", "object_type", "activity.form_submission"))));
        Item webhook = answer.is(201).item();

        Shape.assertLike(webhook.node(), Json.parse("""
            {"counters": {}, "created_by": "user_N6KhMpzHRCYQHdn4gRNIFNN5JExnsrprKA6ekxM63XA",
             "date_created": "2018-12-06T19:15:09.590432", "date_updated": "2018-12-06T19:15:09.590439",
             "events": [{"action": "created", "extra_filter": {"field": "user_id",
               "filter": {"type": "equals", "value": "user_N6KhMpzHRCYQHdn4gRNIFNN5JExnsrprKA6ekxM63XA"},
               "type": "field_accessor"}, "object_type": "lead"},
              {"action": "created", "object_type": "activity.form_submission"}],
             "health_status": "healthy", "id": "whsub_6un6NQjYTaFdgtIZsTDXP6", "latest_error": null,
             "pause_reason": null, "recent_consecutive_fail_buckets_cnt": 0,
             "signature_key": "058bfb6a3d8cfdc4da7c3be5901b16ae11da982b46a25fb2cd7016e97a140a1c",
             "status": "active", "updated_by": "user_N6KhMpzHRCYQHdn4gRNIFNN5JExnsrprKA6ekxM63XA",
             "url": "https://test.example.com", "verify_ssl": true}\
            """));
        assertThat(webhook.text("signature_key")).matches("[0-9a-f]{64}");
        assertThat(answer.header("location")).isEqualTo("/api/v1" + path(webhook));
        assertThat(webhook.keys()).doesNotContain("organization_id");
        assertThat(crm.read(path(webhook))).isEqualTo(webhook);
        assertThat(webhook.at("events/1").propertyNames()).containsExactly("action", "object_type");
    }

    @Test
    void theKeyIsNotOnTheListAndDiffersFromOneToTheNext() {
        Item one = subscription();
        Item other = subscription();

        assertThat(one.get("signature_key")).isNotEqualTo(other.get("signature_key"));
        assertThat(api.get("/webhook/").items())
                .hasSize(2)
                .allSatisfy(item -> assertThat(item.keys()).doesNotContain("signature_key"));
    }

    @Test
    void aWholeSubscriptionCanBeSentBackToCopyIt() {
        Item original = subscription();
        api.put(path(original), Json.object("status", "paused")).ok();

        Item copy = api.post("/webhook/", crm.read(path(original)).node().toString())
                .ok();

        assertThat(copy.id()).isNotEqualTo(original.id());
        assertThat(copy.get("status")).isEqualTo("active");
        assertThat(copy.get("pause_reason")).isNull();
        assertThat(copy.get("signature_key")).isNotEqualTo(original.get("signature_key"));
        assertThat(copy.get("url")).isEqualTo(original.get("url"));
    }

    @Test
    void pausingTellsWhyAndResumingKeepsTheKey() {
        Item webhook = subscription();

        Item paused = api.put(path(webhook), Json.object("status", "paused")).ok();
        Item resumed = api.put(path(webhook), Json.object("status", "active")).ok();

        assertThat(paused.get("status")).isEqualTo("paused");
        assertThat(paused.get("pause_reason")).isEqualTo("api");
        assertThat(resumed.get("status")).isEqualTo("active");
        assertThat(resumed.get("pause_reason")).isNull();
        assertThat(resumed.get("signature_key")).isEqualTo(webhook.get("signature_key"));
    }

    @Test
    void nullLeavesAFieldAsItIs() {
        Item webhook = subscription();

        Item same = api.put(path(webhook), "{\"url\": null, \"events\": null, \"status\": null, \"verify_ssl\": null}")
                .ok();

        assertThat(same).isEqualTo(webhook);
    }

    @Test
    void whatIsMissingIsToldTogether() {
        api.post("/webhook/", "{}").is(400);
        assertThat(api.post("/webhook/", "{}").item().plain())
                .isEqualTo(Map.of(
                        "errors",
                        List.of(),
                        "field-errors",
                        Map.of("events", "This field is required.", "url", "This field is required.")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.com/",
                "javascript:alert(1)",
                "example.com",
                "//example.com/",
                "https://",
                "https:///path",
                "https://ada:secret@example.com/",
                "https://exa mple.com/",
                "https://example.com/\\u0000"
            })
    void aUrlThatCannotBeCalledIsRefused(String url) {
        Answer answer = api.post("/webhook/", "{\"url\": \"" + url + "\", \"events\": " + Json.write(EVENTS) + "}");

        answer.refusesField("url");
        assertThat(answer.text()).doesNotContain("secret");
    }

    @Test
    void anEventThatCannotHappenIsRefused() {
        api.post(
                        "/webhook/",
                        Json.object(
                                "url",
                                "https://example.com/",
                                "events",
                                List.of(Json.map("object_type", "lead", "action", "exploded"))))
                .refusesField(
                        "events",
                        Map.of(
                                "errors",
                                Map.of(
                                        "0",
                                        Map.of(
                                                "errors",
                                                List.of(),
                                                "field-errors",
                                                Map.of(
                                                        "action",
                                                        "action must be one of created,deleted,merged,updated")))));
    }

    @Test
    void aFilterNestedWithoutEndIsRefused() {
        String deep = "{\"type\":\"not\",\"filter\":".repeat(60) + "{\"type\":\"is_null\"}" + "}".repeat(60);

        api.post(
                        "/webhook/",
                        "{\"url\": \"https://example.com/\", \"events\": [{\"object_type\": \"lead\","
                                + " \"action\": \"created\", \"extra_filter\": " + deep + "}]}")
                .refusesField("events");
    }

    @Test
    void theFortyFirstIsRefused() {
        var made = new ArrayList<String>();
        for (int i = 0; i < 40; i++) {
            made.add(subscription().id());
        }
        String one = Json.object("url", "https://example.com/", "events", EVENTS);

        Answer refused = api.post("/webhook/", one).is(400);
        api.delete("/webhook/" + made.getFirst() + "/").is(200);

        assertThat(refused.item().list("errors").toString()).isNotEmpty();
        assertThat(refused.text()).contains("at most 40");
        api.post("/webhook/", one).is(201);
    }
}
