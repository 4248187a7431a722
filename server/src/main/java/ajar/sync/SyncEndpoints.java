package ajar.sync;

import ajar.calendar.ConnectorException;
import ajar.calendar.feed.CalendarFile;
import ajar.engine.http.Endpoint;
import ajar.engine.http.Request;
import ajar.engine.http.Response;
import ajar.engine.json.Json;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Reading an account now instead of when it is due, and taking in a calendar file: Ajar extensions.
final class SyncEndpoints {
    private static final String PATH = "/api/v1/connected_account/{id}/";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final AccountEndpoints accountEndpoints;
    private final AccountStore accounts;
    private final AccountReading reading;

    SyncEndpoints(AccountEndpoints accountEndpoints, AccountStore accounts, AccountReading reading) {
        this.accountEndpoints = accountEndpoints;
        this.accounts = accounts;
        this.reading = reading;
    }

    List<Endpoint> endpoints() {
        String tag = ConnectedAccount.RESOURCE.name();
        return List.of(
                Endpoint.of("POST", PATH + "sync/", tag, "Read an account's calendars now", this::sync)
                        .answering(200, schema())
                        .guarded()
                        .extension(),
                Endpoint.of(
                                "POST",
                                PATH + "import/",
                                tag,
                                "Take in an iCalendar file (text/calendar), for accounts of type ics without a url",
                                this::upload)
                        .body(Json.object().put("type", "string"))
                        .answering(200, schema())
                        .guarded()
                        .extension());
    }

    private static ObjectNode schema() {
        var schema = Json.object().put("type", "object");
        var properties = schema.putObject("properties");
        for (var count : List.of("created", "updated", "cancelled", "unchanged", "quarantined")) {
            properties.putObject(count).put("type", "integer");
        }
        return schema;
    }

    private Response sync(Request request) {
        var account = accountEndpoints.find(request);
        if (account.isUploadOnly()) {
            throw ApiException.badRequest(
                    "This account has no url to read from. Send a calendar file to its import/ instead.");
        }
        var outcome = read(request, account);
        if (outcome.error() != null) {
            throw failed(outcome.error());
        }
        return Response.json(200, counts(outcome));
    }

    private AccountReading.Outcome read(Request request, Account account) {
        AccountReading.@Nullable Outcome outcome;
        do {
            // Once more when another reader took over: that one is waited for.
            lease(account);
            outcome = reading.read(accountEndpoints.find(request));
        } while (outcome == null);
        return outcome;
    }

    /// Waits for whoever reads it at the moment.
    private void lease(Account account) {
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

    private static ObjectNode counts(AccountReading.Outcome outcome) {
        var tally = outcome.tally();
        return Json.object()
                .put("created", tally.created())
                .put("updated", tally.updated())
                .put("cancelled", tally.canceled())
                .put("unchanged", outcome.unchanged())
                .put("quarantined", outcome.quarantined());
    }

    private Response upload(Request request) {
        var account = accountEndpoints.find(request);
        if (!account.isUploadOnly()) {
            throw ApiException.badRequest(
                    "Files go to accounts of type ics without a url; this one is read by itself.");
        }
        if (!request.mediaType().equals("text/calendar")) {
            throw new ApiException(new Problem.UnsupportedMediaType());
        }
        lease(account);
        try {
            var outcome = reading.upload(
                    account, receiver -> CalendarFile.receive(request.stream(), account.zone(), receiver));
            if (outcome == null) {
                throw ApiException.badRequest("Another file came while this one was taken in, and counts in its place."
                        + " Send this one again if it is the newer one.");
            }
            return Response.json(200, counts(outcome));
        } catch (ConnectorException refused) {
            throw ApiException.badRequest(
                    refused.remedy().isEmpty()
                            ? String.valueOf(refused.getMessage())
                            : refused.getMessage() + " " + refused.remedy());
        }
    }
}
