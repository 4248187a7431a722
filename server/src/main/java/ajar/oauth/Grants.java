package ajar.oauth;

import ajar.engine.id.Ids;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import ajar.engine.time.Clock;
import ajar.engine.time.WireTime;
import ajar.organization.Member;
import ajar.organization.Secrets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What users allowed applications, and the codes and tokens made from it. A code and a refresh token
/// work once; using one again revokes the whole family (RFC 6749, section 10.5; RFC 9700, section
/// 4.14). Safe for use by many threads.
final class Grants {
    /// How long an access token lives (Close docs: Authentication with OAuth).
    static final Duration ACCESS = Duration.ofHours(1);

    /// How long an application may leave a refresh token unused.
    static final Duration REFRESH = Duration.ofDays(180);

    /// How long an application has to fetch its tokens.
    static final Duration CODE = Duration.ofMinutes(2);

    /// How long a used refresh token is remembered, so that a second use is noticed.
    static final Duration REMEMBERED = Duration.ofDays(30);

    private static final String CODE_IS_INVALID = "The code is wrong, has ended, or belongs to another application.";
    private static final String TOKEN_IS_INVALID =
            "The refresh token is wrong, has ended, or belongs to another application.";

    private final Database database;
    private final Clock clock;
    private final Ids ids;
    private final Secrets secrets;

    /// A use of a code or of a refresh token, with the consent behind it.
    ///
    /// @param used whether this is not the first use
    /// @param redirectUri where the code was sent; null for refresh tokens
    /// @param challenge the PKCE challenge; null for none
    private record Use(
            Consent consent,
            String clientId,
            Instant expiresAt,
            boolean used,
            @Nullable String redirectUri,
            @Nullable String challenge) {}

    private record Consent(String organizationId, String id, String userId, List<String> scopes) {}

    Grants(Database database, Clock clock, Ids ids, Secrets secrets) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
        this.secrets = secrets;
    }

    /// Records the consent of a member and answers the code for the application.
    ///
    /// @param challenge the PKCE challenge; null for none
    String approve(Client client, Member member, List<String> scopes, String redirectUri, @Nullable String challenge) {
        String code = secrets.next();
        Instant now = now(member.organizationId());
        return database.write(connection -> {
            sweep(connection, member.organizationId(), now);
            String id = ids.next("grant", Ids.Size.SHORT);
            Database.execute(
                    connection,
                    Sql.of(
                            "insert into oauth_grant (organization_id, id, user_id, client_id, scopes, date_created,"
                                    + " expires_at) values (?, ?, ?, ?, ?, ?, ?)",
                            member.organizationId(),
                            id,
                            member.userId(),
                            client.id(),
                            scopes,
                            now,
                            now.plus(CODE)));
            Database.execute(
                    connection,
                    Sql.of(
                            "insert into oauth_code (digest, organization_id, grant_id, redirect_uri, challenge,"
                                    + " expires_at) values (?, ?, ?, ?, ?, ?)",
                            Secrets.digest(code),
                            member.organizationId(),
                            id,
                            redirectUri,
                            challenge,
                            now.plus(CODE)));
            Database.execute(
                    connection,
                    Sql.of(
                            "update oauth_client set authorized_at = ? where id = ? and authorized_at is null",
                            now,
                            client.id()));
            return code;
        });
    }

    /// What has ended is forgotten, a little at a time.
    private static void sweep(Connection connection, String organizationId, Instant now) throws SQLException {
        Database.execute(
                connection,
                Sql.of(
                        "delete from oauth_grant where (organization_id, id) in (select organization_id, id"
                                + " from oauth_grant where organization_id = ? and expires_at < ? order by expires_at"
                                + " limit 50 for update skip locked)",
                        organizationId,
                        now));
    }

    /// Exchanges a code for tokens.
    ///
    /// @param redirectUri where the application says the code was sent; null when it does not say
    /// @param verifier the PKCE verifier; null for none
    Exchange redeem(Client client, String code, @Nullable String redirectUri, @Nullable String verifier) {
        String digest = Secrets.digest(code);
        return database.write(connection -> {
            var found = Database.first(
                    connection,
                    Sql.of(
                            "select g.organization_id, g.id, g.user_id, g.scopes, g.client_id, c.expires_at, c.used_at"
                                + " is not null, c.redirect_uri, c.challenge from oauth_code c join oauth_grant g on"
                                + " g.organization_id = c.organization_id and g.id = c.grant_id join membership m on"
                                + " m.organization_id = g.organization_id and m.user_id = g.user_id where c.digest = ?"
                                + " and m.active for update of c",
                            digest),
                    row -> use(row, row.getString(8), row.getString(9)));
            if (found.isEmpty() || !found.get().clientId().equals(client.id())) {
                return Exchange.invalid(CODE_IS_INVALID);
            }
            var use = found.get();
            Instant now = now(use.consent().organizationId());
            if (use.used()) {
                delete(connection, use.consent());
                return new Exchange.Replayed(use.consent().id());
            }
            if (!now.isBefore(use.expiresAt())) {
                return Exchange.invalid(CODE_IS_INVALID);
            }
            if (redirectUri != null && !redirectUri.equals(use.redirectUri())) {
                return Exchange.invalid("The redirect_uri is not the one that the code was sent to.");
            }
            if (!Pkce.fits(verifier, use.challenge())) {
                return Exchange.invalid("The code_verifier does not fit the code_challenge.");
            }
            Database.execute(connection, Sql.of("update oauth_code set used_at = ? where digest = ?", now, digest));
            return new Exchange.Done(
                    issue(connection, use.consent(), use.consent().scopes(), now));
        });
    }

    /// Exchanges a refresh token for new tokens.
    ///
    /// @param scopes what the new access token is to cover; null for everything that was allowed
    Exchange refresh(Client client, String token, @Nullable List<String> scopes) {
        String digest = Secrets.digest(token);
        return database.write(connection -> {
            var found = Database.first(
                    connection,
                    Sql.of(
                            "select g.organization_id, g.id, g.user_id, g.scopes, g.client_id, t.expires_at, t.used_at"
                                + " is not null from refresh_token t join oauth_grant g on g.organization_id ="
                                + " t.organization_id and g.id = t.grant_id join membership m on m.organization_id ="
                                + " g.organization_id and m.user_id = g.user_id where t.digest = ? and m.active for"
                                + " update of t",
                            digest),
                    row -> use(row, null, null));
            if (found.isEmpty() || !found.get().clientId().equals(client.id())) {
                return Exchange.invalid(TOKEN_IS_INVALID);
            }
            var use = found.get();
            Instant now = now(use.consent().organizationId());
            if (use.used()) {
                delete(connection, use.consent());
                return new Exchange.Replayed(use.consent().id());
            }
            if (!now.isBefore(use.expiresAt())) {
                return Exchange.invalid(TOKEN_IS_INVALID);
            }
            if (scopes != null && !use.consent().scopes().containsAll(scopes)) {
                return new Exchange.Refused("invalid_scope", "The user did not allow all of these scopes.");
            }
            Database.execute(connection, Sql.of("update refresh_token set used_at = ? where digest = ?", now, digest));
            forgetOld(connection, use.consent(), now);
            return new Exchange.Done(issue(
                    connection,
                    use.consent(),
                    scopes == null || scopes.isEmpty() ? use.consent().scopes() : scopes,
                    now));
        });
    }

    private static Use use(ResultSet row, @Nullable String redirectUri, @Nullable String challenge)
            throws SQLException {
        return new Use(
                new Consent(row.getString(1), row.getString(2), row.getString(3), Clients.texts(row, 4)),
                row.getString(5),
                row.getObject(6, OffsetDateTime.class).toInstant(),
                row.getBoolean(7),
                redirectUri,
                challenge);
    }

    private static void forgetOld(Connection connection, Consent consent, Instant now) throws SQLException {
        Database.execute(
                connection,
                Sql.of(
                        "delete from access_token where organization_id = ? and grant_id = ? and expires_at < ?",
                        consent.organizationId(),
                        consent.id(),
                        now));
        Database.execute(
                connection,
                Sql.of(
                        "delete from refresh_token where organization_id = ? and grant_id = ? and used_at < ?",
                        consent.organizationId(),
                        consent.id(),
                        now.minus(REMEMBERED)));
    }

    private Tokens issue(Connection connection, Consent consent, List<String> scopes, Instant now) throws SQLException {
        String access = secrets.next();
        Database.execute(
                connection,
                Sql.of(
                        "insert into access_token (digest, organization_id, grant_id, scopes, expires_at)"
                                + " values (?, ?, ?, ?, ?)",
                        Secrets.digest(access),
                        consent.organizationId(),
                        consent.id(),
                        scopes,
                        now.plus(ACCESS)));
        boolean stays = consent.scopes().contains(Scope.OFFLINE_ACCESS.word());
        String refresh = stays ? secrets.next() : null;
        if (refresh != null) {
            Database.execute(
                    connection,
                    Sql.of(
                            "insert into refresh_token (digest, organization_id, grant_id, expires_at)"
                                    + " values (?, ?, ?, ?)",
                            Secrets.digest(refresh),
                            consent.organizationId(),
                            consent.id(),
                            now.plus(REFRESH)));
        }
        Database.execute(
                connection,
                Sql.of(
                        "update oauth_grant set expires_at = ? where organization_id = ? and id = ?",
                        now.plus(stays ? REFRESH : ACCESS),
                        consent.organizationId(),
                        consent.id()));
        return new Tokens(access, refresh, scopes, consent.organizationId(), consent.userId());
    }

    private static void delete(Connection connection, Consent consent) throws SQLException {
        Database.execute(
                connection,
                Sql.of(
                        "delete from oauth_grant where organization_id = ? and id = ?",
                        consent.organizationId(),
                        consent.id()));
    }

    /// Revokes a token: an access token by itself, a refresh token with everything made from the same
    /// consent (RFC 7009, section 2.1). Answers the id of the consent; empty when there is no such token
    /// of this application.
    Optional<String> revoke(Client client, String token) {
        String digest = Secrets.digest(token);
        return database.write(connection -> {
            var access = Sql.of(
                    "delete from access_token t using oauth_grant g where t.digest = ? and g.client_id = ?"
                            + " and g.organization_id = t.organization_id and g.id = t.grant_id returning g.id",
                    digest,
                    client.id());
            var found = Database.first(connection, access, row -> row.getString(1));
            if (found.isPresent()) {
                return found;
            }
            var family = Sql.of(
                    "delete from oauth_grant g using refresh_token t where t.digest = ? and g.client_id = ?"
                            + " and g.organization_id = t.organization_id and g.id = t.grant_id returning g.id",
                    digest,
                    client.id());
            return Database.first(connection, family, row -> row.getString(1));
        });
    }

    private Instant now(String organizationId) {
        return WireTime.toMillis(clock.of(organizationId).now());
    }
}
