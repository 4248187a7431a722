package ajar.meeting;

import ajar.activity.Activity;
import ajar.engine.entity.Draft;
import ajar.engine.json.Json;
import ajar.engine.resource.Stamps;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// All that calendars say of one meeting at a moment.
///
/// @param owner the user whose calendar counts most: the organizer's, else that of the first to sync
/// @param users everybody of the organization who is on the event
/// @param attendees in the shape of the field, contacts and users recognised
/// @param conferences URLs of the provider's conference data
/// @param isCanceled whether the meeting does not take place (Close docs: Meetings)
/// @param providerType as in `provider_calendar_type`
/// @param eventId as in `provider_calendar_event_id`
/// @param calendarIds as in `provider_calendar_ids`
/// @param calendarAliases other names of these calendars
/// @param eventUids as in `calendar_event_uids`
/// @param link as in `calendar_event_link`
/// @param accountId the connected account it came through
public record CalendarState(
        String owner,
        List<String> users,
        String title,
        String description,
        String location,
        List<String> conferences,
        Instant startsAt,
        Instant endsAt,
        JsonNode attendees,
        boolean isCanceled,
        String providerType,
        String eventId,
        List<String> calendarIds,
        List<String> calendarAliases,
        List<String> eventUids,
        @Nullable String link,
        String accountId,
        boolean isRecurring) {
    /// Makes a meeting of a lead from it.
    public void create(Draft meeting, String leadId) {
        meeting.set(Activity.LEAD_ID, leadId)
                .set(Meeting.SOURCE, Meeting.CALENDAR)
                .set(Stamps.CREATED_BY, owner);
        update(meeting);
    }

    /// Brings a meeting to it, and tells whether that changes anything.
    @CanIgnoreReturnValue
    public boolean update(Draft meeting) {
        meeting.set(Activity.USER_ID, owner)
                .set(Meeting.SENT_USERS, users)
                .set(Meeting.TITLE, title)
                .set(Meeting.DESCRIPTION, description)
                .set(Meeting.LOCATION, location)
                .set(Meeting.CONFERENCES, conferences)
                .set(Meeting.STARTS_AT, startsAt)
                .set(Meeting.ENDS_AT, endsAt)
                .set(Meeting.ATTENDEES, attendees)
                .set(Meeting.RECOGNISED, true)
                .set(Meeting.STATUS, isCanceled ? MeetingStatus.CANCELED : MeetingStatus.UPCOMING)
                .set(CalendarEvent.TYPE, providerType)
                .set(CalendarEvent.EVENT_ID, eventId)
                .set(CalendarEvent.CALENDAR_IDS, calendarIds)
                .set(CalendarEvent.CALENDAR_ALIASES, calendarAliases)
                .set(CalendarEvent.UIDS, eventUids)
                .set(CalendarEvent.LINK, link)
                .set(CalendarEvent.ACCOUNT_ID, accountId)
                .set(CalendarEvent.RECURRING, isRecurring);
        boolean changes = meeting.isNew() || changesAnything(meeting);
        if (changes) {
            meeting.set(Stamps.UPDATED_BY, owner);
        }
        return changes;
    }

    private boolean changesAnything(Draft meeting) {
        boolean canceled = meeting.old(Meeting.CANCELED_AT) != null;
        return canceled != isCanceled
                || meeting.fields().stream()
                        .anyMatch(field ->
                                field != Meeting.STATUS && field.columnName() != null && meeting.changes(field));
    }

    /// Calls a meeting off, and leaves all else as it is.
    public static void cancel(Draft meeting) {
        meeting.set(Meeting.STATUS, MeetingStatus.CANCELED);
    }

    /// One attendee in the shape of the field.
    public static JsonNode attendee(
            @Nullable String email,
            @Nullable String name,
            String status,
            boolean isOrganizer,
            @Nullable String contactId,
            @Nullable String userId) {
        return Json.object()
                .put("contact_id", contactId)
                .put("email", email)
                .put("is_organizer", isOrganizer)
                .put("name", name)
                .put("status", status)
                .put("user_id", userId);
    }
}
