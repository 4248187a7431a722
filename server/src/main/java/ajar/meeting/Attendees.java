package ajar.meeting;

import ajar.activity.Activity;
import ajar.engine.entity.Draft;
import ajar.engine.field.Field;
import ajar.engine.json.Json;
import ajar.engine.predicate.Predicate;
import ajar.engine.problem.FieldErrors;
import ajar.engine.resource.Stamps;
import ajar.engine.resource.Work;
import ajar.organization.User;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Who is invited, and which of them are the lead's contacts and the organization's users. Addresses
/// are compared without regard to case.
final class Attendees {
    private static final int MANY = 1000;

    private Attendees() {}

    /// Fills in the ids of contacts and users, and the list of all users on the event.
    static void recognise(Draft meeting, Work work) {
        var attendees = meeting.need(Meeting.ATTENDEES);
        Map<String, String> contacts = contacts(meeting, work);
        Map<String, String> users = users(attendees, work);
        Set<String> onEvent = new LinkedHashSet<>(meeting.need(Meeting.SENT_USERS));
        if (meeting.get(Activity.USER_ID) != null) {
            onEvent.add(meeting.need(Activity.USER_ID));
        }
        var known = Json.array();
        for (var attendee : attendees) {
            String key = key(attendee);
            var item = (ObjectNode) attendee.deepCopy();
            item.put("contact_id", contacts.get(key));
            item.put("user_id", users.get(key));
            known.add(item);
            if (users.containsKey(key)) {
                onEvent.add(users.get(key));
            }
        }
        meeting.set(Meeting.ATTENDEES, known);
        meeting.set(Meeting.SENT_USERS, List.copyOf(onEvent));
    }

    private static String key(JsonNode attendee) {
        return attendee.path("email").asString("").toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> contacts(Draft meeting, Work work) {
        var resource = work.resource("contact");
        @SuppressWarnings("unchecked") // declared so by Contact
        var addresses = (Field<List<String>>) Objects.requireNonNull(resource.field("email_addresses"));
        Map<String, String> contacts = new HashMap<>();
        var ofLead = Predicate.equal(Activity.LEAD_ID, meeting.need(Activity.LEAD_ID));
        for (var contact : work.all(resource, ofLead, MANY)) {
            contact.need(addresses).forEach(address -> contacts.putIfAbsent(address, contact.need(Stamps.ID)));
        }
        return contacts;
    }

    private static Map<String, String> users(JsonNode attendees, Work work) {
        Set<String> keys = new LinkedHashSet<>();
        attendees.forEach(attendee -> keys.add(key(attendee)));
        keys.remove("");
        Map<String, String> users = new HashMap<>();
        work.all(User.RESOURCE, Predicate.in(User.EMAIL_KEY, keys), MANY)
                .forEach(user -> users.put(user.need(User.EMAIL_KEY), user.need(Stamps.ID)));
        return users;
    }

    /// The users that were sent must be members.
    static void checkUsers(Draft meeting, Field<List<String>> field, Work work, FieldErrors errors) {
        Set<String> sent = new LinkedHashSet<>(meeting.need(field));
        var found = work.all(User.RESOURCE, Predicate.in(Stamps.ID, sent), MANY);
        if (found.size() < sent.size()) {
            errors.add(field.name(), "Object does not exist.");
        }
    }
}
