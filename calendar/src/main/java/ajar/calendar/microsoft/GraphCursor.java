package ajar.calendar.microsoft;

import ajar.calendar.Window;
import ajar.engine.json.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Where a reading goes on: a delta link, and the time it is bound to.
///
/// @param view what the link watches; a link keeps its time for ever
/// @param link relative to the base of the API
record GraphCursor(Window view, String link) {
    /// How much more than is asked for is watched on both sides: so long a window may roll on before a
    /// new link is needed, and so far may an occurrence be moved out of it without being lost.
    private static final Duration MARGIN = Duration.ofDays(31);

    /// Exchange shows no more than five years at once.
    static final Duration LONGEST_VIEW = Duration.ofDays(1800);

    private static final int VERSION = 1;

    /// What to watch for a window.
    static Window view(Window window) {
        Instant from = GraphTimes.clamped(window.from().minus(MARGIN));
        Instant to = GraphTimes.clamped(window.to().plus(MARGIN));
        Instant longest = from.plus(LONGEST_VIEW);
        return new Window(from, to.isAfter(longest) ? longest : to);
    }

    /// Whether a window lies within what the link watches.
    boolean covers(Window window) {
        boolean isLongest = !view.from().plus(LONGEST_VIEW).isAfter(view.to());
        return !window.from().isBefore(view.from())
                && (isLongest || !window.to().isAfter(view.to()));
    }

    String text() {
        return Json.text(Json.object()
                .put("v", VERSION)
                .put("from", view.from().toString())
                .put("to", view.to().toString())
                .put("link", link));
    }

    /// Reads what [#text] wrote. Returns null for anything else.
    static @Nullable GraphCursor parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            var json = Json.parse(text);
            String link = json.path("link").asString("");
            if (json.path("v").asInt(0) != VERSION || link.isEmpty()) {
                return null;
            }
            return new GraphCursor(
                    new Window(
                            Instant.parse(json.path("from").asString("")),
                            Instant.parse(json.path("to").asString(""))),
                    link);
        } catch (JacksonException | DateTimeException foreign) {
            return null;
        }
    }
}
