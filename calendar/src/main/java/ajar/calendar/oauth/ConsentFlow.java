package ajar.calendar.oauth;

import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.calendar.OAuthClient;
import ajar.calendar.OAuthTokens;
import ajar.engine.outgoing.OutgoingHttp;
import ajar.engine.outgoing.OutgoingRequest;
import ajar.engine.time.Clock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Lets a person allow Ajar to read their calendars: sends them to the provider's consent page and
/// redeems what they bring back (RFC 6749, 4.1, with PKCE, RFC 7636). Safe for use by many threads.
public final class ConsentFlow {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final OutgoingHttp http;
    private final OAuthProvider provider;
    private final OAuthClient client;
    private final Clock clock;

    /// A consent that was asked for. State and verifier are kept with the person's session until they
    /// return, and are used once.
    ///
    /// @param page where to send the browser
    /// @param state comes back as the parameter `state`
    /// @param verifier is shown when the code is redeemed
    public record Question(URI page, String state, String verifier) {
        /// Whether a state that came back is the one of this question; in constant time.
        public boolean asked(String returnedState) {
            return MessageDigest.isEqual(
                    state.getBytes(StandardCharsets.UTF_8), returnedState.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return "Question[…]";
        }
    }

    /// A consent that was given.
    ///
    /// @param tokens to be kept
    /// @param address the account's email address
    public record Grant(OAuthTokens tokens, String address) {}

    public ConsentFlow(OutgoingHttp http, OAuthProvider provider, OAuthClient client, Clock clock) {
        this.http = http;
        this.provider = provider;
        this.client = client;
        this.clock = clock;
    }

    /// Prepares the question.
    ///
    /// @param redirect where the provider sends the person back to, as registered there
    /// @param account the address of the account that is meant; null when that is open
    public Question ask(URI redirect, @Nullable String account) {
        String state = random();
        String verifier = random();
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("client_id", client.clientId());
        parameters.put("redirect_uri", redirect.toString());
        parameters.put("response_type", "code");
        parameters.put("scope", provider.scopes());
        parameters.put("state", state);
        parameters.put("code_challenge", challenge(verifier));
        parameters.put("code_challenge_method", "S256");
        if (account != null) {
            parameters.put("login_hint", account);
        }
        String separator = client.authorize().getRawQuery() == null ? "?" : "&";
        return new Question(
                URI.create(client.authorize() + separator + provider.extras() + "&" + TokenEndpoint.encode(parameters)),
                state,
                verifier);
    }

    /// Redeems the code that the person brought back.
    ///
    /// @param redirect the same as in [#ask]
    /// @throws ConnectorException when the provider refuses, or the person did not allow enough
    public Grant redeem(String code, String verifier, URI redirect) throws ConnectorException {
        var answer = new TokenEndpoint(http, provider, client, clock)
                .ask(Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        redirect.toString(),
                        "code_verifier",
                        verifier));
        if (!provider.suffices(answer.path("scope").asString(""))) {
            throw new ConnectorException(
                    Reason.REAUTHORIZE,
                    provider.title() + " was not told to let Ajar read calendars.",
                    "Connect the account again and tick the calendars on the page of " + provider.title() + ".");
        }
        String refreshToken = answer.path("refresh_token").asString("");
        if (refreshToken.isEmpty()) {
            throw new ConnectorException(
                    Reason.REAUTHORIZE,
                    provider.title() + " gave access for an hour only.",
                    "Remove Ajar from the apps with access to the account at " + provider.title()
                            + ", then connect it again.");
        }
        return new Grant(AccessTokens.read(answer, refreshToken, clock.now()), address(answer));
    }

    /// What it means when the person comes back with an error in place of a code.
    ///
    /// @param error the parameter `error`
    /// @param description the parameter `error_description`; null when there is none
    public ConnectorException refused(String error, @Nullable String description) {
        String said =
                Refusals.quoted(description == null ? "" : description, Refusals.quoted(error, "no reason given"));
        return switch (error) {
            case "access_denied" ->
                new ConnectorException(
                        Reason.REAUTHORIZE,
                        "The permission to read calendars was not given.",
                        "Connect the account again and allow it, or ask an administrator to.");
            case "temporarily_unavailable", "server_error" ->
                new ConnectorException(
                        Reason.UNAVAILABLE, provider.title() + " had an error of its own: " + said, "Try again later.");
            default ->
                new ConnectorException(
                        Reason.FORBIDDEN,
                        provider.title() + " refused to ask for permission: " + said,
                        "Check the client that is registered at " + provider.title() + ".");
        };
    }

    private String address(JsonNode answer) throws ConnectorException {
        String address = switch (provider) {
            case GOOGLE -> googleAddress(answer);
            case MICROSOFT -> microsoftAddress(answer);
        };
        if (address.isEmpty()) {
            throw new ConnectorException(
                    Reason.UNAVAILABLE, provider.title() + " did not say whose account this is.", "Try again.");
        }
        return address;
    }

    /// The ID token comes straight from the token endpoint, so its signature need not be checked
    /// (OpenID Connect Core, 3.1.3.7). Without one, the primary calendar's id is the address.
    private String googleAddress(JsonNode answer) throws ConnectorException {
        String[] parts = answer.path("id_token").asString("").split("\\.", -1);
        if (parts.length == 3) {
            try {
                String address = ApiClient.json(Base64.getUrlDecoder().decode(parts[1]))
                        .path("email")
                        .asString("");
                if (!address.isEmpty()) {
                    return address;
                }
            } catch (IllegalArgumentException notBase64) {
                // Asked for below.
            }
        }
        return ask("calendars/primary", answer).path("id").asString("");
    }

    private String microsoftAddress(JsonNode answer) throws ConnectorException {
        var me = ask("me", answer);
        String mail = me.path("mail").asString("");
        return mail.isEmpty() ? me.path("userPrincipalName").asString("") : mail;
    }

    private JsonNode ask(String path, JsonNode tokens) throws ConnectorException {
        var request = OutgoingRequest.of("GET", client.api().resolve(path))
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + tokens.path("access_token").asString());
        var answer = ApiClient.answer(http, request, provider.title(), clock.now());
        if (!answer.isSuccess()) {
            throw answer.status() == 429 || answer.status() >= 500
                    ? Refusals.unavailable(provider.title(), answer)
                    : new ConnectorException(
                            Reason.FORBIDDEN,
                            provider.title() + " does not say whose account this is (" + answer.status() + ").",
                            "Look whether its calendar API is enabled for the client that is registered there.");
        }
        return answer.body();
    }

    private static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return BASE64.encodeToString(bytes);
    }

    private static String challenge(String verifier) {
        try {
            return BASE64.encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
