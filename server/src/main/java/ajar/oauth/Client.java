package ajar.oauth;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An application as the protocol sees it.
///
/// @param id `oa2client_…`
/// @param organizationName the organization whose administrator made it; null when it registered itself
/// @param name what users are told
/// @param redirectUris where users may be sent back to
/// @param scopes what it may ask for
/// @param secretDigest what is kept of its secret; null for a public client, which has none
record Client(
        String id,
        @Nullable String organizationName,
        String name,
        List<String> redirectUris,
        List<String> scopes,
        @Nullable String secretDigest) {
    /// Whether it can keep a secret.
    boolean isConfidential() {
        return secretDigest != null;
    }
}
