package ajar.simulate.microsoft;

import ajar.simulate.calendar.Switch;
import java.util.List;

/// The lasting peculiarities of the simulated Microsoft Graph.
public final class MicrosoftSwitches {
    /// Forces small pages, whatever is asked for.
    public static final Switch<Integer> LARGEST_PAGE =
            Switch.number("largest_page", 0, "The most entries of a page, whatever is asked for; 0 for as asked");

    /// A round of changes ends with a page that is empty but for the delta link.
    public static final Switch<Boolean> EMPTY_LAST_PAGE = Switch.flag(
            "empty_last_page", "A round of changes ends with a page that has the delta link and nothing else");

    /// Deleted occurrences are told of. They are not, otherwise: the series comes with what is left.
    public static final Switch<Boolean> DELETED_OCCURRENCES_TRACED = Switch.flag(
            "deleted_occurrences_traced",
            "A round of changes names deleted occurrences under @removed. Otherwise the series comes again "
                    + "with the occurrences that are left, and the gap is the only trace");

    /// Occurrences and exceptions do not say where the series had them.
    public static final Switch<Boolean> ORIGINAL_STARTS_MISSING = Switch.flag(
            "original_starts_missing", "Occurrences and exceptions have neither originalStart nor occurrenceId");

    /// `iCalUId` is null.
    public static final Switch<Boolean> ICAL_UIDS_NULL =
            Switch.flag("ical_uids_null", "iCalUId is null for all events");

    /// How a lost state of changes is answered.
    public static final Switch<String> LOST_STATE = Switch.choice(
            "lost_state",
            List.of("410", "400"),
            "The status with which syncStateNotFound is answered: 410 after maintenance, 400 after expiry");

    /// Whether subscriptions can be made.
    public static final Switch<String> SUBSCRIPTIONS = Switch.choice(
            "subscriptions",
            List.of("allowed", "backend_unknown", "mailbox_unsupported"),
            "Whether subscriptions can be made; some mailboxes answer ExtensionError for ever, with 503 "
                    + "(backend_unknown) or 404 (mailbox_unsupported), and polling is left");

    /// The longest life of a subscription.
    public static final Switch<Integer> SUBSCRIPTION_MINUTES = Switch.number(
            "subscription_minutes", 4230, "The longest life of a subscription in minutes; longer ones are refused");

    /// Notifications do not arrive.
    public static final Switch<Boolean> NOTIFICATIONS_LOST =
            Switch.flag("notifications_lost", "Notifications about changes are lost");

    /// Notifications arrive twice.
    public static final Switch<Boolean> NOTIFICATIONS_DOUBLED =
            Switch.flag("notifications_doubled", "Every notification about a change arrives twice");

    static final List<Switch<?>> ALL = List.of(
            LARGEST_PAGE,
            EMPTY_LAST_PAGE,
            DELETED_OCCURRENCES_TRACED,
            ORIGINAL_STARTS_MISSING,
            ICAL_UIDS_NULL,
            LOST_STATE,
            SUBSCRIPTIONS,
            SUBSCRIPTION_MINUTES,
            NOTIFICATIONS_LOST,
            NOTIFICATIONS_DOUBLED);

    private MicrosoftSwitches() {}
}
