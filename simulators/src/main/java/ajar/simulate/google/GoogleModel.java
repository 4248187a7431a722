package ajar.simulate.google;

import ajar.simulate.calendar.Calendar;
import ajar.simulate.calendar.EventModel;
import ajar.simulate.calendar.Item;
import ajar.simulate.calendar.Recurrence;
import ajar.simulate.calendar.Recurrence.Occurrence;
import ajar.simulate.calendar.Rule;
import ajar.simulate.calendar.User;
import ajar.simulate.http.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Calendars and events as Google writes them (Google docs: CalendarList, Events).
final class GoogleModel implements EventModel {
    private static final Pattern INSTANCE = Pattern.compile(".*_(\\d{8})(T\\d{6}Z)?");

    @Override
    public String calendarId(User user, boolean primary, long number) {
        return primary ? user.email() : "c_%032x@group.calendar.google.com".formatted(number * 0x9E3779B97F4A7C1L);
    }

    @Override
    public ObjectNode calendar(User user, String id, boolean primary, ObjectNode given) {
        ObjectNode json = Json.object()
                .put("kind", "calendar#calendarListEntry")
                .put("etag", "")
                .put("id", id)
                .put("summary", primary ? user.email() : "Calendar")
                .put("timeZone", user.zone().getId())
                .put("colorId", "14")
                .put("backgroundColor", "#9fe1e7")
                .put("foregroundColor", "#000000")
                .put("selected", true)
                .put("accessRole", "owner");
        json.putArray("defaultReminders").addObject().put("method", "popup").put("minutes", 30);
        if (primary) {
            json.put("primary", true);
        }
        json.putObject("conferenceProperties")
                .putArray("allowedConferenceSolutionTypes")
                .add("hangoutsMeet");
        Json.merge(json, given);
        return json;
    }

    @Override
    public String eventId(User user, long number) {
        String digits = "0000000000000" + Long.toString(number * 0x9E3779B97F4A7L & Long.MAX_VALUE, 32);
        return "evt" + number + 'g' + digits.substring(digits.length() - 13);
    }

    @Override
    public String immutableId(User user, long number) {
        return "google-" + number;
    }

    @Override
    public ObjectNode event(Calendar calendar, String id, ObjectNode given, Instant now) {
        if (!given.has("start") || !given.has("end")) {
            throw new IllegalArgumentException("An event has a start and an end");
        }
        User user = calendar.user();
        ObjectNode json = Json.object()
                .put("kind", "calendar#event")
                .put("etag", "")
                .put("id", id)
                .put("status", "confirmed")
                .put("htmlLink", "https://www.google.com/calendar/event?eid=" + eid(id, calendar.id()))
                .put("created", now.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ".000Z"))
                .put("updated", "");
        json.putObject("creator").put("email", user.email());
        json.putObject("organizer").put("email", user.email());
        json.put("iCalUID", id + "@google.com").put("sequence", 0);
        json.putObject("reminders").put("useDefault", true);
        json.put("eventType", "default");
        given.forEachEntry((name, value) -> json.set(name, value.deepCopy()));
        return json.put("id", id);
    }

    private static String eid(String event, String calendar) {
        byte[] text = (event + ' ' + calendar).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    @Override
    public void touch(ObjectNode event, ObjectNode patch, long version, Instant now) {
        event.put("etag", etag(version)).put("updated", millis(now));
        if (patch.has("start") || patch.has("end") || patch.has("recurrence")) {
            event.put("sequence", event.path("sequence").asInt(0) + 1);
        }
    }

    static String etag(long version) {
        return "\"" + (3_400_000_000_000_000L + version) + '"';
    }

    /// A moment with three digits of fraction.
    static String millis(Instant moment) {
        long millis = Math.floorMod(moment.toEpochMilli(), 1000L);
        return moment.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ".%03dZ".formatted(millis));
    }

    @Override
    public boolean deletedBy(ObjectNode event, ObjectNode patch) {
        if (!patch.has("status") && "cancelled".equals(Json.string(event, "status"))) {
            event.put("status", "confirmed");
        }
        return "cancelled".equals(Json.string(event, "status"));
    }

    @Override
    public @Nullable Recurrence recurrence(ObjectNode event, Calendar calendar) {
        JsonNode start = event.path("start");
        ZoneId zone = start.has("date") ? zone(calendar) : zone(start, calendar);
        LocalDateTime first = local(start, zone);
        Rule rule = null;
        Set<LocalDateTime> excluded = new HashSet<>();
        for (JsonNode line : event.path("recurrence").values()) {
            String text = line.asString("");
            if (text.startsWith("RRULE")) {
                rule = GoogleRule.parse(text, zone);
            } else if (text.startsWith("EXDATE")) {
                GoogleRule.exclude(text, zone, first.toLocalTime(), excluded);
            }
        }
        return rule == null
                ? null
                : new Recurrence(first, local(event.path("end"), zone), zone, start.has("date"), rule, excluded);
    }

    @Override
    public Span span(ObjectNode event, Calendar calendar) {
        return new Span(instant(event.path("start"), calendar), instant(event.path("end"), calendar));
    }

    /// The moment of a `start` or `end`; that of a date is midnight in the zone of the calendar.
    static Instant instant(JsonNode time, Calendar calendar) {
        ZoneId zone = time.has("date") ? zone(calendar) : zone(time, calendar);
        return local(time, zone).atZone(zone).toInstant();
    }

    static ZoneId zone(Calendar calendar) {
        return ZoneId.of(Json.string(calendar.json(), "timeZone", "UTC"));
    }

    private static ZoneId zone(JsonNode time, Calendar calendar) {
        String name = Json.string(time, "timeZone");
        return name == null ? zone(calendar) : ZoneId.of(name);
    }

    /// A `start` or `end` in local time of a zone.
    private static LocalDateTime local(JsonNode time, ZoneId zone) {
        String date = Json.string(time, "date");
        if (date != null) {
            return LocalDate.parse(date).atStartOfDay();
        }
        String text = Json.string(time, "dateTime", "");
        return text.length() > 19
                ? OffsetDateTime.parse(text).atZoneSameInstant(zone).toLocalDateTime()
                : LocalDateTime.parse(text);
    }

    @Override
    public String instanceId(String master, Occurrence occurrence) {
        return master + '_' + stamp(occurrence, true);
    }

    private static String stamp(Occurrence occurrence, boolean marked) {
        return occurrence.allDay()
                ? GoogleRule.DATE.format(occurrence.start())
                : GoogleRule.LOCAL.format(occurrence.startsAt().atOffset(ZoneOffset.UTC)) + (marked ? "Z" : "");
    }

    @Override
    public @Nullable LocalDate around(String instanceId) {
        var date = INSTANCE.matcher(instanceId);
        return date.matches() ? LocalDate.parse(date.group(1), GoogleRule.DATE) : null;
    }

    @Override
    public ObjectNode instance(Item master, Occurrence occurrence) {
        ObjectNode json = master.json().deepCopy();
        json.remove("recurrence");
        json.put("id", instanceId(master.id(), occurrence)).put("recurringEventId", master.id());
        time(json.putObject("start"), occurrence.start(), occurrence);
        time(json.putObject("end"), occurrence.end(), occurrence);
        time(json.putObject("originalStartTime"), occurrence.start(), occurrence);
        return json;
    }

    private static void time(ObjectNode into, LocalDateTime moment, Occurrence occurrence) {
        if (occurrence.allDay()) {
            into.put("date", moment.toLocalDate().toString());
        } else {
            ZonedDateTime zoned = moment.atZone(occurrence.zone());
            into.put("dateTime", seconds(zoned))
                    .put("timeZone", occurrence.zone().getId());
        }
    }

    /// A moment with its offset, to the second.
    static String seconds(ZonedDateTime moment) {
        return moment.toOffsetDateTime().truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    }

    @Override
    public void except(ObjectNode instance) {
        // A changed instance looks like any other.
    }

    @Override
    public void cancel(ObjectNode event) {
        event.put("status", "cancelled");
    }

    @Override
    public void identify(ObjectNode event, String id, @Nullable String master) {
        event.put("id", id);
        if (master != null) {
            event.put("recurringEventId", master);
        }
    }

    @Override
    public void invite(ObjectNode copy) {
        copy.remove("htmlLink");
    }

    @Override
    public String splitId(User user, String master, Occurrence at, long number) {
        return master.replaceFirst("_R[0-9T]+$", "") + "_R" + stamp(at, false);
    }

    @Override
    public void endBefore(ObjectNode master, Occurrence occurrence) {
        String end = occurrence.allDay()
                ? GoogleRule.DATE.format(occurrence.start().minusDays(1))
                : GoogleRule.LOCAL.format(occurrence
                                .startsAt()
                                .minus(Duration.ofSeconds(1))
                                .atOffset(ZoneOffset.UTC))
                        + 'Z';
        replaceEnd(master, "UNTIL=" + end);
    }

    @Override
    public void beginAt(ObjectNode master, Occurrence occurrence, int passed) {
        master.remove("iCalUID");
        for (JsonNode line : master.path("recurrence").values()) {
            int count = line.asString("").indexOf("COUNT=");
            if (count >= 0) {
                String number = line.asString("").substring(count + 6).replaceFirst(";.*", "");
                replaceEnd(master, "COUNT=" + (Integer.parseInt(number) - passed));
            }
        }
        time(master.putObject("start"), occurrence.start(), occurrence);
        time(master.putObject("end"), occurrence.end(), occurrence);
    }

    private static void replaceEnd(ObjectNode master, String end) {
        JsonNode lines = master.path("recurrence").deepCopy();
        var replaced = master.putArray("recurrence");
        for (JsonNode line : lines.values()) {
            String text = line.asString("");
            replaced.add(text.startsWith("RRULE") ? GoogleRule.withEnd(text, end) : text);
        }
    }

    @Override
    public void answer(ObjectNode event, String attendee, String response, Instant now) {
        for (JsonNode one : event.path("attendees").values()) {
            if (one instanceof ObjectNode object && attendee.equals(Json.string(one, "email"))) {
                object.put("responseStatus", response);
                return;
            }
        }
        throw new IllegalArgumentException(attendee + " does not attend");
    }
}
