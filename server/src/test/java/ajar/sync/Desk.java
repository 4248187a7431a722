package ajar.sync;

import ajar.Api;
import ajar.engine.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What somebody at a desk does with the CRM: makes leads, and looks at their meetings and at what has
/// happened.
final class Desk {
    private final Api api;
    private String newest = "";

    Desk(Api api) {
        this.api = api;
    }

    /// A lead with one contact per address.
    String lead(String... emails) {
        var body = Json.object().put("name", "Lead");
        var contacts = body.putArray("contacts");
        for (var email : emails) {
            contacts.addObject()
                    .put("name", email)
                    .putArray("emails")
                    .addObject()
                    .put("email", email)
                    .put("type", "office");
        }
        return api.post("/lead/", body).orFail().path("id").asString();
    }

    /// The meetings of a lead, first to start first.
    List<JsonNode> meetings(String lead) {
        return found("lead_id=" + lead);
    }

    /// The meetings of a lead that a search finds, first to start first.
    List<JsonNode> meetings(String lead, String search) {
        return found("lead_id=" + lead + "&" + search);
    }

    private List<JsonNode> found(String query) {
        return api.get("/activity/meeting/?_limit=100&" + query)
                .orFail()
                .path("data")
                .valueStream()
                .sorted(Comparator.comparing(
                        meeting -> meeting.path("starts_at").asString()))
                .toList();
    }

    /// The actions of the events of an object, oldest first.
    List<String> actions(String id) {
        return api.get("/event/?object_type=activity.meeting&object_id=" + id)
                .orFail()
                .path("data")
                .valueStream()
                .map(event -> event.path("action").asString())
                .toList()
                .reversed();
    }

    /// All that was logged since this was asked last: by the id of the object the actions, oldest first,
    /// such as `activity.meeting created`.
    Map<String, List<String>> news() {
        List<JsonNode> events = new ArrayList<>();
        String next = "/event/?_limit=50";
        while (next != null) {
            var page = api.get(next).orFail();
            next = page.path("cursor_next").isString()
                    ? "/event/?_limit=50&_cursor=" + page.path("cursor_next").asString()
                    : null;
            for (var event : page.path("data")) {
                if (event.path("id").asString().equals(newest)) {
                    next = null;
                    break;
                }
                events.add(event);
            }
        }
        if (!events.isEmpty()) {
            newest = events.getFirst().path("id").asString();
        }
        Map<String, List<String>> news = new LinkedHashMap<>();
        events.reversed()
                .forEach(event -> news.computeIfAbsent(event.path("object_id").asString(), _ -> new ArrayList<>())
                        .add(event.path("object_type").asString() + " "
                                + event.path("action").asString()));
        return news;
    }
}
