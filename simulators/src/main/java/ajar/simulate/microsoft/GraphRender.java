package ajar.simulate.microsoft;

import ajar.simulate.calendar.Calendar;
import ajar.simulate.calendar.CalendarStore.Instance;
import ajar.simulate.calendar.Item;
import ajar.simulate.calendar.Switches;
import ajar.simulate.http.Json;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Events as a request wants them.
///
/// @param select the properties that are wanted; null for all
record GraphRender(
        Calendar calendar,
        Switches switches,
        String zoneName,
        ZoneId zone,
        boolean immutable,
        boolean textBody,
        @Nullable String select) {
    /// What a round of changes says of an occurrence that is as its series has it.
    private static final List<String> OCCURRENCE =
            List.of("@odata.type", "@odata.etag", "id", "seriesMasterId", "type", "start", "end");

    static GraphRender of(Calendar calendar, Switches switches, GraphRequest request) {
        return new GraphRender(
                calendar,
                switches,
                request.zoneName(),
                request.zone(),
                request.immutable(),
                request.textBody(),
                request.parameter("$select"));
    }

    /// A single event, a series or a changed instance.
    ObjectNode item(Item item) {
        Item master = item.master() == null ? null : calendar.item(item.master());
        return render(item.json(), id(item), master == null ? null : id(master));
    }

    /// An instance of a series.
    ObjectNode instance(Instance instance) {
        return render(instance.json(), immutable ? instance.immutableId() : instance.id(), id(instance.master()));
    }

    /// The little that a round of changes says of an occurrence.
    ObjectNode stub(Instance instance) {
        ObjectNode json = instance(instance);
        json.put("@odata.type", "#microsoft.graph.event");
        return json.retain(OCCURRENCE);
    }

    String id(Item item) {
        return immutable ? item.immutableId() : item.id();
    }

    private ObjectNode render(ObjectNode stored, String id, @Nullable String master) {
        ObjectNode event = stored.deepCopy().put("id", id);
        if (master != null) {
            event.put("seriesMasterId", master);
        }
        boolean allDay = event.path("isAllDay").asBoolean(false);
        for (String name : List.of("start", "end")) {
            if (event.path(name) instanceof ObjectNode time && time.has("dateTime")) {
                ZoneId from = GraphTime.zone(time);
                // Whole days have no zone: midnight stays midnight.
                boolean stays = allDay || from.equals(zone);
                GraphTime.put(
                        time,
                        stays
                                ? GraphTime.local(time)
                                : GraphTime.instant(time).atZone(zone).toLocalDateTime(),
                        zoneName);
            }
        }
        if (textBody && event.path("body") instanceof ObjectNode body) {
            body.put("contentType", "text")
                    .put("content", Json.string(body, "content", "").replaceAll("(?s)<[^>]*>", ""));
        }
        if (switches.get(MicrosoftSwitches.ICAL_UIDS_NULL)) {
            event.putNull("iCalUId");
        }
        if (switches.get(MicrosoftSwitches.ORIGINAL_STARTS_MISSING)) {
            event.remove(List.of("originalStart", "occurrenceId"));
        }
        return selected(event);
    }

    private ObjectNode selected(ObjectNode event) {
        if (select == null) {
            return event;
        }
        List<String> wanted = new ArrayList<>(List.of("@odata.etag", "id"));
        for (String name : select.split(",", -1)) {
            wanted.add(name.strip());
        }
        return event.retain(wanted);
    }
}
