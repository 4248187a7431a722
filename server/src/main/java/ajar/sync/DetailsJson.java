package ajar.sync;

import ajar.calendar.Answer;
import ajar.calendar.Details;
import ajar.calendar.Guest;
import ajar.calendar.Moment;
import ajar.calendar.Recurrence;
import ajar.engine.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Details of an event as they are stored. What is empty is left out.
final class DetailsJson {
    private DetailsJson() {}

    static String write(Details details) {
        var json = Json.object();
        put(json, "title", details.title());
        put(json, "description", details.description());
        put(json, "location", details.location());
        json.put("start", details.start().toString());
        json.put("end", details.end().toString());
        var recurrence = details.recurrence();
        put(json, "rules", recurrence.rules());
        put(json, "added", recurrence.added().stream().map(Moment::toString).toList());
        put(
                json,
                "excluded",
                recurrence.excluded().stream().map(Moment::toString).toList());
        if (!details.guests().isEmpty()) {
            var guests = json.putArray("guests");
            details.guests().forEach(guest -> write(guest, guests.addObject()));
        }
        put(json, "conferences", details.conferences());
        put(json, "link", details.link());
        if (details.isPrivate()) {
            json.put("private", true);
        }
        return Json.text(json);
    }

    private static void write(Guest guest, ObjectNode json) {
        put(json, "email", guest.email());
        put(json, "name", guest.name());
        if (guest.answer() != Answer.NOREPLY) {
            json.put("answer", guest.answer().name());
        }
        if (guest.isOrganizer()) {
            json.put("organizer", true);
        }
    }

    private static void put(ObjectNode json, String key, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            json.put(key, storable(text));
        }
    }

    private static void put(ObjectNode json, String key, List<String> texts) {
        if (!texts.isEmpty()) {
            ArrayNode list = json.putArray(key);
            texts.forEach(text -> list.add(storable(text)));
        }
    }

    /// A text without what PostgreSQL cannot store: the NUL character, and halves of characters.
    static String storable(String text) {
        boolean clean = true;
        for (int i = 0; i < text.length() && clean; i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else {
                clean = c != 0 && !Character.isSurrogate(c);
            }
        }
        if (clean) {
            return text;
        }
        var kept = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c != 0 && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE))
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    static Details read(String text) {
        var json = Json.parse(text);
        var guests = json.path("guests")
                .valueStream()
                .map(guest -> new Guest(
                        text(guest, "email"),
                        text(guest, "name"),
                        Answer.valueOf(guest.path("answer").asString(Answer.NOREPLY.name())),
                        guest.path("organizer").asBoolean(false)))
                .toList();
        return new Details(
                json.path("title").asString(""),
                json.path("description").asString(""),
                json.path("location").asString(""),
                Moment.parse(json.path("start").asString()),
                Moment.parse(json.path("end").asString()),
                new Recurrence(texts(json, "rules"), moments(json, "added"), moments(json, "excluded")),
                guests,
                texts(json, "conferences"),
                text(json, "link"),
                json.path("private").asBoolean(false));
    }

    private static @Nullable String text(JsonNode json, String key) {
        var value = json.get(key);
        return value == null ? null : value.asString();
    }

    private static List<String> texts(JsonNode json, String key) {
        return json.path(key).valueStream().map(JsonNode::asString).toList();
    }

    private static List<Moment> moments(JsonNode json, String key) {
        return texts(json, key).stream().map(Moment::parse).toList();
    }
}
