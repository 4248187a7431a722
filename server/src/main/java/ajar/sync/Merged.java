package ajar.sync;

import ajar.calendar.Answer;
import ajar.calendar.Guest;
import ajar.engine.json.Json;
import ajar.meeting.CalendarState;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// One occurrence as all calendars together tell it. The organizer's calendar counts most, then the one
/// that was connected first; what a user answered is best known to the user's own calendar.
final class Merged {
    private static final int LONGEST_TITLE = 1024;
    private static final int LONGEST_LOCATION = 4096;
    private static final int LONGEST_DESCRIPTION = 500_000;
    private static final int LONGEST_LINK = 4096;

    private final List<Holding.View> views;
    private final Holding.View first;
    /// By address, in the calendar's order; by what cannot be an address where there is none.
    private final Map<String, Guest> guests = new LinkedHashMap<>();
    private final Set<String> addresses = new LinkedHashSet<>();
    private final People people;

    /// @param views what the calendars that have it say, in the order they were connected; not empty
    Merged(List<Holding.View> views, People people) {
        this.people = people;
        this.views = views.stream()
                .sorted(Comparator.comparing(
                                (Holding.View view) -> view.details().isPrivate())
                        .thenComparing(view -> !view.isOrganizers()))
                .toList();
        this.first = this.views.getFirst();
        first.details().guests().forEach(this::add);
        // What counts most has the last word.
        this.views.reversed().forEach(this::hear);
    }

    private void add(Guest guest) {
        if (guest.key().isEmpty()) {
            guests.put("\n" + guests.size(), guest);
        } else {
            addresses.add(guest.key());
            guests.merge(
                    guest.key(),
                    guest,
                    (one, other) ->
                            new Guest(one.email(), one.name(), one.answer(), one.isOrganizer() || other.isOrganizer()));
        }
    }

    /// Takes over what the owner of a calendar answered in it.
    private void hear(Holding.View view) {
        for (var said : view.details().guests()) {
            var known = guests.get(said.key());
            if (known != null
                    && said.answer() != Answer.NOREPLY
                    && view.holding().addresses().contains(said.key())) {
                guests.put(said.key(), new Guest(known.email(), known.name(), said.answer(), known.isOrganizer()));
            }
        }
    }

    /// Whether all calendars keep it private: then it makes no meeting, and one that was made says no
    /// more than when and with whom.
    boolean isPrivate() {
        return first.details().isPrivate();
    }

    Holding.View first() {
        return first;
    }

    /// The addresses of all guests, in lower case.
    Set<String> addresses() {
        return addresses;
    }

    /// What it says of the meeting of one lead.
    CalendarState of(String leadId, boolean isCanceled) {
        var details = first.details();
        Set<String> users = new LinkedHashSet<>();
        views.forEach(view -> users.add(view.holding().userId()));
        addresses.forEach(address -> {
            String user = people.user(address);
            if (user != null) {
                users.add(user);
            }
        });
        return new CalendarState(
                first.holding().userId(),
                List.copyOf(users),
                isPrivate() ? "" : cut(details.title(), LONGEST_TITLE),
                isPrivate() ? "" : cut(details.description(), LONGEST_DESCRIPTION),
                isPrivate() ? "" : cut(details.location(), LONGEST_LOCATION),
                isPrivate() ? List.of() : details.conferences(),
                first.start(),
                first.end(),
                attendees(leadId),
                isCanceled,
                first.holding().type(),
                first.eventId(),
                views.stream()
                        .map(view -> view.holding().calendarId())
                        .distinct()
                        .toList(),
                views.stream()
                        .flatMap(view -> view.holding().aliases().stream())
                        .distinct()
                        .toList(),
                uids(),
                details.link() == null || details.link().length() > LONGEST_LINK ? null : details.link(),
                first.holding().accountId(),
                views.stream().anyMatch(Holding.View::repeats));
    }

    private List<String> uids() {
        Set<String> uids = new LinkedHashSet<>();
        for (var view : views) {
            uids.add(view.id());
        }
        for (var view : views) {
            String uid = view.uid();
            if (!uid.equals(view.eventId()) && !uid.equals(view.eventId() + "@google.com") && uid.length() <= 767) {
                uids.add(uid);
            }
        }
        return List.copyOf(uids);
    }

    private JsonNode attendees(String leadId) {
        var attendees = Json.array();
        guests.forEach((address, guest) -> attendees.add(CalendarState.attendee(
                guest.email(),
                guest.name(),
                guest.answer().wire(),
                guest.isOrganizer(),
                people.contact(leadId, address),
                people.user(address))));
        return attendees;
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end);
    }
}
