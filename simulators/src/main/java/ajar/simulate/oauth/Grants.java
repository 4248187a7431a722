package ajar.simulate.oauth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who has allowed what: the codes, refresh tokens and access tokens that are out.
///
/// Tokens are counted, not drawn: a run of the simulator gives the same ones each time, which makes
/// logs comparable. They protect nothing.
public final class Grants {
    /// How long an authorization code lives.
    private static final Duration CODE_LIFE = Duration.ofMinutes(10);

    /// What a person has allowed a client.
    ///
    /// @param user the address of the account
    /// @param client the client id
    public record Grant(String user, String client, Set<String> scopes) {}

    /// An authorization code with what it has to be redeemed with.
    record Code(
            Grant grant, String redirect, @Nullable String challenge, boolean hashed, boolean offline, Instant until) {}

    private record Access(Grant grant, Instant until) {}

    private final InstantSource clock;
    private final Map<String, Code> codes = new HashMap<>();
    private final Map<String, Grant> refresh = new HashMap<>();
    private final Map<String, Access> access = new HashMap<>();
    private final Set<String> consented = new HashSet<>();
    private long issued;

    public Grants(InstantSource clock) {
        this.clock = clock;
    }

    /// Whether this is the first consent of the user to the client; it is not any more afterwards.
    synchronized boolean consentFirst(Grant grant) {
        return consented.add(grant.user() + ' ' + grant.client());
    }

    synchronized String issueCode(
            Grant grant, String redirect, @Nullable String challenge, boolean hashed, boolean offline) {
        String code = "4/0Code" + ++issued;
        codes.put(
                code,
                new Code(
                        grant,
                        redirect,
                        challenge,
                        hashed,
                        offline,
                        clock.instant().plus(CODE_LIFE)));
        return code;
    }

    /// Takes a code out of circulation. Null when there is none such or it is too old.
    synchronized @Nullable Code redeem(String code) {
        Code known = codes.remove(code);
        return known == null || clock.instant().isAfter(known.until()) ? null : known;
    }

    /// A new refresh token.
    public synchronized String issueRefresh(Grant grant) {
        String token = "1//refresh-" + ++issued;
        refresh.put(token, grant);
        return token;
    }

    /// The grant of a refresh token. Null when it is unknown or revoked.
    public synchronized @Nullable Grant refreshed(String token) {
        return refresh.get(token);
    }

    /// A new access token.
    public synchronized String issueAccess(Grant grant, String prefix, Duration life) {
        String token = prefix + "access-" + ++issued;
        access.put(token, new Access(grant, clock.instant().plus(life)));
        return token;
    }

    /// The grant of an access token. Null when it is unknown, expired or revoked.
    public synchronized @Nullable Grant of(@Nullable String accessToken) {
        Access known = accessToken == null ? null : access.get(accessToken);
        return known == null || !clock.instant().isBefore(known.until()) ? null : known.grant();
    }

    /// Makes all access tokens expire now, while refresh tokens stay good.
    public synchronized void expireAccess() {
        access.clear();
    }

    /// Takes back what a user has allowed: all tokens of the account are dead.
    public synchronized void revoke(String user) {
        refresh.values().removeIf(grant -> grant.user().equals(user));
        access.values().removeIf(known -> known.grant().user().equals(user));
        consented.removeIf(consent -> consent.startsWith(user + ' '));
    }

    /// Revokes by token, access or refresh. False when it is unknown.
    public synchronized boolean revokeToken(String token) {
        Grant grant = refresh.get(token);
        Access known = access.get(token);
        if (grant == null && known != null) {
            grant = known.grant();
        }
        if (grant != null) {
            revoke(grant.user());
        }
        return grant != null;
    }

    static Set<String> scopes(@Nullable String text) {
        Set<String> scopes = new LinkedHashSet<>();
        for (String scope : (text == null ? "" : text).split(" ", -1)) {
            if (!scope.isEmpty()) {
                scopes.add(scope);
            }
        }
        return scopes;
    }
}
