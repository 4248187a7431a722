package ajar.engine.http;

import ajar.engine.problem.ApiException;
import ajar.engine.read.EntityTag;
import ajar.engine.sql.Database;

/// Entity tags on single objects: `etag` on what is read, `if-none-match` to read only what is new, and
/// `if-match` to change only what is still as it was read. An extension of Ajar, as in RFC 9110.
public final class ConditionalRequests implements Interceptor {
    private final Database database;

    public ConditionalRequests(Database database) {
        this.database = database;
    }

    @Override
    public Response around(Request request, Handler next) {
        var response = request.precondition() == null ? next.handle(request) : conditional(request, next);
        boolean shown = request.method().equals("GET") || request.method().equals("HEAD");
        if (response.status() != 200
                || !request.isForOneObject()
                || !(shown || request.method().equals("PUT"))) {
            return response;
        }
        String tag = EntityTag.of(request.caller().organizationId(), response.body());
        String known = request.header("if-none-match");
        return known == null || !shown
                ? response.with("etag", tag)
                : EntityTag.isKnown(known, tag).map(Response::notModified).orElseGet(() -> response.with("etag", tag));
    }

    /// Whoever changes the object has to look at the condition, under the lock; where nobody does, all is
    /// taken back.
    private Response conditional(Request request, Handler next) {
        return database.together(_ -> {
            var response = next.handle(request);
            var precondition = request.precondition();
            if (precondition != null && !precondition.isChecked()) {
                throw ApiException.badRequest(
                        "If-Match can be sent to change or delete a single object, and nowhere else.");
            }
            return response;
        });
    }
}
