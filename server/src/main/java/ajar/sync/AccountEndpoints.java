package ajar.sync;

import ajar.calendar.Connector;
import ajar.calendar.ConnectorException;
import ajar.engine.Engine;
import ajar.engine.entity.Entity;
import ajar.engine.http.Endpoint;
import ajar.engine.http.Request;
import ajar.engine.http.ResourceEndpoints;
import ajar.engine.http.Response;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.FieldErrors;
import ajar.engine.resource.Caller;
import ajar.engine.resource.Stamps;
import ajar.engine.write.Transaction;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Connecting accounts through the API, an Ajar extension: Close does it in its app. An account is
/// tried before it is kept, so that a wrong password is told at once.
final class AccountEndpoints {
    private static final String EVERYBODYS = "manage_organization";

    private final Engine engine;
    private final AccountStore accounts;
    private final Connectors connectors;
    private final Secrets secrets;
    private final Pushes pushes;

    AccountEndpoints(Engine engine, AccountStore accounts, Connectors connectors, Secrets secrets, Pushes pushes) {
        this.engine = engine;
        this.accounts = accounts;
        this.connectors = connectors;
        this.secrets = secrets;
        this.pushes = pushes;
    }

    List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        for (var endpoint : new ResourceEndpoints(engine).of(ConnectedAccount.RESOURCE)) {
            endpoints.add(
                    switch (endpoint.method()) {
                        case "POST" -> endpoint.handledBy(this::create);
                        case "PUT" -> endpoint.handledBy(this::update);
                        case "DELETE" -> endpoint.handledBy(this::delete);
                        default -> endpoint;
                    });
        }
        return endpoints;
    }

    private Response create(Request request) {
        var body = request.json();
        var errors = new FieldErrors();
        String type = text(body, "_type");
        require(body, type, errors);
        if (!errors.isEmpty()) {
            throw ApiException.invalid(errors);
        }
        String user = text(body, "user_id");
        requireOwnership(request.caller(), user.isEmpty() ? request.caller().userId() : user);
        var tokens = new Secrets.FleetingTokens(text(body, "refresh_token"));
        tryOut(request.caller().organizationId(), body, type, tokens);
        // The provider may have given another token in exchange.
        String refreshToken = tokens.read().refreshToken();
        String id = engine.write(request.caller(), request.origin(), work -> {
            var account = work.createFrom(ConnectedAccount.RESOURCE, body);
            keepSecret(work, account, body, refreshToken);
            return account.need(Stamps.ID);
        });
        return Response.json(201, shown(request, id)).with("location", "/api/v1/connected_account/" + id + "/");
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
        return ApiException.invalid(
                field,
                failed.remedy().isEmpty()
                        ? String.valueOf(failed.getMessage())
                        : failed.getMessage() + " " + failed.remedy());
    }

    private Response update(Request request) {
        var before = find(request);
        var body = request.json();
        engine.write(request.caller(), request.origin(), work -> {
            String id = request.variable("id");
            var account = work.updateFrom(ConnectedAccount.RESOURCE, id, body);
            keepSecret(work, account, body, text(body, "refresh_token"));
            if (!Objects.equals(before.url(), account.get(ConnectedAccount.URL))) {
                forgetCursors(work, id);
            }
            return true;
        });
        return Response.json(200, shown(request, request.variable("id")));
    }

    private Response delete(Request request) {
        var account = find(request);
        var subscriptions = pushes.of(account);
        var connector = subscriptions.isEmpty() ? null : connector(account);
        engine.write(request.caller(), request.origin(), work -> {
            leaveEvents(work, account);
            work.deleteFor(ConnectedAccount.RESOURCE, request.variable("id"));
            return true;
        });
        if (connector != null) {
            Thread.ofVirtual().name("unsubscribe").start(() -> pushes.stop(subscriptions, connector));
        }
        return Response.emptyObject();
    }

    private @Nullable Connector connector(Account account) {
        try {
            return connectors.open(account);
        } catch (ConnectorException closed) {
            return null;
        }
    }

    /// The account a request names. Throws a not-found problem, or a forbidden one when it is somebody
    /// else's.
    Account find(Request request) {
        var account = accounts.find(request.caller().organizationId(), request.variable("id"))
                .orElseThrow(() -> ApiException.notFound(ConnectedAccount.RESOURCE.model()));
        requireOwnership(request.caller(), account.userId());
        return account;
    }

    private static void requireOwnership(Caller caller, @Nullable String user) {
        if (!Objects.equals(caller.userId(), user) && !caller.may(EVERYBODYS)) {
            throw ApiException.forbidden("You do not have permission to do this with another user's account. It needs `"
                    + EVERYBODYS + "`.");
        }
    }

    private byte[] shown(Request request, String id) {
        var wanted = ConnectedAccount.RESOURCE.wanted(request.parameter("_fields"));
        return engine.get(request.caller(), ConnectedAccount.RESOURCE, id, wanted);
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
