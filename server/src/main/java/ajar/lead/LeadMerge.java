package ajar.lead;

import ajar.activity.Activity;
import ajar.activity.LeadMergeActivity;
import ajar.engine.Engine;
import ajar.engine.entity.Draft;
import ajar.engine.entity.Entity;
import ajar.engine.field.Field;
import ajar.engine.http.Endpoint;
import ajar.engine.http.Request;
import ajar.engine.http.Response;
import ajar.engine.json.Json;
import ajar.engine.predicate.Predicate;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.Problem;
import ajar.engine.resource.Change;
import ajar.engine.resource.Registry;
import ajar.engine.resource.Stamps;
import ajar.engine.resource.Work;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// Folds one lead into another: what belonged to the source belongs to the destination, whose own
/// values win, and the source is gone (Close docs: Leads). All of it happens in one transaction, before
/// the answer.
public final class LeadMerge {
    private static final int EVERYTHING = Integer.MAX_VALUE;
    private static final List<Field<String>> FILLED = List.of(Lead.NAME, Lead.DESCRIPTION, Lead.URL);

    private final Engine engine;

    public LeadMerge(Engine engine) {
        this.engine = engine;
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        var body = Json.object().put("type", "object");
        var properties = body.putObject("properties");
        properties.putObject("source").put("type", "string");
        properties.putObject("destination").put("type", "string");
        body.putArray("required").add("source").add("destination");
        return List.of(Endpoint.of("POST", "/api/v1/lead/merge/", "lead", "Merge two leads", this::merge)
                .body(body)
                .answering(200, Json.object().put("type", "object")));
    }

    private Response merge(Request request) {
        if (!request.caller().may("merge_leads")) {
            throw ApiException.forbidden("You do not have permission to do this. It needs `merge_leads`.");
        }
        String source = request.json().path("source").asString("");
        String destination = request.json().path("destination").asString("");
        engine.write(request.caller(), request.origin(), work -> {
            var from = find(work, source).orElseThrow(() -> missing("Source"));
            var into = find(work, destination).orElseThrow(() -> missing("Destination"));
            if (source.equals(destination)) {
                throw ApiException.badRequest("A lead cannot be merged with itself.");
            }
            work.annotate("merge_source_lead_id", source);
            work.annotate("merge_destination_lead_id", destination);
            merge(from, into, work);
            return true;
        });
        return Response.json(200, Json.object().put("status", "ok"));
    }

    private static Optional<Entity> find(Work work, String id) {
        return id.indexOf('\0') >= 0 ? Optional.empty() : work.find(Lead.RESOURCE, id);
    }

    private static ApiException missing(String which) {
        return new ApiException(new Problem.Missing(which + " lead does not exist."));
    }

    private static void merge(Entity from, Entity into, Work work) {
        String source = from.need(Stamps.ID);
        String destination = into.need(Stamps.ID);
        for (var belonging : work.ownedBy(Lead.RESOURCE)) {
            for (var one : work.all(belonging.resource(), Predicate.equal(belonging.field(), source), EVERYTHING)) {
                work.update(belonging.resource(), one.need(Stamps.ID), it -> move(it, belonging, destination));
            }
        }
        var merged = fill(from, destination, work);
        work.delete(Lead.RESOURCE, source);
        work.create(
                LeadMergeActivity.RESOURCE,
                it -> it.set(Activity.LEAD_ID, destination)
                        .set(Activity.USER_ID, work.caller().userId())
                        .set(Activity.ACTIVITY_AT, work.now())
                        .set(LeadMergeActivity.SOURCE_LEAD_ID, source)
                        .set(LeadMergeActivity.SOURCE_DISPLAY_NAME, from.get(LeadSummaries.DISPLAY_NAME))
                        .set(LeadMergeActivity.DESTINATION_LEAD_ID, destination)
                        .set(LeadMergeActivity.DESTINATION_DISPLAY_NAME, into.get(LeadSummaries.DISPLAY_NAME)));
        work.announce("merged", new Change(Lead.RESOURCE, destination, into, merged, null));
    }

    /// The contacts move too, so whoever an activity was with goes on with it.
    private static void move(Draft one, Registry.Belonging belonging, String destination) {
        one.set(belonging.field(), destination);
        if (belonging.resource().field(Activity.CONTACT_ID.name()) != null) {
            one.set(Activity.CONTACT_ID, one.old(Activity.CONTACT_ID));
        }
    }

    /// What the destination lacks comes from the source; addresses are put together.
    private static Entity fill(Entity from, String destination, Work work) {
        return work.update(Lead.RESOURCE, destination, it -> {
            for (var field : FILLED) {
                String own = it.get(field);
                if (own == null || own.isEmpty()) {
                    it.set(field, from.get(field));
                }
            }
            JsonNode more = from.need(Lead.ADDRESSES);
            if (!more.isEmpty()) {
                ArrayNode all = (ArrayNode) it.need(Lead.ADDRESSES).deepCopy();
                more.forEach(all::add);
                it.set(Lead.ADDRESSES, all);
            }
        });
    }
}
