package ajar.conformance;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// An OAuth application under test. How it comes by its tokens is `OAuthTest`'s subject; here it just
/// does.
record Application(String id, String secret) {
    private static final String CALLBACK = "https://app.example.com/callback";
    private static final String PASSWORD = "correct horse battery";

    /// An application of an organization.
    static Application of(Crm crm, String name) {
        Item made = crm.create("/oauth_app/", "name", name, "redirect_uris", List.of(CALLBACK));
        return new Application(made.id(), made.text("client_secret"));
    }

    /// The API as it sees it for a user who has allowed it everything.
    Api actingFor(Crm crm) {
        crm.api
                .put("/user/" + crm.user + "/password/", Json.object("password", PASSWORD))
                .is(204);
        var browser = new Browser(Ajar.url());
        browser.signIn(browser.open("/login"), crm.me().text("email"), PASSWORD).is(200);
        var consent = browser.open("/oauth2/authorize/" + Api.query(Map.of("client_id", id, "response_type", "code")));
        String answer = browser.submit(consent, "form", Map.of("decision", "allow"))
                .is(303)
                .address()
                .getQuery();
        String code = answer.replaceFirst(".*code=([^&]*).*", "$1");
        Item tokens = Ajar.anonymous()
                .root()
                .send(
                        "POST",
                        "/oauth2/token/",
                        "application/x-www-form-urlencoded",
                        Api.query(Map.of(
                                        "grant_type",
                                        "authorization_code",
                                        "code",
                                        code,
                                        "client_id",
                                        id,
                                        "client_secret",
                                        secret))
                                .substring(1)
                                .getBytes(StandardCharsets.UTF_8))
                .ok();
        return new Api(Ajar.url(), "Bearer " + tokens.text("access_token"));
    }
}
