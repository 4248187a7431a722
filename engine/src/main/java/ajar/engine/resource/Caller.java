package ajar.engine.resource;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who is asking: a user within one organization, through a key or an application, or the system
/// itself.
///
/// @param organizationId the organization everything is read from and written to
/// @param userId the acting user; null for the system (clock, sync)
/// @param apiKeyId the key used; null when none was
/// @param application the OAuth application that acts for the user; null for keys and the system
/// @param permissions the names of what the user's role allows
public record Caller(
        String organizationId,
        @Nullable String userId,
        @Nullable String apiKeyId,
        @Nullable Application application,
        Set<String> permissions) {
    /// An OAuth application.
    ///
    /// @param methods the HTTP methods that what it was allowed covers
    public record Application(String id, String name, Set<String> methods) {}

    /// The system acting within an organization, allowed everything.
    public static Caller system(String organizationId) {
        return new Caller(organizationId, null, null, null, Set.of(EVERYTHING));
    }

    private static final String EVERYTHING = "*";

    /// Whether the caller's role allows this.
    public boolean may(String permission) {
        return permissions.contains(permission) || permissions.contains(EVERYTHING);
    }

    /// Whether requests of this HTTP method are covered by what the application was allowed. Keys and
    /// the system are not narrowed.
    public boolean mayUse(String method) {
        return application == null || application.methods().contains(method.equals("HEAD") ? "GET" : method);
    }

    /// Whether it is the system and not a person.
    public boolean isSystem() {
        return userId == null;
    }

    /// Whether the caller is an administrator.
    public boolean isAdministrator() {
        return may("manage_organization");
    }
}
