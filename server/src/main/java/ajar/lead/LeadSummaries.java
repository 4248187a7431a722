package ajar.lead;

import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.json.Json;
import ajar.engine.problem.ApiException;
import ajar.engine.sql.Fragment;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What a lead tells about itself that follows from other things: its display name, its address on the
/// web, and the short forms that are shown only when `_fields` asks for them.
final class LeadSummaries {
    static final Field<String> DISPLAY_NAME = Field.expression(
                    "display_name",
                    Codecs.TEXT,
                    Fragment.of(
                            "coalesce(nullif(t.name, ''), (select coalesce(nullif(c.name, ''), c.email_addresses[1])"
                                    + " from contact c where c.organization_id = t.organization_id and c.id ="
                                    + " t.contact_ids[1]), 'Untitled')"))
            .notNull()
            .about("The name; without one, the first contact's name.");

    /// The base address is a setting of the connection, because declarations are made before anything
    /// is configured.
    static final Field<String> HTML_URL = Field.expression(
                    "html_url",
                    Codecs.TEXT,
                    Fragment.of("coalesce(current_setting('ajar.base_url', true), '') || '/lead/' || t.id || '/'"))
            .notNull()
            .about("The lead's page.");

    private static final Fragment FIRST_CONTACT =
            Fragment.of("left join contact c on c.organization_id = t.organization_id and c.id = t.contact_ids[1]");

    static final Field<JsonNode> PRIMARY_EMAIL = Field.expression(
                    "primary_email", Codecs.DERIVED, Fragment.of("c.emails -> 0"), FIRST_CONTACT)
            .notInEvents()
            .about("The first contact's first e-mail address.");
    static final Field<JsonNode> PRIMARY_PHONE = Field.expression(
                    "primary_phone", Codecs.DERIVED, Fragment.of("c.phones -> 0"), FIRST_CONTACT)
            .notInEvents()
            .about("The first contact's first telephone number.");

    static final List<Field<?>> WHEN_ASKED = List.of(
            Field.expression(
                            "contacts_summary",
                            Codecs.TEXT,
                            Fragment.of("(select string_agg(coalesce(nullif(x.name, ''), x.email_addresses[1]), ', ' "
                                    + "order by x.date_created, x.id) from contact x "
                                    + "where x.organization_id = t.organization_id and x.lead_id = t.id)"))
                    .whenAsked()
                    .about("The contacts' names."),
            address(
                    "primary_address_summary",
                    Fragment.of(
                            "nullif(concat_ws(', ', nullif(t.addresses -> 0 ->> 'city', ''), nullif(t.addresses -> 0"
                                    + " ->> 'state', ''), nullif(t.addresses -> 0 ->> 'country', '')), '')")),
            address(
                    "primary_address_full",
                    Fragment.of("nullif(concat_ws(', ', nullif(t.addresses -> 0 ->> 'address_1', ''), "
                            + "nullif(t.addresses -> 0 ->> 'address_2', ''), nullif(t.addresses -> 0 ->> 'city', ''), "
                            + "nullif(t.addresses -> 0 ->> 'state', ''), nullif(t.addresses -> 0 ->> 'zipcode', ''), "
                            + "nullif(t.addresses -> 0 ->> 'country', '')), '')")),
            Field.expression(
                            "source",
                            Codecs.TEXT,
                            Fragment.of("(select a.source from activity a where a.organization_id = t.organization_id "
                                    + "and a.lead_id = t.id and a.type = 'Created' order by a.date_created limit 1)"))
                    .whenAsked()
                    .about("Where the lead came from, such as `api` or `import`."),
            count("num_contacts", Fragment.of("cardinality(t.contact_ids)")),
            count("num_addresses", Fragment.of("json_array_length(t.addresses)")),
            count(
                    "num_activities",
                    Fragment.of("(select count(*) from activity a "
                            + "where a.organization_id = t.organization_id and a.lead_id = t.id)")),
            count(
                    "num_notes",
                    Fragment.of("(select count(*) from activity a "
                            + "where a.organization_id = t.organization_id and a.lead_id = t.id and a.type = 'Note')")),
            count(
                    "num_calls",
                    Fragment.of("(select count(*) from activity a "
                            + "where a.organization_id = t.organization_id and a.lead_id = t.id and a.type = 'Call')")),
            count(
                    "num_emails",
                    Fragment.of("(select count(*) from activity a where a.organization_id = t.organization_id and"
                            + " a.lead_id = t.id and a.type = 'Email')")),
            count(
                    "num_sms",
                    Fragment.of("(select count(*) from activity a "
                            + "where a.organization_id = t.organization_id and a.lead_id = t.id and a.type = 'SMS')")),
            count(
                    "num_meetings",
                    Fragment.of("(select count(*) from activity a where a.organization_id = t.organization_id and"
                            + " a.lead_id = t.id and a.type = 'Meeting')")),
            count(
                    "num_upcoming_meetings",
                    Fragment.of("(select count(*) from activity a "
                            + "where a.organization_id = t.organization_id and a.lead_id = t.id and a.type = 'Meeting' "
                            + "and a.status = 'upcoming')")),
            Field.constant("recent_calls", Codecs.DOCUMENT, Json.array()).whenAsked(),
            Field.constant("summaries", Codecs.DOCUMENT, Json.array()).whenAsked());

    private LeadSummaries() {}

    private static Field<String> address(String name, Fragment sql) {
        return Field.expression(name, Codecs.TEXT, sql).whenAsked().about("The first address on one line.");
    }

    private static Field<Long> count(String name, Fragment sql) {
        return Field.expression(name, Codecs.WHOLE, sql).notNull().whenAsked().about("How many there are.");
    }

    /// A list that ignored `query` would look like its answer and be wrong.
    static void refuseSearch(Map<String, String> parameters) {
        if (!parameters.getOrDefault("query", "").isBlank()) {
            throw ApiException.badRequest("Searching leads with `query` is not supported yet.");
        }
    }
}
