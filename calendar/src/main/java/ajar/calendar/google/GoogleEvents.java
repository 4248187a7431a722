package ajar.calendar.google;

import ajar.calendar.Answer;
import ajar.calendar.CalendarObject;
import ajar.calendar.Details;
import ajar.calendar.EventCopy;
import ajar.calendar.EventText;
import ajar.calendar.Guest;
import ajar.calendar.Page;
import ajar.calendar.Quarantined;
import ajar.calendar.Recurrence;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Google's events in the terms of [ajar.calendar] (Google docs: Events, Calendar API reference).
final class GoogleEvents {
    private static final int MOST_CONFERENCES = 10;

    /// The id of an occurrence: that of its series and the original start in UTC, or its date.
    private static final Pattern OCCURRENCE = Pattern.compile("(.+)_(\\d{8}(?:T\\d{6}Z)?)");

    private final GoogleTimes times;

    /// A page of `events.list`.
    ///
    /// @param page what can be told as it is
    /// @param nameless what is left of cancelled events without their UID; it stands empty there
    /// @param uids the UIDs of series, by the ids of their masters, as far as this page tells them
    record Read(Page page, List<CalendarObject> nameless, Map<String, String> uids) {}

    private GoogleEvents(ZoneId calendarZone) {
        this.times = new GoogleTimes(calendarZone);
    }

    /// Reads a page of `events.list`.
    static Read page(JsonNode body) {
        var zone = GoogleTimes.zone(body.path("timeZone").asString(""), ZoneOffset.UTC);
        var events = new GoogleEvents(zone);
        List<CalendarObject> objects = new ArrayList<>();
        List<CalendarObject> nameless = new ArrayList<>();
        List<Quarantined> quarantined = new ArrayList<>();
        Map<String, String> uids = new HashMap<>();
        for (var item : body.path("items")) {
            // The request asks for ordinary events only; this is the second lock on the same door.
            if (!item.path("eventType").asString("default").equals("default")) {
                continue;
            }
            try {
                var copy = events.copy(item);
                var object = CalendarObject.of(copy, item.path("etag").asString(null));
                (copy.uid().isEmpty() ? nameless : objects).add(object);
                if (!copy.uid().isEmpty() && (copy.isOverride() || item.has("recurrence"))) {
                    uids.put(Objects.requireNonNullElse(copy.seriesId(), copy.id()), copy.uid());
                }
            } catch (DateTimeException unreadable) {
                quarantined.add(new Quarantined(
                        item.path("id").asString(""),
                        EventText.title(item.path("summary").asString("")),
                        "This event cannot be read: " + unreadable.getMessage() + "."));
            }
        }
        return new Read(new Page(objects, List.of(), quarantined), nameless, uids);
    }

    /// The same with a UID.
    static CalendarObject named(CalendarObject nameless, String uid) {
        var copy = nameless.copies().getFirst();
        return CalendarObject.of(
                new EventCopy(
                        copy.id(),
                        uid,
                        copy.seriesId(),
                        copy.originalStart(),
                        copy.isCancelled(),
                        copy.details(),
                        copy.sequence()),
                nameless.version());
    }

    private EventCopy copy(JsonNode item) {
        String id = item.path("id").asString("");
        String series = item.path("recurringEventId").asString("");
        var originalStart = times.moment(item.path("originalStartTime"));
        boolean isCancelled = item.path("status").asString("").equals("cancelled");
        if (isCancelled && (series.isEmpty() || originalStart == null)) {
            var parts = OCCURRENCE.matcher(id);
            if (parts.matches()) {
                series = parts.group(1);
                originalStart = GoogleTimes.date(parts.group(2), ZoneOffset.UTC);
            }
        }
        boolean isOverride = !series.isEmpty() && originalStart != null;
        return new EventCopy(
                id,
                item.path("iCalUID").asString(isCancelled ? "" : isOverride ? series : id),
                isOverride ? series : null,
                isOverride ? originalStart : null,
                isCancelled,
                // What a cancelled event still says differs from case to case, so nothing of it counts.
                isCancelled ? null : details(item),
                item.path("sequence").asInt(0));
    }

    private Details details(JsonNode item) {
        var begin = times.moment(item.path("start"));
        if (begin == null) {
            throw new DateTimeException("it has no start");
        }
        var end = Objects.requireNonNullElse(times.moment(item.path("end")), begin);
        boolean swapped = end.instant(ZoneOffset.UTC).isBefore(begin.instant(ZoneOffset.UTC));
        var start = swapped ? end : begin;
        String visibility = item.path("visibility").asString("");
        return new Details(
                EventText.title(item.path("summary").asString("")),
                EventText.description(item.path("description").asString("")),
                EventText.location(item.path("location").asString("")),
                start,
                swapped ? begin : end,
                item.path("recurrence").isEmpty() ? Recurrence.NONE : times.recurrence(item.path("recurrence"), start),
                guests(item),
                conferences(item),
                item.path("htmlLink").asString(null),
                visibility.equals("private") || visibility.equals("confidential"));
    }

    /// Rooms and other resources are no people and are left out. The organizer is added when he does not
    /// list himself: he has not declined.
    private static List<Guest> guests(JsonNode item) {
        var organizer = organizer(item);
        String address = organizer == null ? "" : organizer.key();
        List<Guest> guests = new ArrayList<>();
        boolean listed = false;
        for (var attendee : item.path("attendees")) {
            if (attendee.path("resource").asBoolean(false)) {
                continue;
            }
            var guest = guest(attendee, answer(attendee.path("responseStatus").asString("")), false);
            boolean organizes = attendee.path("organizer").asBoolean(false)
                    || (!address.isEmpty() && guest.key().equals(address));
            listed |= organizes;
            guests.add(new Guest(guest.email(), guest.name(), guest.answer(), organizes));
        }
        if (organizer != null && !listed) {
            guests.add(organizer);
        }
        return guests;
    }

    /// The person who organizes: a calendar of several people organizes in its own name, and then its
    /// creator is meant.
    private static @Nullable Guest organizer(JsonNode item) {
        var organizer = guest(item.path("organizer"), Answer.YES, true);
        String key = organizer.key();
        if (!key.isEmpty()
                && !key.endsWith("@group.calendar.google.com")
                && !key.equals("unknownorganizer@calendar.google.com")) {
            return organizer;
        }
        var creator = guest(item.path("creator"), Answer.YES, true);
        return creator.key().isEmpty() ? null : creator;
    }

    private static Guest guest(JsonNode person, Answer answer, boolean isOrganizer) {
        return new Guest(
                person.path("email").asString(null), person.path("displayName").asString(null), answer, isOrganizer);
    }

    private static Answer answer(String status) {
        return switch (status) {
            case "accepted" -> Answer.YES;
            case "declined" -> Answer.NO;
            case "tentative" -> Answer.MAYBE;
            default -> Answer.NOREPLY;
        };
    }

    private static List<String> conferences(JsonNode item) {
        var links = new LinkedHashSet<String>();
        for (var entry : item.path("conferenceData").path("entryPoints")) {
            if (entry.path("entryPointType").asString("").equals("video")) {
                links.add(entry.path("uri").asString(""));
            }
        }
        links.add(item.path("hangoutLink").asString(""));
        links.remove("");
        return links.stream().limit(MOST_CONFERENCES).toList();
    }
}
