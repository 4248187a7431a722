package ajar.simulate.google;

import ajar.simulate.calendar.Calendar;
import ajar.simulate.calendar.Switches;
import ajar.simulate.http.Json;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Events as one user sees them.
///
/// @param zone the offset of times is that of this zone
/// @param maxAttendees 0 for no bound
/// @param details whether cancelled events may show more than that they are
record GoogleRender(Calendar calendar, Switches switches, ZoneId zone, int maxAttendees, boolean details) {
    private static final List<String> IDENTITY =
            List.of("kind", "etag", "id", "status", "recurringEventId", "originalStartTime");
    private static final List<String> SOME = List.of(
            "kind", "etag", "id", "status", "htmlLink", "created", "updated", "creator", "organizer", "iCalUID");
    private static final List<String> BUSY = List.of(
            "kind",
            "etag",
            "id",
            "status",
            "htmlLink",
            "updated",
            "start",
            "end",
            "recurrence",
            "recurringEventId",
            "originalStartTime",
            "visibility",
            "iCalUID",
            "sequence",
            "eventType");

    ObjectNode render(ObjectNode stored) {
        ObjectNode event = stored.deepCopy();
        for (String time : List.of("start", "end", "originalStartTime")) {
            if (event.path(time) instanceof ObjectNode object && object.has("dateTime")) {
                object.put(
                        "dateTime",
                        GoogleModel.seconds(
                                GoogleModel.instant(object, calendar).atZone(zone)));
                if (!object.has("timeZone")) {
                    object.put("timeZone", GoogleModel.zone(calendar).getId());
                }
            }
        }
        boolean own = own(event);
        markSelf(event);
        if (cancelled(event)) {
            return cancelled(event, own);
        }
        if (hidden(event)) {
            return event.put("visibility", "private").retain(BUSY);
        }
        attendees(event, own);
        return event;
    }

    private boolean own(ObjectNode event) {
        return calendar.user().email().equals(Json.string(event.path("organizer"), "email"))
                || calendar.id().equals(Json.string(event.path("organizer"), "email"));
    }

    static boolean cancelled(ObjectNode event) {
        return "cancelled".equals(Json.string(event, "status"));
    }

    private ObjectNode cancelled(ObjectNode event, boolean own) {
        return switch (switches.get(GoogleSwitches.CANCELLED_EVENTS)) {
            case "some_fields" -> event.retain(SOME).put("updated", Json.string(event, "updated", ""));
            case "identity_only" -> event.retain(IDENTITY);
            default -> own && details ? event : event.retain(IDENTITY);
        };
    }

    /// With access to free and busy times only, and for other people's private events, all that shows
    /// is when.
    private boolean hidden(ObjectNode event) {
        String role = Json.string(calendar.json(), "accessRole", "owner");
        boolean secret = Set.of("private", "confidential").contains(Json.string(event, "visibility", "default"));
        return role.equals("freeBusyReader") || (role.equals("reader") && secret);
    }

    private void markSelf(ObjectNode event) {
        String self = calendar.user().email();
        String organizer = Json.string(event.path("organizer"), "email", "");
        for (String role : List.of("creator", "organizer")) {
            if (event.path(role) instanceof ObjectNode person && self.equals(Json.string(person, "email"))) {
                person.put("self", true);
            }
        }
        for (JsonNode one : event.path("attendees").values()) {
            if (one instanceof ObjectNode person) {
                if (self.equals(Json.string(person, "email"))) {
                    person.put("self", true);
                }
                if (organizer.equals(Json.string(person, "email"))) {
                    person.put("organizer", true);
                }
                if (!person.has("responseStatus")) {
                    person.put("responseStatus", "needsAction");
                }
            }
        }
    }

    private void attendees(ObjectNode event, boolean own) {
        int most = switches.get(GoogleSwitches.MOST_ATTENDEES);
        int number = event.path("attendees").size();
        boolean secret = !own
                && event.path("guestsCanSeeOtherGuests").isBoolean()
                && !event.path("guestsCanSeeOtherGuests").booleanValue();
        if (secret || (maxAttendees > 0 && number > maxAttendees) || (most > 0 && number > most)) {
            JsonNode all = event.path("attendees").deepCopy();
            var left = event.putArray("attendees");
            all.values().stream()
                    .filter(person -> person.path("self").asBoolean(false))
                    .forEach(left::add);
            event.put("attendeesOmitted", true);
        }
    }
}
