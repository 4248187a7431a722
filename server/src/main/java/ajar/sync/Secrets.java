package ajar.sync;

import ajar.calendar.ConnectorException;
import ajar.calendar.OAuthTokens;
import ajar.engine.json.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
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

    private JsonNode open(String id, byte[] closed) throws ConnectorException {
        String text = box.open(id, closed)
                .orElseThrow(() -> new ConnectorException(
                        ConnectorException.Reason.REAUTHORIZE,
                        "The password or token of this account was stored with another secret key.",
                        "Start the server with the key it was stored with, or enter the password again."));
        return Json.parse(text);
    }

    /// An account's password; empty when there is none.
    String password(Account account) throws ConnectorException {
        var closed = accounts.secret(account.organizationId(), account.id());
        return closed.isEmpty()
                ? ""
                : open(account.id(), closed.get()).path("password").asString("");
    }

    /// An account's tokens.
    OAuthTokens.Store tokens(Account account) throws ConnectorException {
        var closed = accounts.secret(account.organizationId(), account.id());
        if (closed.isPresent()) {
            var secret = open(account.id(), closed.get());
            if (!secret.path("refresh_token").asString("").isEmpty()) {
                return new StoredTokens(account, closed.get(), tokens(secret));
            }
        }
        throw new ConnectorException(
                ConnectorException.Reason.REAUTHORIZE,
                "There is no consent to read this account.",
                "Connect it again.");
    }

    private static OAuthTokens tokens(JsonNode secret) {
        String access = secret.path("access_token").asString("");
        String expires = secret.path("expires_at").asString("");
        return new OAuthTokens(
                secret.path("refresh_token").asString(),
                access.isEmpty() ? null : access,
                expires.isEmpty() ? null : Instant.parse(expires));
    }

    /// The tokens of a stored account. They may change at any time: another server renews them, or somebody
    /// consents anew.
    private final class StoredTokens implements OAuthTokens.Store {
        private final Account account;
        private byte[] closed;
        private OAuthTokens tokens;

        StoredTokens(Account account, byte[] closed, OAuthTokens tokens) {
            this.account = account;
            this.closed = closed;
            this.tokens = tokens;
        }

        @Override
        public OAuthTokens read() {
            var stored = accounts.secret(account.organizationId(), account.id());
            if (stored.isPresent() && !Arrays.equals(stored.get(), closed)) {
                box.open(account.id(), stored.get()).ifPresent(text -> {
                    closed = stored.get();
                    tokens = tokens(Json.parse(text));
                });
            }
            return tokens;
        }

        @Override
        public void write(OAuthTokens newer) {
            var secret = Json.object().put("refresh_token", newer.refreshToken());
            if (newer.accessToken() != null && newer.accessTokenExpiresAt() != null) {
                secret.put("access_token", newer.accessToken());
                secret.put("expires_at", newer.accessTokenExpiresAt().toString());
            }
            byte[] successor = box.close(account.id(), Json.text(secret));
            accounts.replaceSecret(account.organizationId(), account.id(), closed, successor);
            closed = successor;
            tokens = newer;
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
