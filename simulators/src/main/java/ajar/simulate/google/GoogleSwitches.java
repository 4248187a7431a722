package ajar.simulate.google;

import ajar.simulate.calendar.Switch;
import java.util.List;

/// The lasting peculiarities of the simulated Google Calendar.
public final class GoogleSwitches {
    /// What a cancelled event still says. Only its id is promised, of an instance also the series and
    /// the original start.
    public static final Switch<String> CANCELLED_EVENTS = Switch.choice(
            "cancelled_events",
            List.of("as_documented", "identity_only", "some_fields"),
            "What cancelled events still say: as_documented = everything on the organizer's own calendar when "
                    + "showDeleted is true, else id and status; identity_only = id and status, of instances also "
                    + "the series and the original start; some_fields = also times of changes, but neither title "
                    + "nor start");

    /// Forces small pages, whatever is asked for.
    public static final Switch<Integer> LARGEST_PAGE =
            Switch.number("largest_page", 0, "The most entries of a page, whatever is asked for; 0 for as asked");

    /// How far back `updatedMin` may lie.
    public static final Switch<Integer> UPDATES_KEPT_DAYS = Switch.number(
            "updates_kept_days", 28, "How many days updatedMin may lie back before it is answered with 410");

    /// How long sync tokens live.
    public static final Switch<Integer> SYNC_TOKEN_SECONDS = Switch.number(
            "sync_token_seconds", 0, "How long sync tokens live before they are answered with 410; 0 for ever");

    /// How many attendees are returned at most.
    public static final Switch<Integer> MOST_ATTENDEES = Switch.number(
            "most_attendees",
            0,
            "Events with more attendees than this show the user only, with attendeesOmitted, whatever "
                    + "maxAttendees says; 0 for no such bound");

    /// Notifications do not arrive.
    public static final Switch<Boolean> NOTIFICATIONS_LOST =
            Switch.flag("notifications_lost", "Notifications about changes are lost");

    /// Notifications arrive twice.
    public static final Switch<Boolean> NOTIFICATIONS_DOUBLED =
            Switch.flag("notifications_doubled", "Every notification about a change arrives twice");

    /// The longest life of a channel.
    public static final Switch<Integer> CHANNEL_SECONDS = Switch.number(
            "channel_seconds", 2_592_000, "The longest life of a push channel; 604800 is given without a wish");

    /// Watching is refused, as it is for calendars of holidays.
    public static final Switch<Boolean> WATCH_REFUSED = Switch.flag(
            "watch_refused", "Watching a calendar is refused, as for calendars of holidays: polling is left");

    static final List<Switch<?>> ALL = List.of(
            CANCELLED_EVENTS,
            LARGEST_PAGE,
            UPDATES_KEPT_DAYS,
            SYNC_TOKEN_SECONDS,
            MOST_ATTENDEES,
            NOTIFICATIONS_LOST,
            NOTIFICATIONS_DOUBLED,
            CHANNEL_SECONDS,
            WATCH_REFUSED);

    private GoogleSwitches() {}
}
