package ajar.junit;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// An organization that nobody else has anything to do with, on a server in test mode. It begins with
/// one administrator, three lead statuses, and nothing else.
///
/// @param url the server's address without a path, such as `http://127.0.0.1:41234`
/// @param key the administrator's API key
/// @param organizationId `orga_…`
/// @param userId the administrator, `user_…`
public record AjarOrganization(String url, String key, String organizationId, String userId) {
    /// The value of an `authorization` header: the key as the user name, an empty password.
    public String authorization() {
        return "Basic " + Base64.getEncoder().encodeToString((key + ":").getBytes(StandardCharsets.UTF_8));
    }

    /// Begins a request of the API with the address, the key and the type of the body.
    ///
    /// @param path the path below `/api/v1`, such as `/lead/`; or one that begins with `/ajar/`, such as
    ///     `/ajar/clock`
    public HttpRequest.Builder request(String path) {
        String root = path.startsWith("/ajar/") ? "" : "/api/v1";
        return HttpRequest.newBuilder(URI.create(url + root + path))
                .header("authorization", authorization())
                .header("content-type", "application/json");
    }
}
