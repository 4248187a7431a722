package ajar.meeting;

import ajar.activity.Activity;
import ajar.engine.field.Values;
import ajar.engine.resource.Stamps;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Whether what is stored of a meeting agrees with itself.
public final class MeetingFacts {
    private MeetingFacts() {}

    /// What contradicts what, for an operator; null when nothing does.
    ///
    /// A meeting whose alarm is overdue is judged at the moment before it: a server that was down has
    /// yet to ring it. A meeting that was last changed after `now` comes from a server whose clock was
    /// moved, and is judged at that change.
    public static @Nullable String contradiction(Values meeting, Instant now) {
        String status = meeting.get(Meeting.STATUS);
        if (status == null) {
            return "has no status";
        }
        Instant due = meeting.get(Activity.DUE_AT);
        Instant alarm = alarm(meeting, status);
        if (alarm == null ? due != null : !alarm.equals(due)) {
            return "is " + status + ", which its alarm does not fit";
        }
        Instant changed = meeting.need(Stamps.DATE_UPDATED);
        Instant moment = changed.isAfter(now) ? changed : now;
        if (due != null && !due.isAfter(moment)) {
            moment = due.minus(Duration.ofMillis(1));
        }
        String expected = MeetingStatus.of(meeting, moment);
        return status.equals(expected) ? null : "is " + status + ", but its facts make it " + expected;
    }

    /// When a meeting of this status has to be looked at again; null for never.
    private static @Nullable Instant alarm(Values meeting, String status) {
        return switch (status) {
            case MeetingStatus.UPCOMING -> meeting.need(Meeting.STARTS_AT);
            case MeetingStatus.IN_PROGRESS -> meeting.need(Meeting.ENDS_AT);
            default -> null;
        };
    }
}
