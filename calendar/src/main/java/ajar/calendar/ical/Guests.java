package ajar.calendar.ical;

import ajar.calendar.Answer;
import ajar.calendar.Guest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who is on an event: ATTENDEE and ORGANIZER.
///
/// The order is the calendar's. An organizer who is not listed comes last and is taken to come: who
/// calls a meeting has not declined it. Neither has one who is listed and was never asked. Rooms and
/// other resources are no guests.
///
/// @param people the guests
/// @param rooms the names of the rooms
record Guests(List<Guest> people, List<String> rooms) {
    /// People of a meeting that are kept; of larger ones, the first.
    private static final int MAX_PEOPLE = 1_000;

    private static final int MAX_ADDRESS = 320;
    private static final int MAX_NAME = 255;
    private static final Set<String> THINGS = Set.of("ROOM", "RESOURCE");

    static Guests of(Component event) {
        Guest organizer = organizer(event);
        List<Guest> people = new ArrayList<>();
        List<String> rooms = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        boolean isListed = false;
        for (ContentLine line : event.all("ATTENDEE")) {
            if (THINGS.contains(line.parameter("CUTYPE").toUpperCase(Locale.ROOT))) {
                room(line, rooms);
                continue;
            }
            Guest guest = guest(line, answer(line.parameter("PARTSTAT")));
            if (guest == null || (!guest.key().isEmpty() && !seen.add(guest.key()))) {
                continue;
            }
            boolean organizes = organizer != null && isSame(guest, organizer);
            isListed |= organizes;
            if (people.size() < MAX_PEOPLE) {
                people.add(organizes ? asOrganizer(guest) : guest);
            }
        }
        if (organizer != null && !isListed) {
            people.add(organizer);
        }
        return new Guests(people, rooms);
    }

    private static @Nullable Guest organizer(Component event) {
        Guest nameless = null;
        for (ContentLine line : event.all("ORGANIZER")) {
            Guest organizer = guest(line, Answer.YES);
            if (organizer != null && organizer.email() != null) {
                return asOrganizer(organizer);
            }
            nameless = nameless == null && organizer != null ? asOrganizer(organizer) : nameless;
        }
        return nameless;
    }

    private static Guest asOrganizer(Guest guest) {
        Answer answer = guest.answer() == Answer.NOREPLY ? Answer.YES : guest.answer();
        return new Guest(guest.email(), guest.name(), answer, true);
    }

    private static boolean isSame(Guest guest, Guest organizer) {
        if (guest.key().isEmpty() || organizer.key().isEmpty()) {
            return guest.name() != null && guest.name().equals(organizer.name());
        }
        return guest.key().equals(organizer.key());
    }

    private static void room(ContentLine line, List<String> rooms) {
        String name = Text.line(line.parameter("CN"), MAX_NAME);
        if (!name.isEmpty() && rooms.size() < 10) {
            rooms.add(name);
        }
    }

    private static @Nullable Guest guest(ContentLine line, Answer answer) {
        String address = address(line.value());
        if (address == null) {
            address = address(line.parameter("EMAIL"));
        }
        // Names are no TEXT, yet some programs escape them as if they were.
        String name = Text.line(line.parameter("CN"), MAX_NAME);
        if (name.isEmpty() || name.equalsIgnoreCase(address)) {
            name = null;
        }
        return address == null && name == null ? null : new Guest(address, name, answer, false);
    }

    private static @Nullable String address(String value) {
        String address = Text.printable(value).strip();
        while (address.toLowerCase(Locale.ROOT).startsWith("mailto:")) {
            address = address.substring("mailto:".length()).strip();
        }
        if (address.startsWith("<") && address.endsWith(">")) {
            address = address.substring(1, address.length() - 1).strip();
        }
        int at = address.indexOf('@');
        boolean isAddress = at > 0
                && at < address.length() - 1
                && address.length() <= MAX_ADDRESS
                && address.chars().noneMatch(it -> it <= ' ' || it == ':' || it == '/');
        return isAddress ? address : null;
    }

    private static Answer answer(String status) {
        return switch (status.toUpperCase(Locale.ROOT)) {
            case "ACCEPTED", "CONFIRMED" -> Answer.YES;
            case "DECLINED" -> Answer.NO;
            case "TENTATIVE" -> Answer.MAYBE;
            default -> Answer.NOREPLY;
        };
    }
}
