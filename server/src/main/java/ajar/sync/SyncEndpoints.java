package ajar.sync;

import ajar.calendar.ConnectorException;
import ajar.calendar.feed.CalendarFile;
import ajar.engine.http.Endpoint;
import ajar.engine.http.Request;
import ajar.engine.http.Response;
import ajar.engine.json.Json;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.Problem;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Reading an account now instead of when it is due, and taking in a calendar file: Ajar extensions.
final class SyncEndpoints {
    private static final String PATH = "/api/v1/connected_account/{id}/";

    private final ConnectedAccounts accounts;
    private final AccountReading reading;

    SyncEndpoints(ConnectedAccounts accounts, AccountReading reading) {
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
        return Response.json(200, accounts.read(request.caller(), request.variable("id")));
    }

    private Response upload(Request request) {
        var account = accounts.find(request.caller(), request.variable("id"));
        if (!account.isUploadOnly()) {
            throw ApiException.badRequest(
                    "Files go to accounts of type ics without a url; this one is read by itself.");
        }
        if (!request.mediaType().equals("text/calendar")) {
            throw new ApiException(new Problem.UnsupportedMediaType());
        }
        accounts.lease(account);
        try {
            var outcome = reading.upload(
                    account, receiver -> CalendarFile.receive(request.stream(), account.zone(), receiver));
            if (outcome == null) {
                throw ApiException.badRequest("Another file came while this one was taken in, and counts in its place."
                        + " Send this one again if it is the newer one.");
            }
            return Response.json(200, outcome.counts());
        } catch (ConnectorException refused) {
            throw ApiException.badRequest(ConnectedAccounts.told(refused));
        }
    }
}
