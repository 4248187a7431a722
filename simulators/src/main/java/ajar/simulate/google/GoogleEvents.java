package ajar.simulate.google;

import ajar.simulate.calendar.Calendar;
import ajar.simulate.calendar.CalendarStore;
import ajar.simulate.calendar.CalendarStore.Instance;
import ajar.simulate.calendar.EventModel.Span;
import ajar.simulate.calendar.Item;
import ajar.simulate.calendar.Switches;
import ajar.simulate.http.Json;
import ajar.simulate.http.Received;
import ajar.simulate.http.Refused;
import ajar.simulate.http.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/// Lists of events: full and incremental, as series or as single events, page by page.
final class GoogleEvents {
    /// How far ahead an endless series is expanded without `timeMax`.
    private static final Duration EXPANSION = Duration.ofDays(730);

    private final CalendarStore store;
    private final GoogleModel model;
    private final Switches switches;
    private final InstantSource clock;

    /// An entry of a list.
    ///
    /// @param key puts it in its place
    private record Entry(String key, ObjectNode stored) {}

    GoogleEvents(CalendarStore store, GoogleModel model, Switches switches, InstantSource clock) {
        this.store = store;
        this.model = model;
        this.switches = switches;
        this.clock = clock;
    }

    Reply list(Calendar calendar, Received request) {
        synchronized (store) {
            GoogleQuery query = query(calendar, request);
            checkUpdatedMin(query);
            List<Entry> entries = query.singleEvents() ? single(calendar, query) : masters(calendar, query);
            return page(calendar, query, entries, query.syncable());
        }
    }

    Reply instances(Calendar calendar, Item master, Received request) {
        synchronized (store) {
            GoogleQuery query = query(calendar, request);
            List<Entry> entries = new ArrayList<>();
            for (Instance one : instances(calendar, master, query)) {
                if (query.showDeleted() || !GoogleRender.cancelled(one.json())) {
                    entries.add(entry(query, master, one));
                }
            }
            return page(calendar, query, entries, true);
        }
    }

    Reply get(Calendar calendar, String id, Received request) {
        synchronized (store) {
            GoogleRender render = render(calendar, query(calendar, request), true);
            Item item = calendar.item(id);
            if (item != null) {
                return Reply.json(200, render.render(item.json()));
            }
            Instance instance = store.instance(calendar, id);
            return instance == null ? GoogleErrors.notFound() : Reply.json(200, render.render(instance.json()));
        }
    }

    private GoogleQuery query(Calendar calendar, Received request) {
        return GoogleQuery.of(
                request,
                calendar,
                store.version(),
                calendar.epoch(),
                clock.instant(),
                switches.get(GoogleSwitches.SYNC_TOKEN_SECONDS));
    }

    private void checkUpdatedMin(GoogleQuery query) {
        Instant oldest = clock.instant().minus(Duration.ofDays(switches.get(GoogleSwitches.UPDATES_KEPT_DAYS)));
        if (query.updatedMin() != null && query.updatedMin().isBefore(oldest)) {
            throw new Refused(GoogleErrors.updatedMinTooLongAgo());
        }
    }

    /// Single events, series and changed instances, each as itself.
    private List<Entry> masters(Calendar calendar, GoogleQuery query) {
        List<Entry> entries = new ArrayList<>();
        for (Item item : calendar.items()) {
            if (wanted(calendar, item, query) && changed(item, query) && inTime(calendar, item, query)) {
                entries.add(new Entry(key(query, item.order(), Instant.EPOCH, item.json()), item.json()));
            }
        }
        return entries;
    }

    /// Series fall apart into their instances.
    private List<Entry> single(Calendar calendar, GoogleQuery query) {
        List<Entry> entries = new ArrayList<>();
        for (Item item : calendar.items()) {
            if (item.master() != null || !matches(item.json(), query)) {
                continue;
            }
            if (model.recurrence(item.json(), calendar) != null) {
                expand(calendar, item, query, entries);
            } else if (wanted(calendar, item, query) && changed(item, query) && inTime(calendar, item, query)) {
                Instant start = model.span(item.json(), calendar).start();
                entries.add(new Entry(key(query, item.order(), start, item.json()), item.json()));
            }
        }
        return entries;
    }

    private void expand(Calendar calendar, Item master, GoogleQuery query, List<Entry> entries) {
        for (Instance one : instances(calendar, master, query)) {
            Item exception = one.exception();
            boolean changed = changed(master, query) || (exception != null && changed(exception, query));
            boolean gone = master.deleted() || GoogleRender.cancelled(one.json());
            if (changed && (!gone || query.withDeleted())) {
                Entry entry = entry(query, master, one);
                if (master.deleted()) {
                    model.cancel(entry.stored());
                }
                entries.add(entry);
            }
        }
    }

    private List<Instance> instances(Calendar calendar, Item master, GoogleQuery query) {
        Instant from = query.timeMin() == null ? Instant.EPOCH : query.timeMin();
        Instant to = query.timeMax() == null ? clock.instant().plus(EXPANSION) : query.timeMax();
        return store.instances(calendar, master, from, to);
    }

    private Entry entry(GoogleQuery query, Item master, Instance one) {
        return new Entry(
                key(query, master.order(), one.start(), one.json()), one.json().deepCopy());
    }

    private static String key(GoogleQuery query, long order, Instant start, ObjectNode event) {
        long moment = start.getEpochSecond() + 100_000_000_000L;
        return switch (query.orderBy()) {
            case "startTime" -> GoogleQuery.KEY_FORMAT.formatted(moment, order);
            case "updated" -> Json.string(event, "updated", "") + GoogleQuery.KEY_FORMAT.formatted(order, moment);
            default -> GoogleQuery.KEY_FORMAT.formatted(order, moment);
        };
    }

    /// Cancelled instances of a living series belong even to a full list; other cancelled events do not.
    private static boolean wanted(Calendar calendar, Item item, GoogleQuery query) {
        Item master = item.master() == null ? null : calendar.item(item.master());
        boolean orphan = master != null && master.deleted();
        return !item.renamed()
                && !orphan
                && matches(item.json(), query)
                && (!item.deleted() || query.withDeleted() || (master != null && !query.singleEvents()));
    }

    private static boolean changed(Item item, GoogleQuery query) {
        return item.version() > query.since()
                && (query.updatedMin() == null || !item.updated().isBefore(query.updatedMin()));
    }

    private static boolean matches(ObjectNode event, GoogleQuery query) {
        String text = query.text();
        return (query.types().isEmpty() || query.types().contains(Json.string(event, "eventType", "default")))
                && (query.iCalUid() == null || query.iCalUid().equals(Json.string(event, "iCalUID")))
                && (text == null || Json.text(event).toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)));
    }

    /// Whether an event lies in the window; a series does when one of its instances does.
    private boolean inTime(Calendar calendar, Item item, GoogleQuery query) {
        if (query.incremental() || (query.timeMin() == null && query.timeMax() == null)) {
            return true;
        }
        Instant from = query.timeMin() == null ? Instant.EPOCH : query.timeMin();
        Instant to = query.timeMax() == null ? Instant.MAX : query.timeMax();
        Span span = model.span(item.json(), calendar);
        return model.recurrence(item.json(), calendar) == null
                ? span.within(from, to)
                : !instances(calendar, item, query).isEmpty();
    }

    /// @param details whether cancelled events may show more than that they are
    private GoogleRender render(Calendar calendar, GoogleQuery query, boolean details) {
        return new GoogleRender(calendar, switches, query.zone(), query.maxAttendees(), details);
    }

    private Reply page(Calendar calendar, GoogleQuery query, List<Entry> entries, boolean withToken) {
        List<Entry> rest = entries.stream()
                .filter(entry -> entry.key().compareTo(query.after()) > 0)
                .sorted(Comparator.comparing(Entry::key))
                .toList();
        int most = switches.get(GoogleSwitches.LARGEST_PAGE);
        int size = most > 0 ? Math.min(most, query.maxResults()) : query.maxResults();
        List<Entry> page = rest.subList(0, Math.min(size, rest.size()));
        GoogleRender render = render(calendar, query, query.showDeleted());
        ObjectNode body = Json.object()
                .put("kind", "calendar#events")
                .put("etag", "\"p" + (330_000_000_000L + store.version()) + "\"")
                .put("summary", Json.string(calendar.json(), "summary", ""))
                .put("description", Json.string(calendar.json(), "description", ""))
                .put("updated", GoogleModel.millis(clock.instant()))
                .put("timeZone", query.zone().getId())
                .put("accessRole", Json.string(calendar.json(), "accessRole", "owner"));
        body.set("defaultReminders", calendar.json().path("defaultReminders").deepCopy());
        if (rest.size() > page.size()) {
            body.put("nextPageToken", query.pageToken(page.getLast().key()));
        } else if (withToken) {
            body.put(
                    "nextSyncToken",
                    GoogleQuery.syncToken(calendar.id(), query.at(), calendar.epoch(), clock.instant()));
        }
        var items = body.putArray("items");
        page.forEach(entry -> items.add(render.render(entry.stored())));
        return Reply.json(200, body);
    }
}
