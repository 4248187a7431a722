package ajar.organization;

import ajar.engine.http.Authenticator;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.Problem;
import ajar.engine.resource.Caller;
import ajar.engine.time.Clock;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds out who is calling, by an API key (HTTP Basic, the key as the user name) or an OAuth access
/// token (Bearer).
///
/// Whom a credential stands for is remembered for ten seconds. One that is revoked here is forgotten at
/// once; another server on the same database may take it for those ten seconds. Safe for use by many
/// threads.
public final class Credentials implements Authenticator {
    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    private final CredentialStore keys;
    private final CredentialStore tokens;
    private final Clock clock;
    private final AtomicLong revocations = new AtomicLong();
    private final Cache<Seen, Credential> known = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(REMEMBERED)
            .build();

    private record Seen(CredentialStore store, String digest) {}

    public Credentials(CredentialStore keys, CredentialStore tokens, Clock clock) {
        this.keys = keys;
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public Caller authenticate(@Nullable String authorization) {
        String header = authorization == null ? "" : authorization.strip();
        if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return caller(tokens, header.substring(7).strip())
                    .orElseThrow(() -> new ApiException(new Problem.InvalidToken()));
        }
        if (header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return caller(keys, userName(header.substring(6).strip()))
                    .orElseThrow(() -> new ApiException(new Problem.Unauthorized()));
        }
        throw new ApiException(new Problem.Unauthorized());
    }

    /// The user name is the key; the password should be empty and is not looked at.
    private static String userName(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? pair : pair.substring(0, colon);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }

    private Optional<Caller> caller(CredentialStore store, String secret) {
        if (secret.isEmpty()) {
            return Optional.empty();
        }
        var seen = new Seen(store, Secrets.digest(secret));
        var found = Optional.ofNullable(known.getIfPresent(seen)).or(() -> look(seen));
        return found.filter(it -> it.expiresAt() == null || now(it).isBefore(it.expiresAt()))
                .map(Credential::caller);
    }

    private Optional<Credential> look(Seen seen) {
        long before = revocations.get();
        var found = seen.store().find(seen.digest()).filter(it -> Secrets.same(it.digest(), seen.digest()));
        found.ifPresent(credential -> {
            known.put(seen, credential);
            if (revocations.get() != before) {
                // It may have been read just before it was revoked, and put here just after.
                known.invalidate(seen);
            }
            seen.store().used(credential, now(credential));
        });
        return found;
    }

    private Instant now(Credential credential) {
        return clock.of(credential.caller().organizationId()).now();
    }

    /// Forgets credentials that have been revoked, after that is committed.
    public void forget(Predicate<Credential> revoked) {
        revocations.incrementAndGet();
        known.asMap().values().removeIf(revoked);
    }
}
