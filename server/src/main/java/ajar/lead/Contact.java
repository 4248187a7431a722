package ajar.lead;

import ajar.engine.entity.Draft;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.field.Rejected;
import ajar.engine.id.Ids;
import ajar.engine.json.Json;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.FieldErrors;
import ajar.engine.resource.Behaviour;
import ajar.engine.resource.Change;
import ajar.engine.resource.Filter;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import ajar.engine.resource.Work;
import ajar.organization.Organization;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// A person at a lead.
public final class Contact implements Behaviour {
    public static final Field<String> LEAD_ID = Field.column("lead_id", Codecs.ID)
            .refersTo("lead")
            .notNull()
            .writable()
            .about("The lead it belongs to. Without one, a new lead named after the contact is made.");
    public static final Field<String> NAME =
            Field.column("name", Codecs.text(1000)).writable().alsoChanges("display_name");
    public static final Field<String> TITLE =
            Field.column("title", Codecs.text(1000)).writable();
    public static final Field<JsonNode> EMAILS = Field.column("emails", ContactLists.EMAILS)
            .or(Json.array())
            .writable()
            .alsoChanges("display_name");
    public static final Field<JsonNode> PHONES = Field.column("phones", ContactLists.PHONES)
            .or(Json.array())
            .writable()
            .alsoChanges("display_name");
    public static final Field<JsonNode> URLS =
            Field.column("urls", ContactLists.URLS).or(Json.array()).writable();

    /// Every address in lower case, by which attendees and mail are recognised.
    public static final Field<List<String>> EMAIL_ADDRESSES =
            Field.column("email_addresses", Codecs.TEXTS).or(List.of()).hidden();

    private static final Field<String> TIMEZONE = Field.column("timezone", Codecs.text(100))
            .writable()
            .alsoChanges("timezone_source")
            .about("An IANA name such as `America/Denver`.");
    private static final Field<String> DISPLAY_NAME = Field.computed(
                    "display_name",
                    Codecs.TEXT,
                    values -> displayName(values.get(NAME), values.get(EMAILS), values.get(PHONES)),
                    NAME,
                    EMAILS,
                    PHONES)
            .notNull()
            .about("The name; without one, the first e-mail address or telephone number.");

    public static final Resource RESOURCE = Resource.named("contact")
            .model("Contact")
            .about("A person at a lead.")
            .ids("cont", Ids.Size.LONG)
            .fields(
                    Stamps.ID,
                    Stamps.ORGANIZATION_ID,
                    Stamps.DATE_CREATED_OR_SENT,
                    Stamps.DATE_UPDATED,
                    Stamps.CREATED_BY_OR_SENT,
                    Stamps.UPDATED_BY,
                    LEAD_ID,
                    NAME,
                    TITLE,
                    EMAILS,
                    EMAIL_ADDRESSES,
                    PHONES,
                    URLS,
                    TIMEZONE,
                    DISPLAY_NAME,
                    Field.computed(
                            "timezone_source",
                            Codecs.TEXT,
                            values -> values.get(TIMEZONE) == null ? null : "manual",
                            TIMEZONE),
                    Field.constant("integration_links", Codecs.DOCUMENT, Json.array()))
            .filterBy(Filter.any(LEAD_ID))
            .atMost(200)
            .counted()
            .ownedBy(LEAD_ID)
            .onLead(LEAD_ID)
            .emits("contact")
            .behaves(new Contact())
            .example("""
                {"lead_id": "$lead_id", "name": "Ada Example", "title": "CTO",
                 "emails": [{"email": "ada@example.com", "type": "office"}],
                 "phones": [{"phone": "+19045551234", "type": "mobile"}],
                 "urls": [{"url": "http://example.com/ada/", "type": "url"}]}\
                """)
            .updateExample("""
                {"lead_id": "$other_lead_id", "name": "Grace Example", "title": "CEO", "timezone": "America/Denver",
                 "emails": [{"email": "grace@example.com", "type": "home"}],
                 "phones": [{"phone": "+16505551234", "type": "office"}],
                 "urls": [{"url": "http://example.com/grace/", "type": "url"}]}\
                """)
            .build();

    private Contact() {}

    private static String displayName(
            @org.jspecify.annotations.Nullable String name,
            @org.jspecify.annotations.Nullable JsonNode emails,
            @org.jspecify.annotations.Nullable JsonNode phones) {
        if (name != null && !name.isEmpty()) {
            return name;
        }
        String email = emails == null ? "" : ContactLists.first(emails, "email");
        return !email.isEmpty() || phones == null ? email : ContactLists.first(phones, "phone");
    }

    @Override
    public void prepare(Draft draft, Work work) {
        for (var field : List.of(NAME, TITLE)) {
            if (draft.gives(field)) {
                draft.set(field, draft.need(field).strip());
            }
        }
        if (draft.has(EMAILS)) {
            draft.set(EMAIL_ADDRESSES, ContactLists.addresses(draft.need(EMAILS)));
        }
        if (draft.changes(PHONES)) {
            normalizePhones(draft, work);
        }
        if (draft.isNew() && draft.get(LEAD_ID) == null) {
            var lead = work.create(Lead.RESOURCE, it -> it.set(Lead.NAME, draft.get(NAME)));
            draft.set(LEAD_ID, lead.need(Stamps.ID));
        }
    }

    private static void normalizePhones(Draft draft, Work work) {
        try {
            var organization = work.find(Organization.RESOURCE, work.caller().organizationId())
                    .orElseThrow();
            draft.set(
                    PHONES,
                    ContactLists.normalizePhones(draft.need(PHONES), organization.need(Organization.DEFAULT_COUNTRY)));
        } catch (Rejected rejected) {
            throw ApiException.invalid(new FieldErrors().add(PHONES.name(), rejected.detail()));
        }
    }

    @Override
    public void check(Draft draft, Work work, FieldErrors errors) {
        if (draft.gives(TIMEZONE) && !ZoneId.getAvailableZoneIds().contains(draft.need(TIMEZONE))) {
            errors.add(TIMEZONE.name(), "Not a valid choice.");
        }
    }

    /// The lead lists its contacts' ids, so a contact that comes, goes or moves is a change of the
    /// lead. Of two leads the one with the lesser id is changed first, so that contacts that change
    /// places do not wait for each other.
    @Override
    public void settle(Change change, Work work) {
        if (!change.touches(LEAD_ID)) {
            return;
        }
        var left = change.before() == null ? null : change.before().get(LEAD_ID);
        var joined = change.after() == null ? null : change.after().get(LEAD_ID);
        Stream.of(left, joined)
                .filter(Objects::nonNull)
                .sorted()
                .forEach(lead -> work.update(Lead.RESOURCE, lead, draft -> {
                    var ids = new ArrayList<>(draft.need(Lead.CONTACT_IDS));
                    ids.remove(change.id());
                    if (lead.equals(joined)) {
                        ids.add(change.id());
                    }
                    draft.set(Lead.CONTACT_IDS, List.copyOf(ids));
                }));
    }
}
