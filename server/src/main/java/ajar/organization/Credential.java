package ajar.organization;

import ajar.engine.resource.Caller;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A key or a token that is known, and whom it stands for.
///
/// @param digest what is kept of it; see [Secrets#digest]
/// @param source what it was made from: the id of the key itself, or of the consent behind a token
/// @param caller whom it stands for
/// @param expiresAt when it ends; null for never
/// @param lastUsedAt when it was last noted as used; null when it never was, or nobody notes it
public record Credential(
        String digest,
        String source,
        Caller caller,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {}
