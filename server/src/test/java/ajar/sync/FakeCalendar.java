package ajar.sync;

import ajar.calendar.Answer;
import ajar.calendar.CalendarInfo;
import ajar.calendar.CalendarObject;
import ajar.calendar.Connector;
import ajar.calendar.ConnectorException;
import ajar.calendar.Details;
import ajar.calendar.EventCopy;
import ajar.calendar.Guest;
import ajar.calendar.Moment;
import ajar.calendar.Page;
import ajar.calendar.Receiver;
import ajar.calendar.Recurrence;
import ajar.calendar.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// An account's only calendar, held in memory and read from the beginning each time.
final class FakeCalendar implements Connector {
    static final String ID = "main";
    static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final Map<String, EventCopy> copies = new LinkedHashMap<>();
    private final List<String> listed = new ArrayList<>(List.of(ID));
    private @Nullable ConnectorException failure;

    /// Has every reading fail from now on; null for working again.
    void failWith(@Nullable ConnectorException failure) {
        this.failure = failure;
    }

    /// Takes the calendar off the account's list.
    void vanish() {
        listed.clear();
    }

    void put(EventCopy copy) {
        copies.put(copy.id(), copy);
    }

    void remove(String id) {
        copies.remove(id);
    }

    /// Changes what a copy says.
    void change(String id, UnaryOperator<Details> change) {
        var copy = copies.get(id);
        put(new EventCopy(
                id,
                copy.uid(),
                copy.seriesId(),
                copy.originalStart(),
                copy.isCancelled(),
                change.apply(copy.details()),
                copy.sequence() + 1));
    }

    @Override
    public List<CalendarInfo> calendars() throws ConnectorException {
        if (failure != null) {
            throw failure;
        }
        return listed.stream()
                .map(id -> new CalendarInfo(id, List.of(), "Main", true, true, true))
                .toList();
    }

    @Override
    public void changes(String calendarId, @Nullable String cursor, Window window, Receiver receiver)
            throws ConnectorException {
        receiver.startOver();
        for (var copy : copies.values()) {
            receiver.page(Page.of(List.of(CalendarObject.of(copy, null))));
        }
        if (failure != null) {
            throw failure;
        }
        receiver.finish("1");
    }

    /// A single event of an hour.
    static EventCopy event(String id, Instant start, Guest... guests) {
        return new EventCopy(id, id, null, null, false, details(start, Recurrence.NONE, guests), 0);
    }

    /// A series whose occurrences take an hour.
    static EventCopy series(String id, Instant start, String rule, Guest... guests) {
        var recurrence = new Recurrence(List.of(rule), List.of(), List.of());
        return new EventCopy(id, id, null, null, false, details(start, recurrence, guests), 0);
    }

    /// An occurrence of a series that takes place at another time.
    static EventCopy moved(String series, Instant original, Instant start, Guest... guests) {
        var moment = Moment.of(original.atZone(BERLIN));
        return new EventCopy(
                series + "_" + moment.key(), series, series, moment, false, details(start, Recurrence.NONE, guests), 1);
    }

    /// An occurrence of a series that does not take place.
    static EventCopy cancelled(String series, Instant original) {
        var moment = Moment.of(original.atZone(BERLIN));
        return new EventCopy(series + "_" + moment.key(), series, series, moment, true, null, 1);
    }

    static Details details(Instant start, Recurrence recurrence, Guest... guests) {
        return new Details(
                "Talk",
                "What we talk about",
                "Room 1",
                Moment.of(start.atZone(BERLIN)),
                Moment.of(start.plus(Duration.ofHours(1)).atZone(BERLIN)),
                recurrence,
                List.of(guests),
                List.of(),
                null,
                false);
    }

    static Guest guest(String email, Answer answer) {
        return new Guest(email, null, answer, false);
    }

    static Guest organizer(String email) {
        return new Guest(email, null, Answer.YES, true);
    }

    static Details with(Details it, List<Guest> guests) {
        return new Details(
                it.title(),
                it.description(),
                it.location(),
                it.start(),
                it.end(),
                it.recurrence(),
                guests,
                it.conferences(),
                it.link(),
                it.isPrivate());
    }

    static Details between(Details it, Moment start, Moment end) {
        return new Details(
                it.title(),
                it.description(),
                it.location(),
                start,
                end,
                it.recurrence(),
                it.guests(),
                it.conferences(),
                it.link(),
                it.isPrivate());
    }
}
