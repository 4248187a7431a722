package ajar.sync;

import ajar.calendar.Connector;
import ajar.calendar.ConnectorException;
import ajar.calendar.OAuthTokens;
import ajar.calendar.oauth.ConsentFlow;
import ajar.engine.Engine;
import ajar.engine.entity.Entity;
import ajar.engine.json.Json;
import ajar.engine.predicate.Predicate;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.FieldErrors;
import ajar.engine.problem.Problem;
import ajar.engine.resource.Caller;
import ajar.engine.resource.Origin;
import ajar.engine.resource.Stamps;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import ajar.engine.write.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What callers do with accounts, be it through the API or on the page where people connect their
/// calendars. An account is tried before it is kept, so that a wrong password is told at once. Safe for
/// use by many threads.
public final class ConnectedAccounts {
    private static final String EVERYBODYS = "manage_organization";
    private static final int MOST = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final Engine engine;
    private final AccountStore accounts;
    private final Connectors connectors;
    private final Secrets secrets;
    private final Pushes pushes;
    private final AccountReading reading;

    /// What became of a consent.
    ///
    /// @param id the account's id
    /// @param isNew whether the account was not there before
    public record Kept(String id, boolean isNew) {}

    ConnectedAccounts(
            Engine engine,
            AccountStore accounts,
            Connectors connectors,
            Secrets secrets,
            Pushes pushes,
            AccountReading reading) {
        this.engine = engine;
        this.accounts = accounts;
        this.connectors = connectors;
        this.secrets = secrets;
        this.pushes = pushes;
        this.reading = reading;
    }

    /// Connects an account. Throws an invalid problem when something is missing or the account cannot be
    /// opened, and a forbidden one when it is to be somebody else's.
    ///
    /// @param body as a client of the API sends it
    /// @return the account's id
    public String connect(Caller caller, Origin origin, ObjectNode body) {
        var errors = new FieldErrors();
        String type = text(body, "_type");
        require(body, type, errors);
        if (!errors.isEmpty()) {
            throw ApiException.invalid(errors);
        }
        String user = text(body, "user_id");
        requireOwnership(caller, user.isEmpty() ? caller.userId() : user);
        var tokens = new Secrets.FleetingTokens(new OAuthTokens(text(body, "refresh_token"), null, null));
        tryOut(caller.organizationId(), body, type, tokens);
        // The provider may have given another token in exchange.
        String refreshToken = tokens.read().refreshToken();
        return engine.write(caller, origin, work -> {
            var account = work.createFrom(ConnectedAccount.RESOURCE, body);
            keepSecret(work, account, body, refreshToken);
            return account.need(Stamps.ID);
        });
    }

    private static void require(ObjectNode body, String type, FieldErrors errors) {
        List<String> needed = switch (type) {
            case ConnectedAccount.CALDAV -> List.of("url", "username", "password");
            case ConnectedAccount.GOOGLE, ConnectedAccount.MICROSOFT -> List.of("refresh_token");
            default -> List.of();
        };
        for (var field : needed) {
            if (text(body, field).isEmpty()) {
                errors.add(field, "This field is required.");
            }
        }
    }

    /// Opens the account as it would be. What may work later does not keep it from being connected.
    private void tryOut(String organizationId, ObjectNode body, String type, Secrets.FleetingTokens tokens) {
        String url = text(body, "url");
        String username = text(body, "username");
        String password = text(body, "password");
        try {
            Connector connector = switch (type) {
                case ConnectedAccount.GOOGLE, ConnectedAccount.MICROSOFT ->
                    connectors.open(organizationId, type, tokens);
                case ConnectedAccount.CALDAV ->
                    connectors.open(type, url, username.isEmpty() ? null : username, password, ZoneOffset.UTC);
                case ConnectedAccount.ICS ->
                    url.isEmpty()
                            ? null
                            : connectors.open(
                                    type, url, username.isEmpty() ? null : username, password, ZoneOffset.UTC);
                default -> null;
            };
            if (connector != null) {
                connector.calendars();
            }
        } catch (ConnectorException failed) {
            if (!failed.isTemporary()) {
                throw refused(type, failed);
            }
        }
    }

    private static ApiException refused(String type, ConnectorException failed) {
        boolean hasPassword = type.equals(ConnectedAccount.CALDAV) || type.equals(ConnectedAccount.ICS);
        String field = switch (failed.reason()) {
            case REAUTHORIZE -> hasPassword ? "password" : "refresh_token";
            case FORBIDDEN -> hasPassword ? "url" : "_type";
            default -> "url";
        };
        return ApiException.invalid(field, told(failed));
    }

    /// What happened and what to do about it, as text.
    public static String told(ConnectorException failed) {
        return failed.remedy().isEmpty()
                ? String.valueOf(failed.getMessage())
                : failed.getMessage() + " " + failed.remedy();
    }

    /// Keeps what a person consented to: as an account of theirs, or with the one of the same address
    /// that they have already, which is then read again even if it was paused.
    ///
    /// Throws an invalid problem when its calendars cannot be read all the same.
    ///
    /// @param type `google` or `microsoft`
    public Kept keep(Caller caller, Origin origin, String type, ConsentFlow.Grant grant) {
        var tokens = new Secrets.FleetingTokens(grant.tokens());
        var body = Json.object().put("_type", type).put("email", grant.address());
        tryOut(caller.organizationId(), body, type, tokens);
        String refreshToken = tokens.read().refreshToken();
        return engine.write(caller, origin, work -> {
            lock(work, caller);
            var known = known(work, caller, type, grant.address());
            var account = known.isEmpty()
                    ? work.createFrom(ConnectedAccount.RESOURCE, body)
                    : work.updateFrom(
                            ConnectedAccount.RESOURCE,
                            known.get().need(Stamps.ID),
                            Json.object().put("refresh_token", refreshToken).put("paused", false));
            keepSecret(work, account, Json.object(), refreshToken);
            return new Kept(account.need(Stamps.ID), known.isEmpty());
        });
    }

    /// Two consents to the same account that come back at once become one account.
    private static void lock(Transaction work, Caller caller) {
        var sql = Sql.of(
                "select 1 from membership where organization_id = ? and user_id = ? for no key update",
                caller.organizationId(),
                caller.userId());
        try {
            Database.first(work.connection(), sql, _ -> true);
        } catch (SQLException failed) {
            throw new ajar.engine.sql.DatabaseException(failed);
        }
    }

    private static Optional<Entity> known(Transaction work, Caller caller, String type, String address) {
        var theirs = Predicate.all(
                Predicate.equal(ConnectedAccount.USER_ID, Objects.requireNonNull(caller.userId())),
                Predicate.equal(ConnectedAccount.TYPE, type));
        return work.all(ConnectedAccount.RESOURCE, theirs, MOST).stream()
                .filter(account -> address.equalsIgnoreCase(account.get(ConnectedAccount.EMAIL)))
                .findFirst();
    }

    /// Changes an account. Throws a not-found problem, an invalid one, or a forbidden one when it is
    /// somebody else's.
    ///
    /// @param body as a client of the API sends it
    public void change(Caller caller, Origin origin, String id, ObjectNode body) {
        var before = find(caller, id);
        engine.write(caller, origin, work -> {
            var account = work.updateFrom(ConnectedAccount.RESOURCE, id, body);
            keepSecret(work, account, body, text(body, "refresh_token"));
            if (!Objects.equals(before.url(), account.get(ConnectedAccount.URL))) {
                forgetCursors(work, id);
            }
            return true;
        });
    }

    /// Forgets an account, and leaves its meetings as they are. Throws a not-found problem, or a forbidden
    /// one when it is somebody else's.
    public void disconnect(Caller caller, Origin origin, String id) {
        var account = find(caller, id);
        var subscriptions = pushes.of(account);
        var connector = subscriptions.isEmpty() ? null : connector(account);
        engine.write(caller, origin, work -> {
            leaveEvents(work, account);
            work.deleteFor(ConnectedAccount.RESOURCE, id);
            return true;
        });
        if (connector != null) {
            Thread.ofVirtual().name("unsubscribe").start(() -> pushes.stop(subscriptions, connector));
        }
    }

    private @Nullable Connector connector(Account account) {
        try {
            return connectors.open(account);
        } catch (ConnectorException closed) {
            return null;
        }
    }

    /// Reads an account's calendars now. Throws a bad request that says why they could not be read, a
    /// not-found problem, or a forbidden one when it is somebody else's.
    ///
    /// @return how many meetings were `created`, `updated`, `cancelled`, how many stayed `unchanged`, and
    ///     how many events are `quarantined`
    public ObjectNode read(Caller caller, String id) {
        var account = find(caller, id);
        if (account.isUploadOnly()) {
            throw ApiException.badRequest(
                    "This account has no url to read from. Send a calendar file to its import/ instead.");
        }
        AccountReading.@Nullable Outcome outcome;
        do {
            // Once more when another reader took over: that one is waited for.
            lease(account);
            outcome = reading.read(find(caller, id));
        } while (outcome == null);
        if (outcome.error() != null) {
            throw failed(outcome.error());
        }
        return outcome.counts();
    }

    /// Waits for whoever reads it at the moment.
    void lease(Account account) {
        for (long waited = 0; !accounts.lease(account); waited += GLANCE.toMillis()) {
            if (waited > PATIENCE.toMillis()) {
                throw new ApiException(new Problem.Unavailable(RETRY_AFTER));
            }
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }

    private static ApiException failed(ObjectNode error) {
        String remedy = error.path("remedy").asString("");
        String message = error.path("message").asString("");
        return ApiException.badRequest(
                "The calendars could not be read. " + (remedy.isEmpty() ? message : message + " " + remedy));
    }

    /// An account. Throws a not-found problem, or a forbidden one when it is somebody else's.
    Account find(Caller caller, String id) {
        var account = accounts.find(caller.organizationId(), id)
                .orElseThrow(() -> ApiException.notFound(ConnectedAccount.RESOURCE.model()));
        requireOwnership(caller, account.userId());
        return account;
    }

    /// Whether somebody has an account of that id themselves.
    public boolean isOwn(Caller caller, String id) {
        return accounts.find(caller.organizationId(), id)
                .filter(account -> account.userId().equals(caller.userId()))
                .isPresent();
    }

    private static void requireOwnership(Caller caller, @Nullable String user) {
        if (!Objects.equals(caller.userId(), user) && !caller.may(EVERYBODYS)) {
            throw ApiException.forbidden("You do not have permission to do this with another user's account. It needs `"
                    + EVERYBODYS + "`.");
        }
    }

    private void keepSecret(Transaction work, Entity account, JsonNode body, String refreshToken) {
        try {
            secrets.keep(
                    work.connection(),
                    work.caller().organizationId(),
                    account.need(Stamps.ID),
                    body.hasNonNull("password") ? body.path("password").asString() : null,
                    refreshToken.isEmpty() ? null : refreshToken);
        } catch (SQLException failed) {
            throw new ajar.engine.sql.DatabaseException(failed);
        }
    }

    private void forgetCursors(Transaction work, String id) {
        try {
            accounts.forgetCursors(work.connection(), work.caller().organizationId(), id);
        } catch (SQLException failed) {
            throw new ajar.engine.sql.DatabaseException(failed);
        }
    }

    private static void leaveEvents(Transaction work, Account account) {
        try {
            MatchQueue.leave(work.connection(), account);
        } catch (SQLException failed) {
            throw new ajar.engine.sql.DatabaseException(failed);
        }
    }

    private static String text(JsonNode body, String key) {
        var value = body.path(key);
        return value.isString() ? value.stringValue().strip() : "";
    }
}
