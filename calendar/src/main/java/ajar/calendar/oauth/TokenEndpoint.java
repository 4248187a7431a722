package ajar.calendar.oauth;

import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.calendar.OAuthClient;
import ajar.engine.outgoing.OutgoingHttp;
import ajar.engine.outgoing.OutgoingRequest;
import ajar.engine.time.Clock;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Asks a provider for tokens (RFC 6749, 4.1.3 and 6). What is sent and what comes is never logged.
final class TokenEndpoint {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final long MAXIMUM_BODY = 256 << 10;

    private final OutgoingHttp http;
    private final OAuthProvider provider;
    private final OAuthClient client;
    private final Clock clock;

    TokenEndpoint(OutgoingHttp http, OAuthProvider provider, OAuthClient client, Clock clock) {
        this.http = http;
        this.provider = provider;
        this.client = client;
        this.clock = clock;
    }

    /// @return the answer's body
    JsonNode ask(Map<String, String> parameters) throws ConnectorException {
        Map<String, String> form = new LinkedHashMap<>(parameters);
        form.put("client_id", client.clientId());
        form.put("client_secret", client.clientSecret());
        var request = OutgoingRequest.of("POST", client.token())
                .header("Accept", "application/json")
                .body("application/x-www-form-urlencoded", encode(form))
                .within(TIMEOUT, MAXIMUM_BODY);
        var answer = ApiClient.answer(http, request, provider.title(), clock.now());
        if (!answer.isSuccess()) {
            throw refused(answer);
        }
        if (answer.body().path("access_token").asString("").isEmpty()) {
            throw new ConnectorException(
                    Reason.UNAVAILABLE, provider.title() + " answered the request for tokens without one.", "");
        }
        return answer.body();
    }

    static String encode(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> URLEncoder.encode(parameter.getKey(), StandardCharsets.UTF_8)
                        + '='
                        + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /// RFC 6749, 5.2, and what the two providers add.
    private ConnectorException refused(ApiAnswer answer) {
        String name = provider.title();
        String error = answer.body().path("error").asString("");
        String said = Refusals.quoted(answer.body().path("error_description").asString(""), error);
        if (answer.status() == 429) {
            return Refusals.throttled(name, answer.retryAfter());
        }
        return switch (error) {
            case "invalid_grant", "interaction_required", "consent_required", "login_required" ->
                Refusals.reauthorize(name, said);
            case "invalid_client", "unauthorized_client" ->
                new ConnectorException(
                        Reason.FORBIDDEN,
                        name + " does not accept Ajar's client id and secret: " + said,
                        "Check the client id and the secret in the server's configuration; the secret may have"
                                + " expired.");
            case "admin_policy_enforced", "org_internal", "access_denied" ->
                new ConnectorException(
                        Reason.FORBIDDEN,
                        "A policy of the organization keeps Ajar out: " + said,
                        "Ask the administrator of the organization at " + name + " to allow Ajar.");
            case "redirect_uri_mismatch" ->
                new ConnectorException(
                        Reason.FORBIDDEN,
                        name + " does not know the address that it should send people back to.",
                        "Register this server's redirect URI for the client id at " + name + ".");
            case "temporarily_unavailable", "server_error" -> Refusals.unavailable(name, answer);
            default ->
                answer.status() >= 500
                        ? Refusals.unavailable(name, answer)
                        : new ConnectorException(
                                Reason.FORBIDDEN,
                                name + " refused the request for tokens (" + answer.status() + "): " + said,
                                "Check the client that is registered at " + name + ".");
        };
    }
}
