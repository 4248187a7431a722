package ajar.organization;

import ajar.engine.entity.Draft;
import ajar.engine.field.Access;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.field.Items;
import ajar.engine.id.Ids;
import ajar.engine.json.Json;
import ajar.engine.resource.Behaviour;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import ajar.engine.resource.Work;
import ajar.engine.sql.Fragment;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The organization itself: its name, its currency, the order of its lead statuses, and who belongs to
/// it.
public final class Organization implements Behaviour {
    public static final Field<String> NAME =
            Field.column("name", Codecs.text(1000)).mandatory().writable();
    public static final Field<String> CURRENCY =
            Field.column("currency", Codecs.text(3)).notNull().writable().about("An ISO 4217 code.");

    /// The country in which telephone numbers without a prefix are read. Not shown.
    public static final Field<String> DEFAULT_COUNTRY =
            Field.column("default_country", Codecs.TEXT).hidden();

    private static final Field<String> CURRENCY_SYMBOL = Field.computed(
                    "currency_symbol",
                    Codecs.TEXT,
                    values -> Currency.getInstance(values.need(CURRENCY)).getSymbol(Locale.US),
                    CURRENCY)
            .notNull();
    private static final Field<JsonNode> LEAD_STATUSES = Field.expression(
                    "lead_statuses",
                    Codecs.DERIVED,
                    Fragment.of("(select coalesce(json_agg(json_build_object('id', s.id, 'label', s.label) "
                            + "order by s.position, s.id), '[]'::json) from lead_status s "
                            + "where s.organization_id = t.id)"))
            .notNull()
            .about("The lead statuses in order. Sending the list in another order reorders them.");
    private static final Field<JsonNode> PIPELINES = Field.expression(
                    "pipelines",
                    Codecs.DERIVED,
                    Fragment.of("(select coalesce(json_agg(json_build_object('created_by', p.created_by,"
                        + " 'date_created', to_char(p.date_created, 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), 'date_updated',"
                        + " to_char(p.date_updated, 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), 'id', p.id, 'name', p.name,"
                        + " 'organization_id', p.organization_id, 'statuses', (select"
                        + " coalesce(json_agg(json_build_object('id', s.id, 'label', s.label, 'type', s.type) order by"
                        + " s.position, s.id), '[]'::json) from opportunity_status s where s.organization_id ="
                        + " p.organization_id and s.pipeline_id = p.id), 'updated_by', p.updated_by) order by"
                        + " p.position, p.id), '[]'::json) from pipeline p where p.organization_id = t.id)"))
            .notNull()
            .about("The pipelines with their opportunity statuses, in order.");
    private static final Field<JsonNode> NEW_STATUS_ORDER = Field.input(
            "new_status_order",
            Items.of()
                    .optional("id", Codecs.ID)
                    .optional("label", Codecs.TEXT)
                    .atMost(1000)
                    .codec(),
            Access.READ_WRITE);

    public static final Resource RESOURCE = Resource.named("organization")
            .model("Organization")
            .about("The organization the caller belongs to.")
            .ids("orga", Ids.Size.LONG)
            .fields(
                    Stamps.ID,
                    Field.column("organization_id", Codecs.ID).hidden(),
                    Stamps.DATE_CREATED,
                    Stamps.DATE_UPDATED,
                    Stamps.CREATED_BY,
                    Stamps.UPDATED_BY,
                    NAME,
                    CURRENCY,
                    DEFAULT_COUNTRY,
                    CURRENCY_SYMBOL,
                    LEAD_STATUSES,
                    NEW_STATUS_ORDER.alsoSentAs("lead_statuses"),
                    Field.column("enable_unsubscribe_link", Codecs.BOOL)
                            .notNull()
                            .writable(),
                    Field.column("require_unsubscribe_link", Codecs.BOOL)
                            .notNull()
                            .writable(),
                    Field.constant("plan_type", Codecs.TEXT, "self-hosted"),
                    PIPELINES,
                    empty("opportunity_statuses"),
                    empty("lead_custom_fields"),
                    empty("contact_custom_fields"),
                    empty("opportunity_custom_fields"),
                    Field.related("memberships", Membership.active()),
                    Field.related("inactive_memberships", Membership.inactive()))
            .guardedBy("manage_organization")
            .internal()
            .behaves(new Organization())
            .build();

    private Organization() {}

    private static Field<JsonNode> empty(String name) {
        return Field.constant(name, Codecs.DOCUMENT, Json.array());
    }

    @Override
    public void prepare(Draft draft, Work work) {
        if (draft.changes(CURRENCY)) {
            draft.set(CURRENCY, draft.need(CURRENCY).toUpperCase(Locale.ROOT));
        }
        if (draft.has(NEW_STATUS_ORDER) && draft.get(NEW_STATUS_ORDER) != null) {
            reorder(draft.need(NEW_STATUS_ORDER), work);
        }
    }

    @Override
    public void check(Draft draft, Work work, ajar.engine.problem.FieldErrors errors) {
        if (draft.changes(CURRENCY)
                && Currency.getAvailableCurrencies().stream()
                        .noneMatch(known -> known.getCurrencyCode().equals(draft.get(CURRENCY)))) {
            errors.add(CURRENCY.name(), "Not a valid choice.");
        }
        if (draft.changes(NAME) && draft.need(NAME).isEmpty()) {
            errors.add(NAME.name(), "This field is required.");
        }
    }

    /// Puts the lead statuses into the order sent; those left out follow in the order they had.
    private static void reorder(JsonNode wanted, Work work) {
        var statuses = work.resource("status/lead");
        @SuppressWarnings("unchecked") // declared so by LeadStatus
        var position = (Field<Long>) java.util.Objects.requireNonNull(statuses.field("position"));
        Set<String> order = new LinkedHashSet<>();
        Set<String> known = new LinkedHashSet<>();
        work.all(statuses, new ajar.engine.predicate.Predicate.All(java.util.List.of()), 10_000)
                .forEach(status -> known.add(status.need(Stamps.ID)));
        for (var status : wanted) {
            String id = status.path("id").asString("");
            if (!known.contains(id)) {
                throw ajar.engine.problem.ApiException.invalid("lead_statuses", "Object does not exist.");
            }
            order.add(id);
        }
        order.addAll(known);
        long at = 0;
        for (var id : order) {
            long place = at++;
            work.update(statuses, id, status -> status.set(position, place));
        }
    }
}
