package ajar.oauth;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an application gets for a code or a refresh token. The tokens are told only here.
///
/// @param accessToken what its requests show
/// @param refreshToken what it gets the next ones with; null when the user did not allow it to stay
/// @param scopes what the access token covers
record Tokens(
        String accessToken, @Nullable String refreshToken, List<String> scopes, String organizationId, String userId) {}
