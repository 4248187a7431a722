package ajar.webhook.delivery;

import ajar.engine.Engine;
import ajar.engine.entity.Entity;
import ajar.engine.http.Endpoint;
import ajar.engine.http.ListRequest;
import ajar.engine.http.Request;
import ajar.engine.http.Response;
import ajar.engine.json.Json;
import ajar.engine.outgoing.OutgoingHttp;
import ajar.engine.predicate.Predicate;
import ajar.engine.problem.ApiException;
import ajar.engine.read.ReadPlan;
import ajar.engine.resource.Schema;
import ajar.engine.resource.Stamps;
import ajar.engine.sql.Database;
import ajar.engine.time.WireTime;
import ajar.webhook.Interest;
import ajar.webhook.Webhook;
import ajar.webhook.WebhookDelivery;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What Ajar lets people do with a subscription beyond what Close does: look at its deliveries, send them
/// again, and send one for a test.
final class WebhookEndpoints {
    private static final String PATH = "/api/v1/webhook/{id}/";
    private static final String DELIVERY = PATH + "delivery/{delivery_id}/";
    private static final String TAG = "webhook";

    private final Engine engine;
    private final Sender sender;
    private final Replay replay;

    /// @param arrivals told of what is to be sent again
    /// @param interference what comes between a delivery and its receiver
    WebhookEndpoints(Engine engine, OutgoingHttp http, Arrivals arrivals, Interference interference) {
        this.engine = engine;
        this.sender = new Sender(http, Dispatcher.TIMEOUT, interference);
        this.replay = new Replay(new DeliveryQueue(engine.ids()), arrivals);
    }

    /// The endpoints.
    List<Endpoint> endpoints() {
        var list = Json.object().put("type", "object");
        var page = list.putObject("properties");
        page.putObject("data").put("type", "array").set("items", Schema.reference(WebhookDelivery.RESOURCE));
        page.putObject("has_more").put("type", "boolean");
        return List.of(
                Endpoint.of("GET", PATH + "delivery/", TAG, "List what was sent, newest first", this::list)
                        .taking(
                                Endpoint.Parameter.limit(100, WebhookDelivery.RESOURCE.maximumLimit()),
                                Endpoint.Parameter.skip(),
                                Endpoint.Parameter.of("_fields", "string", "Which fields to show."),
                                Endpoint.Parameter.of(
                                        "status", "string", "Where deliveries stand; several with commas."),
                                Endpoint.Parameter.of("event_id", "string", "Those of this event."))
                        .answering(200, list)
                        .extension(),
                Endpoint.of("GET", DELIVERY, TAG, "Get one delivery", this::get)
                        .answering(200, Schema.reference(WebhookDelivery.RESOURCE))
                        .extension(),
                Endpoint.of("POST", DELIVERY + "replay/", TAG, "Send one delivery again, at once", this::replayOne)
                        .answering(200, Schema.reference(WebhookDelivery.RESOURCE))
                        .extension(),
                Endpoint.of("POST", PATH + "replay/", TAG, "Send every event since some point again", this::replaySince)
                        .body(replayBody())
                        .answering(200, replayAnswer())
                        .extension(),
                Endpoint.of("POST", PATH + "test/", TAG, "Send an event that tells of nothing, once", this::test)
                        .answering(200, testAnswer())
                        .extension());
    }

    private static ObjectNode replayBody() {
        var body = Json.object().put("type", "object");
        var properties = body.putObject("properties");
        properties
                .putObject("cursor")
                .put("type", "string")
                .put("description", "A cursor of `GET /event/` without filters, or of an earlier answer.");
        properties.putObject("since").put("type", "string").put("format", "date-time");
        return body;
    }

    private static ObjectNode replayAnswer() {
        var answer = Json.object().put("type", "object");
        var properties = answer.putObject("properties");
        properties.putObject("cursor").put("type", "string").put("description", "Where to go on.");
        properties.putObject("has_more").put("type", "boolean");
        properties.putObject("queued").put("type", "integer");
        return answer;
    }

    private static ObjectNode testAnswer() {
        var answer = Json.object().put("type", "object");
        var properties = answer.putObject("properties");
        properties.putObject("duration_ms").put("type", "integer");
        properties.putObject("error").putArray("type").add("string").add("null");
        properties.putObject("request_body").put("type", "object");
        properties
                .putObject("response_status_code")
                .putArray("type")
                .add("integer")
                .add("null");
        return answer;
    }

    private Response list(Request request) {
        find(request);
        var plan = ListRequest.plan(WebhookDelivery.RESOURCE, request);
        var own = new ReadPlan(
                plan.parts(),
                Predicate.all(Predicate.equal(WebhookDelivery.WEBHOOK_ID, request.variable("id")), plan.predicate()),
                plan.order(),
                plan.limit(),
                plan.skip(),
                false);
        return Response.json(200, engine.list(request.caller(), own));
    }

    private Response get(Request request) {
        find(request);
        return Response.json(200, show(request, delivery(request).need(Stamps.ID)));
    }

    private byte[] show(Request request, String id) {
        var wanted = WebhookDelivery.RESOURCE.wanted(request.parameter("_fields"));
        return engine.get(request.caller(), WebhookDelivery.RESOURCE, id, wanted);
    }

    private Response replayOne(Request request) {
        requireActive(find(request));
        var delivery = delivery(request);
        String id = engine.write(
                request.caller(), request.origin(), work -> run(() -> replay.one(work.connection(), work, delivery)));
        return Response.json(200, show(request, id));
    }

    private Response replaySince(Request request) {
        var webhook = find(request);
        requireActive(webhook);
        var body = request.json();
        String organizationId = request.caller().organizationId();
        var from = Replay.Position.parse(
                organizationId,
                body.path("cursor").asString(""),
                body.path("since").asString(""),
                request.zone());
        var interests = Interest.of(webhook.need(Webhook.EVENTS));
        var result = engine.write(
                request.caller(),
                request.origin(),
                work -> run(() -> replay.since(work.connection(), work, request.variable("id"), interests, from)));
        return Response.json(
                200,
                Json.object()
                        .put("cursor", result.position().text(organizationId))
                        .put("has_more", result.hasMore())
                        .put("queued", result.queued()));
    }

    /// A test is sent at once, whether the subscription is active or not, and only once.
    private Response test(Request request) {
        var webhook = find(request);
        var event = testEvent(request, Interest.of(webhook.need(Webhook.EVENTS)).getFirst());
        byte[] body = EventDocuments.payload(Json.bytes(event), request.variable("id"));
        var target = new Target(
                webhook.need(Webhook.URL),
                webhook.need(Webhook.VERIFY_SSL),
                webhook.need(Webhook.SIGNATURE_KEY),
                webhook.need(Webhook.STANDARD_WEBHOOKS));
        var attempt = sender.send(
                request.caller().organizationId(),
                target,
                engine.ids().next("whdel", WebhookDelivery.RESOURCE.idSize()),
                body,
                now(request));
        var answer = Json.object().put("duration_ms", attempt.durationMs()).put("error", attempt.error());
        answer.set("request_body", Json.parse(body));
        return Response.json(200, answer.put("response_status_code", attempt.statusCode()));
    }

    private Instant now(Request request) {
        return engine.clock().of(request.caller().organizationId()).now();
    }

    /// An event of the kind the subscription asks for, about an object that there is not. It is not in the
    /// log, and its `meta` says that it is a test.
    private ObjectNode testEvent(Request request, Interest interest) {
        String now = WireTime.naive(WireTime.toMillis(now(request)));
        var event = Json.object().put("action", interest.action());
        event.put("api_key_id", request.caller().apiKeyId());
        event.putArray("changed_fields");
        event.putObject("data");
        event.put("date_created", now)
                .put("date_updated", now)
                .put("id", engine.ids().next("ev", WebhookDelivery.RESOURCE.idSize()))
                .putNull("lead_id");
        event.putObject("meta").put("test", true);
        event.put("object_id", "test")
                .put("object_type", interest.objectType())
                .put("organization_id", request.caller().organizationId());
        event.putObject("previous_data");
        return event.put("request_id", request.id())
                .put("user_id", request.caller().userId());
    }

    /// The subscription; not found when the caller may not see it.
    private Entity find(Request request) {
        return engine.write(
                request.caller(),
                request.origin(),
                work -> work.find(Webhook.RESOURCE, request.variable("id"))
                        .orElseThrow(() -> ApiException.notFound(Webhook.RESOURCE.model())));
    }

    private Entity delivery(Request request) {
        var predicate = Predicate.all(
                WebhookDelivery.RESOURCE.is(request.variable("delivery_id")),
                Predicate.equal(WebhookDelivery.WEBHOOK_ID, request.variable("id")));
        return engine
                .write(request.caller(), request.origin(), work -> work.all(WebhookDelivery.RESOURCE, predicate, 1))
                .stream()
                .findFirst()
                .orElseThrow(() -> ApiException.notFound(WebhookDelivery.RESOURCE.model()));
    }

    private static void requireActive(Entity webhook) {
        if (!webhook.need(Webhook.STATUS).equals(Webhook.ACTIVE)) {
            throw ApiException.badRequest(
                    "The subscription is paused, so nothing is sent to it. Set its status to `active` first.");
        }
    }

    @FunctionalInterface
    private interface Step<T> {
        T run() throws SQLException;
    }

    private static <T> T run(Step<T> step) {
        try {
            return step.run();
        } catch (SQLException failed) {
            throw Database.translate(failed);
        }
    }
}
