package ajar.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.client.ClientInformation;
import com.nimbusds.oauth2.sdk.client.ClientMetadata;
import com.nimbusds.oauth2.sdk.client.ClientRegistrationRequest;
import com.nimbusds.oauth2.sdk.client.ClientRegistrationResponse;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.oauth2.sdk.token.Token;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// OAuth 2.0 as an application meets it, through a client library that is not ours, with a person who
/// signs in and consents on the pages.
class OAuthTest {
    private static final URI CALLBACK = URI.create("https://app.example.com/callback?from=ajar");
    private static final String PASSWORD = "correct horse battery";
    private static final Crm crm = Ajar.organization("Example Doors");
    private static final CodeVerifier VERIFIER = new CodeVerifier();

    private static AuthorizationServerMetadata metadata;
    private static String email;
    private static ClientInformation app;

    @BeforeAll
    static void register() throws Exception {
        metadata = AuthorizationServerMetadata.resolve(new Issuer(Ajar.url()));
        email = crm.me().text("email");
        crm.api
                .put("/user/" + crm.user + "/password/", Json.object("password", PASSWORD))
                .is(204);
        app = app("Lead widget");
    }

    private static ClientInformation app(String name) {
        Item made = crm.create("/oauth_app/", "name", name, "redirect_uris", List.of(CALLBACK.toString()));
        return new ClientInformation(
                new ClientID(made.id()), null, new ClientMetadata(), new Secret(made.text("client_secret")));
    }

    private static Browser signedIn() {
        var browser = new Browser(Ajar.url());
        browser.signIn(browser.open("/login"), email, PASSWORD).is(200);
        return browser;
    }

    private static AuthorizationRequest.Builder request(ClientInformation app) {
        return new AuthorizationRequest.Builder(ResponseType.CODE, app.getID())
                .endpointURI(metadata.getAuthorizationEndpointURI())
                .redirectionURI(CALLBACK)
                .scope(new Scope("all.full_access", "offline_access"))
                .state(new State("a b&c=ü"));
    }

    private static AuthorizationCode code(AuthorizationRequest request) throws ParseException {
        var browser = signedIn();
        var consent = browser.open(request.toURI().toString()).is(200);
        var back = browser.submit(consent, "form", Map.of("decision", "allow")).is(303);
        var response = AuthorizationResponse.parse(back.address());
        assertThat(response.indicatesSuccess()).as("%s", back.address()).isTrue();
        assertThat(back.address().toString()).startsWith(CALLBACK.toString());
        assertThat(response.getState()).isEqualTo(request.getState());
        assertThat(response.getIssuer()).isEqualTo(metadata.getIssuer());
        return response.toSuccessResponse().getAuthorizationCode();
    }

    private static ClientAuthentication basic(ClientInformation app) {
        return new ClientSecretBasic(app.getID(), app.getSecret());
    }

    private static HTTPResponse send(ClientAuthentication authentication, AuthorizationGrant grant) throws IOException {
        return new TokenRequest.Builder(metadata.getTokenEndpointURI(), authentication, grant)
                .build()
                .toHTTPRequest()
                .send();
    }

    private static com.nimbusds.oauth2.sdk.token.Tokens tokens(HTTPResponse response) throws ParseException {
        assertThat(response.getHeaderValue("cache-control")).isEqualTo("no-store");
        return TokenResponse.parse(response).toSuccessResponse().getTokens();
    }

    private static ErrorObject error(HTTPResponse response) throws ParseException {
        assertThat(response.getHeaderValue("cache-control")).isEqualTo("no-store");
        return TokenResponse.parse(response).toErrorResponse().getErrorObject();
    }

    private static com.nimbusds.oauth2.sdk.token.Tokens tokens() throws Exception {
        var request =
                request(app).codeChallenge(VERIFIER, CodeChallengeMethod.S256).build();
        return tokens(send(basic(app), new AuthorizationCodeGrant(code(request), CALLBACK, VERIFIER)));
    }

    private static Api api(AccessToken token) {
        return new Api(Ajar.url(), token.toAuthorizationHeader());
    }

    private static int revoke(ClientInformation app, Token token) throws IOException {
        return new TokenRevocationRequest(metadata.getRevocationEndpointURI(), basic(app), token)
                .toHTTPRequest()
                .send()
                .getStatusCode();
    }

    @Test
    void anApplicationIsAllowedActsRefreshesAndIsRevoked() throws Exception {
        var request =
                request(app).codeChallenge(VERIFIER, CodeChallengeMethod.S256).build();
        var response = send(basic(app), new AuthorizationCodeGrant(code(request), CALLBACK, VERIFIER));
        assertThat(response.getBodyAsJSONObject())
                .containsEntry("token_type", "Bearer")
                .containsEntry("expires_in", 3600L)
                .containsEntry("scope", "all.full_access offline_access")
                .containsEntry("organization_id", crm.organization)
                .containsEntry("user_id", crm.user)
                .containsOnlyKeys(
                        "token_type",
                        "access_token",
                        "expires_in",
                        "refresh_token",
                        "scope",
                        "organization_id",
                        "user_id");
        var first = tokens(response);
        assertThat(api(first.getAccessToken()).get("/me/").ok().id()).isEqualTo(crm.user);

        var second = tokens(send(basic(app), new RefreshTokenGrant(first.getRefreshToken())));
        assertThat(second.getRefreshToken()).isNotEqualTo(first.getRefreshToken());
        api(second.getAccessToken()).get("/me/").is(200);

        assertThat(revoke(app, second.getRefreshToken())).isEqualTo(200);
        api(second.getAccessToken()).get("/me/").is(401);
        api(first.getAccessToken()).get("/me/").is(401);
        assertThat(error(send(basic(app), new RefreshTokenGrant(second.getRefreshToken())))
                        .getCode())
                .isEqualTo("invalid_grant");
        assertThat(revoke(app, second.getRefreshToken()))
                .as("there is nothing left to revoke, and nobody is told so")
                .isEqualTo(200);
    }

    @Test
    void anAccessTokenIsRevokedByItself() throws Exception {
        var tokens = tokens();

        assertThat(revoke(app, tokens.getAccessToken())).isEqualTo(200);

        api(tokens.getAccessToken()).get("/me/").is(401);
        var next = tokens(send(basic(app), new RefreshTokenGrant(tokens.getRefreshToken())));
        api(next.getAccessToken()).get("/me/").is(200);
    }

    @Test
    void anotherApplicationsTokenIsNeitherRefreshedNorRevoked() throws Exception {
        var tokens = tokens();
        var other = app("Another");

        assertThat(error(send(basic(other), new RefreshTokenGrant(tokens.getRefreshToken())))
                        .getCode())
                .isEqualTo("invalid_grant");
        assertThat(revoke(other, tokens.getRefreshToken())).isEqualTo(200);

        api(tokens.getAccessToken()).get("/me/").is(200);
        tokens(send(basic(app), new RefreshTokenGrant(tokens.getRefreshToken())));
    }

    @Test
    void aMeetingsIntegrationBelongsToItsApplication() throws Exception {
        Api api = api(tokens().getAccessToken());
        Item meeting = crm.meetingIn(crm.lead().id(), Duration.ofDays(1));
        String path = "/activity/meeting/" + meeting.id() + "/";
        String body = "{\"integration_data\": {\"note_html\": \"<body><p>%s</p></body>\"}}";

        Item made = api.post(path + "integration/", body.formatted("One")).ok();
        Item changed = api.post(path + "integration/", body.formatted("Two")).ok();

        assertThat(made.get("oauth_client")).isEqualTo(Map.of("id", app.getID().getValue(), "name", "Lead widget"));
        assertThat(changed.id()).isEqualTo(made.id());
        assertThat(crm.read(path).list("integrations")).hasSize(1);
        assertThat(crm.read(path).get("integrations/0/integration_data/note_html"))
                .isEqualTo("<body><p>Two</p></body>");
        crm.api.post(path + "integration/", body.formatted("Three")).refuses(403);
    }

    @Test
    void anEventNamesTheUserAndNoKey() throws Exception {
        Item lead = new Item(api(tokens().getAccessToken())
                .post("/lead/", "{\"name\": \"By an application\"}")
                .is(200)
                .body());

        Item event = crm.events(lead.id(), "created").getFirst();
        assertThat(event.get("user_id")).isEqualTo(crm.user);
        assertThat(event.get("api_key_id")).isNull();
    }

    @Test
    void aRefreshTokenThatIsUsedAgainEndsTheWholeFamily() throws Exception {
        var first = tokens();
        var second = tokens(send(basic(app), new RefreshTokenGrant(first.getRefreshToken())));

        assertThat(error(send(basic(app), new RefreshTokenGrant(first.getRefreshToken())))
                        .getCode())
                .isEqualTo("invalid_grant");

        api(second.getAccessToken()).get("/me/").is(401);
        assertThat(error(send(basic(app), new RefreshTokenGrant(second.getRefreshToken())))
                        .getCode())
                .isEqualTo("invalid_grant");
    }

    @Test
    void aCodeThatIsUsedAgainEndsWhatWasMadeFromIt() throws Exception {
        var grant = new AuthorizationCodeGrant(code(request(app).build()), CALLBACK);
        var tokens = tokens(send(basic(app), grant));
        api(tokens.getAccessToken()).get("/me/").is(200);

        assertThat(error(send(basic(app), grant)).getCode()).isEqualTo("invalid_grant");

        api(tokens.getAccessToken()).get("/me/").is(401);
    }

    @Test
    void aCodeIsBoundToItsApplicationItsAddressAndItsVerifier() throws Exception {
        var request =
                request(app).codeChallenge(VERIFIER, CodeChallengeMethod.S256).build();
        var code = code(request);
        var other = app("A thief");
        for (var wrong : List.of(
                new AuthorizationCodeGrant(code, CALLBACK),
                new AuthorizationCodeGrant(code, CALLBACK, new CodeVerifier()),
                new AuthorizationCodeGrant(code, URI.create("https://app.example.com/other"), VERIFIER))) {
            assertThat(error(send(basic(app), wrong)).getCode()).isEqualTo("invalid_grant");
        }
        var right = new AuthorizationCodeGrant(code, CALLBACK, VERIFIER);
        assertThat(error(send(basic(other), right)).getCode()).isEqualTo("invalid_grant");

        tokens(send(basic(app), right));
    }

    @Test
    void aVerifierWithoutAChallengeIsRefused() throws Exception {
        var code = code(request(app).build());

        assertThat(error(send(basic(app), new AuthorizationCodeGrant(code, CALLBACK, VERIFIER)))
                        .getCode())
                .isEqualTo("invalid_grant");
    }

    @Test
    void aSecretMayStandInTheBody() throws Exception {
        var authentication = new ClientSecretPost(app.getID(), app.getSecret());

        tokens(send(authentication, new AuthorizationCodeGrant(code(request(app).build()), CALLBACK)));
    }

    @Test
    void aWrongSecretIsRefused() throws Exception {
        var wrong = new ClientSecretBasic(app.getID(), new Secret("wrong"));
        var unknown = new ClientSecretBasic(new ClientID("oa2client_0000000000000000000000"), new Secret("x"));
        var grant = new RefreshTokenGrant(new RefreshToken("whatever"));

        for (var authentication : List.of(wrong, unknown)) {
            var response = send(authentication, grant);
            assertThat(response.getStatusCode()).isEqualTo(401);
            assertThat(response.getHeaderValue("www-authenticate")).startsWith("Basic");
            assertThat(error(response).getCode()).isEqualTo("invalid_client");
        }
    }

    @Test
    void withoutOfflineAccessThereIsNoRefreshToken() throws Exception {
        var request = request(app).scope(new Scope("all.full_access")).build();

        var tokens = tokens(send(basic(app), new AuthorizationCodeGrant(code(request), CALLBACK)));

        assertThat(tokens.getRefreshToken()).isNull();
        assertThat(tokens.getAccessToken().getScope()).isEqualTo(new Scope("all.full_access"));
    }

    @Test
    void readingIsNotWriting() throws Exception {
        var request = request(app)
                .scope(new Scope("mcp.read", "mcp.write_safe", "offline_access"))
                .build();
        var tokens = tokens(send(basic(app), new AuthorizationCodeGrant(code(request), CALLBACK)));
        Api writing = api(tokens.getAccessToken());
        Item lead = writing.post("/lead/", "{\"name\": \"Kept\"}").ok();
        Answer refused = writing.delete("/lead/" + lead.id() + "/");
        refused.refuses(403);
        assertThat(refused.header("www-authenticate")).contains("insufficient_scope");

        var narrow = new TokenRequest.Builder(
                        metadata.getTokenEndpointURI(), basic(app), new RefreshTokenGrant(tokens.getRefreshToken()))
                .scope(new Scope("mcp.read"))
                .build()
                .toHTTPRequest()
                .send();
        Api reading = api(tokens(narrow).getAccessToken());
        reading.get("/lead/" + lead.id() + "/").is(200);
        reading.post("/lead/", "{\"name\": \"Never\"}").refuses(403);
        reading.with("x-http-method-override", "GET").post("/lead/", "{}").is(200);
        reading.with("x-http-method-override", "DELETE")
                .post("/lead/" + lead.id() + "/", "{}")
                .refuses(403);
    }

    @Test
    void aRefreshCannotAskForMore() throws Exception {
        var request =
                request(app).scope(new Scope("mcp.read", "offline_access")).build();
        var tokens = tokens(send(basic(app), new AuthorizationCodeGrant(code(request), CALLBACK)));

        var wide = new TokenRequest.Builder(
                        metadata.getTokenEndpointURI(), basic(app), new RefreshTokenGrant(tokens.getRefreshToken()))
                .scope(new Scope("all.full_access"))
                .build()
                .toHTTPRequest()
                .send();

        assertThat(error(wide).getCode()).isEqualTo("invalid_scope");
    }

    @Test
    void aPublicApplicationRegistersItselfAndUsesPkce() throws Exception {
        var wanted = new ClientMetadata();
        wanted.setName("Command line");
        wanted.setRedirectionURI(URI.create("http://127.0.0.1/callback"));
        wanted.setTokenEndpointAuthMethod(ClientAuthenticationMethod.NONE);
        var registered = ClientRegistrationResponse.parse(
                        new ClientRegistrationRequest(metadata.getRegistrationEndpointURI(), wanted, null)
                                .toHTTPRequest()
                                .send())
                .toSuccessResponse()
                .getClientInformation();
        assertThat(registered.getSecret()).isNull();
        assertThat(registered.getMetadata().getScope())
                .isEqualTo(new Scope("mcp.read", "mcp.write_safe", "mcp.write_destructive", "offline_access"));
        var callback = URI.create("http://127.0.0.1:49152/callback");
        var request = new AuthorizationRequest.Builder(ResponseType.CODE, registered.getID())
                .endpointURI(metadata.getAuthorizationEndpointURI())
                .redirectionURI(callback)
                .codeChallenge(VERIFIER, CodeChallengeMethod.S256)
                .build();
        var browser = signedIn();
        var consent = browser.open(request.toURI().toString()).is(200);
        assertThat(consent.page().text()).contains("registered itself").contains("127.0.0.1");
        var back = browser.submit(consent, "form", Map.of("decision", "allow"));
        assertThat(back.address().toString()).startsWith(callback.toString());
        var code =
                AuthorizationResponse.parse(back.address()).toSuccessResponse().getAuthorizationCode();

        var response = new TokenRequest.Builder(
                        metadata.getTokenEndpointURI(),
                        registered.getID(),
                        new AuthorizationCodeGrant(code, callback, VERIFIER))
                .build()
                .toHTTPRequest()
                .send();

        var tokens = tokens(response);
        assertThat(tokens.getAccessToken().getScope()).isEqualTo(new Scope("mcp.read", "offline_access"));
        assertThat(tokens.getRefreshToken()).isNotNull();
        api(tokens.getAccessToken()).get("/me/").is(200);
    }

    @Test
    void aPublicApplicationWithoutPkceIsSentBack() throws Exception {
        Item made = crm.create(
                "/oauth_app/",
                "name",
                "In the browser",
                "redirect_uris",
                List.of(CALLBACK.toString()),
                "confidential",
                false);
        assertThat(made.get("client_secret")).isNull();
        var request = request(new ClientInformation(new ClientID(made.id()), null, new ClientMetadata(), null))
                .build();

        var back = new Browser(Ajar.url()).open(request.toURI().toString()).is(303);

        assertThat(AuthorizationResponse.parse(back.address())
                        .toErrorResponse()
                        .getErrorObject()
                        .getCode())
                .isEqualTo("invalid_request");
    }

    @Test
    void aRefusalIsToldToTheApplication() throws Exception {
        var browser = signedIn();
        var consent = browser.open(request(app).build().toURI().toString()).is(200);

        var back = browser.submit(consent, "form", Map.of("decision", "deny")).is(303);

        assertThat(AuthorizationResponse.parse(back.address())
                        .toErrorResponse()
                        .getErrorObject()
                        .getCode())
                .isEqualTo("access_denied");
    }

    @Test
    void nobodyIsSentToAnAddressThatIsNotRegistered() throws Exception {
        var browser = signedIn();
        for (var evil : List.of(
                "https://evil.example.com/callback",
                "https://app.example.com/callback",
                "https://app.example.com/callback?from=ajar&more=1",
                "https://app.example.com.evil.example.com/callback?from=ajar",
                "https://app.example.com@evil.example.com/callback?from=ajar",
                "javascript:alert(1)")) {
            String query = Api.query(
                    Map.of("client_id", app.getID().getValue(), "response_type", "code", "redirect_uri", evil));

            var page = browser.open("/oauth2/authorize/" + query).is(400);

            assertThat(page.address().toString()).startsWith(Ajar.url());
            assertThat(page.header("location")).isEmpty();
        }
    }

    @Test
    void scopesThatAnApplicationMayNotHaveAreRefused() throws Exception {
        var request = request(app).scope(new Scope("admin")).build();

        var back = new Browser(Ajar.url()).open(request.toURI().toString()).is(303);

        assertThat(AuthorizationResponse.parse(back.address())
                        .toErrorResponse()
                        .getErrorObject()
                        .getCode())
                .isEqualTo("invalid_scope");
    }

    @Test
    void aConsentThatAnotherSiteSendsIsPassedOver() throws Exception {
        var browser = signedIn();
        var consent = browser.open(request(app).build().toURI().toString()).is(200);
        var fields = new java.util.LinkedHashMap<String, String>();
        consent.page().select("form input[type=hidden]").forEach(it -> fields.put(it.attr("name"), it.attr("value")));
        fields.put("decision", "allow");
        var address = metadata.getAuthorizationEndpointURI();

        browser.post(address, fields, Map.of("origin", "https://evil.example.com"))
                .is(400);
        browser.post(address, fields, Map.of("sec-fetch-site", "cross-site")).is(400);
        browser.post(address, fields, Map.of("origin", "null")).is(400);
        fields.put("proof", "x".repeat(43));
        browser.post(address, fields, Map.of("origin", Ajar.url())).is(400);
        fields.put(
                "proof",
                signedIn()
                        .open(request(app).build().toURI().toString())
                        .page()
                        .select("input[name=proof]")
                        .attr("value"));
        browser.post(address, fields, Map.of("origin", Ajar.url())).is(400);
    }

    @Test
    void consentNeedsAMemberOfTheOrganization() throws Exception {
        Crm other = Ajar.organization("Somebody else's");
        var browser = signedIn();
        var consent = browser.open(request(app).build().toURI().toString()).is(200);

        browser.submit(consent, "form", Map.of("decision", "allow", "organization", other.organization))
                .is(400);
    }

    @Test
    void aDisconnectedApplicationIsOut() throws Exception {
        var tokens = tokens();
        var browser = signedIn();
        var account = browser.open("/account/").is(200);
        assertThat(account.page().select("form.row").text()).contains("Lead widget");

        while (!account.page().select("form.row").isEmpty()) {
            account = browser.submit(account, "form.row", Map.of()).is(200);
        }

        api(tokens.getAccessToken()).get("/me/").is(401);
        assertThat(error(send(basic(app), new RefreshTokenGrant(tokens.getRefreshToken())))
                        .getCode())
                .isEqualTo("invalid_grant");
    }

    @Test
    void aDeletedApplicationIsOut() throws Exception {
        var mine = app("Short-lived");
        var tokens = tokens(
                send(basic(mine), new AuthorizationCodeGrant(code(request(mine).build()), CALLBACK)));
        api(tokens.getAccessToken()).get("/me/").is(200);

        crm.api.delete("/oauth_app/" + mine.getID() + "/").is(204);

        api(tokens.getAccessToken()).get("/me/").is(401);
        assertThat(error(send(basic(mine), new RefreshTokenGrant(tokens.getRefreshToken())))
                        .getCode())
                .isEqualTo("invalid_client");
    }

    @Test
    void forgedTokensAreRefused() {
        for (var forged : List.of("x", "0".repeat(43), "a.b.c", "%00", "'; drop table lead; --")) {
            Answer answer =
                    api(new BearerAccessToken(forged.isEmpty() ? "x" : forged)).get("/me/");
            answer.refuses(401);
            assertThat(answer.header("www-authenticate")).contains("invalid_token");
        }
    }

    @Test
    void anApplicationCannotMakeItselfAWayIn() throws Exception {
        Api api = api(tokens().getAccessToken());

        api.post("/api_key/", "{\"name\": \"Mine\"}").refuses(403);
        api.post("/oauth_app/", Json.object("name", "Mine", "redirect_uris", List.of(CALLBACK.toString())))
                .refuses(403);
        api.put("/user/" + crm.user + "/password/", Json.object("password", PASSWORD))
                .refuses(403);
    }
}
