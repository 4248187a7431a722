package ajar.calendar;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What lets Ajar read an account of Google or Microsoft.
///
/// @param refreshToken what new access tokens are asked for with
/// @param accessToken the current one; null when there is none yet
/// @param accessTokenExpiresAt when it stops working; null when there is none yet
public record OAuthTokens(
        String refreshToken,
        @Nullable String accessToken,
        @Nullable Instant accessTokenExpiresAt) {
    /// Where an account's tokens are kept.
    public interface Store {
        OAuthTokens read();

        /// Keeps new ones. Microsoft gives a new refresh token each time, and the old one ends.
        void write(OAuthTokens tokens);
    }

    @Override
    public String toString() {
        return "OAuthTokens[…]";
    }
}
