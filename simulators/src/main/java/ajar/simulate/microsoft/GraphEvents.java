package ajar.simulate.microsoft;

import ajar.simulate.calendar.Calendar;
import ajar.simulate.calendar.CalendarStore;
import ajar.simulate.calendar.CalendarStore.Instance;
import ajar.simulate.calendar.Item;
import ajar.simulate.calendar.Switches;
import ajar.simulate.calendar.User;
import ajar.simulate.http.Json;
import ajar.simulate.http.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Lists of calendars and events, calendar views, and single events.
final class GraphEvents {
    private static final int MOST = 1000;

    private final CalendarStore store;
    private final GraphModel model;
    private final Switches switches;
    private final Supplier<String> base;

    GraphEvents(CalendarStore store, GraphModel model, Switches switches, Supplier<String> base) {
        this.store = store;
        this.model = model;
        this.switches = switches;
        this.base = base;
    }

    Reply calendars(User user, GraphRequest request) {
        synchronized (store) {
            List<ObjectNode> all = new ArrayList<>();
            for (Calendar calendar : user.calendars()) {
                if (!calendar.deleted()) {
                    all.add(calendar.json().deepCopy());
                }
            }
            return page(request, "users('" + user.id() + "')/calendars", all);
        }
    }

    /// Single events and series; changed instances are not among them.
    Reply list(Calendar calendar, GraphRequest request) {
        synchronized (store) {
            var filter = GraphFilter.parse(request.parameter("$filter"), request);
            GraphRender render = GraphRender.of(calendar, switches, request);
            List<ObjectNode> events = new ArrayList<>();
            calendar.items().stream()
                    .filter(item -> item.master() == null && !item.deleted() && filter.test(item.json()))
                    .sorted(order(request.parameter("$orderby")))
                    .forEach(item -> events.add(render.item(item)));
            return page(request, "users('" + calendar.user().id() + "')/calendars/events", events);
        }
    }

    private static Comparator<Item> order(@Nullable String orderBy) {
        Comparator<Item> order = Comparator.comparing(Item::order);
        if (orderBy == null) {
            return order;
        }
        String[] words = orderBy.strip().split("\\s+", -1);
        String path = '/' + words[0];
        Comparator<Item> by = Comparator.comparing(item -> item.json().at(path).asString(""));
        return (words.length > 1 && words[1].equalsIgnoreCase("desc") ? by.reversed() : by).thenComparing(order);
    }

    /// Single events, occurrences and exceptions in a window; series are not among them.
    Reply view(Calendar calendar, GraphRequest request) {
        synchronized (store) {
            GraphRequest.Window window = request.window();
            GraphRender render = GraphRender.of(calendar, switches, request);
            List<Entry> entries = new ArrayList<>();
            for (Item item : calendar.items()) {
                if (item.master() == null && !item.deleted()) {
                    if (item.json().path("recurrence").isObject()) {
                        instances(calendar, item, window, render, entries);
                    } else if (model.span(item.json(), calendar).within(window.start(), window.end())) {
                        entries.add(new Entry(model.span(item.json(), calendar).start(), render.item(item)));
                    }
                }
            }
            return page(request, "users('" + calendar.user().id() + "')/calendarView", sorted(entries));
        }
    }

    Reply instances(Calendar calendar, Item master, GraphRequest request) {
        synchronized (store) {
            GraphRender render = GraphRender.of(calendar, switches, request);
            List<Entry> entries = new ArrayList<>();
            instances(calendar, master, request.window(), render, entries);
            return page(request, "users('" + calendar.user().id() + "')/events/instances", sorted(entries));
        }
    }

    private record Entry(Instant start, ObjectNode event) {}

    private static List<ObjectNode> sorted(List<Entry> entries) {
        return entries.stream()
                .sorted(Comparator.comparing(Entry::start))
                .map(Entry::event)
                .toList();
    }

    private void instances(
            Calendar calendar, Item master, GraphRequest.Window window, GraphRender render, List<Entry> into) {
        for (Instance one : living(calendar, master, window.start(), window.end())) {
            into.add(new Entry(one.start(), render.instance(one)));
        }
    }

    /// The instances of a series that have not been deleted: a deleted one is simply missing.
    List<Instance> living(Calendar calendar, Item master, Instant from, Instant to) {
        return store.instances(calendar, master, from, to).stream()
                .filter(one -> one.exception() == null || !one.exception().deleted())
                .toList();
    }

    /// An event of a calendar; the id can be that of an occurrence.
    Reply get(List<Calendar> calendars, String id, GraphRequest request) {
        synchronized (store) {
            for (Calendar calendar : calendars) {
                GraphRender render = GraphRender.of(calendar, switches, request);
                Item item = calendar.item(id);
                if (item != null && !item.deleted()) {
                    return Reply.json(200, whole(calendar, item, render, request));
                }
                Instance occurrence = store.instance(calendar, id);
                if (occurrence != null) {
                    return Reply.json(200, context(calendar.user(), render.instance(occurrence)));
                }
            }
            return GraphErrors.notFound(request.received());
        }
    }

    /// An event with what it says only when asked for by name.
    private ObjectNode whole(Calendar calendar, Item item, GraphRender render, GraphRequest request) {
        ObjectNode event = context(calendar.user(), render.item(item));
        String select = request.parameter("$select");
        if (select != null && select.contains("cancelledOccurrences")) {
            var cancelled = event.putArray("cancelledOccurrences");
            calendar.exceptions(item).stream()
                    .filter(Item::deleted)
                    .forEach(one -> cancelled.add(Json.string(one.json(), "occurrenceId", "")));
        }
        String expand = request.parameter("$expand");
        if (expand != null && expand.contains("exceptionOccurrences")) {
            var exceptions = event.putArray("exceptionOccurrences");
            calendar.exceptions(item).stream()
                    .filter(one -> !one.deleted())
                    .forEach(one -> exceptions.add(render.item(one)));
        }
        return event;
    }

    private ObjectNode context(User user, ObjectNode event) {
        return event.put("@odata.context", base.get() + "/v1.0/$metadata#users('" + user.id() + "')/events/$entity");
    }

    /// A page by `$top` and `$skip`: what changes between two pages moves the others.
    private Reply page(GraphRequest request, String context, List<ObjectNode> all) {
        int skip = Math.min(request.number("$skip", 0), all.size());
        int top = Math.min(MOST, Math.max(1, request.number("$top", request.pageSize(10))));
        int most = switches.get(MicrosoftSwitches.LARGEST_PAGE);
        int end = Math.min(all.size(), skip + (most > 0 ? Math.min(most, top) : top));
        ObjectNode body = Json.object().put("@odata.context", base.get() + "/v1.0/$metadata#" + context);
        if ("true".equals(request.parameter("$count"))) {
            body.put("@odata.count", all.size());
        }
        var value = body.putArray("value");
        all.subList(skip, end).forEach(value::add);
        if (end < all.size()) {
            body.put("@odata.nextLink", request.with(base.get(), "$skip", Integer.toString(end)));
        }
        return Reply.json(200, body);
    }
}
