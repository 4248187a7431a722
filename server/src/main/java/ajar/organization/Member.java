package ajar.organization;

import ajar.engine.resource.Caller;
import java.util.Set;

/// A user's place in one organization.
///
/// @param organizationName what the organization is called
/// @param roleId the id of the role; see [Role]
public record Member(String organizationId, String organizationName, String userId, String roleId) {
    /// The user acting in this organization, by themselves.
    public Caller caller() {
        return new Caller(organizationId, userId, null, null, Set.copyOf(Role.permissionsOf(roleId)));
    }

    /// Whether they may manage the organization.
    public boolean isAdministrator() {
        return caller().isAdministrator();
    }
}
