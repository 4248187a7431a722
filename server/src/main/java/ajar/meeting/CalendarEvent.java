package ajar.meeting;

import ajar.engine.entity.Draft;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.predicate.Predicate;
import ajar.engine.problem.ApiException;
import ajar.engine.resource.Filter;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a meeting knows of the provider's calendar event it was made from, and how meetings are found
/// by it (Close docs: Meeting Search).
final class CalendarEvent {
    private static final List<String> TYPES = List.of("google", "microsoft", "caldav", "ics");
    static final Field<String> TYPE = Field.column("provider_calendar_type", Codecs.choice(TYPES))
            .fixed()
            .about("`google` or `microsoft`; `caldav` and `ics` are Ajar extensions.");
    static final Field<String> EVENT_ID =
            Field.column("provider_calendar_event_id", Codecs.text(1500)).fixed();
    static final Field<List<String>> CALENDAR_IDS = Field.column("provider_calendar_ids", Codecs.texts(100, 1500))
            .or(List.of())
            .fixed();
    /// Other names of these calendars, by which they are found too: Google's `primary` is the owner's
    /// address in links.
    static final Field<List<String>> CALENDAR_ALIASES = Field.column("provider_calendar_aliases", Codecs.TEXTS)
            .or(List.of())
            .hidden();
    static final Field<List<String>> UIDS = Field.column("calendar_event_uids", Codecs.texts(100, 1500))
            .or(List.of())
            .fixed();

    static final Field<String> LINK =
            Field.column("calendar_event_link", Codecs.text(4096)).fixed();
    static final Field<String> ACCOUNT_ID =
            Field.column("connected_account_id", Codecs.ID).fixed();
    static final Field<Boolean> RECURRING =
            Field.column("is_recurring", Codecs.BOOL).or(false).fixed();

    static final List<Field<?>> FIELDS =
            List.of(TYPE, EVENT_ID, CALENDAR_IDS, CALENDAR_ALIASES, UIDS, LINK, ACCOUNT_ID, RECURRING);

    /// The parameters of the search. An event is found by its id and by the ids of its occurrences.
    static final List<Filter> SEARCH = List.of(
            Filter.custom(EVENT_ID.name(), EVENT_ID, (value, _) -> eventIs(value)),
            Filter.custom("provider_calendar_id", CALENDAR_IDS, (value, _) -> calendarIs(value))
                    .requiring(EVENT_ID.name()),
            Filter.equal(TYPE).requiring(EVENT_ID.name()),
            Filter.range(Meeting.STARTS_AT).requiring(EVENT_ID.name()));

    private static final Set<String> NEED_EVENT_ID = Set.of(
            "provider_calendar_id",
            "provider_calendar_type",
            "starts_at",
            "starts_at__gte",
            "starts_at__gt",
            "starts_at__lt",
            "starts_at__lte");

    private CalendarEvent() {}

    private static Predicate calendarIs(String id) {
        return Predicate.any(Predicate.holds(CALENDAR_IDS, id), Predicate.holds(CALENDAR_ALIASES, id));
    }

    /// Ids are compared as they are, but an Outlook id may have lost its final `=` on the way through a
    /// URL.
    private static Predicate eventIs(String id) {
        var exact = Predicate.any(Predicate.equal(EVENT_ID, id), Predicate.holds(UIDS, id));
        boolean cut = id.startsWith("AA") && !id.endsWith("=");
        return cut ? Predicate.any(exact, Predicate.equal(EVENT_ID, id + "=")) : exact;
    }

    /// Nothing of the search works without the event's id.
    static void checkSearch(Map<String, String> parameters) {
        String event = parameters.getOrDefault(EVENT_ID.name(), "");
        if (event.isEmpty() && parameters.keySet().stream().anyMatch(NEED_EVENT_ID::contains)) {
            throw ApiException.badRequest(
                    "provider_calendar_event_id is required when searching by provider calendar fields.");
        }
        String type = parameters.get(TYPE.name());
        if (type != null && !TYPES.contains(type)) {
            throw ApiException.badRequest("provider_calendar_type must be one of google, microsoft.");
        }
    }

    /// An event is at least known by its own id.
    static void prepare(Draft meeting) {
        String id = meeting.get(EVENT_ID);
        if (meeting.isNew() && id != null && meeting.need(UIDS).isEmpty()) {
            meeting.set(UIDS, List.of(id));
        }
    }
}
