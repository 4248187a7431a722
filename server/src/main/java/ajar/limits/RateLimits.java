package ajar.limits;

import ajar.engine.http.Gate;
import ajar.engine.http.Request;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.Problem;
import ajar.engine.resource.Caller;
import ajar.engine.time.Clock;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Limits how often a key or an application may call, and an organization at three times that (Close
/// docs: Rate Limits). Whoever sends wrong credentials is limited too, by the credentials and by the
/// address.
///
/// Buckets are kept in memory, for the most recent fifty thousand callers and groups; one that is
/// forgotten is full again. Several servers on one database each count for themselves.
public final class RateLimits implements Gate {
    private static final int MOST_BUCKETS = 50_000;
    private static final long ORGANIZATION = 3;
    private static final String UNRECOGNISED = "unauthorized";

    private final RateLimitPolicy policy;
    private final Clock clock;
    private final Cache<Key, TokenBucket> buckets =
            Caffeine.newBuilder().maximumSize(MOST_BUCKETS).build();

    private record Key(String who, String group) {}

    public RateLimits(RateLimitPolicy policy, Clock clock) {
        this.policy = policy;
        this.clock = clock;
    }

    /// Credentials that were wrong too often are not even looked up.
    @Override
    public void arrived(Request request) {
        String credentials = credentials(request);
        var bucket = credentials == null ? null : buckets.getIfPresent(new Key(credentials, UNRECOGNISED));
        if (bucket != null) {
            Instant now = clock.now();
            var standing = bucket.standing(now);
            if (standing.remaining() == 0) {
                refuse(request, UNRECOGNISED, standing, false);
            }
        }
    }

    @Override
    public void unrecognised(Request request) {
        Instant now = clock.now();
        String credentials = credentials(request);
        if (credentials != null) {
            take(request, new Key(credentials, UNRECOGNISED), policy.unrecognised(), now);
        }
        if (!request.peer().isEmpty()) {
            take(
                    request,
                    new Key("address " + request.peer(), UNRECOGNISED),
                    policy.unrecognised() * ORGANIZATION,
                    now);
        }
    }

    @Override
    public void recognised(Request request) {
        var group = policy.group(request.method(), request.path());
        if (group == null) {
            return;
        }
        var caller = request.caller();
        Instant now = clock.of(caller.organizationId()).now();
        var own = bucket(new Key(who(caller), group.name()), group.limit(), now);
        if (!own.take(now)) {
            refuse(request, group.name(), own.standing(now), false);
        }
        var shared = bucket(new Key(caller.organizationId(), group.name()), group.limit() * ORGANIZATION, now);
        if (!shared.take(now)) {
            own.giveBack();
            refuse(request, group.name(), shared.standing(now), true);
        }
        tell(request, tightest(own.standing(now), shared.standing(now)));
    }

    private static String who(Caller caller) {
        if (caller.apiKeyId() != null) {
            return caller.apiKeyId();
        }
        String application =
                caller.application() == null ? "" : caller.application().id();
        return caller.organizationId() + ' ' + caller.userId() + ' ' + application;
    }

    private TokenBucket bucket(Key key, long limit, Instant now) {
        return buckets.get(key, _ -> new TokenBucket(limit, policy.window(), now));
    }

    private void take(Request request, Key key, long limit, Instant now) {
        var bucket = bucket(key, limit, now);
        boolean taken = bucket.take(now);
        var standing = bucket.standing(now);
        if (!taken) {
            refuse(request, UNRECOGNISED, standing, false);
        }
        tell(request, standing);
    }

    private void refuse(Request request, String group, TokenBucket.Standing standing, boolean isOrganization) {
        tell(request, standing.limit(), 0, standing.untilNext());
        throw new ApiException(new Problem.TooManyRequests(
                group, standing.limit(), policy.window(), standing.untilNext(), isOrganization));
    }

    private static TokenBucket.Standing tightest(TokenBucket.Standing one, TokenBucket.Standing other) {
        return other.remaining() < one.remaining() ? other : one;
    }

    private static void tell(Request request, TokenBucket.Standing standing) {
        tell(request, standing.limit(), standing.remaining(), standing.untilFull());
    }

    /// Whole seconds, rounded up: Close's own client reads nothing else.
    private static void tell(Request request, long limit, long remaining, Duration reset) {
        long seconds = reset.plusMillis(999).toSeconds();
        request.tell("ratelimit", "limit=" + limit + ", remaining=" + remaining + ", reset=" + seconds);
        request.tell("x-rate-limit-limit", Long.toString(limit));
        request.tell("x-rate-limit-remaining", Long.toString(remaining));
        request.tell("x-rate-limit-reset", Long.toString(seconds));
    }

    /// The credentials as a digest; null when there are none.
    private static @Nullable String credentials(Request request) {
        String header = request.header("authorization");
        if (header == null) {
            return null;
        }
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(header.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
