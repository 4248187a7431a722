package ajar.sync;

import ajar.calendar.Answer;
import ajar.calendar.Guest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// One occurrence as the calendars that have it tell it together: an open copy before a private one, the
/// organizer's before others, the account connected first before later ones; and what a user answered is
/// what the user's own calendar says, unless it says nothing.
final class ModelMerge {
    private final List<ModelViews.View> views;
    private final Map<String, String> users;
    private final List<Guest> guests = new ArrayList<>();

    /// @param views in the order the calendars were connected
    /// @param users the users by their addresses
    ModelMerge(List<ModelViews.View> views, ModelViews all, Map<String, String> users) {
        this.users = users;
        this.views = views.stream()
                .sorted(Comparator.comparing(
                                (ModelViews.View view) -> view.details().isPrivate())
                        .thenComparing(view -> !all.isOrganizers(view.calendar(), view.details())))
                .toList();
        for (var guest : first().details().guests()) {
            guests.add(new Guest(guest.email(), guest.name(), answer(guest), guest.isOrganizer()));
        }
    }

    private Answer answer(Guest guest) {
        return views.stream()
                .filter(view -> view.calendar().owner().userId().equals(users.get(guest.key())))
                .flatMap(view -> view.details().guests().stream())
                .filter(said -> said.key().equals(guest.key()) && said.answer() != Answer.NOREPLY)
                .map(Guest::answer)
                .findFirst()
                .orElse(guest.answer());
    }

    ModelViews.View first() {
        return views.getFirst();
    }

    boolean isPrivate() {
        return first().details().isPrivate();
    }

    /// The guests' addresses.
    Set<String> addresses() {
        Set<String> addresses = new LinkedHashSet<>();
        guests.forEach(guest -> addresses.add(guest.key()));
        addresses.remove("");
        return addresses;
    }

    /// What it says of the meeting on one lead.
    ///
    /// @param contacts the contact of a lead with an address; null for none
    ModelMeeting.Said said(String lead, BiFunction<String, String, @Nullable String> contacts) {
        var details = first().details();
        boolean hides = isPrivate();
        List<ModelMeeting.Attendee> attendees = new ArrayList<>();
        for (var guest : guests) {
            attendees.add(new ModelMeeting.Attendee(
                    guest.email(),
                    guest.name(),
                    guest.answer().wire(),
                    guest.isOrganizer(),
                    contacts.apply(lead, guest.key()),
                    users.get(guest.key())));
        }
        return new ModelMeeting.Said(
                first().calendar().owner().userId(),
                onIt(),
                hides ? "" : details.title(),
                hides ? "" : details.description(),
                hides ? "" : details.location(),
                first().start(),
                first().end(),
                attendees,
                first().calendar().owner().type(),
                first().eventId(),
                views.stream().map(view -> view.calendar().id()).distinct().toList(),
                uids(),
                details.link(),
                first().calendar().owner().accountId(),
                views.stream().anyMatch(ModelViews.View::repeats));
    }

    private List<String> onIt() {
        Set<String> onIt = new LinkedHashSet<>();
        views.forEach(view -> onIt.add(view.calendar().owner().userId()));
        for (var guest : guests) {
            if (users.containsKey(guest.key())) {
                onIt.add(users.get(guest.key()));
            }
        }
        return List.copyOf(onIt);
    }

    /// The ids of the occurrence, and what its copies have in common where that is something else.
    private List<String> uids() {
        Map<String, Boolean> uids = new LinkedHashMap<>();
        views.forEach(view -> uids.put(view.id(), true));
        for (var view : views) {
            if (!view.uid().equals(view.eventId()) && !view.uid().equals(view.eventId() + "@google.com")) {
                uids.put(view.uid(), true);
            }
        }
        return List.copyOf(uids.keySet());
    }
}
