package ajar.sandbox;

import ajar.engine.http.Request;
import ajar.engine.problem.ApiException;
import ajar.organization.Accounts;
import org.jspecify.annotations.Nullable;

/// Who may use the sandbox's controls.
final class Administrators {
    private final Accounts accounts;
    private volatile @Nullable String first;

    Administrators(Accounts accounts) {
        this.accounts = accounts;
    }

    /// What moves the whole server is for administrators of its first organization, and not for those of
    /// the organizations that tests made.
    void requireOfServer(Request request) {
        if (!isOfServer(request)) {
            throw ApiException.forbidden("This needs the key of an administrator of the server's first organization.");
        }
    }

    /// What moves one organization is for its own administrators too.
    void requireOf(String organizationId, Request request) {
        boolean own = request.caller().isAdministrator()
                && request.caller().organizationId().equals(organizationId);
        if (!own && !isOfServer(request)) {
            throw ApiException.forbidden(
                    "This needs the key of an administrator of this organization, or of the server's" + " first one.");
        }
    }

    /// Whether it is the organization whose administrators have all controls.
    ///
    /// It is asked for once: where the clock was set back, later ones look older.
    boolean isFirst(String organizationId) {
        String known = first;
        if (known == null) {
            known = accounts.oldestOrganization();
            first = known;
        }
        return known.equals(organizationId);
    }

    private boolean isOfServer(Request request) {
        return request.caller().isAdministrator() && isFirst(request.caller().organizationId());
    }
}
