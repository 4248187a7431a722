package ajar.login;

import ajar.engine.Engine;
import ajar.engine.http.Endpoint;
import ajar.engine.http.Request;
import ajar.engine.http.Response;
import ajar.engine.json.Json;
import ajar.engine.problem.ApiException;
import ajar.organization.Members;
import ajar.organization.User;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives a member a password (Ajar extension): the first, or another when the old one is lost.
public final class PasswordEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordEndpoint.class);

    private final Engine engine;
    private final Members members;
    private final Passwords passwords;

    public PasswordEndpoint(Engine engine, Members members, Passwords passwords) {
        this.engine = engine;
        this.members = members;
        this.passwords = passwords;
    }

    /// The endpoint.
    public List<Endpoint> endpoints() {
        var body = Json.object().put("type", "object");
        body.putObject("properties")
                .putObject("password")
                .put("type", "string")
                .put("minLength", 12)
                .put("maxLength", 200);
        body.putArray("required").add("password");
        return List.of(Endpoint.of(
                        "PUT",
                        "/api/v1/user/{id}/password/",
                        "user",
                        "Set a user's password and end their sessions",
                        this::set)
                .guarded()
                .body(body)
                .answering(204, null)
                .extension());
    }

    private Response set(Request request) {
        var caller = request.caller();
        if (caller.application() != null || !caller.isAdministrator()) {
            throw ApiException.forbidden("This needs the API key of an administrator.");
        }
        String id = request.variable("id");
        engine.get(caller, User.RESOURCE, id, List.of());
        // The password opens every organization the person belongs to, and this caller manages but one.
        if (members.of(id).stream().anyMatch(it -> !it.organizationId().equals(caller.organizationId()))) {
            throw ApiException.forbidden(
                    "This person belongs to other organizations too, so only they can change the password.");
        }
        var sent = request.json().path("password");
        if (!sent.isString()) {
            throw ApiException.invalid(
                    "password", sent.isMissingNode() ? "This field is required." : "Value must be of str type.");
        }
        String email = members.person(id)
                .orElseThrow(() -> ApiException.notFound("User"))
                .email();
        Passwords.objection(sent.stringValue(), email).ifPresent(objection -> {
            throw ApiException.invalid("password", objection);
        });
        passwords.set(id, sent.stringValue());
        LOG.info("{} set the password of {}", caller.userId(), id);
        return Response.noContent();
    }
}
