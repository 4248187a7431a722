package ajar.lead;

import ajar.activity.Created;
import ajar.activity.LeadStatusChange;
import ajar.engine.entity.Draft;
import ajar.engine.field.Access;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.field.Items;
import ajar.engine.field.Relation;
import ajar.engine.id.Ids;
import ajar.engine.json.Json;
import ajar.engine.predicate.Predicate;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.FieldErrors;
import ajar.engine.problem.Problem;
import ajar.engine.resource.Behaviour;
import ajar.engine.resource.Change;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import ajar.engine.resource.Work;
import ajar.engine.sql.Fragment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A company, or whoever else one hopes to sell to.
public final class Lead implements Behaviour {
    public static final Field<String> NAME =
            Field.column("name", Codecs.text(1000)).writable().alsoChanges("display_name");
    public static final Field<String> STATUS_ID = Field.column("status_id", Codecs.ID)
            .toldAs("status")
            .notNull()
            .writable()
            .alsoChanges("status_label")
            .about("The lead's status. The organization's first one when none is sent.");
    public static final Field<List<String>> CONTACT_IDS =
            Field.column("contact_ids", Codecs.TEXTS).or(List.of()).about("The ids of its contacts, in their order.");

    private static final Fragment STATUS =
            Fragment.of("left join lead_status s on s.organization_id = t.organization_id and s.id = t.status_id");
    public static final Field<String> STATUS_LABEL = Field.expression(
                    "status_label", Codecs.TEXT, Fragment.of("s.label"), STATUS)
            .notNull();

    private static final Field<String> STATUS_BY_LABEL = Field.input("status", Codecs.text(1000), Access.READ_WRITE)
            .about("The lead's status by its label, instead of `status_id`.");
    private static final Field<JsonNode> NEW_CONTACTS = Field.input("new_contacts", contactBodies(), Access.ON_CREATE)
            .alsoSentAs("contacts")
            .toldAs("contacts");
    static final Field<String> URL =
            Field.column("url", Urls.codec()).writable().about("Its web site.");
    static final Field<String> DESCRIPTION =
            Field.column("description", Codecs.TEXT).writable();
    static final Field<JsonNode> ADDRESSES = Field.column(
                    "addresses",
                    Items.of()
                            .optional("address_1", Codecs.text(1000))
                            .optional("address_2", Codecs.text(1000))
                            .optional("city", Codecs.text(1000))
                            .optional("country", Codecs.text(100))
                            .optional("label", Codecs.text(100))
                            .optional("state", Codecs.text(1000))
                            .optional("zipcode", Codecs.text(100))
                            .atMost(100)
                            .codec())
            .or(Json.array())
            .writable();

    public static final Resource RESOURCE = Resource.named("lead")
            .model("Lead")
            .about("A company, or whoever else one hopes to sell to.")
            .ids("lead", Ids.Size.LONG)
            .fields(
                    Stamps.ID,
                    Stamps.ORGANIZATION_ID,
                    Stamps.DATE_CREATED_OR_SENT,
                    Stamps.DATE_UPDATED,
                    Stamps.CREATED_BY_OR_SENT,
                    Stamps.UPDATED_BY,
                    Stamps.CREATED_BY_NAME,
                    Stamps.UPDATED_BY_NAME,
                    NAME,
                    DESCRIPTION,
                    URL,
                    STATUS_ID,
                    STATUS_LABEL,
                    STATUS_BY_LABEL,
                    ADDRESSES,
                    CONTACT_IDS,
                    NEW_CONTACTS,
                    Field.related("contacts", contacts()).about("Its contacts. Can be sent on creation only."),
                    Field.constant("opportunities", Codecs.DOCUMENT, Json.array())
                            .notInEvents(),
                    Field.constant("tasks", Codecs.DOCUMENT, Json.array()).notInEvents(),
                    Field.constant("custom", Codecs.DOCUMENT, Json.object()).notInEvents(),
                    Field.constant("integration_links", Codecs.DOCUMENT, Json.array()),
                    LeadSummaries.DISPLAY_NAME,
                    LeadSummaries.HTML_URL,
                    LeadSummaries.PRIMARY_EMAIL,
                    LeadSummaries.PRIMARY_PHONE)
            .fields(LeadSummaries.WHEN_ASKED)
            .atMost(200)
            .counted()
            .onLead(Stamps.ID)
            .deletableWith("delete_leads")
            .emits("lead")
            .behaves(new Lead())
            .listRule(LeadSummaries::refuseSearch)
            .example("""
                {"name": "Example Company", "url": "http://example.com", "description": "A company",
                 "status_id": "$status_id",
                 "contacts": [{"name": "Ada Example", "title": "CTO",
                               "emails": [{"type": "office", "email": "ada@example.com"}],
                               "phones": [{"type": "office", "phone": "+18004445555"}]}],
                 "addresses": [{"label": "business", "address_1": "747 Howard St", "address_2": "Room 3",
                                "city": "San Francisco", "state": "CA", "zipcode": "94103", "country": "US"}]}\
                """)
            .updateExample("""
                {"name": "Wayne Enterprises", "url": "http://wayneenterprises.com", "description": "Another company",
                 "status_id": "$other_status_id", "status": "Qualified",
                 "addresses": [{"label": "mailing", "address_1": "1007 Mountain Drive", "address_2": "",
                                "city": "Gotham", "state": "NJ", "zipcode": "07001", "country": "US"}]}\
                """)
            .build();

    private Lead() {}

    private static Relation contacts() {
        return new Relation("contact", "lead_id", Fragment.of("t.date_created, t.id"), null, Set.of());
    }

    /// Contacts inside a new lead are checked when they are made; here only that they are objects.
    private static ajar.engine.field.Codec<JsonNode> contactBodies() {
        return Items.of().atMost(500).keepingAll().codec();
    }

    @Override
    public void prepare(Draft draft, Work work) {
        if (draft.gives(DESCRIPTION)) {
            draft.set(DESCRIPTION, draft.need(DESCRIPTION).strip());
        }
        if (draft.gives(NAME)) {
            draft.set(NAME, draft.need(NAME).strip());
        }
        chooseStatus(draft, work);
        var contacts = draft.get(NEW_CONTACTS);
        if (draft.isNew() && contacts != null) {
            List<String> ids = new ArrayList<>();
            contacts.forEach(_ -> ids.add(work.newId(Contact.RESOURCE)));
            draft.set(CONTACT_IDS, ids);
        }
    }

    private static void chooseStatus(Draft draft, Work work) {
        String label = draft.get(STATUS_BY_LABEL);
        if (draft.gives(STATUS_ID)) {
            String id = draft.need(STATUS_ID);
            draft.set(STATUS_ID, status(LeadStatus.RESOURCE.is(id), id, work));
        } else if (label != null) {
            draft.set(STATUS_ID, status(Predicate.equal(LeadStatus.LABEL, label), label, work));
        } else if (draft.isNew()) {
            draft.set(STATUS_ID, status(new Predicate.All(List.of()), "", work));
        }
    }

    private static String status(Predicate predicate, String sent, Work work) {
        var found = work.all(LeadStatus.RESOURCE, predicate, 1);
        if (found.isEmpty()) {
            throw ApiException.invalid(
                    "status",
                    "Not a valid choice. Please go to Customizations in your organization settings and add \"" + sent
                            + "\" to the list of lead statuses.");
        }
        return found.getFirst().need(Stamps.ID);
    }

    @Override
    public void settle(Change change, Work work) {
        var before = change.before();
        var after = change.after();
        if (after == null) {
            return;
        }
        if (before == null) {
            Created.log(after, work);
            makeContacts(change, work);
        } else if (change.touches(STATUS_ID)) {
            LeadStatusChange.log(
                    after.need(Stamps.ID),
                    new LeadStatusChange.Status(before.need(STATUS_ID), before.need(STATUS_LABEL)),
                    new LeadStatusChange.Status(after.need(STATUS_ID), after.need(STATUS_LABEL)),
                    work);
        }
    }

    private static void makeContacts(Change change, Work work) {
        var lead = java.util.Objects.requireNonNull(change.after());
        var bodies = change.sent(NEW_CONTACTS);
        if (bodies == null) {
            return;
        }
        var errors = Json.object();
        for (int i = 0; i < bodies.size(); i++) {
            String id = lead.need(CONTACT_IDS).get(i);
            try {
                work.createFrom(
                        Contact.RESOURCE,
                        bodies.get(i),
                        contact -> contact.set(Stamps.ID, id).set(Contact.LEAD_ID, change.id()));
            } catch (ApiException refused) {
                if (!(refused.problem() instanceof Problem.Invalid(var wrong))) {
                    throw refused;
                }
                errors.set(Integer.toString(i), wrong.toJson());
            }
        }
        if (!errors.isEmpty()) {
            throw ApiException.invalid(
                    new FieldErrors().add("contacts", Json.object().set("errors", errors)));
        }
    }
}
