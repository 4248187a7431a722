package ajar.engine.problem;

import java.time.Duration;

/// What can be wrong with a request: a closed list, so that the edge that turns it into a status and a
/// body knows every case, and nobody else needs to.
public sealed interface Problem {
    /// No object with that id, or none that the caller may see. `model` is the class name the wire
    /// speaks of, such as `Lead`.
    record NotFound(String model) implements Problem {}

    /// Objects that an action names are missing; told in the words of the action.
    record Missing(String message) implements Problem {}

    /// No such URL.
    record NoSuchPath() implements Problem {}

    /// A POST to the path of an object that takes a PUT.
    record PostInsteadOfPut() implements Problem {}

    /// The body does not hold what it should. Told by field.
    record Invalid(FieldErrors errors) implements Problem {}

    /// A parameter or a body that cannot be understood, or an operation that the object's state does
    /// not allow.
    record BadRequest(String message) implements Problem {}

    /// A page that is larger, or lies deeper, than the resource allows. `parameter` is `_limit` or
    /// `_skip`.
    record PageTooLarge(String parameter, String message, int most) implements Problem {}

    /// No credentials, or wrong ones.
    record Unauthorized() implements Problem {}

    /// An access token that is wrong, has ended or was revoked (RFC 6750, section 3.1).
    record InvalidToken() implements Problem {}

    /// What the user allowed the application does not cover this (RFC 6750, section 3.1).
    record InsufficientScope(String message) implements Problem {}

    /// An endpoint of the OAuth protocol refuses. `error` is a code of RFC 6749, section 5.2, or of RFC
    /// 7591, section 3.2.2; `description` is for the developer of the application.
    record OAuthRefused(String error, String description) implements Problem {}

    /// The caller is known but may not do this.
    record Forbidden(String message) implements Problem {}

    /// The path exists, the verb does not. `allowed` is the value of the `allow` header.
    record MethodNotAllowed(String allowed) implements Problem {}

    /// A body that is not JSON.
    record UnsupportedMediaType() implements Problem {}

    /// A body larger than the server takes. `limit` is in bytes.
    record TooLarge(long limit) implements Problem {}

    /// The object is not what the client expects it to be (`If-Match`).
    record PreconditionFailed() implements Problem {}

    /// Somebody else is at work on the same thing at this moment.
    record Conflict(String message) implements Problem {}

    /// Somebody asks too often (Close docs: Rate Limits).
    ///
    /// @param group the group of endpoints that is asked too often
    /// @param limit how many requests the window allows
    /// @param window the time in which they are allowed
    /// @param reset after which time another one is allowed
    /// @param isOrganization whether it is all of an organization's callers together, and not one alone
    record TooManyRequests(String group, long limit, Duration window, Duration reset, boolean isOrganization)
            implements Problem {}

    /// The database cannot be reached just now.
    record Unavailable(Duration retryAfter) implements Problem {}
}
