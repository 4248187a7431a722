package ajar.calendar;

import java.net.URI;

/// Ajar as an application that an operator registered with Google or Microsoft, and where the
/// provider is. A simulator of the provider differs in the addresses alone.
///
/// @param clientId the id the provider gave
/// @param clientSecret the secret the provider gave
/// @param api the base of the API's addresses, ending in a slash
/// @param authorize the consent page
/// @param token the token endpoint
public record OAuthClient(String clientId, String clientSecret, URI api, URI authorize, URI token) {
    /// Google's own addresses, or those below `base` when it is not empty.
    public static OAuthClient google(String clientId, String clientSecret, String base) {
        return base.isEmpty()
                ? new OAuthClient(
                        clientId,
                        clientSecret,
                        URI.create("https://www.googleapis.com/calendar/v3/"),
                        URI.create("https://accounts.google.com/o/oauth2/v2/auth"),
                        URI.create("https://oauth2.googleapis.com/token"))
                : new OAuthClient(
                        clientId,
                        clientSecret,
                        URI.create(base + "/calendar/v3/"),
                        URI.create(base + "/o/oauth2/v2/auth"),
                        URI.create(base + "/token"));
    }

    /// Microsoft's own addresses, or those below `base` when it is not empty.
    public static OAuthClient microsoft(String clientId, String clientSecret, String base) {
        String login = base.isEmpty() ? "https://login.microsoftonline.com" : base;
        String graph = base.isEmpty() ? "https://graph.microsoft.com" : base;
        return new OAuthClient(
                clientId,
                clientSecret,
                URI.create(graph + "/v1.0/"),
                URI.create(login + "/common/oauth2/v2.0/authorize"),
                URI.create(login + "/common/oauth2/v2.0/token"));
    }

    @Override
    public String toString() {
        return "OAuthClient[" + clientId + "]";
    }
}
