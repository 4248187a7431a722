package ajar.simulate.microsoft;

import ajar.simulate.http.Json;
import tools.jackson.databind.node.ObjectNode;

/// What Graph says about an event of which nothing is known.
final class GraphDefaults {
    private GraphDefaults() {}

    /// @param own whether the user of the calendar has organized it
    /// @param now as text
    static ObjectNode event(String startZone, String endZone, boolean series, boolean own, String now) {
        ObjectNode json = Json.object()
                .put("createdDateTime", now)
                .put("lastModifiedDateTime", now)
                .put("changeKey", "");
        json.putArray("categories");
        json.putNull("transactionId");
        json.put("originalStartTimeZone", startZone)
                .put("originalEndTimeZone", endZone)
                .put("reminderMinutesBeforeStart", 15)
                .put("isReminderOn", true)
                .put("hasAttachments", false)
                .put("subject", "")
                .put("importance", "normal")
                .put("sensitivity", "normal")
                .put("isAllDay", false)
                .put("isCancelled", false)
                .put("isOrganizer", own)
                .put("responseRequested", true);
        json.putNull("seriesMasterId");
        json.put("showAs", "busy").put("type", series ? "seriesMaster" : "singleInstance");
        json.putNull("onlineMeetingUrl");
        json.put("isOnlineMeeting", false)
                .put("onlineMeetingProvider", "unknown")
                .put("allowNewTimeProposals", true);
        json.putNull("occurrenceId");
        json.put("isDraft", false).put("hideAttendees", false);
        json.putObject("responseStatus")
                .put("response", own ? "organizer" : "notResponded")
                .put("time", "0001-01-01T00:00:00Z");
        json.putObject("body").put("contentType", "html").put("content", "");
        ObjectNode location = json.putObject("location")
                .put("displayName", "")
                .put("locationType", "default")
                .put("uniqueIdType", "unknown");
        location.putObject("address");
        location.putObject("coordinates");
        json.putArray("locations");
        json.putNull("recurrence");
        json.putArray("attendees");
        json.putNull("onlineMeeting");
        return json;
    }
}
