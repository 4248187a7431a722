package ajar.meeting;

import ajar.engine.entity.Draft;
import ajar.engine.field.Values;
import java.time.Instant;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// What a meeting's status follows from (Close docs: Meetings): first whether it was canceled, then who
/// declined, then the clock.
final class MeetingStatus {
    static final String UPCOMING = "upcoming";
    static final String IN_PROGRESS = "in-progress";
    static final String COMPLETED = "completed";
    static final String CANCELED = "canceled";
    static final String DECLINED_BY_ORG = "declined-by-org";
    static final String DECLINED_BY_LEAD = "declined-by-lead";

    private MeetingStatus() {}

    /// The status at a moment.
    static String of(Values meeting, Instant now) {
        if (meeting.get(Meeting.CANCELED_AT) != null) {
            return CANCELED;
        }
        var attendees = meeting.need(Meeting.ATTENDEES);
        if (everyUserDeclined(attendees, meeting.get(ajar.activity.Activity.USER_ID))) {
            return DECLINED_BY_ORG;
        }
        if (leadDeclined(attendees)) {
            return DECLINED_BY_LEAD;
        }
        if (now.isBefore(meeting.need(Meeting.STARTS_AT))) {
            return UPCOMING;
        }
        return now.isBefore(meeting.need(Meeting.ENDS_AT)) ? IN_PROGRESS : COMPLETED;
    }

    /// All users on the event said no. An owner who does not list himself has not declined.
    private static boolean everyUserDeclined(JsonNode attendees, @org.jspecify.annotations.Nullable String owner) {
        boolean any = false;
        boolean ownerListed = owner == null;
        for (var attendee : attendees) {
            if (attendee.path("user_id").isString()) {
                any = true;
                ownerListed |= Objects.equals(attendee.path("user_id").stringValue(), owner);
                if (!attendee.path("status").asString("").equals("no")) {
                    return false;
                }
            }
        }
        return any && ownerListed;
    }

    /// At least one of the lead's contacts said no, and no other said yes.
    private static boolean leadDeclined(JsonNode attendees) {
        boolean declined = false;
        for (var attendee : attendees) {
            if (attendee.path("contact_id").isString()) {
                String answer = attendee.path("status").asString("");
                if (answer.equals("yes")) {
                    return false;
                }
                declined |= answer.equals("no");
            }
        }
        return declined;
    }

    /// Makes a meeting stop at a status on its way to a later one.
    static Draft pass(Draft meeting, String status) {
        return meeting.set(Meeting.PASSING, status);
    }
}
