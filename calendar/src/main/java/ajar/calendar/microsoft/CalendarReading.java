package ajar.calendar.microsoft;

import ajar.calendar.CalendarObject;
import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.calendar.Page;
import ajar.calendar.Quarantined;
import ajar.calendar.Receiver;
import ajar.calendar.Window;
import ajar.calendar.oauth.ApiAnswer;
import ajar.calendar.oauth.ApiClient;
import ajar.calendar.recurrence.RecurrenceException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One reading of one calendar.
///
/// Graph has two ways to read a calendar, and neither suffices. The list of events has single events
/// and masters of any time, but no changed occurrences and no account of what changes. The calendar
/// view with `delta` tells of changes, within a time that is fixed once and for all, but tells of a
/// deleted occurrence only by repeating its series without it. So:
///
/// - Changes come from the delta of the view. They say *what* to look at; a series that was touched in
///   any of its parts is read again as a whole, master and occurrences, by [GraphSeries].
/// - To begin, or begin anew, the link is fetched first and the list read after it. What changes in
///   between is then told twice rather than not at all. The list has everything, of any time, so what
///   has grown old is not swept away with what is gone.
/// - When the window has rolled out of the time of the link, a new link is taken without starting over,
///   after the old one has told its last changes.
/// - `@removed` also comes for events that were changed outside of the view. Only those that can no
///   longer be had are gone.
final class CalendarReading {
    /// Pages have ten entries unless more is asked for.
    private static final int PAGE = 500;

    private static final Map<String, String> LARGE_PAGES = Map.of("Prefer", "odata.maxpagesize=" + PAGE);
    private static final Duration MOVED = Duration.ofDays(31);

    private final ApiClient api;
    private final String base;
    private final String path;
    private final Receiver receiver;
    private @Nullable GraphEvents events;

    CalendarReading(ApiClient api, URI base, String calendarId, Receiver receiver) {
        this.api = api;
        this.base = base.toString();
        this.path = "me/calendars/" + ApiClient.encode(calendarId);
        this.receiver = receiver;
    }

    void read(@Nullable GraphCursor cursor, Window window) throws ConnectorException {
        GraphCursor next = cursor == null ? null : changed(cursor);
        if (next == null) {
            next = everything(GraphCursor.view(window));
        } else if (!next.covers(window)) {
            next = moved(GraphCursor.view(window));
        }
        receiver.finish(next.text());
    }

    /// Reads what changed since a link. Returns null when the link is refused.
    private @Nullable GraphCursor changed(GraphCursor cursor) throws ConnectorException {
        Set<String> series = new LinkedHashSet<>();
        String link = round(cursor.link(), series);
        if (link == null) {
            return null;
        }
        tell(series, cursor.view());
        return new GraphCursor(cursor.view(), link);
    }

    /// Goes on with another view, without starting over.
    private GraphCursor moved(Window view) throws ConnectorException {
        Set<String> series = new LinkedHashSet<>();
        String link = round(delta(view), series);
        if (link == null) {
            throw refusedAtOnce();
        }
        tell(series, view);
        return new GraphCursor(view, link);
    }

    private GraphCursor everything(Window view) throws ConnectorException {
        String link = linkOnly(view);
        String first = path + "/events?$top=" + PAGE + '&' + GraphEvents.SELECT;
        var body = api.get(first, LARGE_PAGES);
        if (body.path("value").isEmpty() && !receiver.versions().isEmpty()) {
            // So much is not given up for a single answer, which may be a failure in disguise.
            body = api.get(first, LARGE_PAGES);
        }
        receiver.startOver();
        String at = first;
        while (true) {
            for (var event : body.path("value")) {
                if (isMaster(event)) {
                    tell(event, view);
                }
            }
            receiver.page(singles(body));
            at = next(body, at);
            if (at.isEmpty()) {
                return new GraphCursor(view, link);
            }
            body = api.get(at, LARGE_PAGES);
        }
    }

    private String delta(Window view) {
        return path + "/calendarView/delta?startDateTime=" + view.from() + "&endDateTime=" + view.to();
    }

    private String linkOnly(Window view) throws ConnectorException {
        String at = delta(view);
        while (true) {
            var body = api.get(at, LARGE_PAGES);
            String next = next(body, at);
            if (next.isEmpty()) {
                return link(body);
            }
            at = next;
        }
    }

    /// Goes through a round of changes: hands out single events, and collects the series that were
    /// touched. Returns the link of the next round, or null when this one is refused.
    private @Nullable String round(String from, Set<String> series) throws ConnectorException {
        String at = from;
        while (true) {
            var answer = api.send("GET", at, LARGE_PAGES, null);
            if (isRefusedLink(answer)) {
                return null;
            }
            var body = api.successful(answer);
            List<String> removed = new ArrayList<>();
            for (var event : body.path("value")) {
                if (event.has("@removed")) {
                    removed.add(GraphEvents.id(event));
                } else if (isMaster(event)) {
                    series.add(GraphEvents.id(event));
                } else if (!masterOf(event).isEmpty()) {
                    series.add(masterOf(event));
                }
            }
            receiver.page(singles(body));
            series.removeAll(confirm(removed, series));
            String next = next(body, at);
            if (next.isEmpty()) {
                return link(body);
            }
            at = next;
        }
    }

    /// Looks for each event that is said to be gone, because it may only have left the view.
    ///
    /// @return those that really are gone
    private List<String> confirm(List<String> removed, Set<String> series) throws ConnectorException {
        if (removed.isEmpty()) {
            return List.of();
        }
        var known = receiver.versions();
        List<String> gone = new ArrayList<>();
        for (String id : removed) {
            if (!known.containsKey(id)) {
                continue;
            }
            var event = event(id);
            if (event == null) {
                gone.add(id);
            } else if (isMaster(event)) {
                series.add(id);
            } else {
                receiver.page(single(event));
            }
        }
        if (!gone.isEmpty()) {
            receiver.page(new Page(List.of(), gone, List.of()));
        }
        return gone;
    }

    /// An event; null when it is not in this calendar any more.
    private @Nullable JsonNode event(String id) throws ConnectorException {
        var answer =
                api.send("GET", path + "/events/" + ApiClient.encode(id) + '?' + GraphEvents.SELECT, Map.of(), null);
        return answer.status() == 404 ? null : api.successful(answer);
    }

    private void tell(Set<String> series, Window view) throws ConnectorException {
        for (String id : series) {
            var master = event(id);
            if (master == null) {
                receiver.page(new Page(List.of(), List.of(id), List.of()));
            } else if (isMaster(master)) {
                tell(master, view);
            } else {
                receiver.page(single(master));
            }
        }
    }

    /// Reads a series whole and hands it out.
    private void tell(JsonNode master, Window view) throws ConnectorException {
        try {
            var series = new GraphSeries(events(), master);
            Instant from = GraphTimes.clamped(series.begin().minus(MOVED));
            while (from.isBefore(view.to())) {
                Instant longest = from.plus(GraphCursor.LONGEST_VIEW);
                Instant to = longest.isBefore(view.to()) ? longest : view.to();
                addInstances(series, GraphEvents.id(master), from, to);
                from = to;
            }
            receiver.page(Page.of(List.of(series.object(view.to()))));
        } catch (DateTimeException | RecurrenceException unreadable) {
            receiver.page(new Page(List.of(), List.of(), List.of(GraphEvents.quarantined(master, unreadable))));
        }
    }

    private void addInstances(GraphSeries series, String id, Instant from, Instant to) throws ConnectorException {
        String at = path + "/events/" + ApiClient.encode(id) + "/instances?startDateTime=" + from + "&endDateTime=" + to
                + "&$top=" + PAGE + '&' + GraphEvents.SELECT;
        while (!at.isEmpty()) {
            var body = api.get(at, LARGE_PAGES);
            body.path("value").forEach(series::add);
            at = next(body, at);
        }
    }

    private Page singles(JsonNode body) throws ConnectorException {
        List<CalendarObject> objects = new ArrayList<>();
        List<Quarantined> quarantined = new ArrayList<>();
        for (var event : body.path("value")) {
            if (!event.has("@removed") && !isMaster(event) && masterOf(event).isEmpty()) {
                add(event, objects, quarantined);
            }
        }
        return new Page(objects, List.of(), quarantined);
    }

    private Page single(JsonNode event) throws ConnectorException {
        List<CalendarObject> objects = new ArrayList<>();
        List<Quarantined> quarantined = new ArrayList<>();
        add(event, objects, quarantined);
        return new Page(objects, List.of(), quarantined);
    }

    private void add(JsonNode event, List<CalendarObject> objects, List<Quarantined> quarantined)
            throws ConnectorException {
        var reader = events();
        try {
            objects.add(reader.single(event));
        } catch (DateTimeException unreadable) {
            quarantined.add(GraphEvents.quarantined(event, unreadable));
        }
    }

    /// Whose calendar it is, is asked for when there is something to read at all.
    private GraphEvents events() throws ConnectorException {
        if (events == null) {
            events = new GraphEvents(MicrosoftConnector.owner(api.get(path + "?$select=id,owner", Map.of())));
        }
        return events;
    }

    private static boolean isMaster(JsonNode event) {
        return event.path("type").asString("").equals("seriesMaster");
    }

    private static String masterOf(JsonNode event) {
        return event.path("seriesMasterId").asString("");
    }

    /// 410 is what the docs promise, with several codes; some links are refused as a bad request.
    private static boolean isRefusedLink(ApiAnswer answer) {
        String code = answer.body().path("error").path("code").asString("").toLowerCase(Locale.ROOT);
        return answer.status() == 410
                || (answer.status() / 100 == 4 && (code.startsWith("syncstate") || code.startsWith("resync")));
    }

    private static ConnectorException refusedAtOnce() {
        return new ConnectorException(Reason.UNAVAILABLE, "Microsoft refused a link that it gave just now.", "");
    }

    private String link(JsonNode body) throws ConnectorException {
        String link = body.path("@odata.deltaLink").asString("");
        if (link.isEmpty()) {
            throw new ConnectorException(
                    Reason.UNAVAILABLE, "Microsoft ended a round of changes without a link to the next.", "");
        }
        return link.startsWith(base) ? link.substring(base.length()) : link;
    }

    /// The link to the next page; empty when this was the last.
    static String next(JsonNode body, String last) throws ConnectorException {
        String next = body.path("@odata.nextLink").asString("");
        if (!next.isEmpty() && next.equals(last)) {
            throw new ConnectorException(Reason.UNAVAILABLE, "Microsoft gives the same page again and again.", "");
        }
        return next;
    }
}
