package ajar.sync;

import ajar.calendar.CalendarInfo;
import ajar.calendar.CalendarObject;
import ajar.calendar.Connector;
import ajar.calendar.ConnectorException;
import ajar.calendar.Page;
import ajar.calendar.Quarantined;
import ajar.calendar.Receiver;
import ajar.calendar.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An account at a provider, and the ways in which reading it goes wrong.
final class ProviderAccount implements Connector {
    /// How a provider tells what its calendars hold.
    enum Style {
        /// A feed: everything each time.
        FEED("ics"),
        /// A CalDAV server that only tells versions.
        ETAGS("caldav"),
        /// A CalDAV server that tells what changed.
        CHANGES("caldav"),
        /// Google: what changed, with stubs of what is gone.
        LOOSE("google");

        final String type;

        Style(String type) {
            this.type = type;
        }
    }

    /// What goes wrong at the next reading.
    enum Trouble {
        NONE,
        NO_LIST,
        AFTER_PAGES,
        BEFORE_FINISH,
        CALENDAR_GONE,
        CURSOR_LOST,
        PAGES_TWICE,
        QUARANTINE,
        CRASH
    }

    /// A server that dies. Nothing catches it, as nothing catches a power failure.
    static final class Crash extends Error {
        private static final long serialVersionUID = 1;
    }

    private static final ConnectorException AWAY =
            new ConnectorException(ConnectorException.Reason.UNAVAILABLE, "The provider is away.", "");

    private final Style style;
    private final List<ProviderCalendar> calendars;
    private final List<Runnable> cures = new ArrayList<>();
    private Trouble trouble = Trouble.NONE;
    private int pages;
    private Random order = new Random(0);
    private boolean shuffles;

    ProviderAccount(Style style, List<ProviderCalendar> calendars) {
        this.style = style;
        this.calendars = calendars;
    }

    List<ProviderCalendar> calendarsHeld() {
        return calendars;
    }

    Style style() {
        return style;
    }

    /// Prepares the next reading.
    ///
    /// @param pages after how many pages the trouble comes
    /// @param order what decides how big pages are, and in which order they come
    void prepare(Trouble trouble, int pages, long order) {
        cures.forEach(Runnable::run);
        cures.clear();
        this.trouble = trouble;
        this.pages = pages;
        this.order = new Random(order);
        this.shuffles = trouble != Trouble.NONE;
    }

    @Override
    public List<CalendarInfo> calendars() throws ConnectorException {
        if (trouble == Trouble.NO_LIST) {
            throw AWAY;
        }
        return calendars.stream()
                .filter(ProviderCalendar::isListed)
                .map(it -> new CalendarInfo(it.id(), List.of(), it.id(), true, it.isReadable(), true))
                .toList();
    }

    @Override
    public void changes(String calendarId, @Nullable String cursor, Window window, Receiver receiver)
            throws ConnectorException {
        var calendar = calendars.stream()
                .filter(it -> it.id().equals(calendarId))
                .findFirst()
                .orElseThrow();
        if (trouble == Trouble.CALENDAR_GONE) {
            throw new ConnectorException(ConnectorException.Reason.CALENDAR_GONE, "It is gone.", "");
        }
        if (cursor == null || style == Style.FEED) {
            everything(calendar, receiver);
        } else if (style == Style.ETAGS) {
            differences(calendar, receiver);
        } else {
            news(calendar, Integer.parseInt(cursor), receiver);
        }
        if (trouble == Trouble.BEFORE_FINISH) {
            throw AWAY;
        }
        receiver.finish(String.valueOf(calendar.changes()));
    }

    private void everything(ProviderCalendar calendar, Receiver receiver) throws ConnectorException {
        receiver.startOver();
        deliver(calendar, List.copyOf(calendar.objects().values()), List.of(), receiver);
    }

    private void differences(ProviderCalendar calendar, Receiver receiver) throws ConnectorException {
        Map<String, String> known = receiver.versions();
        var objects = calendar.objects();
        Set<String> gone = new LinkedHashSet<>(known.keySet());
        gone.removeAll(objects.keySet());
        var changed = objects.values().stream()
                .filter(object -> !Objects.equals(object.version(), known.get(object.key())))
                .toList();
        deliver(calendar, changed, List.copyOf(gone), receiver);
    }

    private void news(ProviderCalendar calendar, int since, Receiver receiver) throws ConnectorException {
        var objects = calendar.objects();
        List<CalendarObject> changed = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        for (var key : calendar.changedSince(since)) {
            var object = objects.containsKey(key) ? objects.get(key) : calendar.stub(key);
            if (object != null) {
                changed.add(object);
            } else {
                gone.add(key);
            }
        }
        if (trouble == Trouble.CURSOR_LOST) {
            // It comes out in the middle.
            deliver(calendar, changed.subList(0, changed.size() / 2), List.of(), receiver);
            everything(calendar, receiver);
        } else {
            deliver(calendar, changed, gone, receiver);
        }
    }

    private void deliver(ProviderCalendar calendar, List<CalendarObject> objects, List<String> gone, Receiver receiver)
            throws ConnectorException {
        int said = 0;
        for (var page : pages(calendar, objects, gone)) {
            failAfter(said++);
            receiver.page(page);
            if (trouble == Trouble.PAGES_TWICE) {
                receiver.page(page);
            }
        }
        failAfter(said);
    }

    private void failAfter(int said) throws ConnectorException {
        if (said == pages && trouble == Trouble.AFTER_PAGES) {
            throw AWAY;
        }
        if (said == pages && trouble == Trouble.CRASH) {
            throw new Crash();
        }
    }

    private List<Page> pages(ProviderCalendar calendar, List<CalendarObject> objects, List<String> gone) {
        int poisoned = trouble == Trouble.QUARANTINE && !objects.isEmpty() ? order.nextInt(objects.size()) : -1;
        int size = 1 + order.nextInt(3);
        List<Page> pages = new ArrayList<>();
        for (int from = 0; from < objects.size(); from += size) {
            List<CalendarObject> some = new ArrayList<>(objects.subList(from, Math.min(objects.size(), from + size)));
            List<Quarantined> unread = new ArrayList<>();
            if (poisoned >= from && poisoned < from + some.size()) {
                String key = some.remove(poisoned - from).key();
                unread.add(new Quarantined(key, "Poison", "It cannot be read."));
                // A provider tells of it again when it is mended.
                cures.add(() -> calendar.tellAgain(key));
            }
            pages.add(new Page(some, List.of(), unread));
        }
        gone.forEach(key -> pages.add(new Page(List.of(), List.of(key), List.of())));
        if (shuffles) {
            Collections.shuffle(pages, order);
        }
        return pages;
    }
}
