package ajar.simulate.microsoft;

import ajar.simulate.calendar.Calendar;
import ajar.simulate.calendar.EventModel;
import ajar.simulate.calendar.Item;
import ajar.simulate.calendar.Recurrence;
import ajar.simulate.calendar.Recurrence.Occurrence;
import ajar.simulate.calendar.User;
import ajar.simulate.http.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Calendars and events as Graph writes them (Microsoft docs: calendar and event resource types).
final class GraphModel implements EventModel {
    /// What the global id of an appointment begins with; the date of an occurrence follows.
    private static final String GLOBAL_ID = "040000008200E00074C5B7101A82E008";

    private static final String NEVER = "0001-01-01T00:00:00Z";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMddHHmm");
    private static final Pattern INSTANCE = Pattern.compile(".*FRAAg(\\d{12})AAEA==");

    @Override
    public String calendarId(User user, boolean primary, long number) {
        return "AAMkAG" + opaque("calendar" + user.email() + number, 40) + "AAA=";
    }

    @Override
    public ObjectNode calendar(User user, String id, boolean primary, ObjectNode given) {
        ObjectNode json = Json.object()
                .put("id", id)
                .put("name", "Calendar")
                .put("color", "auto")
                .put("hexColor", "")
                .put("isDefaultCalendar", primary)
                .put("changeKey", opaque("change" + id, 24))
                .put("canShare", true)
                .put("canViewPrivateItems", true)
                .put("canEdit", true)
                .put("defaultOnlineMeetingProvider", "teamsForBusiness")
                .put("isTallyingResponses", true)
                .put("isRemovable", !primary);
        json.putArray("allowedOnlineMeetingProviders").add("teamsForBusiness");
        json.putObject("owner").put("name", user.name()).put("address", user.email());
        Json.merge(json, given);
        return json;
    }

    @Override
    public String eventId(User user, long number) {
        return "AAMkAG" + opaque("event" + user.email() + number, 46) + "AAA=";
    }

    @Override
    public String immutableId(User user, long number) {
        return "AAkALg" + opaque("immutable" + user.email() + number, 46) + "AAA=";
    }

    static String opaque(String seed, int length) {
        byte[] digest = digest(seed);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(digest)
                .repeat(2)
                .substring(0, length);
    }

    private static byte[] digest(String seed) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public ObjectNode event(Calendar calendar, String id, ObjectNode given, Instant now) {
        if (!given.has("start") || !given.has("end")) {
            throw new IllegalArgumentException("An event has a start and an end");
        }
        User user = calendar.user();
        ObjectNode json = given.deepCopy().put("id", id);
        String zone = Json.string(given.path("start"), "timeZone", "UTC");
        boolean series = given.path("recurrence").isObject();
        boolean own = !given.has("organizer") || user.email().equals(organizer(given));
        ObjectNode filled = GraphDefaults.event(
                zone, Json.string(given.path("end"), "timeZone", zone), series, own, GraphTime.moment(now));
        filled.put("iCalUId", GLOBAL_ID + "00000000" + globalRest(id));
        filled.put("bodyPreview", preview(Json.string(given.path("body"), "content", "")));
        filled.put("webLink", "https://outlook.office365.com/owa/?itemid=" + id + "&exvsurl=1&path=/calendar/item");
        filled.putObject("organizer")
                .putObject("emailAddress")
                .put("name", user.name())
                .put("address", user.email());
        filled.forEachEntry(json::putIfAbsent);
        if (series) {
            completeRange(json, zone);
        }
        attendees(json);
        return json;
    }

    private static @Nullable String organizer(ObjectNode event) {
        return Json.string(event.path("organizer").path("emailAddress"), "address");
    }

    private static String globalRest(String id) {
        return HexFormat.of().formatHex(digest(id)).toUpperCase(Locale.ROOT).substring(0, 16)
                + "000000000000000010000000"
                + HexFormat.of()
                        .formatHex(digest("uid" + id))
                        .toUpperCase(Locale.ROOT)
                        .substring(0, 32);
    }

    private static String preview(String html) {
        String text =
                html.replaceAll("(?s)<[^>]*>", " ").replaceAll("\\s+", " ").strip();
        return text.substring(0, Math.min(255, text.length()));
    }

    private static void completeRange(ObjectNode event, String zone) {
        ObjectNode range = event.withObject("recurrence").withObject("range");
        ObjectNode pattern = event.withObject("recurrence").withObject("pattern");
        String start = Json.string(event.path("start"), "dateTime", "");
        range.putIfAbsent(
                "startDate", Json.object().put("d", start.substring(0, 10)).path("d"));
        ObjectNode filled = Json.object()
                .put("endDate", "0001-01-01")
                .put("recurrenceTimeZone", zone)
                .put("numberOfOccurrences", 0);
        filled.forEachEntry(range::putIfAbsent);
        ObjectNode shape = Json.object()
                .put("interval", 1)
                .put("month", 0)
                .put("dayOfMonth", 0)
                .put("firstDayOfWeek", "sunday")
                .put("index", "first");
        shape.forEachEntry(pattern::putIfAbsent);
    }

    private static void attendees(ObjectNode event) {
        for (JsonNode one : event.path("attendees").values()) {
            if (one instanceof ObjectNode attendee) {
                attendee.putIfAbsent("type", Json.object().put("t", "required").path("t"));
                if (!attendee.has("status")) {
                    attendee.putObject("status").put("response", "none").put("time", NEVER);
                }
            }
        }
    }

    @Override
    public void touch(ObjectNode event, ObjectNode patch, long version, Instant now) {
        String changeKey = opaque("change" + version, 28) + "==";
        event.put("@odata.etag", "W/\"" + changeKey + '"');
        event.put("changeKey", changeKey).put("lastModifiedDateTime", GraphTime.moment(now));
        if (patch.path("body").has("content") && !patch.has("bodyPreview")) {
            event.put("bodyPreview", preview(Json.string(patch.path("body"), "content", "")));
        }
    }

    @Override
    public boolean deletedBy(ObjectNode event, ObjectNode patch) {
        return false;
    }

    /// The zone of a series is that of its recurrence; where it is empty or means nothing, that of its
    /// original start or end; else that of its start.
    @Override
    public @Nullable Recurrence recurrence(ObjectNode event, Calendar calendar) {
        JsonNode recurrence = event.path("recurrence");
        if (!recurrence.isObject()) {
            return null;
        }
        boolean allDay = event.path("isAllDay").asBoolean(false);
        ZoneId zone = GraphTime.zone(event.path("start"));
        for (String name : List.of(
                Json.string(event, "originalEndTimeZone", ""),
                Json.string(event, "originalStartTimeZone", ""),
                Json.string(recurrence.path("range"), "recurrenceTimeZone", ""))) {
            ZoneId found = allDay ? null : WindowsZones.find(name);
            zone = found == null ? zone : found;
        }
        return new Recurrence(
                GraphTime.instant(event.path("start")).atZone(zone).toLocalDateTime(),
                GraphTime.instant(event.path("end")).atZone(zone).toLocalDateTime(),
                zone,
                allDay,
                GraphRecurrence.parse(recurrence),
                Set.of());
    }

    @Override
    public Span span(ObjectNode event, Calendar calendar) {
        return new Span(GraphTime.instant(event.path("start")), GraphTime.instant(event.path("end")));
    }

    @Override
    public String instanceId(String master, Occurrence occurrence) {
        String stem = master.endsWith("AAA=") ? master.substring(0, master.length() - 4) : master;
        return stem + "FRAAg" + STAMP.format(occurrence.start()) + "AAEA==";
    }

    @Override
    public @Nullable LocalDate around(String instanceId) {
        var date = INSTANCE.matcher(instanceId);
        return date.matches() ? LocalDate.parse(date.group(1), STAMP) : null;
    }

    @Override
    public ObjectNode instance(Item master, Occurrence occurrence) {
        ObjectNode json = master.json().deepCopy();
        json.put("id", instanceId(master.id(), occurrence))
                .put("type", "occurrence")
                .put("seriesMasterId", master.id())
                .put(
                        "occurrenceId",
                        "OID." + master.id() + '.' + occurrence.start().toLocalDate())
                .put("originalStart", GraphTime.seconds(occurrence.startsAt()));
        json.putNull("recurrence");
        String uid = Json.string(json, "iCalUId");
        if (uid != null && uid.startsWith(GLOBAL_ID + "00000000")) {
            LocalDateTime start = occurrence.start();
            String date = "%04X%02X%02X".formatted(start.getYear(), start.getMonthValue(), start.getDayOfMonth());
            json.put("iCalUId", GLOBAL_ID + date + uid.substring(GLOBAL_ID.length() + 8));
        }
        times(json, occurrence);
        return json;
    }

    private static void times(ObjectNode json, Occurrence occurrence) {
        String zone = WindowsZones.name(occurrence.zone());
        GraphTime.put(json.putObject("start"), occurrence.start(), zone);
        GraphTime.put(json.putObject("end"), occurrence.end(), zone);
    }

    @Override
    public void except(ObjectNode instance) {
        instance.put("type", "exception");
    }

    @Override
    public void cancel(ObjectNode event) {
        // What is deleted is gone; there is no state of its own for it.
    }

    @Override
    public void identify(ObjectNode event, String id, @Nullable String master) {
        event.put("id", id);
        if (master != null) {
            event.put("seriesMasterId", master);
        }
    }

    @Override
    public void invite(ObjectNode copy) {
        copy.remove(List.of("isOrganizer", "webLink", "createdDateTime"));
        copy.putObject("responseStatus").put("response", "notResponded").put("time", NEVER);
    }

    @Override
    public String splitId(User user, String master, Occurrence at, long number) {
        return eventId(user, number);
    }

    @Override
    public void endBefore(ObjectNode master, Occurrence occurrence) {
        master.withObject("recurrence")
                .withObject("range")
                .put("type", "endDate")
                .put("endDate", occurrence.start().toLocalDate().minusDays(1).toString())
                .put("numberOfOccurrences", 0);
    }

    @Override
    public void beginAt(ObjectNode master, Occurrence occurrence, int passed) {
        master.remove("iCalUId");
        ObjectNode range = master.withObject("recurrence").withObject("range");
        range.put("startDate", occurrence.start().toLocalDate().toString());
        if (Json.string(range, "type", "").equals("numbered")) {
            range.put("numberOfOccurrences", range.path("numberOfOccurrences").asInt(0) - passed);
        }
        times(master, occurrence);
    }

    @Override
    public void answer(ObjectNode event, String attendee, String response, Instant now) {
        for (JsonNode one : event.path("attendees").values()) {
            if (one instanceof ObjectNode object && attendee.equals(Json.string(one.path("emailAddress"), "address"))) {
                object.putObject("status").put("response", response).put("time", GraphTime.moment(now));
                return;
            }
        }
        throw new IllegalArgumentException(attendee + " does not attend");
    }
}
