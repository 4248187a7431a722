package ajar.timeline;

import ajar.activity.Activity;
import ajar.email.Email;
import ajar.email.EmailThread;
import ajar.engine.Engine;
import ajar.engine.field.Field;
import ajar.engine.http.Endpoint;
import ajar.engine.http.ListRequest;
import ajar.engine.http.Request;
import ajar.engine.http.Response;
import ajar.engine.json.Json;
import ajar.engine.predicate.Predicate;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.Problem;
import ajar.engine.read.ReadPlan;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Schema;
import ajar.engine.resource.Stamps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// `GET /activity/`: all kinds mixed, in one query, newest first (Close docs: Activities).
public final class Timeline {
    private static final int MAXIMUM_LIMIT = 100;
    private static final Set<String> OF_ONE_LEAD =
            Set.of("user_id", "user_id__in", "contact_id", "contact_id__in", "_type", "_type__in");

    private static final List<String> TYPES = List.of("_type", "_type__in");

    private final Engine engine;
    private final List<Resource> kinds;

    /// @param kinds every kind of activity
    public Timeline(Engine engine, List<Resource> kinds) {
        this.engine = engine;
        this.kinds = List.copyOf(kinds);
    }

    /// The endpoints: the mixed list, and an activity of any kind by its id.
    public List<Endpoint> endpoints() {
        var list = Endpoint.of("GET", "/api/v1/activity/", "activity", "List or filter all activity types", this::list)
                .taking(
                        Endpoint.Parameter.limit(MAXIMUM_LIMIT, MAXIMUM_LIMIT),
                        Endpoint.Parameter.skip(),
                        Endpoint.Parameter.of("_fields", "string", "Comma-separated list of fields to include."),
                        Endpoint.Parameter.of(
                                "_order_by",
                                "string",
                                "`-date_created` (default), or `-activity_at` for a single lead."),
                        Endpoint.Parameter.of("lead_id", "string", "Filter by lead ids (comma-separated)."),
                        Endpoint.Parameter.of("lead_id__in", "string", "Filter by lead ids (comma-separated)."),
                        Endpoint.Parameter.of("id__in", "string", "Filter by activity ids (comma-separated)."),
                        Endpoint.Parameter.of("_type", "string", "Kinds (comma-separated); for a single lead only."),
                        Endpoint.Parameter.of(
                                "_type__in", "string", "Kinds (comma-separated); for a single lead only."),
                        Endpoint.Parameter.of("user_id", "string", "User ids; for a single lead only."),
                        Endpoint.Parameter.of("user_id__in", "string", "User ids; for a single lead only."),
                        Endpoint.Parameter.of("contact_id", "string", "Contact ids; for a single lead only."),
                        Endpoint.Parameter.of("contact_id__in", "string", "Contact ids; for a single lead only."),
                        Endpoint.Parameter.of("organization_id", "string", "The organization's id."),
                        Endpoint.Parameter.of("date_created__gte", "string", "Also `__gt`, `__lt`, `__lte`."),
                        Endpoint.Parameter.of(
                                "activity_at__gte",
                                "string",
                                "Also `__gt`, `__lt`, `__lte`; only with `_order_by=-activity_at`."),
                        Endpoint.Parameter.of(
                                "thread_emails",
                                "string",
                                "`true`: conversations beside stripped e-mails; `only`: conversations alone."))
                .answering(200, page());
        var get = Endpoint.of("GET", "/api/v1/activity/{id}/", "activity", "Get an activity of any type", this::get)
                .answering(200, anyKind())
                .extension();
        return List.of(list, get);
    }

    private ObjectNode page() {
        var page = Json.object().put("type", "object");
        var properties = page.putObject("properties");
        properties.putObject("data").put("type", "array").set("items", anyKind());
        properties.putObject("has_more").put("type", "boolean");
        page.putArray("required").add("data").add("has_more");
        return page;
    }

    private ObjectNode anyKind() {
        var kind = Json.object();
        var choices = kind.putArray("anyOf");
        kinds.forEach(each -> choices.add(Schema.reference(each)));
        return kind;
    }

    private Response list(Request request) {
        return Response.json(200, engine.list(request.caller(), plan(request)));
    }

    private Response get(Request request) {
        if (!request.variable("id").startsWith("acti_")) {
            throw new ApiException(new Problem.NoSuchPath());
        }
        var is = Predicate.equal(Stamps.ID, request.variable("id"));
        var wanted = request.parameter("_fields");
        var parts = kinds.stream()
                .map(kind -> new ReadPlan.Part(kind, kind.wanted(wanted)))
                .toList();
        var order = new Resource.Order(Stamps.DATE_CREATED, true);
        var found = Json.parse(engine.list(request.caller(), new ReadPlan(parts, is, order, 1, 0, false)));
        if (found.path("data").isEmpty()) {
            throw ApiException.notFound("Activity");
        }
        return Response.json(200, found.path("data").get(0));
    }

    private ReadPlan plan(Request request) {
        var parameters = request.parameters();
        boolean oneLead = isOneLead(parameters);
        if (!oneLead && parameters.keySet().stream().anyMatch(OF_ONE_LEAD::contains)) {
            throw ApiException.badRequest(
                    "user_id, contact_id and _type can only be used for listing activities on a single lead: please"
                            + " add lead_id.");
        }
        var order = order(parameters, oneLead);
        checkDates(parameters, order.field());
        var parts = parts(parameters);
        // The types are chosen by the parts already, which know what `Email` means for conversations.
        var others = new LinkedHashMap<>(parameters);
        others.keySet().removeAll(TYPES);
        var predicate = parts.isEmpty()
                ? Predicate.any()
                : ListRequest.predicate(parts.getFirst().resource(), others, request.zone());
        return new ReadPlan(
                parts.isEmpty() ? List.of(new ReadPlan.Part(kinds.getFirst(), List.of())) : parts,
                predicate,
                order,
                ListRequest.limit(parameters, MAXIMUM_LIMIT, MAXIMUM_LIMIT),
                ListRequest.skip(parameters),
                false);
    }

    private static boolean isOneLead(Map<String, String> parameters) {
        String lead = parameters.getOrDefault("lead_id", parameters.getOrDefault("lead_id__in", ""));
        return !lead.isEmpty() && lead.indexOf(',') < 0;
    }

    private static Resource.Order order(Map<String, String> parameters, boolean oneLead) {
        String by = parameters.getOrDefault("_order_by", "");
        if (by.equals("-activity_at") || by.equals("activity_at")) {
            if (!oneLead) {
                throw ApiException.badRequest(
                        "Sorting by activity_at can only be used when listing activities on a single lead: please add "
                                + "lead_id.");
            }
            return new Resource.Order(Activity.ACTIVITY_AT, by.startsWith("-"));
        }
        return new Resource.Order(Stamps.DATE_CREATED, !by.equals("date_created"));
    }

    /// Only the dates of the field that is sorted by can be filtered by.
    private static void checkDates(Map<String, String> parameters, Field<?> sorted) {
        String other = sorted.name().equals("activity_at") ? "date_created" : "activity_at";
        for (var name : parameters.keySet()) {
            if (name.equals(other) || name.startsWith(other + "__")) {
                throw ApiException.badRequest(
                        "You can only use the date-based filters of the field you are sorting by: " + name
                                + " needs _order_by=-" + other + ".");
            }
        }
    }

    /// The kinds to list, with the fields of each.
    private List<ReadPlan.Part> parts(Map<String, String> parameters) {
        String threads = parameters.getOrDefault("thread_emails", "");
        Set<Resource> chosen = chosen(types(parameters), threads);
        List<ReadPlan.Part> parts = new ArrayList<>();
        for (var kind : kinds) {
            if (chosen.contains(kind)) {
                boolean stripped = kind == Email.RESOURCE && threads.equals("true");
                parts.add(new ReadPlan.Part(kind, wanted(kind, parameters.get("_fields"), stripped)));
            }
        }
        return parts;
    }

    private static List<Field<?>> wanted(Resource kind, @Nullable String fields, boolean stripped) {
        var wanted = kind.wanted(fields);
        return stripped
                ? wanted.stream()
                        .filter(field -> !Email.BODIES.contains(field.name()))
                        .toList()
                : wanted;
    }

    /// The types asked for; empty for all.
    private static Set<String> types(Map<String, String> parameters) {
        Set<String> types = new LinkedHashSet<>();
        for (var name : TYPES) {
            String value = parameters.get(name);
            if (value != null) {
                types.addAll(Arrays.asList(value.split(",", -1)));
            }
        }
        return types;
    }

    /// Mail is listed as messages, as conversations and stripped messages, or as conversations alone.
    private Set<Resource> chosen(Set<String> types, String threads) {
        Set<Resource> chosen = new LinkedHashSet<>(kinds);
        if (!types.isEmpty()) {
            chosen.removeIf(kind -> !types.contains(kind.kind()));
        }
        boolean mail = types.isEmpty() || types.contains("Email") || types.contains("EmailThread");
        switch (threads) {
            case "true" -> {
                if (mail) {
                    chosen.add(EmailThread.RESOURCE);
                }
            }
            case "only" -> {
                chosen.remove(Email.RESOURCE);
                if (mail) {
                    chosen.add(EmailThread.RESOURCE);
                }
            }
            default -> {
                if (!types.contains("EmailThread")) {
                    chosen.remove(EmailThread.RESOURCE);
                }
            }
        }
        return chosen;
    }
}
