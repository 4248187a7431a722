package ajar.calendar.microsoft;

import ajar.calendar.Answer;
import ajar.calendar.CalendarObject;
import ajar.calendar.Details;
import ajar.calendar.EventCopy;
import ajar.calendar.EventText;
import ajar.calendar.Guest;
import ajar.calendar.Moment;
import ajar.calendar.Quarantined;
import ajar.calendar.Recurrence;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Events of Graph in the terms of [ajar.calendar] (Microsoft Graph docs: event resource type). Nearly
/// everything in them may be null.
final class GraphEvents {
    /// What is needed of an event.
    static final String SELECT = "$select=id,changeKey,iCalUId,type,seriesMasterId,subject,body,start,end,isAllDay,"
            + "isCancelled,originalStart,originalStartTimeZone,originalEndTimeZone,recurrence,organizer,attendees,"
            + "responseStatus,onlineMeeting,onlineMeetingUrl,location,locations,sensitivity";

    private final String owner;

    /// @param owner the address of the calendar's owner; empty when that is not known
    GraphEvents(String owner) {
        this.owner = owner.toLowerCase(Locale.ROOT);
    }

    /// An event that does not repeat. Throws [DateTimeException] when it cannot be read.
    CalendarObject single(JsonNode event) {
        String id = id(event);
        var copy =
                new EventCopy(id, uid(event), null, null, isCancelled(event), details(event, null, Recurrence.NONE), 0);
        return CalendarObject.of(copy, version(event));
    }

    static Quarantined quarantined(JsonNode event, Exception unreadable) {
        return new Quarantined(
                id(event),
                EventText.title(event.path("subject").asString("")),
                "This event cannot be read: " + unreadable.getMessage() + ".");
    }

    static String id(JsonNode event) {
        return event.path("id").asString("");
    }

    /// The UID that all copies share. That of an occurrence is another one (Graph docs: `iCalUId` is
    /// different for each occurrence), so only singles and masters are asked for theirs.
    static String uid(JsonNode event) {
        String uid = event.path("iCalUId").asString("");
        return uid.isEmpty() ? id(event) : uid;
    }

    static @Nullable String version(JsonNode event) {
        return event.path("changeKey").asString(event.path("@odata.etag").asString(null));
    }

    static boolean isCancelled(JsonNode event) {
        return event.path("isCancelled").asBoolean(false);
    }

    /// What an event says.
    ///
    /// @param seriesZone the zone of its times; null for the one it was made in
    Details details(JsonNode event, @Nullable ZoneId seriesZone, Recurrence recurrence) {
        Moment begin = moment(event, "start", seriesZone);
        if (begin == null) {
            throw new DateTimeException("it has no start");
        }
        Moment end = Objects.requireNonNullElse(moment(event, "end", seriesZone), begin);
        boolean swapped = end.instant(ZoneOffset.UTC).isBefore(begin.instant(ZoneOffset.UTC));
        String link = joinUrl(event);
        return new Details(
                EventText.title(event.path("subject").asString("")),
                description(event.path("body")),
                EventText.location(link.isEmpty() ? place(event) : link),
                swapped ? end : begin,
                swapped ? begin : end,
                recurrence,
                guests(event),
                link.isEmpty() ? List.of() : List.of(link),
                // Close shows no page for events of Microsoft.
                null,
                !event.path("sensitivity").asString("normal").equals("normal"));
    }

    static @Nullable Moment moment(JsonNode event, String property, @Nullable ZoneId seriesZone) {
        var node = event.path(property);
        if (event.path("isAllDay").asBoolean(false)) {
            var date = GraphTimes.date(node);
            return date == null ? null : Moment.of(date);
        }
        var instant = GraphTimes.instant(node);
        if (instant == null) {
            return null;
        }
        var zone = seriesZone != null
                ? seriesZone
                : GraphTimes.firstZone(
                        event.path("originalStartTimeZone").asString(""),
                        event.path("originalEndTimeZone").asString(""));
        // The instant is right in any zone, and without repetition no zone matters.
        return Moment.of(instant.atZone(zone == null ? ZoneOffset.UTC : zone));
    }

    private static String description(JsonNode body) {
        String content = body.path("content").asString("");
        return body.path("contentType").asString("").equalsIgnoreCase("html")
                ? EventText.ofHtml(content)
                : EventText.plain(content);
    }

    private static String joinUrl(JsonNode event) {
        String url = event.path("onlineMeeting").path("joinUrl").asString("");
        return url.isEmpty() ? event.path("onlineMeetingUrl").asString("") : url;
    }

    /// The postal address, or else the name of the place.
    private static String place(JsonNode event) {
        var first = event.path("locations").path(0);
        var location = first.isObject() ? first : event.path("location");
        var address = location.path("address");
        String parts = Stream.of("street", "city", "state", "postalCode", "countryOrRegion")
                .map(part -> address.path(part).asString("").strip())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
        return parts.isEmpty() ? location.path("displayName").asString("") : parts;
    }

    /// Rooms and other resources are no people and are left out. The organizer is added when he is not
    /// listed: he has not declined.
    private List<Guest> guests(JsonNode event) {
        var organizer = guest(event.path("organizer"), Answer.YES, true);
        List<Guest> guests = new ArrayList<>();
        boolean listed = false;
        for (var attendee : event.path("attendees")) {
            if (attendee.path("type").asString("").equals("resource")) {
                continue;
            }
            var guest = guest(
                    attendee, answer(attendee.path("status").path("response").asString("")), false);
            boolean organizes = !guest.key().isEmpty() && guest.key().equals(organizer.key());
            listed |= organizes;
            guests.add(new Guest(guest.email(), guest.name(), answer(event, guest), organizes));
        }
        if (!listed && !(organizer.key().isEmpty() && organizer.name() == null)) {
            guests.add(organizer);
        }
        return guests;
    }

    /// On the copy of somebody who is invited, Exchange tells that person's own answer beside the list.
    private Answer answer(JsonNode event, Guest guest) {
        boolean isOwner = !owner.isEmpty() && guest.key().equals(owner);
        return isOwner && guest.answer() == Answer.NOREPLY
                ? answer(event.path("responseStatus").path("response").asString(""))
                : guest.answer();
    }

    private static Guest guest(JsonNode recipient, Answer answer, boolean isOrganizer) {
        var person = recipient.path("emailAddress");
        return new Guest(text(person, "address"), text(person, "name"), answer, isOrganizer);
    }

    private static @Nullable String text(JsonNode node, String name) {
        String text = node.path(name).asString("");
        return text.isEmpty() ? null : text;
    }

    private static Answer answer(String response) {
        return switch (response.toLowerCase(Locale.ROOT)) {
            case "accepted", "organizer" -> Answer.YES;
            case "declined" -> Answer.NO;
            case "tentativelyaccepted" -> Answer.MAYBE;
            default -> Answer.NOREPLY;
        };
    }
}
