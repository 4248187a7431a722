package ajar.organization;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The built-in roles. Their ids are plain words (Close API, configuration resources, section 21).
@SuppressWarnings("ImmutableEnumChecker") // the lists are copies that cannot change
public enum Role {
    ADMIN("admin", Permissions.ALL),
    SUPERUSER("superuser", Permissions.SUPERUSER),
    USER("user", Permissions.USER),
    RESTRICTED_USER("restricteduser", Permissions.RESTRICTED);

    private final String id;
    private final List<String> permissions;

    Role(String id, List<String> permissions) {
        this.id = id;
        this.permissions = permissions;
    }

    /// The role's id on the wire.
    public String id() {
        return id;
    }

    /// The names of what it allows, by the alphabet.
    public List<String> permissions() {
        return permissions;
    }

    /// The permissions of the role with that id; none when there is no such role.
    public static List<String> permissionsOf(String id) {
        for (var role : values()) {
            if (role.id.equals(id)) {
                return role.permissions;
            }
        }
        return List.of();
    }

    private static final class Permissions {
        private static final List<String> RESTRICTED = List.of(
                "calling", "delete_own_activities", "delete_own_opportunities", "delete_own_tasks", "view_all_leads");
        private static final List<String> USER = with(
                RESTRICTED,
                "bulk_email",
                "bulk_import",
                "bulk_sequence_subscriptions",
                "delete_leads",
                "manage_others_activities",
                "manage_others_opportunities",
                "manage_others_tasks",
                "merge_leads");
        private static final List<String> SUPERUSER = with(
                USER,
                "bulk_delete",
                "bulk_edit",
                "call_coach_barge",
                "call_coach_listen",
                "export",
                "manage_customizations",
                "manage_email_sequences",
                "manage_group_numbers",
                "manage_team_email_templates",
                "manage_team_smart_views");
        private static final List<String> ALL = with(SUPERUSER, "manage_organization");

        private static List<String> with(Collection<String> base, String... more) {
            Set<String> all = new TreeSet<>(base);
            all.addAll(List.of(more));
            return List.copyOf(new TreeSet<>(all));
        }
    }
}
