package ajar.login;

import ajar.engine.http.Request;
import ajar.organization.Secrets;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells forms that our own pages sent from those that another site made a browser send. A form must
/// carry a value that only our page could write, and where the browser says what site it comes from,
/// that must be ours.
public final class FormGuard {
    /// The name of the hidden field.
    public static final String FIELD = "proof";

    private final String authority;

    /// @param baseUrl how people reach the server
    public FormGuard(String baseUrl) {
        this.authority = authority(baseUrl);
    }

    /// Whether a form is one of this session's.
    public boolean isOurs(Request request, Map<String, String> form, Session session) {
        return isOurs(request, form, session.proof());
    }

    boolean isOurs(Request request, Map<String, String> form, String proof) {
        return isFromUs(request) && Secrets.same(form.getOrDefault(FIELD, ""), proof);
    }

    private boolean isFromUs(Request request) {
        String site = request.header("sec-fetch-site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return false;
        }
        String origin = request.header("origin");
        return origin == null || isUs(authority(origin), request.header("host"));
    }

    /// People may reach the server by another name than the one it was told.
    private boolean isUs(String sender, @Nullable String host) {
        return !sender.isEmpty()
                && (sender.equals(authority) || (host != null && sender.equals(host.toLowerCase(Locale.ROOT))));
    }

    private static String authority(String url) {
        try {
            String authority = URI.create(url).getRawAuthority();
            return authority == null ? "" : authority.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }
}
