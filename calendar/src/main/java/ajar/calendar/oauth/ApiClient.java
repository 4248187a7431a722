package ajar.calendar.oauth;

import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.engine.json.Json;
import ajar.engine.outgoing.OutgoingException;
import ajar.engine.outgoing.OutgoingHttp;
import ajar.engine.outgoing.OutgoingRequest;
import ajar.engine.time.Clock;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Asks the API of a provider as the owner of an account.
///
/// A token that is refused is renewed once. A connection that breaks before a GET is answered is tried
/// once more, because a pooled one may have been closed by the other side. There is no waiting here:
/// whoever is asked for patience hears so by [Reason#THROTTLED].
public final class ApiClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final long MAXIMUM_BODY = 64L << 20;

    private final OutgoingHttp http;
    private final AccessTokens tokens;
    private final URI base;
    private final String provider;
    private final Refusals refusals;
    private final Clock clock;

    /// @param base what all addresses begin with, ending in a slash
    /// @param refusals says what answers mean that are no success
    public ApiClient(
            OutgoingHttp http, AccessTokens tokens, URI base, OAuthProvider provider, Refusals refusals, Clock clock) {
        this.http = http;
        this.tokens = tokens;
        this.base = base;
        this.provider = provider.title();
        this.refusals = refusals;
        this.clock = clock;
    }

    /// A part of a path or a value of a query, encoded.
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// Gets a document.
    ///
    /// @param address relative to the base, or a link that the provider gave
    /// @throws ConnectorException when the answer is no success
    public JsonNode get(String address, Map<String, String> headers) throws ConnectorException {
        return successful(send("GET", address, headers, null));
    }

    /// Sends a request and hands out its answer, whatever its status.
    ///
    /// @param address relative to the base, or a link that the provider gave
    /// @throws ConnectorException when there is no answer, or the account's tokens do not work any more
    public ApiAnswer send(String method, String address, Map<String, String> headers, @Nullable JsonNode body)
            throws ConnectorException {
        var request = OutgoingRequest.of(method, resolve(address)).header("Accept", "application/json");
        for (var header : headers.entrySet()) {
            request = request.header(header.getKey(), header.getValue());
        }
        if (body != null) {
            request = request.body("application/json", Json.bytes(body));
        }
        request = request.within(TIMEOUT, MAXIMUM_BODY);
        String token = tokens.current();
        var answer = authorized(request, token);
        return answer.status() == 401 ? authorized(request, tokens.insteadOf(token)) : answer;
    }

    /// The body of a successful answer.
    ///
    /// @throws ConnectorException when the answer is no success, or not JSON
    public JsonNode successful(ApiAnswer answer) throws ConnectorException {
        if (!answer.isSuccess()) {
            throw failure(answer);
        }
        if (!answer.body().isObject()) {
            throw new ConnectorException(
                    Reason.NOT_A_CALENDAR,
                    provider + " answered with something that is not JSON.",
                    "Look whether a proxy stands between this server and " + provider + ".");
        }
        return answer.body();
    }

    /// What an answer that is no success means.
    public ConnectorException failure(ApiAnswer answer) {
        if (answer.status() == 429) {
            return Refusals.throttled(provider, answer.retryAfter());
        }
        return answer.status() >= 500 ? Refusals.unavailable(provider, answer) : refusals.explain(answer);
    }

    private ApiAnswer authorized(OutgoingRequest request, String token) throws ConnectorException {
        var complete = request.header("Authorization", "Bearer " + token);
        try {
            return answer(http, complete, provider, clock.now());
        } catch (ConnectorException failed) {
            if (request.method().equals("GET")
                    && failed.getCause() instanceof OutgoingException why
                    && why.reason() == OutgoingException.Reason.CONNECTION) {
                return answer(http, complete, provider, clock.now());
            }
            throw failed;
        }
    }

    /// The token must not travel anywhere else, whatever a link in an answer says.
    private URI resolve(String address) throws ConnectorException {
        try {
            URI resolved = base.resolve(address);
            if (Objects.equals(resolved.getScheme(), base.getScheme())
                    && Objects.equals(resolved.getAuthority(), base.getAuthority())) {
                return resolved;
            }
        } catch (IllegalArgumentException malformed) {
            // Answered like any other link that cannot be followed.
        }
        throw new ConnectorException(Reason.UNAVAILABLE, provider + " gave a link that leads out of its API.", "");
    }

    /// Sends a request as it is.
    static ApiAnswer answer(OutgoingHttp http, OutgoingRequest request, String provider, Instant now)
            throws ConnectorException {
        try {
            return http.send(
                    request,
                    response -> new ApiAnswer(
                            response.status(),
                            json(response.bytes()),
                            RetryAfter.parse(response.header("retry-after"), now)));
        } catch (OutgoingException failed) {
            throw unanswered(provider, failed);
        } catch (IOException broken) {
            throw new ConnectorException(
                    Reason.UNAVAILABLE, "The answer of " + provider + " could not be read.", "", broken);
        }
    }

    private static ConnectorException unanswered(String provider, OutgoingException failed) {
        String message = Objects.requireNonNullElse(failed.getMessage(), provider + " did not answer.");
        return switch (failed.reason()) {
            case BAD_ADDRESS, PRIVATE_ADDRESS, REDIRECT ->
                new ConnectorException(
                        Reason.BAD_ADDRESS,
                        message,
                        "Check the base URL of " + provider + " in the server's configuration.",
                        failed);
            case TOO_LARGE ->
                new ConnectorException(Reason.TOO_LARGE, provider + " answered with too much at once.", "", failed);
            case UNKNOWN_HOST, CONNECTION, TLS, TIMEOUT ->
                new ConnectorException(Reason.UNAVAILABLE, message, "", failed);
        };
    }

    /// Reads a body that should be JSON. Returns a missing node when it is not.
    static JsonNode json(byte[] body) {
        if (body.length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return Json.parse(body);
        } catch (JacksonException no) {
            return MissingNode.getInstance();
        }
    }
}
