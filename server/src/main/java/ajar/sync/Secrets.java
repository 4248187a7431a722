package ajar.sync;

import ajar.calendar.ConnectorException;
import ajar.calendar.OAuthTokens;
import ajar.engine.json.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The passwords and tokens of connected accounts, closed in a [SecretBox].
final class Secrets {
    private final SecretBox box;
    private final AccountStore accounts;

    Secrets(SecretBox box, AccountStore accounts) {
        this.box = box;
        this.accounts = accounts;
    }

    /// Keeps what was sent for an account: a password or a refresh token.
    void keep(
            Connection connection,
            String organizationId,
            String id,
            @Nullable String password,
            @Nullable String refreshToken)
            throws SQLException {
        if (password == null && refreshToken == null) {
            return;
        }
        var secret = Json.object();
        if (password != null) {
            secret.put("password", password);
        }
        if (refreshToken != null) {
            secret.put("refresh_token", refreshToken);
        }
        AccountStore.keepSecret(connection, organizationId, id, box.close(id, Json.text(secret)));
    }

    private JsonNode read(String organizationId, String id) throws ConnectorException {
        var closed = accounts.secret(organizationId, id);
        if (closed.isEmpty()) {
            return Json.object();
        }
        String text = box.open(id, closed.get())
                .orElseThrow(() -> new ConnectorException(
                        ConnectorException.Reason.REAUTHORIZE,
                        "The password or token of this account was stored with another secret key.",
                        "Start the server with the key it was stored with, or enter the password again."));
        return Json.parse(text);
    }

    /// An account's password; empty when there is none.
    String password(Account account) throws ConnectorException {
        return read(account.organizationId(), account.id()).path("password").asString("");
    }

    /// An account's tokens.
    OAuthTokens.Store tokens(Account account) throws ConnectorException {
        var secret = read(account.organizationId(), account.id());
        String refresh = secret.path("refresh_token").asString("");
        if (refresh.isEmpty()) {
            throw new ConnectorException(
                    ConnectorException.Reason.REAUTHORIZE,
                    "There is no consent to read this account.",
                    "Connect it again.");
        }
        return new StoredTokens(account, tokens(secret));
    }

    private static OAuthTokens tokens(JsonNode secret) {
        String access = secret.path("access_token").asString("");
        String expires = secret.path("expires_at").asString("");
        return new OAuthTokens(
                secret.path("refresh_token").asString(),
                access.isEmpty() ? null : access,
                expires.isEmpty() ? null : Instant.parse(expires));
    }

    private final class StoredTokens implements OAuthTokens.Store {
        private final Account account;
        private OAuthTokens tokens;

        StoredTokens(Account account, OAuthTokens tokens) {
            this.account = account;
            this.tokens = tokens;
        }

        @Override
        public OAuthTokens read() {
            return tokens;
        }

        @Override
        public void write(OAuthTokens newer) {
            tokens = newer;
            var secret = Json.object().put("refresh_token", newer.refreshToken());
            if (newer.accessToken() != null && newer.accessTokenExpiresAt() != null) {
                secret.put("access_token", newer.accessToken());
                secret.put("expires_at", newer.accessTokenExpiresAt().toString());
            }
            accounts.keepSecret(account.organizationId(), account.id(), box.close(account.id(), Json.text(secret)));
        }
    }

    /// Tokens that are kept in memory only, to try an account before it exists.
    static final class FleetingTokens implements OAuthTokens.Store {
        private OAuthTokens tokens;

        FleetingTokens(OAuthTokens tokens) {
            this.tokens = tokens;
        }

        @Override
        public OAuthTokens read() {
            return tokens;
        }

        @Override
        public void write(OAuthTokens newer) {
            tokens = newer;
        }
    }
}
