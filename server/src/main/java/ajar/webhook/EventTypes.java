package ajar.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which actions there are for which type of object: everything a subscription can ask for (Close docs:
/// List of event types). Types that Ajar does not have yet are among them, so that a subscription made
/// for the original can be made here as it is.
public final class EventTypes {
    private static final List<String> CHANGES = List.of("created", "deleted", "updated");

    private static final Map<String, List<String>> ACTIONS = new TreeMap<>();

    static {
        changed(
                "contact",
                "opportunity",
                "activity.email_thread",
                "activity.whatsapp_message",
                "activity.note",
                "activity.form_submission",
                "activity.custom_activity",
                "activity.lead_status_change",
                "activity.opportunity_status_change",
                "activity.lead_merge",
                "custom_fields.lead",
                "custom_fields.contact",
                "custom_fields.opportunity",
                "custom_fields.activity",
                "custom_fields.custom_object",
                "custom_fields.shared",
                "custom_activity_type",
                "custom_object_type",
                "custom_object",
                "status.lead",
                "status.opportunity",
                "group",
                "saved_search",
                "phone_number",
                "email_template",
                "sms_template",
                "sequence",
                "sequence_subscription",
                "comment",
                "comment_thread",
                "outcome");
        changedAnd("lead", "merged");
        for (var subtype : List.of(
                "lead",
                "outgoing_call",
                "incoming_email",
                "email_followup",
                "missed_call",
                "answered_detached_call",
                "voicemail",
                "opportunity_due",
                "incoming_sms")) {
            changedAnd("task." + subtype, "completed");
        }
        changedAnd("activity.email", "sent");
        changedAnd("activity.sms", "sent");
        changedAnd("activity.call", "answered", "completed");
        changedAnd("activity.meeting", "scheduled", "started", "completed", "canceled");
        only("activity.task_completed", "created", "deleted");
        only("unsubscribed_email", "created", "deleted");
        only("membership", "activated", "deactivated");
        only("import", "created", "updated", "deleted", "completed", "reverting", "reverted");
        only("export.lead", "created", "updated", "completed");
        only("export.opportunity", "created", "updated", "completed");
        for (var kind : List.of("delete", "edit", "email", "sequence_subscription")) {
            only("bulk_action." + kind, "created", "updated", "completed", "paused");
        }
    }

    private EventTypes() {}

    private static void changed(String... types) {
        for (var type : types) {
            ACTIONS.put(type, CHANGES);
        }
    }

    private static void changedAnd(String type, String... more) {
        List<String> actions = new ArrayList<>(CHANGES);
        actions.addAll(List.of(more));
        actions.sort(null);
        ACTIONS.put(type, List.copyOf(actions));
    }

    private static void only(String type, String... actions) {
        ACTIONS.put(type, List.of(actions).stream().sorted().toList());
    }

    /// All types, by the alphabet.
    public static List<String> types() {
        return List.copyOf(ACTIONS.keySet());
    }

    /// What can happen to objects of this type, by the alphabet; nothing when there is no such type.
    public static List<String> actionsOf(String type) {
        return ACTIONS.getOrDefault(type, List.of());
    }
}
