package ajar.calendar.oauth;

import ajar.calendar.ConnectorException;
import ajar.calendar.OAuthClient;
import ajar.calendar.OAuthTokens;
import ajar.engine.outgoing.OutgoingHttp;
import ajar.engine.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The access token of one account, renewed when it is about to end. One renewal at a time among all
/// that share a store; whoever waited takes the token that came.
public final class AccessTokens {
    /// How long before its end a token is no longer used: clocks differ, and a request takes its time.
    private static final Duration MARGIN = Duration.ofMinutes(2);

    private static final long DEFAULT_LIFE = 3600;

    private final TokenEndpoint endpoint;
    private final OAuthTokens.Store store;
    private final Clock clock;

    public AccessTokens(
            OutgoingHttp http, OAuthProvider provider, OAuthClient client, OAuthTokens.Store store, Clock clock) {
        this.endpoint = new TokenEndpoint(http, provider, client, clock);
        this.store = store;
        this.clock = clock;
    }

    /// A token to send now.
    ///
    /// @throws ConnectorException when there is none and none can be had
    String current() throws ConnectorException {
        synchronized (store) {
            var tokens = store.read();
            String usable = usable(tokens);
            return usable == null ? renew(tokens) : usable;
        }
    }

    /// A token in place of one that was refused.
    ///
    /// @throws ConnectorException when none can be had
    String insteadOf(String refused) throws ConnectorException {
        synchronized (store) {
            var tokens = store.read();
            String usable = usable(tokens);
            return usable == null || usable.equals(refused) ? renew(tokens) : usable;
        }
    }

    private @Nullable String usable(OAuthTokens tokens) {
        Instant end = tokens.accessTokenExpiresAt();
        return end != null && end.minus(MARGIN).isAfter(clock.now()) ? tokens.accessToken() : null;
    }

    private String renew(OAuthTokens tokens) throws ConnectorException {
        try {
            return renewed(tokens);
        } catch (ConnectorException refused) {
            // Another process may have used the refresh token up, and then has kept its successor.
            var latest = store.read();
            if (refused.reason() == ConnectorException.Reason.REAUTHORIZE
                    && !latest.refreshToken().equals(tokens.refreshToken())) {
                String usable = usable(latest);
                return usable == null ? renewed(latest) : usable;
            }
            throw refused;
        }
    }

    private String renewed(OAuthTokens tokens) throws ConnectorException {
        var answer = endpoint.ask(Map.of("grant_type", "refresh_token", "refresh_token", tokens.refreshToken()));
        var fresh = read(answer, tokens.refreshToken(), clock.now());
        store.write(fresh);
        return answer.path("access_token").asString();
    }

    /// @param refreshToken what stays in use when the answer brings no new one
    static OAuthTokens read(JsonNode answer, String refreshToken, Instant now) {
        return new OAuthTokens(
                answer.path("refresh_token").asString(refreshToken),
                answer.path("access_token").asString(),
                now.plusSeconds(Math.clamp(answer.path("expires_in").asLong(DEFAULT_LIFE), 0, 86_400)));
    }
}
