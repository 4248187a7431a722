package ajar.calendar.oauth;

import java.util.Arrays;
import java.util.Locale;

/// What the two providers want to be asked for in their consent pages.
public enum OAuthProvider {
    /// Google: a refresh token comes with offline access, and for certain only when consent is asked for
    /// (Google docs: Using OAuth 2.0 for Web Server Applications).
    GOOGLE(
            "Google",
            "https://www.googleapis.com/auth/calendar.readonly openid email",
            "access_type=offline&prompt=consent",
            "/auth/calendar.readonly",
            "/auth/calendar"),
    /// Microsoft: `offline_access` brings the refresh token (Microsoft identity platform docs: OAuth 2.0
    /// authorization code flow).
    MICROSOFT(
            "Microsoft",
            "offline_access Calendars.Read User.Read",
            "response_mode=query&prompt=select_account",
            "calendars.read",
            "calendars.readwrite");

    private final String title;
    private final String scopes;
    private final String extras;
    private final String needed;
    private final String better;

    OAuthProvider(String title, String scopes, String extras, String needed, String better) {
        this.title = title;
        this.scopes = scopes;
        this.extras = extras;
        this.needed = needed;
        this.better = better;
    }

    /// What people call it.
    public String title() {
        return title;
    }

    String scopes() {
        return scopes;
    }

    /// More parameters of the consent page, as part of a query.
    String extras() {
        return extras;
    }

    /// Whether calendars can be read with what was granted. People may untick single permissions.
    ///
    /// @param granted the scopes of the answer; empty when it names none, which means all (RFC 6749, 5.1)
    boolean suffices(String granted) {
        return granted.isBlank()
                || Arrays.stream(granted.toLowerCase(Locale.ROOT).strip().split("\\s+"))
                        .anyMatch(scope -> scope.endsWith(needed) || scope.endsWith(better));
    }
}
