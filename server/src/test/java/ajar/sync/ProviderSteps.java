package ajar.sync;

import ajar.calendar.Answer;
import ajar.calendar.Details;
import ajar.calendar.Guest;
import ajar.calendar.Moment;
import ajar.calendar.Recurrence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What people do in their calendars.
final class ProviderSteps {
    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("Europe/Berlin"),
            ZoneId.of("America/New_York"),
            ZoneId.of("Pacific/Auckland"),
            ZoneId.of("Asia/Kolkata"),
            ZoneId.of("UTC"));
    private static final List<String> TITLES = List.of("Demo", "", "Follow-up", "Quarterly review");
    private static final List<String> PLACES = List.of("", "Room 1", "https://zoom.us/j/1", "Café");
    private static final List<String> RULES = List.of(
            "FREQ=WEEKLY;COUNT=4",
            "FREQ=DAILY;COUNT=3",
            "FREQ=MONTHLY;COUNT=3",
            "FREQ=WEEKLY;COUNT=2",
            "FREQ=DAILY;COUNT=9");
    /// Hours by which something is moved.
    private static final List<Integer> SHIFTS = List.of(1, -1, 2, 24, -24, 3, 48, 168);

    private final List<ProviderCalendar> calendars;
    private final List<String> owners;
    private final Instant start;
    private final Map<String, Details> timed = new HashMap<>();
    private int made;

    /// @param owners for each calendar, its user's address
    ProviderSteps(List<ProviderCalendar> calendars, List<String> owners, Instant start) {
        this.calendars = calendars;
        this.owners = owners;
        this.start = start;
    }

    /// An address of somebody outside.
    static String address(int number) {
        return "p" + number % Story.ADDRESSES + "@them.example";
    }

    /// Takes a step.
    void take(Step step, Instant now) {
        switch (step.kind()) {
            case CREATE -> create(step, Recurrence.NONE);
            case CREATE_SERIES ->
                create(step, new Recurrence(List.of(pick(RULES, step.d() / 64)), List.of(), List.of()));
            case RENAME ->
                change(
                        step,
                        held -> held.saying(it -> Held.titled(it, pick(TITLES, step.c()), pick(PLACES, step.d()))));
            case MOVE -> change(step, held -> held.anew(it -> shifted(it, pick(SHIFTS, step.c()))));
            case ANSWER -> change(step, held -> held.saying(it -> answered(it, step)));
            case GUESTS -> change(step, held -> held.saying(it -> invited(it, step)));
            case ALL_DAY -> change(step, this::allDay);
            case PRIVATE -> change(step, held -> held.saying(it -> Held.open(it, step.c() % 3 != 0)));
            case DELETE -> delete(step);
            case RESTORE -> restore(step);
            case CANCEL_ONE, MOVE_ONE, RESTORE_ONE -> one(step);
            case SPLIT -> split(step, now);
            case BECOME_SERIES -> change(step, held -> becomeSeries(held, step));
            case COPY, COPY_ONE -> copy(step);
            case LIST -> pick(calendars, step.a()).list(step.b() % 3 != 0, step.b() % 3 != 1);
            default -> throw new IllegalArgumentException(step.toString());
        }
    }

    private static <T> T pick(List<T> some, int number) {
        return some.get(number % some.size());
    }

    private void create(Step step, Recurrence recurrence) {
        var zone = pick(ZONES, step.b() / 32);
        // Most begin within some weeks, a few at the edges of what Ajar looks at.
        int days =
                step.a() % 16 == 0 ? 726 + step.b() % 6 : step.a() % 16 == 1 ? -368 + step.b() % 6 : step.a() % 24 - 6;
        var begin = start.atZone(zone)
                .plusDays(days)
                .withHour(step.c() % 24)
                .withMinute(step.c() % 2 * 30)
                .withSecond(0);
        var end = begin.plus(Duration.ofMinutes(30 + step.c() / 32 % 4 * 30));
        List<Integer> chosen = chosen(step.d());
        var details = new Details(
                pick(TITLES, step.a()),
                "What it is about",
                pick(PLACES, step.b()),
                Moment.of(begin),
                Moment.of(end),
                recurrence,
                guests(step, owners.get(chosen.getFirst())),
                List.of(),
                step.a() % 3 == 0 ? "https://cal.example/" + made : null,
                step.c() % 19 == 0);
        String uid = "e" + ++made + "@cal.example";
        var held = Held.of(uid, step.c() % 23 == 0 ? wholeDays(details, uid) : details);
        chosen.forEach(number -> calendars.get(number).put(uid, held));
    }

    /// Some calendars, mostly one or all of them.
    private List<Integer> chosen(int number) {
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < calendars.size(); i++) {
            if (number % 4 == 0 || (number >> 2 >> i) % 2 == 1) {
                chosen.add(i);
            }
        }
        return chosen.isEmpty() ? List.of(number % calendars.size()) : chosen;
    }

    private List<Guest> guests(Step step, String owner) {
        List<Guest> guests = new ArrayList<>();
        if (step.b() % 11 == 0) {
            guests.add(new Guest(null, "Room 7", Answer.NOREPLY, false));
        }
        for (int i = 0; i < Story.ADDRESSES; i++) {
            if ((step.b() >> 5 >> i) % 3 == 0) {
                String address = i == 1 ? address(i).toUpperCase(Locale.ROOT) : address(i);
                var answer = step.c() % 3 == 0 ? pick(List.of(Answer.values()), step.c() >> i) : Answer.NOREPLY;
                guests.add(new Guest(address, "Person " + i, answer, false));
            }
        }
        int organizer = step.a() / 16 % 4;
        for (var user : new TreeSet<>(owners)) {
            boolean isOrganizer = organizer < 2 && user.equals(owner);
            if (isOrganizer || (step.c() >> 8 >> user.length() % 3 + user.charAt(1) % 5) % 2 == 0) {
                guests.add(new Guest(user, null, isOrganizer ? Answer.YES : Answer.NOREPLY, isOrganizer));
            }
        }
        if (organizer == 2) {
            guests.addFirst(new Guest("boss@them.example", "Boss", Answer.YES, true));
        }
        return guests;
    }

    /// Changes an event in some of the calendars that have it, mostly in all.
    private void change(Step step, UnaryOperator<Held> change) {
        var uids = uids(false);
        if (uids.isEmpty()) {
            return;
        }
        String uid = pick(uids, step.a());
        for (int i = 0; i < calendars.size(); i++) {
            var held = calendars.get(i).events().get(uid);
            if (held != null && (step.b() % 4 != 0 || (step.b() >> 2 >> i) % 2 == 0)) {
                calendars.get(i).put(uid, change.apply(held));
            }
        }
    }

    private List<String> uids(boolean fromBin) {
        var uids = new TreeSet<String>();
        calendars.forEach(it -> uids.addAll((fromBin ? it.bin() : it.events()).keySet()));
        return List.copyOf(uids);
    }

    private static Details shifted(Details it, int hours) {
        return Held.at(it, shifted(it.start(), hours), shifted(it.end(), hours));
    }

    private static Moment shifted(Moment moment, int hours) {
        return switch (moment) {
            case Moment.Time(var at) ->
                Moment.of(at.toLocalDateTime().plusHours(hours).atZone(at.getZone()));
            case Moment.Day(var day) -> Moment.of(day.plusDays(hours / 24));
        };
    }

    private static Details answered(Details it, Step step) {
        if (it.guests().isEmpty()) {
            return it;
        }
        List<Guest> guests = new ArrayList<>(it.guests());
        if (step.c() % 4 == 0) {
            // All of one side answer, mostly with a no.
            String side = step.d() % 3 == 0 ? "@them.example" : "@us.example";
            var answer = step.d() % 5 == 0 ? Answer.YES : Answer.NO;
            guests.replaceAll(guest -> guest.key().endsWith(side)
                    ? new Guest(guest.email(), guest.name(), answer, guest.isOrganizer())
                    : guest);
            return Held.with(it, guests);
        }
        int number = step.c() % guests.size();
        var guest = guests.get(number);
        guests.set(
                number,
                new Guest(guest.email(), guest.name(), pick(List.of(Answer.values()), step.d()), guest.isOrganizer()));
        return Held.with(it, guests);
    }

    private static Details invited(Details it, Step step) {
        List<Guest> guests = new ArrayList<>(it.guests());
        String address = address(step.c());
        if (!guests.removeIf(guest -> guest.key().equals(address))) {
            guests.add(new Guest(address, null, Answer.NOREPLY, false));
        } else if (step.d() % 3 == 0) {
            // Nobody from outside is left.
            guests.removeIf(guest -> guest.key().endsWith("@them.example"));
        }
        return Held.with(it, guests);
    }

    private Held allDay(Held held) {
        if (held.master() == null) {
            return held;
        }
        return held.anew(it -> {
            var before = timed.get(held.uid());
            return !it.isAllDay()
                    ? wholeDays(it, held.uid())
                    : before == null ? it : Held.at(it, before.start(), before.end());
        });
    }

    private Details wholeDays(Details it, String uid) {
        timed.put(uid, it);
        LocalDate day = it.start() instanceof Moment.Time(var at) ? at.toLocalDate() : LocalDate.EPOCH;
        return Held.at(it, Moment.of(day), Moment.of(day.plusDays(1)));
    }

    private void delete(Step step) {
        var uids = uids(false);
        if (uids.isEmpty()) {
            return;
        }
        String uid = pick(uids, step.a());
        for (int i = 0; i < calendars.size(); i++) {
            var held = calendars.get(i).events().get(uid);
            if (held != null && (step.b() % 3 != 0 || (step.b() >> 2 >> i) % 2 == 0)) {
                calendars.get(i).put(uid, step.c() % 3 == 0 ? held.cancelled(true) : null);
            }
        }
    }

    private void restore(Step step) {
        if (step.b() % 2 == 0) {
            change(step, held -> held.isCancelled() ? held.cancelled(false) : held);
            return;
        }
        var uids = uids(true);
        if (uids.isEmpty()) {
            return;
        }
        String uid = pick(uids, step.a());
        for (int i = 0; i < calendars.size(); i++) {
            var held = calendars.get(i).bin().get(uid);
            if (held != null && (step.c() >> i) % 4 != 0) {
                calendars.get(i).put(uid, held);
            }
        }
    }

    /// Something happens to one occurrence of a series.
    private void one(Step step) {
        change(step, held -> {
            if (!held.isSeries() || held.isAllDay()) {
                return held;
            }
            var starts = ModelSeries.starts(held.master());
            var original = pick(starts, step.c());
            var moment = Moment.of(original);
            return switch (step.kind()) {
                case CANCEL_ONE -> held.changing(moment, null);
                case MOVE_ONE ->
                    held.changing(
                            step.d() % 5 == 0 && step.c() % 2 == 0 ? moment : named(held, moment, step),
                            moved(held.master(), original, step));
                default -> held.unchanging(original.toInstant());
            };
        });
    }

    /// Some calendars name an occurrence by its day, or in another zone.
    private static Moment named(Held held, Moment moment, Step step) {
        if (!(moment instanceof Moment.Time(var at))) {
            return moment;
        }
        // A series in which a day names two occurrences, or none, must tell the time.
        boolean isClear = held.master() != null
                && held.master().start() instanceof Moment.Time(var first)
                && first.toLocalTime().equals(at.toLocalTime());
        return step.d() % 7 == 0 && isClear
                ? Moment.of(at.toLocalDate())
                : step.d() % 7 == 1 ? Moment.of(at.withZoneSameInstant(ZoneId.of("UTC"))) : moment;
    }

    private static Details moved(Details master, ZonedDateTime original, Step step) {
        var length = Duration.between(
                master.start().instant(ZoneId.of("UTC")), master.end().instant(ZoneId.of("UTC")));
        var begin =
                original.toLocalDateTime().plusHours(pick(SHIFTS, step.d() / 8)).atZone(original.getZone());
        var details = Held.at(Held.repeating(master, (String) null), Moment.of(begin), Moment.of(begin.plus(length)));
        return step.d() % 3 == 0
                ? invited(details, step)
                : step.d() % 3 == 1 ? Held.titled(details, "Another time", details.location()) : details;
    }

    /// This one and those that follow become a series of their own.
    private void split(Step step, Instant now) {
        var uids = uids(false);
        if (uids.isEmpty()) {
            return;
        }
        String uid = pick(uids, step.a());
        var series = calendars.stream()
                .map(it -> it.events().get(uid))
                .filter(held -> held != null && held.isSeries() && !held.isAllDay())
                .findFirst()
                .orElse(null);
        if (series == null) {
            return;
        }
        var starts = ModelSeries.starts(series.master());
        if (starts.size() < 2) {
            return;
        }
        int at = 1 + step.c() % (starts.size() - 1);
        var from = starts.get(at);
        if (from.toInstant().isBefore(now)) {
            // What a feed drops of the past is another story.
            return;
        }
        var rest = Held.repeating(
                series.master(),
                series.master().recurrence().rules().getFirst().split(";")[0] + ";COUNT=" + (starts.size() - at));
        int hours = pick(List.of(0, 1, 24), step.d());
        var begin = from.toLocalDateTime().plusHours(hours).atZone(from.getZone());
        var length = Duration.between(
                rest.start().instant(ZoneId.of("UTC")), rest.end().instant(ZoneId.of("UTC")));
        String next = "e" + ++made + "@cal.example";
        var follows = Held.of(next, Held.at(rest, Moment.of(begin), Moment.of(begin.plus(length))));
        for (var calendar : calendars) {
            var held = calendar.events().get(uid);
            if (held != null
                    && held.isSeries()
                    && held.master().start().equals(series.master().start())) {
                calendar.put(uid, held.until(from.toInstant(), ModelSeries.until(held.master(), from.toInstant())));
                calendar.put(next, follows);
            }
        }
    }

    private static Held becomeSeries(Held held, Step step) {
        if (held.master() == null || held.isSeries() || held.isAllDay()) {
            return held;
        }
        return held.anew(it -> Held.repeating(
                step.d() % 3 == 0 ? shifted(it, pick(List.of(1, -1, 2), step.d() / 4)) : it, pick(RULES, step.c())));
    }

    /// Somebody else gets the event too, or some occurrence of it.
    private void copy(Step step) {
        var uids = uids(false);
        if (uids.isEmpty()) {
            return;
        }
        String uid = pick(uids, step.a());
        int to = step.b() % calendars.size();
        var held = calendars.stream()
                .map(it -> it.events().get(uid))
                .filter(it -> it != null)
                .findFirst()
                .orElseThrow();
        if (calendars.get(to).events().containsKey(uid)) {
            return;
        }
        String owner = owners.get(to);
        var answer = pick(List.of(Answer.values()), step.c());
        var own = step.kind() == Step.Kind.COPY_ONE ? single(held, step) : held;
        if (own != null) {
            calendars.get(to).put(uid, own.saying(it -> with(it, owner, answer)));
        }
    }

    private static @Nullable Held single(Held held, Step step) {
        if (!held.isSeries() || held.isAllDay()) {
            return null;
        }
        var original = pick(ModelSeries.starts(held.master()), step.c());
        var length = Duration.between(
                held.master().start().instant(ZoneId.of("UTC")),
                held.master().end().instant(ZoneId.of("UTC")));
        var details = Held.at(
                Held.repeating(held.master(), (String) null), Moment.of(original), Moment.of(original.plus(length)));
        return Held.of(held.uid(), held.master()).without().changing(Moment.of(original), details);
    }

    private static Details with(Details it, String owner, Answer answer) {
        List<Guest> guests = new ArrayList<>(it.guests());
        boolean isOrganizer = guests.stream().anyMatch(guest -> guest.key().equals(owner) && guest.isOrganizer());
        guests.removeIf(guest -> guest.key().equals(owner));
        guests.add(new Guest(owner, null, answer, isOrganizer));
        return Held.with(it, guests);
    }
}
