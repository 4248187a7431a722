package ajar.simulate.microsoft;

import ajar.simulate.calendar.Calendar;
import ajar.simulate.calendar.CalendarStore;
import ajar.simulate.calendar.CalendarStore.Instance;
import ajar.simulate.calendar.Item;
import ajar.simulate.calendar.Switches;
import ajar.simulate.http.Json;
import ajar.simulate.http.Refused;
import ajar.simulate.http.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Rounds of changes of a calendar view (Microsoft docs: event: delta).
///
/// As the service does it: of an occurrence only the times and ids are told, the rest is that of the
/// series, which comes, too; when anything about a series has changed it comes again with all its
/// instances in the window, and a deleted one is just not among them; what has left the window is
/// told as removed.
final class GraphDelta {
    private static final String KEY = "%020d-%020d";

    private final CalendarStore store;
    private final GraphModel model;
    private final GraphEvents events;
    private final Switches switches;
    private final Supplier<String> base;

    private record Entry(String key, ObjectNode event) {}

    /// Where a client is.
    ///
    /// @param since the last change it knows; -1 for none
    /// @param at the last change when the round began
    /// @param after the key of the last entry it has; empty for none
    private record State(String start, String end, long since, long at, String after) {}

    GraphDelta(CalendarStore store, GraphModel model, GraphEvents events, Switches switches, Supplier<String> base) {
        this.store = store;
        this.model = model;
        this.events = events;
        this.switches = switches;
        this.base = base;
    }

    Reply round(Calendar calendar, GraphRequest request) {
        synchronized (store) {
            State state = state(calendar, request);
            List<Entry> entries = new ArrayList<>();
            GraphRender render = GraphRender.of(calendar, switches, request);
            Instant from = GraphTime.parameter(state.start());
            Instant to = GraphTime.parameter(state.end());
            for (Item item : calendar.items()) {
                if (item.master() == null && lastChange(calendar, item) > state.since()) {
                    add(calendar, item, state, from, to, render, entries);
                }
            }
            return page(calendar, request, state, entries);
        }
    }

    private State state(Calendar calendar, GraphRequest request) {
        String token = request.parameter("$skiptoken");
        if (token == null) {
            token = request.parameter("$deltatoken");
        }
        if (token == null || token.isEmpty()) {
            GraphRequest.Window window = request.window();
            return new State(window.startText(), window.endText(), -1, store.version(), "");
        }
        ObjectNode known = Json.untoken(token);
        if (known == null || !calendar.id().equals(Json.string(known, "calendar"))) {
            throw new Refused(GraphErrors.badRequest(request.received(), "Badly formed token."));
        }
        String start = Json.string(known, "start", "");
        String end = Json.string(known, "end", "");
        if (known.path("epoch").asInt(0) != calendar.epoch()) {
            throw lost(request, start, end);
        }
        boolean next = known.path("since").isNumber();
        return new State(
                start,
                end,
                known.path(next ? "since" : "at").asLong(0),
                next ? known.path("at").asLong(0) : store.version(),
                Json.string(known, "after", ""));
    }

    private Refused lost(GraphRequest request, String start, String end) {
        var again = new StringBuilder(base.get() + request.received().path());
        GraphRequest.append(again, "startDateTime", start);
        GraphRequest.append(again, "endDateTime", end);
        GraphRequest.append(again, "$deltatoken", "");
        int status = Integer.parseInt(switches.get(MicrosoftSwitches.LOST_STATE));
        return new Refused(GraphErrors.syncStateNotFound(request.received(), status, again.toString()));
    }

    private static long lastChange(Calendar calendar, Item item) {
        return Math.max(
                item.version(),
                calendar.exceptions(item).stream()
                        .mapToLong(Item::version)
                        .max()
                        .orElse(0));
    }

    private void add(
            Calendar calendar, Item item, State state, Instant from, Instant to, GraphRender render, List<Entry> into) {
        boolean known = item.created() <= state.since();
        if (item.deleted()) {
            if (known && !(item.renamed() && render.immutable())) {
                into.add(removed(item.order(), render.id(item)));
            }
            return;
        }
        if (!item.json().path("recurrence").isObject()) {
            if (model.span(item.json(), calendar).within(from, to)) {
                into.add(whole(item.order(), Instant.EPOCH, render.item(item)));
            } else if (known) {
                into.add(removed(item.order(), render.id(item)));
            }
            return;
        }
        List<Instance> instances = events.living(calendar, item, from, to);
        if (!instances.isEmpty()) {
            into.add(whole(item.order(), Instant.EPOCH, render.item(item)));
        } else if (known) {
            into.add(removed(item.order(), render.id(item)));
        }
        for (Instance one : instances) {
            boolean plain = one.exception() == null;
            into.add(whole(item.order(), one.start(), plain ? render.stub(one) : render.instance(one)));
        }
        if (switches.get(MicrosoftSwitches.DELETED_OCCURRENCES_TRACED)) {
            calendar.exceptions(item).stream()
                    .filter(one -> one.deleted() && !one.renamed() && one.version() > state.since())
                    .forEach(one -> into.add(removed(one.order(), render.id(one))));
        }
    }

    private static Entry whole(long order, Instant start, ObjectNode event) {
        event.put("@odata.type", "#microsoft.graph.event");
        return new Entry(KEY.formatted(order, start.getEpochSecond() + 100_000_000_000L), event);
    }

    private static Entry removed(long order, String id) {
        ObjectNode event =
                Json.object().put("@odata.type", "#microsoft.graph.event").put("id", id);
        event.putObject("@removed").put("reason", "deleted");
        return new Entry(KEY.formatted(order, 0), event);
    }

    private Reply page(Calendar calendar, GraphRequest request, State state, List<Entry> entries) {
        List<Entry> rest = entries.stream()
                .filter(entry -> entry.key().compareTo(state.after()) > 0)
                .sorted(Comparator.comparing(Entry::key))
                .toList();
        int most = switches.get(MicrosoftSwitches.LARGEST_PAGE);
        int size = request.pageSize(10);
        List<Entry> page = rest.subList(0, Math.min(most > 0 ? Math.min(most, size) : size, rest.size()));
        boolean empty = switches.get(MicrosoftSwitches.EMPTY_LAST_PAGE);
        boolean last = page.size() == rest.size() && (!empty || page.isEmpty());
        String url = base.get() + request.received().path();
        ObjectNode body = Json.object().put("@odata.context", base.get() + "/v1.0/$metadata#Collection(event)");
        var value = body.putArray("value");
        page.forEach(entry -> value.add(entry.event()));
        return Reply.json(
                200,
                last
                        ? body.put("@odata.deltaLink", url + "?$deltatoken=" + token(calendar, state, null))
                        : body.put(
                                "@odata.nextLink",
                                url + "?$skiptoken="
                                        + token(calendar, state, page.getLast().key())));
    }

    private static String token(Calendar calendar, State state, @Nullable String after) {
        ObjectNode token = Json.object()
                .put("calendar", calendar.id())
                .put("start", state.start())
                .put("end", state.end())
                .put("epoch", calendar.epoch())
                .put("at", state.at());
        if (after != null) {
            token.put("since", state.since()).put("after", after);
        }
        return Json.token(token);
    }
}
